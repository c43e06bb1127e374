/** Names that all begin alike ("address-form-city", "address-form-number"): the beginning tells of the form, not of a field. */
import type { PageField } from "./field.ts";
import { kindInName } from "./read.ts";
import { plainWords } from "./text.ts";

/**
 * Whether what a program's name says comes from a beginning only that at least three fields of the form have:
 * then it tells nothing of this one.
 */
export function lentBy(form: readonly PageField[]): (name: string) => boolean {
  const rests = new Map<string, Set<string>>();
  for (const name of new Set(form.flatMap(({ name: own, id }) => [own, id])))
    for (const [start, rest] of cuts(name))
      rests.set(start, (rests.get(start) ?? new Set<string>()).add(rest));
  const lenders = new Map<string, string>();
  for (const [start, { size }] of rests) {
    const kind = size > 2 ? kindInName(start) : undefined;
    if (kind !== undefined && /^(street-address|organization|cc-number)$/.test(kind))
      lenders.set(start, kind);
  }
  return (name) =>
    lenders.size > 0 &&
    cuts(name).some(
      ([start, rest]) =>
        lenders.has(start) &&
        lenders.get(start) === kindInName(name) &&
        kindInName(rest) === undefined &&
        !/^(full|whole|text|value|field|input|lines?|num|number|no|nr|name)\b/.test(rest),
    );
}

/** Such beginnings as programs write them: a form of thousands of other names is not taken apart. */
const worth = /add?res|direcc|indirizz|anschrift|compan|organi[sz]|card/i;

/** A name in two parts, at each edge of a word where letters follow; at most four words before the edge. */
function cuts(name: string): [start: string, rest: string][] {
  if (!worth.test(name.slice(0, 80))) return [];
  const words = plainWords(name.slice(0, 80)).trim().split(" ");
  return words.slice(1, 5).flatMap((word, at): [string, string][] => {
    const rest = words.slice(at + 1).join(" ");
    return /\p{L}{2}/u.test(word) ? [[words.slice(0, at + 1).join(" "), rest]] : [];
  });
}
