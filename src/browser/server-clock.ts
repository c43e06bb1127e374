/**
 * The time that requests are signed for (FORMAT.md 8). A server takes them within 300 s of its own clock; where ours is
 * off, the `Date` of its refusal says by how much. That header is not signed, so it moves us only so far.
 *
 * Why there is a bound: whoever stands at the end of the line (a server that was broken into, a proxy before it) can name
 * any time, turn the request away, and keep it. Signed for next year it would be good next year, once, at the honest
 * server that is there again by then: a fetching of what is there, a letter erased, a mailbox opened again. Inside the
 * bound he gains no more than one day behind the time at which he had the line anyway. Why it is this one: a clock that is
 * set by hand is wrong by a day or by time zones, which are at most 26 hours apart (UTC-12, UTC+14). One that is further
 * off (a dead battery) finds certificates of TLS not yet or no more valid anyhow.
 */

/** The furthest that a server's clock may move ours (ms). */
export const clockMost = 26 * 3_600_000;
/** A clock may be off by this much (ms) before it is corrected; the server takes 300 s. */
const clockSlack = 60_000;

/** same: as we thought. moved: another time is signed from now on. beyond: further off than we go. */
export type ClockSaid = "same" | "moved" | "beyond";

/** Clocks of servers, by origin. */
export interface ServerClocks {
  /** What to sign (ms since 1970), `now` being the time of this device. */
  at(origin: string, now: number): number;
  /** Called with the `Date` of an answer that refused a signature. */
  note(origin: string, date: string | null, now: number): ClockSaid;
}

/** No server has said anything yet. */
export function serverClocks(): ServerClocks {
  /** How far the clock of a server is ahead of ours (ms). */
  const ahead = new Map<string, number>();
  return {
    at: (origin, now) => Math.round(now + (ahead.get(origin) ?? 0)),
    note: (origin, date, now) => {
      const said = Date.parse(date ?? "");
      if (Number.isNaN(said)) return "same";
      const off = said - now;
      if (Math.abs(off) > clockMost) return "beyond";
      const next = Math.abs(off) > clockSlack ? off : 0;
      if (Math.abs(next - (ahead.get(origin) ?? 0)) <= clockSlack) return "same";
      ahead.set(origin, next);
      return "moved";
    },
  };
}
