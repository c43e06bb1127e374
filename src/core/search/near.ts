/** Whether a word is nearly another: a slip of the finger, or its letters with others between. */

/** A bit for each letter and digit that occurs; letters of other scripts share bits. */
export function maskOf(text: string): number {
  let mask = 0;
  for (let i = 0; i < text.length; i++) mask |= 1 << (text.charCodeAt(i) & 31);
  return mask;
}

/** How many bits are set. */
export function bits(mask: number): number {
  let left = mask;
  let count = 0;
  while (left !== 0) {
    left &= left - 1;
    count++;
  }
  return count;
}

/** How many slips a word of this length may have: none below four letters, two from eight on. */
export function slipsOf(length: number): number {
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

/**
 * Whether `term` is the beginning of `word` but for at most `slips` letters left out, put in, taken for another, or
 * two that changed places (Damerau-Levenshtein, optimal string alignment).
 */
export function beginsNearly(term: string, word: string, slips: number): boolean {
  if (word.length < term.length - slips) return false;
  const width = Math.min(word.length, term.length + slips);
  let last: number[] = [];
  let row = Array.from({ length: width + 1 }, (_, j) => j);
  for (let i = 1; i <= term.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= width; j++) {
      const same = term[i - 1] === word[j - 1] ? 0 : 1;
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && term[i - 1] === word[j - 2] && term[i - 2] === word[j - 1])
        cost = Math.min(cost, (last[j - 2] ?? 0) + 1);
      next.push(cost);
      if (cost < least) least = cost;
    }
    if (least > slips) return false;
    last = row;
    row = next;
  }
  return row.some((cost) => cost <= slips);
}

/** Whether the letters of `term` occur in this order, the first at the start of a word, and not too far apart. */
export function strewn(term: string, text: string): boolean {
  for (
    let start = text.indexOf(term[0] ?? " ");
    start >= 0;
    start = text.indexOf(term[0] ?? " ", start + 1)
  ) {
    if (start > 0 && /[\p{L}\p{N}]/u.test(text[start - 1] ?? "")) continue;
    let at = start;
    let i = 1;
    while (i < term.length && at >= 0) {
      at = text.indexOf(term[i] ?? "", at + 1);
      i++;
    }
    if (at >= 0 && at - start < term.length * 6) return true;
  }
  return false;
}
