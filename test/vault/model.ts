/**
 * A model of two devices over one server, on the real code: random steps on both, with answers lost, processes killed,
 * keys rotated, backups put back and a server that lies. What it keeps beside the vaults is small: which values were
 * ever saved, and which of them somebody has thrown away on purpose after having seen them.
 */
import fc from "fast-check";
import { expect } from "vitest";
import { decodeCommit } from "../../src/core/commit.ts";
import { Failure, failureCode } from "../../src/core/failure.ts";
import { connect } from "../../src/vault/connect.ts";
import type { Remote } from "../../src/vault/ports.ts";
import { saveSettings } from "../../src/vault/settings.ts";
import { settingsOf } from "../../src/vault/settings-record.ts";
import { sync } from "../../src/vault/sync.ts";
import { type LieName, tell } from "./lies.ts";
import { olderLog, purge, remoteOf } from "./remote.ts";
import { type Step, step, type Who } from "./stories.ts";
import { apply, draftOf, exportFile, password, save, upload } from "./steps.ts";
import {
  byPassword,
  contents,
  copyOfTwo,
  type Device,
  expectInStep,
  fingerprint,
  prove,
  reopened,
  startedDevice,
  type Two,
  twoDevices,
} from "./two.ts";
import type { Stored } from "./world.ts";

/** `item/field` and a value. */
type Saved = string;

interface Model {
  two: Two;
  saved: Map<Saved, { id: string; field: string; value: string }>;
  /** Values that a user threw away while seeing them: by an erasure, or by going back to a backup. */
  given: Set<Saved>;
  backups: Map<Who, Uint8Array<ArrayBuffer>>;
  first: Uint8Array<ArrayBuffer>;
  /** Whole profiles of before. */
  profiles: Map<Who, Stored>;
  /** How often each thing really happened, so that a test can see that the model is not idle. */
  count: Map<string, number>;
}

interface Shown {
  secret: {
    fields: { id: string; value: string | null }[];
    past: { field: string; value: string }[];
  };
  critical: {
    values: { field: string; value: string }[];
    past: { field: string; value: string }[];
  };
  trashed: number | null;
  favourite: boolean;
}

const nameOf = (id: string, field: string, text: string) => JSON.stringify([id, field, text]);

/** Every value of an item, those of its history too. */
function valuesIn(id: string, shown: Shown): Saved[] {
  return [
    ...shown.secret.fields.map((field) => nameOf(id, field.id, field.value ?? "")),
    ...[...shown.secret.past, ...shown.critical.values, ...shown.critical.past].map((past) =>
      nameOf(id, past.field, past.value),
    ),
  ];
}

/** Values of items that are not capped: the tenth earlier value pushes the eleventh out. */
function checkNothingLost(model: Model, all: Record<string, Shown>): void {
  for (const [name, { id, field }] of model.saved) {
    if (model.given.has(name)) continue;
    const shown = all[id];
    expect(shown, `an item is lost: ${name}`).toBeDefined();
    if (shown === undefined) continue;
    const capped = [shown.secret.past, shown.critical.past].some(
      (past) => past.filter((earlier) => earlier.field === field).length >= 10,
    );
    if (!capped) expect(valuesIn(id, shown), `a value is lost: ${name}`).toContain(name);
  }
}

function happened(model: Model, what: string): void {
  model.count.set(what, (model.count.get(what) ?? 0) + 1);
}

const all = async (device: Device) => (await contents(device)) as Record<string, Shown>;

/** Notes what a user sees here now as thrown away on purpose. */
async function giveUp(model: Model, device: Device, ids?: readonly string[]): Promise<void> {
  for (const [id, shown] of Object.entries(await all(device)))
    if (ids === undefined || ids.includes(id))
      for (const name of valuesIn(id, shown)) model.given.add(name);
}

/** Runs the steps on a copy of `made`, and then lets both come in step. */
async function runModel(made: Two, steps: readonly Step[]): Promise<Map<string, number>> {
  const two = await copyOfTwo(made);
  const model: Model = {
    two,
    saved: new Map(),
    given: new Set(),
    backups: new Map(),
    first: await exportFile(two.a),
    profiles: new Map(),
    count: new Map(),
  };
  for (const one of steps) {
    const device = two[one.who];
    device.world.time.now += 1000;
    await act(model, device, one);
    device.reach.remote = remoteOf(two.server);
  }
  await expectInStep(two);
  checkNothingLost(model, await all(two.a));
  return model.count;
}

/** Two devices with a few items, from which every story begins. */
export async function inStepAtFirst(): Promise<Two> {
  const made = await twoDevices();
  for (const title of ["one", "two", "three"])
    await save(made.a, draftOf("login", title, { username: title }));
  await expectInStep(made);
  return made;
}

/** Tells stories until one does not hold; answers how often each thing happened. */
export async function modelHolds(
  made: Two,
  { steps, ...parameters }: fc.Parameters<[Step[]]> & { steps: number },
): Promise<Map<string, number>> {
  const total = new Map<string, number>();
  const story = fc.array(step, { minLength: 5, maxLength: steps });
  await fc.assert(
    fc.asyncProperty(story, async (one) => {
      for (const [what, times] of await runModel(made, one))
        total.set(what, (total.get(what) ?? 0) + times);
    }),
    parameters,
  );
  return total;
}

async function act(model: Model, device: Device, one: Step): Promise<void> {
  switch (one.do) {
    case "add": {
      const key = one.kind === "card" ? "cc-csc" : "username";
      const made = await save(device, draftOf(one.kind, one.value, { [key]: one.value }), password);
      const field = made.fields.find((each) => each.key === key)?.id ?? "";
      model.saved.set(nameOf(made.id, field, one.value), { id: made.id, field, value: one.value });
      return;
    }
    case "setting": {
      const { idleMinutes } = one;
      await saveSettings(device.vault, { ...settingsOf(device.vault), idleMinutes });
      return;
    }
    case "edit":
      return edit(model, device, one);
    case "trash":
    case "untrash":
    case "erase":
    case "favourite":
      return touch(model, device, one);
    case "wait":
      device.world.time.now += one.ms;
      return;
    case "sync":
      return syncStep(model, device, one.fault);
    case "kill":
      return kill(model, device, one);
    case "rotate":
      return rotateStep(model, device, one.fault);
    case "restart":
      return restart(model, device);
    case "backup":
      model.backups.set(one.who, await exportFile(device));
      model.profiles.set(one.who, structuredClone(device.world.stored));
      return;
    case "profile back":
      return profileBack(model, device, one.who);
    case "restore":
      return restore(model, device, one);
    case "lie":
      return lie(model, device, one.lie);
    case "server back":
      return serverBack(model, one.commits);
    case "purge": {
      const { log } = model.two.server;
      if (log === null || log.rev - one.keep <= log.purgedTo) return;
      purge(log, log.rev - one.keep);
      return happened(model, "purge");
    }
  }
}

async function edit(
  model: Model,
  device: Device,
  one: Extract<Step, { do: "edit" }>,
): Promise<void> {
  const ids = Object.keys(await contents(device));
  const id = ids[one.item % Math.max(1, ids.length)];
  if (id === undefined) return;
  const {
    created: _,
    modified: __,
    trashed: ___,
    ...draft
  } = await device.ask["item.read"]({ id });
  const place = one.field % draft.fields.length;
  const changed = draft.fields.map((field, i) =>
    i === place ? { ...field, value: one.value, critical: field.critical !== one.mark } : field,
  );
  await save(device, { ...draft, fields: changed }, password);
  const field = changed[place]?.id ?? "";
  const name = nameOf(id, field, one.value);
  model.saved.set(name, { id, field, value: one.value });
  // Saved anew: whoever threw it away before has not seen this.
  model.given.delete(name);
  happened(model, "edit");
}

async function touch(
  model: Model,
  device: Device,
  one: Extract<Step, { do: "trash" | "untrash" | "erase" | "favourite" }>,
): Promise<void> {
  const entries = Object.entries(await all(device));
  const [id, shown] = entries[one.item % Math.max(1, entries.length)] ?? [];
  if (id === undefined || shown === undefined) return;
  const ids = [id];
  if (one.do === "trash") await device.ask["item.trash"]({ ids });
  else if (one.do === "untrash") await device.ask["item.restore"]({ ids });
  else if (one.do === "favourite") await device.ask["item.favourite"]({ id, on: !shown.favourite });
  else {
    if (shown.trashed === null) await device.ask["item.trash"]({ ids });
    await giveUp(model, device, ids);
    await device.ask["item.erase"]({ ids });
    happened(model, "erase");
  }
}

/** No answer comes back of the first commit, though the server has it. */
export function losing(remote: Remote): Remote {
  let lost = false;
  return {
    ...remote,
    commit: async (commit) => {
      const answer = await remote.commit(commit);
      if (lost) return answer;
      lost = true;
      throw new Failure("OFFLINE");
    },
  };
}

/** Every commit arrives twice. */
const doubling = (remote: Remote): Remote => ({
  ...remote,
  commit: async (commit) => {
    await remote.commit(commit);
    return remote.commit(commit);
  },
});

const silent = (remote: Remote): Remote => ({
  ...remote,
  head: async () => Promise.reject(new Failure("OFFLINE")),
  commit: async () => Promise.reject(new Failure("OFFLINE")),
});

async function syncStep(
  model: Model,
  device: Device,
  fault: "none" | "offline" | "lost" | "twice",
): Promise<void> {
  const wrap = { none: (same: Remote) => same, offline: silent, lost: losing, twice: doubling }[
    fault
  ];
  device.reach.remote = wrap(device.reach.remote);
  try {
    await sync(device.vault, { prove, evenIfManyGo: true });
    happened(model, "sync");
  } catch (thrown) {
    expect(["offline", "lost"]).toContain(fault);
    expect(failureCode(thrown)).toBe("OFFLINE");
    happened(model, fault);
  }
  await reopened(device);
}

const plain = {
  typed: byPassword,
  newPassword: null,
  others: [],
  forgetKeys: false,
  exposed: false,
};

async function rotateStep(model: Model, device: Device, fault: "none" | "lost"): Promise<void> {
  if (fault === "lost") device.reach.remote = losing(device.reach.remote);
  const { waits } = await device.ask.rotate(plain).catch((thrown: unknown) => {
    // Somebody else was first: sync, and ask again.
    expect(failureCode(thrown)).toBe("CONFLICT");
    return { waits: undefined };
  });
  happened(model, waits !== undefined ? "rotation waits" : "rotate");
}

async function kill(
  model: Model,
  device: Device,
  one: Extract<Step, { do: "kill" }>,
): Promise<void> {
  let calls = 0;
  const mortal = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const work = Reflect.get(target, name) as unknown;
        if (typeof work !== "function") return work;
        return async (...args: unknown[]) => {
          if (++calls >= one.at) throw new Error("killed");
          const answer = await (work as (...all: unknown[]) => Promise<unknown>).apply(
            target,
            args,
          );
          // Killed between the doing and the answer.
          if (++calls >= one.at) throw new Error("killed");
          return answer;
        };
      },
    });
  device.world.disk = mortal(device.world.disk);
  device.reach.remote = mortal(device.reach.remote);
  const work: Promise<unknown> =
    one.what === "sync"
      ? sync(device.vault, { prove, evenIfManyGo: true })
      : device.ask.rotate(plain);
  await work.then(
    () => happened(model, "lived"),
    () => happened(model, "killed"),
  );
  await restart(model, device);
}

async function restart(model: Model, device: Device): Promise<void> {
  const fresh = await startedDevice(
    device.name,
    device.world.stored,
    remoteOf(model.two.server),
    device.world.time.now,
  );
  Object.assign(device, fresh);
}

/** An old copy of the whole profile is put back: what was only there is gone, and nobody can know; no more than that. */
async function profileBack(model: Model, device: Device, who: Who): Promise<void> {
  const stored = model.profiles.get(who);
  if (stored === undefined) return;
  await giveUp(model, device);
  device.world.stored = structuredClone(stored);
  await restart(model, device);
  happened(model, "profile back");
  // Its pin may be of a history that the server has lost since.
  if (model.count.has("server back")) await syncOrConnect(model, device);
}

async function restore(
  model: Model,
  device: Device,
  one: Extract<Step, { do: "restore" }>,
): Promise<void> {
  // Without one of its own, the state from which the story began.
  const file = model.backups.get(one.who) ?? model.first;
  // Going back throws away what is seen now; the user has typed a confirmation for it.
  if (one.how !== "add") await giveUp(model, device);
  await upload(device, file);
  await device.ask["restore.open"](byPassword);
  const typed = one.how === "add" ? "" : device.world.confirmation;
  await device.ask["restore.apply"]({ ...apply, how: one.how, typed, vaultPassword: password });
  if (one.how === "replace") await connect(device.vault, byPassword, model.two.backupKey);
  happened(model, `restore ${one.how}`);
}

async function lie(model: Model, device: Device, name: LieName): Promise<void> {
  const told = await tell(name, model.two.server, device);
  if (told === null) return;
  device.reach.remote = told.remote;
  const before = fingerprint(device);
  const outcome = await sync(device.vault, { prove, evenIfManyGo: true }).then(
    () => "accepted",
    (thrown: unknown) => failureCode(thrown),
  );
  expect(told.names, `${name}: ${outcome}`).toContain(outcome);
  expect(fingerprint(device), `${name} changed the disk`).toBe(before);
  happened(model, `lie ${name}`);
}

/**
 * Its operator restores an old backup of the server. Who has seen more refuses it by name, and changes nothing; then
 * the user lets it connect anew, and what is only here goes there again.
 */
async function serverBack(model: Model, commits: number): Promise<void> {
  const { two } = model;
  const log = two.server.log;
  if (log === null || log.rev <= commits) return;
  const gone = log.commits.slice(-commits).map(({ body }) => decodeCommit(body));
  // A server before a change of the keys is not brought forward yet.
  if (gone.some(({ transition }) => transition.length > 0)) return;
  two.server.log = await olderLog(log, commits, two.firstKeys);
  happened(model, "server back");
  for (const device of [two.a, two.b]) {
    await syncOrConnect(model, device);
  }
}

/** Syncs; where the server has not what this device has seen, it says so and the user connects anew. */
async function syncOrConnect(model: Model, device: Device): Promise<void> {
  // The answer to what waits is not known any more; it is pulled or sent anew.
  await device.world.disk.setFact("outbox", null);
  const before = fingerprint(device);
  const outcome = await sync(device.vault, { prove, evenIfManyGo: true }).then(
    () => "accepted",
    (thrown: unknown) => failureCode(thrown),
  );
  if (outcome === "accepted") return;
  expect(["ROLLBACK", "FORK"]).toContain(outcome);
  expect(fingerprint(device)).toBe(before);
  await connect(device.vault, byPassword, model.two.backupKey);
  await sync(device.vault, { prove, evenIfManyGo: true });
  happened(model, "connected anew");
}
