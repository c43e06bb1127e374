/** What is done behind the unlock: is the disk whole, and what has had its time is given up (FORMAT.md 3 and 12). */
import { reader, u64 } from "../core/bytes.ts";
import { type FailureCode, failureCode } from "../core/failure.ts";
import { recordClass } from "../core/record.ts";
import { checkDisk } from "./check.ts";
import { clearLeftover } from "./copy.ts";
import { sweepClips } from "./clips.ts";
import { inTurn } from "./items.ts";
import { logLimit, pruneLog } from "./log.ts";
import { type Entry, type Opened, refOf } from "./opened.ts";
import type { World } from "./ports.ts";
import { settingsOf } from "./settings-record.ts";
import { shedNow } from "./shed.ts";
import { sweepTrash } from "./trash.ts";
import type { Vault } from "./vault.ts";
import { applyEdits } from "./write.ts";

const day = 86_400_000;
/** A tombstone has done its work after this many days (FORMAT.md 3). */
const tombstoneDays = 400;
/** The age of the log is looked at this often: it means to open all of it. */
const logDays = 7;

/** Facts of the device, each a time as u64. */
const facts = { tidied: "tidied", looked: "logged", adopted: "adopted" } as const;

/** The check of the whole disk, and then the tidying of what fits its manifest. A fault is shown by `status.problem`. */
export async function behindUnlock(vault: Vault, opened: Opened): Promise<void> {
  const { world } = vault;
  await clearLeftover(world, opened).catch(failureCode);
  await sweepClips(vault).catch(failureCode);
  const problem = await checkDisk(vault, opened).catch(failureCode);
  if (vault.opened !== opened) return;
  if (problem === null && opened.problem === null) await tidy(vault, opened).catch(failureCode);
  else if (problem !== null) tell(world, opened, problem);
}

function tell(world: World, opened: Opened, problem: FailureCode): void {
  opened.problem = problem;
  world.tell("status");
}

/**
 * Erases what was in the trash too long, drops tombstones after 400 days, cuts the log. Each is one action, and
 * nothing of it happens by a time that the last unlock had not seen yet: a clock that is wrong for once, or a user
 * who was away for long, loses nothing at the first unlock.
 */
export async function tidy(vault: Vault, opened: Opened): Promise<void> {
  const { world } = vault;
  const now = world.clock.now();
  const last = await timeOf(world, facts.tidied);
  await setTime(world, facts.tidied, now);
  if (last === null) return;
  const at = Math.min(last, now);
  const { trashDays, auditDays } = settingsOf(vault);
  const adopted = (await timeOf(world, facts.adopted)) ?? 0;
  const still = () => vault.opened === opened;
  if (trashDays !== null && still()) {
    await sweepTrash(
      world,
      opened,
      (trashed) => Math.max(trashed, adopted) + trashDays * day <= at,
    );
  }
  if (still()) await dropTombstones(world, opened, at - tombstoneDays * day);
  if (!still()) return;
  const looked = (await timeOf(world, facts.looked)) ?? 0;
  const entries = opened.manifest.n - opened.entries.reduce((n, { refs }) => n + refs.length, 0);
  if (entries <= logLimit && now - looked < logDays * day && looked <= now) return;
  await pruneLog(world, opened, { most: logLimit, since: at - auditDays * day });
  await setTime(world, facts.looked, now);
}

/** A restore has put another vault here: the days of what is in its trash count from now. */
export async function beginTidying(world: World): Promise<void> {
  await setTime(world, facts.adopted, world.clock.now());
  await world.disk.setFact(facts.tidied, null);
}

async function timeOf(world: World, name: string): Promise<number | null> {
  const bytes = await world.disk.fact(name);
  return bytes === null ? null : reader(bytes, "TAMPERED").u64();
}

function setTime(world: World, name: string, ms: number): Promise<void> {
  return world.disk.setFact(name, u64(ms));
}

/** When an item was erased (ms), null where its tombstone does not say, undefined where there is none. */
function erasedAt(entry: Entry): number | null | undefined {
  if (refOf(entry.refs, recordClass.index)?.tombstone !== true) return undefined;
  return entry.indexBytes.length === 0 ? null : reader(entry.indexBytes, "TAMPERED").u64();
}

/**
 * Tombstones from before `before` (ms) leave set, cache and disk in one action; answers how many. One without a
 * time, of the first version, gets the time of now.
 */
export function dropTombstones(world: World, opened: Opened, before: number): Promise<number> {
  return inTurn(world, async () => {
    const bare = opened.entries.filter((entry) => erasedAt(entry) === null);
    const stamped = bare.map(({ recId }) => ({ recId, index: null }));
    if (stamped.length > 0) await applyEdits(world, opened, stamped, []);
    const isOver = (entry: Entry) => (erasedAt(entry) ?? Infinity) < before;
    const over = opened.entries.filter(isOver);
    if (over.length === 0) return 0;
    await world.locks.hold("vault", () =>
      shedNow(world, opened, {
        gone: over.flatMap(({ recId, refs }) => refs.map((ref) => ({ recId, ref }))),
        entries: opened.entries.filter((entry) => !isOver(entry)),
        happened: [],
      }),
    );
    return over.length;
  });
}
