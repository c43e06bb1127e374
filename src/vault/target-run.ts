/**
 * One run: a backup file is written to a target under a name of its own, read back, compared, opened as far as the keys
 * in hand go, and only then do old ones go (docs/TARGETS.md). A run that fails removes nothing but what it wrote itself.
 */
import { decodeBackup, encodeBackup } from "../core/backup.ts";
import { type Bytes, equalBytes, toHex } from "../core/bytes.ts";
import { Failure, failureCode } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { decodeHeader } from "../core/header.ts";
import { randomBytes } from "../core/random.ts";
import { TargetFailure, targetProblem } from "../core/target/problem.ts";
import { fileName, ownFiles, partName, rotation, rule, vaultTag } from "../core/target/rotation.ts";
import { makeBackup } from "./backup.ts";
import { type Expected, proveBackup } from "./backup-check.ts";
import { openBackupSet } from "./backup-set.ts";
import type { Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import type { Target } from "./target-port.ts";
import { writeSettings } from "./settings.ts";
import { settingsOf } from "./settings-record.ts";
import { changeFacts, freshRuns, readFacts, type RunState } from "./target-store.ts";
import { atTarget, type Step } from "./target-work.ts";
import type { Place } from "./targets.ts";
import { stillOpen, type Vault } from "./vault.ts";

/** What a run came to. `items` is null where nothing was opened. */
export interface Ran {
  name: string;
  items: number | null;
  removed: number;
}

/** The vault as it lies on the disk, and what is to be looked for in a file of it; null where it is locked. */
interface Packed {
  file: Bytes;
  expected: Expected | null;
}

const hex = async (bytes: Bytes) => toHex(await sha256(bytes));

/** Notes what is known of a target's runs. */
export function noteRun(
  world: World,
  id: string,
  change: (runs: RunState) => Partial<RunState>,
): Promise<void> {
  return changeFacts(world, (facts) => {
    const runs = facts.runs[id] ?? freshRuns(world.clock.now());
    facts.runs[id] = { ...runs, ...change(runs) };
  });
}

/**
 * Runs a target now. With `asked` a file is written in any case; else one that is there and holds the vault of now is
 * read back instead. Without keys (`opened` null) the file is as sound as its checksum says, and nothing old goes.
 */
export async function runTarget(
  vault: Vault,
  { id, config }: Place,
  opened: Opened | null,
  asked: boolean,
): Promise<Ran> {
  const { world } = vault;
  try {
    return await atTarget(vault, config, id, (target, step) =>
      run(vault, { id, target, step, opened, asked }),
    );
  } catch (thrown) {
    const problem = targetProblem(thrown) ?? failureCode(thrown);
    // Nobody's fault, and the unlock begins anew.
    if (problem === "BUSY" || problem === "LOCKED") throw thrown;
    const tried = world.clock.now();
    const told = problem === "CANCELLED" ? null : problem;
    await noteRun(world, id, ({ fails }) => ({ tried, fails: fails + 1, problem: told }));
    throw thrown;
  } finally {
    world.tell("targets");
  }
}

interface Running {
  id: string;
  target: Target;
  step: Step;
  opened: Opened | null;
  asked: boolean;
}

async function run(vault: Vault, running: Running): Promise<Ran> {
  const { world } = vault;
  const { id, target, step, opened, asked } = running;
  const still = opened === null ? () => undefined : stillOpen(vault);
  const there = await world.disk.open();
  if (there === null) throw new Failure("NO_VAULT");
  const tag = vaultTag(decodeHeader(there.header).vaultId);
  const { begun, last } = (await readFacts(world))?.runs[id] ?? freshRuns(0);
  await removeBegun(world, id, target, begun);
  if (!asked && last !== null && (opened === null || last.opened)) {
    const isSame = last.manifest === (await hex(opened?.sealed ?? there.manifest));
    if (isSame && (await isThere(target, last, step))) {
      const now = world.clock.now();
      await noteRun(world, id, () => ({ done: now, tried: now, fails: 0, problem: null }));
      return { name: last.name, items: null, removed: 0 };
    }
  }
  if (opened !== null && last !== null && !last.opened) await judgeLast(target, last, opened);

  step("packing");
  const { file, expected } = await pack(world, opened);
  const name = fileName(tag, world.clock.now(), randomBytes(4));
  // Whatever happens from here on, the next run knows what to take away.
  await noteRun(world, id, (runs) => ({ begun: [...runs.begun, name].slice(-32) }));
  const manifest = await write(target, step, { name, file, expected, opened });
  still();
  const now = world.clock.now();
  const written = { name, bytes: file.length, hash: await hex(file), opened: opened !== null };
  await noteRun(world, id, (runs) => ({
    begun: runs.begun.filter((one) => one !== name),
    done: now,
    tried: now,
    fails: 0,
    problem: null,
    last: { ...written, manifest },
  }));
  if (opened === null || expected === null) return { name, items: null, removed: 0 };
  await noteBackup(vault, opened, expected, now, async (after) =>
    noteRun(world, id, () => ({ last: { ...written, manifest: after } })),
  );
  step("tidying");
  const removed = await tidy(target, { tag, proved: name, now });
  await noteRun(world, id, () => ({ untidy: removed === null }));
  return { name, items: expected.items, removed: removed ?? 0 };
}

/** What runs before this one have left; where it can not be removed, a new backup matters more. */
async function removeBegun(
  world: World,
  id: string,
  target: Target,
  begun: readonly string[],
): Promise<void> {
  if (begun.length === 0) return;
  const left: string[] = [];
  for (const name of begun) {
    const both = [name, partName(name)].map((one) => target.remove(one));
    await Promise.all(both).catch(() => left.push(name));
  }
  await noteRun(world, id, () => ({ begun: left }));
}

async function pack(world: World, opened: Opened | null): Promise<Packed> {
  if (opened !== null) {
    const expected = await makeBackup(world, opened);
    return { file: expected.file, expected };
  }
  return world.locks.hold("vault", async () => {
    const there = await world.disk.open();
    if (there === null) throw new Failure("NO_VAULT");
    const records: Bytes[] = [];
    await world.disk.records((batch) => void records.push(...batch.map(({ bytes }) => bytes)));
    const { header, manifest } = there;
    return { file: await encodeBackup({ header, manifest, records }), expected: null };
  });
}

/** Writes, reads back and looks; answers the hash of the manifest in it. What is not well is taken away again. */
async function write(
  target: Target,
  step: Step,
  made: Packed & { name: string; opened: Opened | null },
): Promise<string> {
  const { name, file, expected, opened } = made;
  step("writing");
  await target.write(name, file);
  try {
    step("reading");
    const back = await target.read(name, file.length).catch((thrown: unknown) => {
      throw targetProblem(thrown) === "TOO_LARGE" ? new TargetFailure("DIFFERENT") : thrown;
    });
    if (back === null || !equalBytes(back, file)) throw new TargetFailure("DIFFERENT");
    step("checking");
    // As a reader would, from the bytes that came back.
    if (opened !== null && expected !== null)
      await proveBackup(opened, { ...expected, file: back });
    return await hex((await decodeBackup(back)).manifest);
  } catch (thrown) {
    await target.remove(name).catch(() => undefined);
    throw thrown;
  }
}

/** The file of before is there, byte for byte. */
async function isThere(
  target: Target,
  last: NonNullable<RunState["last"]>,
  step: Step,
): Promise<boolean> {
  step("reading");
  const back = await readBack(target, last);
  return back !== null && (await hex(back)) === last.hash;
}

/** The file of before; null where it is gone or has grown. */
function readBack(target: Target, last: NonNullable<RunState["last"]>): Promise<Bytes | null> {
  return target.read(last.name, last.bytes).catch((thrown: unknown) => {
    if (targetProblem(thrown) === "TOO_LARGE") return null;
    throw thrown;
  });
}

/** A file that was written while the vault was locked: one that these keys find wrong goes. */
async function judgeLast(
  target: Target,
  last: NonNullable<RunState["last"]>,
  opened: Opened,
): Promise<void> {
  const back = await readBack(target, last);
  // Gone, or no longer what was written: nobody's to judge, and no reason not to write another.
  if (back === null || (await hex(back)) !== last.hash) return;
  const problem = await decodeBackup(back)
    .then((backup) => openBackupSet(backup, opened.vault, opened.keys))
    .then(
      (found) => found.problem,
      // Of another epoch, perhaps: these keys can not judge it.
      () => null,
    );
  if (problem !== null) await target.remove(last.name);
}

/**
 * The settings remember it as they do a file that was downloaded. `after` gets the hash of the manifest that this
 * writes, where nothing else was written since the file was made: then the file still holds the vault of now.
 */
async function noteBackup(
  vault: Vault,
  opened: Opened,
  { counter }: Expected,
  now: number,
  after: (manifest: string) => Promise<void>,
): Promise<void> {
  const settings = { lastBackup: now, lastVerified: now, backupCounter: counter };
  await writeSettings(vault, opened, { ...settingsOf(vault), ...settings, backupLater: null }, [
    { event: "exported" },
  ]);
  if (opened.manifest.counter === counter + 1) await after(await hex(opened.sealed));
}

/** How many old files went; null where that did not work: the new one is there, and they stay. */
async function tidy(
  target: Target,
  ask: { tag: string; proved: string; now: number },
): Promise<number | null> {
  try {
    const files = await target.list();
    // A listing that lacks what was just read back is none to remove by.
    if (!ownFiles(files, ask.tag).some(({ name }) => name === ask.proved)) return null;
    const gone = rotation(files, { ...ask, rule });
    for (const name of gone) await target.remove(name);
    return gone.length;
  } catch (thrown) {
    if (targetProblem(thrown) === null) throw thrown;
    return null;
  }
}
