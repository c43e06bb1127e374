/** How much one address or one key may ask: buckets that fill with time. */
export interface Rate {
  /** Requests a second, in the long run. */
  perSecond: number;
  /** At once, after a rest. */
  burst: number;
}

export interface Buckets {
  /** Takes `cost` from the bucket of this name; the seconds to wait where there is not enough, else 0. */
  take(name: string, cost?: number): number;
}

/** Buckets by name. Those that are full again are forgotten. `now` in ms. */
export function bucketsOf({ perSecond, burst }: Rate, now: () => number, most = 50_000): Buckets {
  const levels = new Map<string, { level: number; at: number }>();
  const levelOf = (name: string, at: number): number => {
    const found = levels.get(name);
    if (found === undefined) return burst;
    // A clock that was set back takes nothing away.
    const seconds = Math.max(0, at - found.at) / 1000;
    return Math.min(burst, found.level + seconds * perSecond);
  };
  return {
    take: (name, cost = 1) => {
      const at = now();
      const level = levelOf(name, at);
      if (level < 1) return Math.ceil((1 - level) / perSecond);
      if (levels.size >= most) {
        for (const known of levels.keys()) if (levelOf(known, at) >= burst) levels.delete(known);
        // A flood of names: the oldest go.
        if (levels.size >= most) levels.delete(levels.keys().next().value ?? "");
      }
      levels.set(name, { level: level - cost, at });
      return 0;
    },
  };
}
