/** What the server does by itself: retention, purges that are due, what is out of date, by a clock that is watched. */
import { toHex } from "./bytes.ts";
import type { ClockGuard } from "./clock.ts";
import type { House } from "./house.ts";

/** One round over all vaults; answers in how many something went, or null where the clock is not trusted. */
export async function keepHouse(house: House, guard: ClockGuard): Promise<number | null> {
  const { store, rules, metrics, log } = house;
  await scrub(house);
  const now = await guard.trusted();
  metrics.set("clock_held", now === null ? 1 : 0);
  if (now === null) {
    log("clock not trusted: nothing is deleted");
    return null;
  }
  await store.run("sweep", now);
  const cutoff = now - rules.historyDays * 86_400_000;
  let changed = 0;
  for (let after: Uint8Array = new Uint8Array(0); ;) {
    const rows = await store.run("vaultsAfter", after);
    const last = rows.at(-1);
    if (last === undefined) break;
    for (const { locator } of rows)
      if (await store.run("retain", locator, cutoff, now)) changed += 1;
    after = last.locator;
  }
  const { vaults, bytes, commits } = await store.run("counts");
  metrics.set("vaults", vaults);
  metrics.set("bytes", bytes);
  metrics.set("commits", commits);
  if (changed > 0) house.state.toScrub = true;
  await scrub(house);
  return changed;
}

/** Scrubs the store where that is still to be done; throws where it could not. */
export async function scrub({ store, state }: House): Promise<void> {
  if (state.toScrub !== true) return;
  state.toScrub = false;
  try {
    await store.scrub();
  } catch (thrown) {
    state.toScrub = true;
    throw thrown;
  }
}

/** Hints to sockets for what a mirror has taken in. */
export function hintOf(row: { rev: number; chain: Uint8Array; log_id: Uint8Array }): {
  rev: number;
  chain: string;
  logId: string;
} {
  return { rev: row.rev, chain: toHex(row.chain), logId: toHex(row.log_id) };
}
