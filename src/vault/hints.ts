/**
 * When a server's hint is followed. Hints are nobody's signature: a server may tell of a new head for ever, and each sync
 * costs line, processor and battery. What cannot be forged is that something came of it. So a hint that brought something
 * is followed by the next one at once, and after each that brought nothing the next waits twice as long; meanwhile the
 * alarm asks anyway, every five minutes.
 */

/** After a hint that brought something (ms): others that come quickly are one. */
const together = 200;
const firstWait = 1000;
const longestWait = 5 * 60_000;

export interface Hints {
  /** When a hint that came at `now` is followed (ms since 1970): at once, or with all that come until then. */
  due(now: number): number;
  /** It is followed now. */
  followed(now: number): void;
  /** Whether the sync brought anything. */
  brought(something: boolean): void;
}

/** No hint has come yet. */
export function hintsOf(): Hints {
  let last: number | null = null;
  let empty = 0;
  const gap = () =>
    empty === 0 ? together : Math.min(firstWait * 2 ** Math.min(empty - 1, 20), longestWait);
  return {
    due: (now) => {
      if (last === null) return now;
      // A clock that was set back is no reason to wait longer than that.
      return Math.min(Math.max(now, last + gap()), now + gap());
    },
    followed: (now) => void (last = now),
    brought: (something) => void (empty = something ? 0 : empty + 1),
  };
}
