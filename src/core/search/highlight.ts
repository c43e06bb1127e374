/** Where the words of a query stand in a text that is shown. */
import { fold } from "../search.ts";
import { readQuery } from "./query.ts";

/** A text in parts, those that were searched for marked; put together they are the text. */
export function highlight(text: string, query: string): { text: string; marked: boolean }[] {
  const words = readQuery(query)
    .terms.filter(({ not }) => !not)
    .map((term) => term.text);
  if (words.length === 0 || text === "") return [{ text, marked: false }];
  // Folding may make one sign two or none: each folded unit remembers the sign it is from.
  const signs = Array.from(text);
  let folded = "";
  const from: number[] = [];
  signs.forEach((sign, n) => {
    const one = fold(sign);
    folded += one;
    for (let i = 0; i < one.length; i++) from.push(n);
  });
  const marked = Array.from(signs, () => false);
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      const last = from[at + word.length - 1] ?? 0;
      for (let n = from[at] ?? 0; n <= last; n++) marked[n] = true;
    }
  }
  const parts: { text: string; marked: boolean }[] = [];
  signs.forEach((sign, n) => {
    const here = marked[n] === true;
    const top = parts.at(-1);
    if (top?.marked === here) top.text += sign;
    else parts.push({ text: sign, marked: here });
  });
  return parts;
}
