/** How long ago something was, in the browser's own words: "3 days ago", "yesterday", "now". */
const steps = [
  ["minute", 60_000],
  ["hour", 3_600_000],
  ["day", 86_400_000],
  ["month", 30.4 * 86_400_000],
  ["year", 365.25 * 86_400_000],
] as const;

/** The time from `then` to `now` (ms since 1970) in the largest unit that is not below one; a future time is now. */
export function agoOf(then: number, now = Date.now()): string {
  const passed = Math.max(0, now - then);
  const [unit, size] = steps.findLast(([, each]) => passed >= each) ?? (["second", 1000] as const);
  const count = unit === "second" ? 0 : Math.floor(passed / size);
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(-count, unit);
}

/** The time from `now` to `then` likewise, rounded up: "in 9 minutes", "in 3 days"; a past time is now. */
export function inTime(then: number, now = Date.now()): string {
  const left = Math.max(0, then - now);
  const [unit, size] = steps.findLast(([, each]) => left >= each) ?? (["minute", 60_000] as const);
  const count = Math.ceil(left / size);
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(count, unit);
}
