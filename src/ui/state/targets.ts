/** Where backups go by themselves, as the background tells it (src/wire/targets.ts). */
import { createStore } from "zustand/vanilla";
import { Failure, failureCode } from "../../core/failure.ts";
import { TargetFailure, targetProblem, targetProblems } from "../../core/target/problem.ts";
import { onNews } from "../../wire/call.ts";
import type { TargetLine, TargetWork, Told } from "../../wire/targets.ts";
import { say } from "../../wire/words.ts";
import { sentence } from "../words.ts";
import { ask } from "./app.ts";
import { latest } from "./latest.ts";

interface Targets {
  /** Null until the background has answered. */
  lines: readonly TargetLine[] | null;
  work: TargetWork | null;
  /** A backup that was fetched from a target: the restore screen goes on with it. */
  fetched: { name: string; bytes: number } | null;
}

export const targets = createStore<Targets>(() => ({ lines: null, work: null, fetched: null }));

const look = latest(
  () => ask("target.list", {}),
  ({ targets: lines, work }) => targets.setState({ lines, work }),
  () => undefined,
);

/** Asks how they are. */
export function lookTargets(): Promise<void> {
  return look(undefined);
}

/** Keeps the store as it is over there; answers a function that stops it. */
export function watchTargets(): () => void {
  void lookTargets();
  return onNews((news) => {
    if (news === "targets") void lookTargets();
  });
}

/** The answer, or the target's own no as what it is: a failure. */
export async function toldOf<T>(asked: Promise<Told<T>>): Promise<T> {
  const told = await asked;
  if ("problem" in told) throw new TargetFailure(told.problem);
  return told.done;
}

/** The sentence for what a target, or the vault, said no with; a folder of this computer that is gone has its own. */
export function problemWords(
  problem: NonNullable<TargetLine["problem"]>,
  kind: TargetLine["kind"] | null = null,
): string {
  if (kind === "folder" && problem === "NOT_THERE") return say("target.gone");
  const own = targetProblems.find((one) => one === problem);
  return own === undefined
    ? sentence(new Failure(problem as Failure["code"]))
    : say(`targetProblem.${own}`);
}

/** The same of anything that was thrown; null where the user stopped it. */
export function wordsOf(thrown: unknown, kind: TargetLine["kind"] | null = null): string | null {
  const problem = targetProblem(thrown);
  if (problem !== null) return problemWords(problem, kind);
  return failureCode(thrown) === "CANCELLED" ? null : sentence(thrown);
}
