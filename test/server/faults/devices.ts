/**
 * Three devices of one vault over the real server: stories of fast-check in which they add, edit, throw away and erase,
 * are offline, lose answers, send twice, are killed in the middle, sync at the same moment, and old requests come late.
 * At the end all have the same, and every value that anybody has written and nobody has erased is there.
 */
import { randomInt } from "node:crypto";
import * as fc from "fast-check";
import { appOf } from "../../../server/app.ts";
import { connect } from "../../../src/vault/connect.ts";
import type { Remote } from "../../../src/vault/ports.ts";
import { sync } from "../../../src/vault/sync.ts";
import { nextChain } from "../../../src/core/commit.ts";
import { Failure } from "../../../src/core/failure.ts";
import { cofferWithVault, draftOf, save } from "../../vault/steps.ts";
import { byPassword, contents, type Device, prove, startedDevice } from "../../vault/two.ts";
import { remoteOver } from "../remote.ts";
import { houseOver, sqliteHere } from "../world.ts";
import type { Fault } from "./fault.ts";

/** How often each, of all. */
const shares = {
  add: 2,
  edit: 3,
  trash: 1,
  erase: 1,
  sync: 2,
  offline: 1,
  lost: 1,
  twice: 1,
  late: 1,
  together: 1,
  kill: 2,
  restart: 1,
};
type Deed = keyof typeof shares;
const deeds = (Object.keys(shares) as Deed[]).flatMap((deed) =>
  Array.from({ length: shares[deed] }, () => deed),
);
interface Step {
  who: number;
  what: Deed;
  /** Which item; at which call a device is killed. */
  n: number;
}
const step: fc.Arbitrary<Step> = fc.record({
  who: fc.nat(2),
  what: fc.constantFrom(...deeds),
  n: fc.nat(11),
});

type Commit = Parameters<Remote["commit"]>[0];

/** One start of a device. Calls until it is killed; null: it lives. Who is dead stays dead, whatever it had begun. */
interface Life {
  left: number | null;
}

/** What stands between the devices and the server. */
interface Between {
  what: string;
  sent: Commit[];
  kills: number;
  /** Counts commits, for the mutant. */
  commits: number;
  mutated: boolean;
}

/** Throws from the n-th call on, before it is done or between the doing and the answer. */
function mortal<T extends object>(port: T, life: Life): T {
  const die = () => {
    if (life.left !== null && --life.left <= 0) throw new Error("killed");
  };
  return new Proxy(port, {
    get: (target, name) => {
      const work = Reflect.get(target, name) as unknown;
      if (typeof work !== "function") return work;
      return async (...args: unknown[]) => {
        die();
        const answer = await (work as (...all: unknown[]) => Promise<unknown>).apply(target, args);
        die();
        return answer;
      };
    },
  });
}

function wrapped(remote: Remote, between: Between): Remote {
  return {
    ...remote,
    head: async () => {
      if (between.what === "offline") throw new Failure("OFFLINE");
      return remote.head();
    },
    commit: async (commit) => {
      between.commits += 1;
      if (between.mutated && between.commits % 5 === 0) {
        const head = await remote.head();
        if (head === null) return "stale";
        return { rev: head.rev + 1, chain: await nextChain(head.chain, commit.body) };
      }
      const answer = await remote.commit(commit);
      between.sent.push(commit);
      if (between.what === "twice") await remote.commit(commit);
      if (between.what === "lost") throw new Failure("OFFLINE");
      return answer;
    },
  };
}

/** Three devices of one vault over the real application, in step at first. */
async function threeDevices(between: Between) {
  const here = await sqliteHere();
  const { world } = await cofferWithVault("three");
  const server = { app: appOf(houseOver(here.store)) };
  const send = async (target: string, init: RequestInit) =>
    server.app.request(target, init, { address: "x" });
  const bare: Remote[] = [];
  const start = async (name: string, stored: Device["world"]["stored"], now?: number) => {
    const unreachable: Remote = { head: async () => null } as Remote;
    const device = await startedDevice(name, stored, unreachable, now);
    const life: Life = { left: null };
    device.world.remote = (account) => {
      bare[0] = remoteOver(send, account);
      return mortal(wrapped(bare[0], between), life);
    };
    device.world.disk = mortal(device.world.disk, life);
    return { ...device, life };
  };
  const devices: (Device & { life: Life })[] = [];
  let backupKey: Uint8Array<ArrayBuffer> | null = null;
  for (const name of ["a", "b", "c"]) {
    const stored = structuredClone(world.stored);
    if (name !== "a") stored.facts.delete("device");
    const device = await start(name, stored);
    backupKey = await connect(device.vault, byPassword, backupKey);
    await sync(device.vault, { prove });
    devices.push(device);
  }
  return { here, server, devices, start, remote: () => bare[0] as Remote };
}

const expected = new Set(["OFFLINE", "CONFLICT"]);
const calm = (thrown: unknown): void => {
  if (!(thrown instanceof Failure) || !expected.has(thrown.code)) throw thrown;
};
const syncing = (device: Device) => sync(device.vault, { prove, evenIfManyGo: true }).catch(calm);

/** Values that were written, and those that somebody who saw them has erased. */
interface Written {
  kept: Set<string>;
  n: number;
}

async function edit(device: Device, written: Written, n: number): Promise<void> {
  const ids = Object.keys(await contents(device));
  const id = ids[n % Math.max(1, ids.length)];
  if (id === undefined) return;
  const item = await device.ask["item.read"]({ id });
  const value = `value-${(written.n += 1)}-`;
  const fields = item.fields.map((field) =>
    field.type === "multiline" ? { ...field, value } : field,
  );
  await save(device, { ...item, fields });
  written.kept.add(value);
}

async function erase(device: Device, written: Written, n: number): Promise<void> {
  const all = (await contents(device)) as Record<string, { trashed: number | null }>;
  const ids = Object.keys(all).filter((id) => all[id]?.trashed !== null);
  const id = ids[n % Math.max(1, ids.length)];
  if (id === undefined) return;
  // What this device sees of it was thrown away on purpose; what others have written since was not.
  const seen = JSON.stringify(all[id]);
  for (const value of written.kept) if (seen.includes(value)) written.kept.delete(value);
  await device.ask["item.erase"]({ ids: [id] });
}

type Three = Awaited<ReturnType<typeof threeDevices>>;

async function act(three: Three, between: Between, written: Written, one: Step): Promise<boolean> {
  const { devices } = three;
  const device = devices[one.who] as Device & { life: Life };
  device.world.time.now += 1000;
  between.what = one.what;
  let still = true;
  if (one.what === "add") {
    const body = `value-${(written.n += 1)}-`;
    await save(device, draftOf("note", `note ${written.n}`, { body }));
    written.kept.add(body);
  } else if (one.what === "edit") await edit(device, written, one.n);
  else if (one.what === "erase") await erase(device, written, one.n);
  else if (one.what === "trash") {
    const ids = Object.keys(await contents(device));
    const id = ids[one.n % Math.max(1, ids.length)];
    if (id !== undefined) await device.ask["item.trash"]({ ids: [id] });
  } else if (one.what === "restart") three.server.app = appOf(houseOver(three.here.store));
  else if (one.what === "together") await Promise.all(devices.map(syncing));
  else if (one.what === "kill") {
    device.life.left = 1 + one.n;
    await sync(device.vault, { prove, evenIfManyGo: true }).catch(() => (between.kills += 1));
    devices[one.who] = await three.start(device.name, device.world.stored, device.world.time.now);
  } else {
    await syncing(device);
    if (one.what === "late") {
      // Requests of long ago come once more, the newest first: each has its answer of then, and nothing moves.
      const before = await three.remote().head();
      for (const commit of between.sent.slice(-4).toReversed()) await three.remote().commit(commit);
      const after = await three.remote().head();
      still = after?.rev === before?.rev;
    }
  }
  between.what = "";
  return still;
}

/** How many times what must never be was, and how many commits were made. */
async function story(steps: readonly Step[], mutated: boolean) {
  const between: Between = { what: "", sent: [], kills: 0, commits: 0, mutated };
  const three = await threeDevices(between);
  const written: Written = { kept: new Set(), n: 0 };
  const wrong: string[] = [];
  try {
    for (const one of steps)
      if (!(await act(three, between, written, one))) wrong.push("a late request moved the head");
    for (let round = 0; round < 3; round++)
      for (const device of three.devices) await sync(device.vault, { prove, evenIfManyGo: true });
    const all = (await Promise.all(three.devices.map(contents))).map((one) => JSON.stringify(one));
    if (all.some((one) => one !== all[0])) wrong.push("not the same");
    for (const value of written.kept)
      if (all[0]?.includes(value) !== true) wrong.push(`${value} is lost`);
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    wrong.push(thrown.code);
  } finally {
    await three.here.end();
  }
  return { wrong, commits: between.sent.length, kills: between.kills, values: written.n };
}

export const convergence: Fault = {
  name: "three devices: random edits, erasures, offline, lost, doubled and late answers, kills",
  mutant: "a server that answers 200 and forgets every fifth commit",
  run: async (mutated, size) => {
    const told = { bad: 0, stories: 0, commits: 0, kills: 0, values: 0 };
    const samples = fc.sample(fc.array(step, { minLength: 12, maxLength: 30 }), {
      numRuns: 2 * size,
      // The full run makes other stories each time; one that goes wrong is printed.
      seed: size === 1 ? 7 : randomInt(2 ** 31),
    });
    for (const steps of samples) {
      const { wrong, commits, kills, values } = await story(steps, mutated);
      if (wrong.length > 0 && !mutated)
        process.stdout.write(`${wrong.join(", ")}: ${JSON.stringify(steps)}\n`);
      told.stories += 1;
      told.bad += wrong.length;
      told.commits += commits;
      told.kills += kills;
      told.values += values;
      if (mutated && told.bad > 0) break;
    }
    return {
      bad: told.bad,
      figure: `${told.stories} stories, ${told.commits} commits, ${told.kills} kills, ${told.values} values written, ${told.bad} lost or not the same at the end`,
    };
  },
};
