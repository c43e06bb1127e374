/** Which targets there are here, when they are due, and that they run then (docs/TARGETS.md). */
import { toHex } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { originOfTarget, type RemoteConfig, type StoredTarget } from "../core/target/config.ts";
import { isOverdue, nextRun, type Rhythm } from "../core/target/schedule.ts";
import type { TargetLine } from "../wire/targets.ts";
import type { Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import type { FolderConfig } from "./target-port.ts";
import { runTarget } from "./target-run.ts";
import { freshRuns, readFacts, readStored, type TargetFacts } from "./target-store.ts";
import { isOpen, look, type Vault } from "./vault.ts";

/** A target that can be reached with what is in hand. */
export interface Place {
  id: string;
  name: string;
  every: Rhythm;
  config: RemoteConfig | FolderConfig;
  /** The device that writes to it, in hex; null for a folder, which is of this one. */
  device: string | null;
}

/** Not sooner than this (ms): whatever keeps a run from being noted must not make it come again and again. */
const breath = 60_000;

/** The opened vault without a use of it, or null where it is locked. */
async function openedOrNull(vault: Vault): Promise<Opened | null> {
  return (await isOpen(vault)) ? look(vault) : null;
}

async function placesOf(
  world: World,
  opened: Opened | null,
): Promise<{ places: Place[]; facts: TargetFacts }> {
  const facts = await readFacts(world);
  if (facts === null) throw new Failure("NO_VAULT");
  const folders = facts.folders.map(({ id, name, every }): Place => {
    return { id, name, every, config: { kind: "folder", id }, device: null };
  });
  const stored = opened === null ? [] : [...(await readStored(world, opened))];
  const remote = stored.map(([id, target]: [string, StoredTarget]): Place => ({ id, ...target }));
  return { places: [...folders, ...remote], facts };
}

const isOurs = ({ device }: Place, opened: Opened | null) =>
  device === null || (opened !== null && device === toHex(opened.deviceId));

/** A target by its id; NOT_FOUND. */
export async function placeOf(world: World, opened: Opened | null, id: string): Promise<Place> {
  const { places } = await placesOf(world, opened);
  const found = places.find((one) => one.id === id);
  if (found === undefined) throw new Failure("NOT_FOUND");
  return found;
}

/** What is told of each target: of all while the vault is open, of folders while it is locked. */
export async function linesOf(vault: Vault): Promise<TargetLine[]> {
  const { world } = vault;
  const opened = await openedOrNull(vault);
  const { places, facts } = await placesOf(world, opened);
  const now = world.clock.now();
  const lines = places.map((place) => {
    const { id, name, every, config } = place;
    const runs = facts.runs[id] ?? freshRuns(now);
    const ours = isOurs(place, opened);
    const { last } = runs;
    return {
      id,
      kind: config.kind,
      name,
      every,
      where: whereOf(config),
      origin: config.kind === "folder" ? null : originOfTarget(config),
      ours,
      added: runs.added,
      done: runs.done,
      last: last && { name: last.name, bytes: last.bytes, opened: last.opened },
      tried: runs.tried,
      problem: runs.problem as TargetLine["problem"],
      untidy: runs.untidy,
      next: ours ? nextRun(every, runs, now) : null,
      overdue: ours && isOverdue(every, runs, now),
    };
  });
  return lines.toSorted((a, b) => a.added - b.added || (a.id < b.id ? -1 : 1));
}

function whereOf(config: RemoteConfig | FolderConfig): string {
  if (config.kind === "folder") return "";
  const address = config.url.replace(/^https:\/\//, "").replace(/\/$/, "");
  return config.kind === "dav" ? address : `${config.bucket}/${config.prefix} (${address})`;
}

/** Runs what is due, one after the other, and asks to be woken for what comes next. Failures are noted, not thrown. */
export async function runDue(vault: Vault): Promise<void> {
  const { world } = vault;
  const opened = await openedOrNull(vault);
  if ((await readFacts(world)) === null) return;
  const { places, facts } = await placesOf(world, opened);
  for (const place of places.filter((one) => isOurs(one, opened))) {
    const runs = facts.runs[place.id] ?? freshRuns(world.clock.now());
    const at = nextRun(place.every, runs, world.clock.now());
    // Written while it was locked: now it can be opened.
    const waits = opened !== null && runs.last?.opened === false && runs.fails === 0;
    if (at === null || (at > world.clock.now() && !waits)) continue;
    if (opened !== null && vault.opened !== opened) break;
    await runTarget(vault, place, opened, false).catch(() => undefined);
  }
  await schedule(vault);
}

/** Asks to be woken for the next target that is due with what is in hand. */
export async function schedule(vault: Vault): Promise<void> {
  const { world } = vault;
  const opened = await openedOrNull(vault);
  if ((await readFacts(world)) === null) return world.clock.wake("targets", null);
  const { places, facts } = await placesOf(world, opened);
  const now = world.clock.now();
  const times = places
    .filter((one) => isOurs(one, opened))
    .flatMap(({ id, every }) => nextRun(every, facts.runs[id] ?? freshRuns(now), now) ?? []);
  world.clock.wake(
    "targets",
    times.length === 0 ? null : Math.max(Math.min(...times), now + breath),
  );
}
