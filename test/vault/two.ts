/** Two devices of one vault and a server between them. */
import { expect } from "vitest";
import { sha256 } from "@noble/hashes/sha2.js";
import { provideArgon2 } from "../../src/core/kdf.ts";
import { concat, toHex, utf8 } from "../../src/core/bytes.ts";
import type { PublicKeys } from "../../src/core/commit.ts";
import { checkDisk } from "../../src/vault/check.ts";
import { connect } from "../../src/vault/connect.ts";
import { readCritical, readSecret } from "../../src/vault/items.ts";
import { isItem } from "../../src/vault/opened.ts";
import type { Remote } from "../../src/vault/ports.ts";
import type { SyncOptions } from "../../src/vault/pull.ts";
import { sync } from "../../src/vault/sync.ts";
import { readSettings } from "../../src/vault/settings-record.ts";
import { stepUp, use } from "../../src/vault/vault.ts";
import { type Log, remoteOf, type Server } from "./remote.ts";
import { type Coffer, cofferIn, cofferWithVault, password } from "./steps.ts";
import { type Stored, testWorld } from "./world.ts";

/** A hash in the place of Argon2: its cost is not what is tested here, and there are many unlocks. */
export function cheapDerivation(): void {
  provideArgon2(
    async () =>
      (async ({ password: secret, salt }: { password: Uint8Array; salt: Uint8Array }) =>
        sha256(concat(utf8("cheap"), secret, salt))) as never,
  );
}

export const byPassword = { by: "password", secret: password } as const;
export const prove: NonNullable<SyncOptions["prove"]> = async () => byPassword;

export interface Device extends Coffer {
  name: string;
  /** What it reaches of the server; wrap it to lie, to lose answers, to be offline. */
  reach: { remote: Remote };
}

/** A background over these bytes, unlocked with the password. */
export async function startedDevice(
  name: string,
  stored: Stored,
  remote: Remote,
  now?: number,
): Promise<Device> {
  const world = testWorld(stored);
  if (now !== undefined) world.time.now = now;
  const reach = { remote };
  world.remote = () => reach.remote;
  const device = { ...cofferIn(world), name, reach };
  await device.ask.unlock(byPassword);
  return device;
}

export interface Two {
  server: Server;
  a: Device;
  b: Device;
  backupKey: Uint8Array<ArrayBuffer>;
  /** What the server was told when the account was made. */
  firstKeys: PublicKeys & { keyEpoch: number };
}

/** Both connected and in step. */
export async function twoDevices(): Promise<Two> {
  const { world } = await cofferWithVault("sync");
  const server: Server = { log: null };
  const remote = remoteOf(server);
  const a = await startedDevice("a", structuredClone(world.stored), remote);
  const other = structuredClone(world.stored);
  other.facts.delete("device");
  const b = await startedDevice("b", other, remote);
  const backupKey = await connect(a.vault, byPassword, null);
  const { keys, keyEpoch } = server.log as unknown as Log;
  const firstKeys = { ...keys, keyEpoch };
  await sync(a.vault);
  await connect(b.vault, byPassword, backupKey);
  await sync(b.vault, { prove });
  await sync(a.vault);
  return { server, a, b, backupKey, firstKeys };
}

/** A copy of two devices and their server, as they are. */
export async function copyOfTwo({ server, a, b, ...rest }: Two): Promise<Two> {
  const copy: Server = { log: structuredClone(server.log) };
  const remote = remoteOf(copy);
  const [first, second] = [a, b].map(({ name, world }) => {
    const next = testWorld(structuredClone(world.stored));
    for (const [place, text] of world.session) next.session.set(place, text);
    next.time.now = world.time.now;
    const reach = { remote };
    next.remote = () => reach.remote;
    return { ...cofferIn(next), name, reach };
  });
  return { server: copy, a: first as Device, b: second as Device, ...rest };
}

/** Everything a user has in a vault, critical values too, by id; what is erased is not there. */
export async function contents({ world, vault }: Device): Promise<Record<string, unknown>> {
  const opened = await use(vault);
  const key = await stepUp(vault, opened, password, async (criticalKey) => criticalKey);
  const found: [string, unknown][] = [];
  for (const entry of opened.entries.toSorted((x, y) => (x.id < y.id ? -1 : 1))) {
    if (!isItem(entry)) continue;
    const { kind, title, hint, tags, favourite, origins, created, modified, trashed } = entry;
    const secret = await readSecret(world, opened, entry);
    const critical = await readCritical(world, opened, entry, key);
    found.push([
      entry.id,
      { kind, title, hint, tags, favourite, origins, created, modified, trashed, secret, critical },
    ]);
  }
  return Object.fromEntries(found);
}

/** Every byte of the vault on a disk, to see that nothing was changed. */
export function fingerprint({ world }: Device): string {
  const { header, manifest, head, records, pages, base } = world.stored;
  const parts = [header, manifest, head, ...pages.values()].map((bytes) =>
    toHex(bytes ?? utf8("")),
  );
  for (const set of [records, base])
    for (const [key, { bytes }] of [...set].toSorted(([x], [y]) => (x < y ? -1 : 1)))
      parts.push(key, toHex(bytes));
  parts.push(toHex(world.stored.facts.get("sync") ?? utf8("")));
  return toHex(sha256(utf8(parts.join())));
}

/** The disk holds what its manifest pins, also when the index is made anew from the records. */
export async function expectSound(device: Device): Promise<void> {
  expect(await checkDisk(device.vault, await use(device.vault))).toBeNull();
  const stored = structuredClone(device.world.stored);
  stored.head = null;
  const anew = await startedDevice(device.name, stored, device.reach.remote, device.world.time.now);
  const opened = await use(anew.vault);
  expect(opened.problem).toBeNull();
  const now = await contents(device);
  expect(await contents(anew)).toEqual(now);
}

/** Where a rotation was finished later than it began, the vault has locked: its keys are others now. */
export async function reopened(device: Device): Promise<void> {
  if ((await device.ask.status({})).state === "locked") await device.ask.unlock(byPassword);
}

/** Both sync until there is nothing left to do, and then have the same. */
export async function expectInStep({ a, b }: Two): Promise<void> {
  for (const device of [a, b, a, b, a, b]) {
    await sync(device.vault, { prove, evenIfManyGo: true });
    await reopened(device);
  }
  expect(await contents(b)).toEqual(await contents(a));
  const settings = [a, b].map(async ({ world, vault }) => readSettings(world, await use(vault)));
  expect(await settings[1]).toEqual(await settings[0]);
  await expectSound(a);
  await expectSound(b);
}
