/** How a new mirror begins an account whose log was purged: what is left of it is checked as if it were whole (op-mirror.ts). */
import { limits } from "../api.ts";
import { fromHex, reader } from "../bytes.ts";
import type { House } from "../house.ts";
import type { ReducedRow } from "../store/op-mirror.ts";
import { ask, Fault } from "./asking.ts";
import type { Channel } from "./channel.ts";

/** Takes what a purge has left of the log, up to where it goes on whole; answers that revision. Its objects come after. */
export async function begin(
  { store, now }: House,
  channel: Channel,
  place: string,
): Promise<number> {
  const base = await ask(channel, { ask: "base", locator: place });
  const { rev } = base.about;
  if (typeof rev !== "number" || !Number.isSafeInteger(rev) || rev < 1)
    throw new Fault("the primary does not say where its log begins");
  const from = reader(base.bytes);
  const header = from.lengthPrefixed(limits.header);
  const transitions = listed(from, () => from.lengthPrefixed(1024));
  const objects = listed(from, () => from.take(32));
  const rows: ReducedRow[] = [];
  for (let size = 0; rows.length < rev;) {
    const page = await ask(channel, { ask: "purged", locator: place, since: rows.length });
    size += page.bytes.length;
    if (page.bytes.length === 0 || size > beginMost)
      throw new Fault("the primary does not give what a purge has left");
    const each = reader(page.bytes);
    while (each.left() > 0)
      rows.push({
        commitId: each.take(16),
        keyEpoch: each.u32(),
        bodyHash: each.take(32),
        sig: each.take(64),
        manifests: each.lengthPrefixed(limits.page),
      });
  }
  // A purge that was done meanwhile has left more rows than the base stands on: the next round begins with that one.
  const locator = fromHex(place);
  const whole = { locator, rows: rows.slice(0, rev), transitions, header, objects, now: now() };
  const answer = await store.run("begun", whole);
  if (answer !== "begun") throw new Fault(`it can not begin behind the purge: ${answer}`);
  return rev;
}

/** Bytes that a purge may have left of one log. */
const beginMost = 512 * 1024 * 1024;

/** As many as it says, and it can not say more than there are bytes. */
function listed<T>(from: ReturnType<typeof reader>, read: () => T): T[] {
  const n = from.u32();
  if (n > from.left()) throw new Fault("a list is longer than its bytes");
  return Array.from({ length: n }, read);
}
