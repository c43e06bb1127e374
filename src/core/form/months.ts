/** Names of months in lists, in any language that the platform knows. */
import { languages } from "./languages.ts";
import { squeezed } from "./text.ts";

/** Names of the twelve, each as it stands alone, in a date, and short. */
let names: readonly (readonly ReadonlySet<string>[])[] | undefined;

function monthNames(): readonly (readonly ReadonlySet<string>[])[] {
  return (names ??= languages.map((language) => {
    const styles = [
      { month: "long" },
      { month: "short" },
      { month: "long", day: "numeric" },
      { month: "short", day: "numeric" },
    ] as const;
    const formats = styles.map(
      (style) =>
        new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, { ...style, timeZone: "UTC" }),
    );
    return Array.from({ length: 12 }, (_none, month) => {
      const day = Date.UTC(2029, month, 15);
      const texts = formats.map(
        (format) => format.formatToParts(day).find(({ type }) => type === "month")?.value ?? "",
      );
      return new Set(texts.map(squeezed).filter((text) => text !== "" && !/^\d+$/.test(text)));
    });
  }));
}

/**
 * The month of each text, 1 to 12, or 0 where it names none: "07 - July", "Juillet", "Jul.". All texts are of
 * one language, the one that knows most of them ("listopad" is October in one and November in another).
 */
export function monthsOf(texts: readonly string[]): number[] {
  const words = texts.map((text) =>
    text
      .slice(0, 60)
      .split(/[\s\d\-–/().,:]+/)
      .map(squeezed)
      .filter((word) => word !== ""),
  );
  let best: number[] = texts.map(() => 0);
  let most = 0;
  for (const months of monthNames()) {
    const found = words.map((own) => nameAmong(own, months) + 1);
    const count = new Set(found).size - (found.includes(0) ? 1 : 0);
    if (count > most) [best, most] = [found, count];
  }
  return best;
}

/** 0 to 11, or -1. A beginning of at least three letters is enough where it is of one month only. */
function nameAmong(words: readonly string[], months: readonly ReadonlySet<string>[]): number {
  const exact = months.findIndex((own) => words.some((word) => own.has(word)));
  if (exact >= 0) return exact;
  const begun = months.flatMap((own, month) =>
    words.some((word) => word.length > 2 && [...own].some((name) => name.startsWith(word)))
      ? [month]
      : [],
  );
  return begun.length === 1 ? (begun[0] ?? -1) : -1;
}
