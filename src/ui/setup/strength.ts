/**
 * How long a password would bear an attacker who has the file. The meter and its dictionaries (1.6 MB)
 * are loaded only where a password is chosen.
 */
import type { ZxcvbnFactory } from "@zxcvbn-ts/core";

/** What the meter says of one password. */
export interface Strength {
  /** 0 to 4; below 3 is too weak for a vault. */
  score: number;
  /** Keys below `strength` of the locale. */
  time: TimeWord;
  warning: string | null;
  suggestions: string[];
}

/** Names of times, each with its word below `strength` of the locale. */
export type TimeWord =
  | "instant"
  | "seconds"
  | "minutes"
  | "hours"
  | "days"
  | "months"
  | "years"
  | "centuries";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const month = 30 * day;
const year = 365 * day;

/** The word for a time in seconds. */
export function timeWord(seconds: number): TimeWord {
  if (seconds < 1) return "instant";
  if (seconds < minute) return "seconds";
  if (seconds < hour) return "minutes";
  if (seconds < day) return "hours";
  if (seconds < month) return "days";
  if (seconds < year) return "months";
  return seconds < 100 * year ? "years" : "centuries";
}

let loaded: Promise<ZxcvbnFactory> | null = null;

async function meter(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    useLevenshteinDistance: true,
  });
}

/** Measures a password; only its first 128 characters, which is more than anybody could guess. */
export async function measure(password: string): Promise<Strength> {
  loaded ??= meter();
  const { score, feedback, crackTimes } = (await loaded).check(password.slice(0, 128), [
    "coffer",
    "vault",
  ]);
  return {
    score,
    // Ten thousand guesses a second: what a slow hash like Argon2id leaves to a strong attacker.
    time: timeWord(crackTimes.offlineSlowHashingXPerSecond.seconds),
    warning: feedback.warning,
    suggestions: feedback.suggestions,
  };
}
