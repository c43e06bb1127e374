/**
 * The clipboard history on the disk (docs/CLIPBOARD.md): each text sealed for itself, one sealed list of them, under a
 * random key of this device that is sealed under the secret key. None of it belongs to the set of FORMAT.md 5: it is
 * neither synced nor in a backup, and a change of the vault's key seals that one key anew.
 */
import * as v from "valibot";
import {
  type Bytes,
  concat,
  fromHex,
  fromUtf8,
  lengthPrefixed,
  reader,
  utf8,
  wipe,
} from "../core/bytes.ts";
import { type ClipIndex, clipIndexSchema } from "../core/clip.ts";
import { hkdfKey } from "../core/hash.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import { randomBytes } from "../core/random.ts";
import { openRecord, peekRecord, recordClass, sealRecord, zeroId } from "../core/record.ts";
import type { World } from "./ports.ts";
import type { Session } from "./session.ts";

const names = { key: "key", list: "list" } as const;
const fixed = { cls: recordClass.secret, schema: 1, rev: 1, tombstone: false } as const;
/** The key is kept sealed for so many epochs at once: that of now, and those a change of key has begun to write. */
const mostKeys = 4;

async function sealedKeys(world: World): Promise<Bytes[]> {
  const bytes = await world.disk.clip(names.key);
  if (bytes === null) return [];
  const from = reader(bytes, "TAMPERED");
  const all: Bytes[] = [];
  while (from.left() > 0) all.push(from.lengthPrefixed(2000));
  return all;
}

async function rawKey(
  sealed: readonly Bytes[],
  session: Session,
): Promise<{ raw: Bytes; by: Bytes } | null> {
  for (const by of sealed) {
    try {
      const want = { ...peekRecord(by), ...fixed, ...session.vault };
      return { raw: await openRecord(session.keys.secret, want, by), by };
    } catch {
      // Of another epoch.
    }
  }
  return null;
}

function sealKey({ keys, vault }: Session, raw: Bytes): Promise<Bytes> {
  return sealRecord(keys.secret, { ...fixed, ...vault, recId: randomBytes(16) }, raw);
}

/** The history of this device as this vault opens it. */
export interface History {
  key: CryptoKey;
  vaultId: Bytes;
}

/** Null where there is none that this vault opens. */
export async function openHistory(world: World, session: Session): Promise<History | null> {
  const found = await rawKey(await sealedKeys(world), session);
  if (found === null) return null;
  const key = await hkdfKey(found.raw);
  wipe(found.raw);
  return { key, vaultId: session.vault.vaultId };
}

/** The same, begun where there is none; what another vault left here, and nobody opens, makes room. */
export async function ensureHistory(world: World, session: Session): Promise<History> {
  const there = await openHistory(world, session);
  if (there !== null) return there;
  const raw = randomBytes(32);
  const sealed = await sealKey(session, raw);
  await world.disk.changeClips({ [names.key]: lengthPrefixed(sealed) }, true);
  const key = await hkdfKey(raw);
  wipe(raw);
  return { key, vaultId: session.vault.vaultId };
}

/**
 * Before the keys of a vault are replaced: the history's key is sealed under both, so that it opens whichever epoch
 * stands in the end, also after a crash between.
 */
export async function carryHistory(world: World, from: Session, to: Session): Promise<void> {
  await world.locks.hold("clips", async () => {
    const sealed = await sealedKeys(world);
    const found = await rawKey(sealed, from);
    if (found === null) return;
    const { raw, by } = found;
    const all = [await sealKey(to, raw), by, ...sealed.filter((one) => one !== by)];
    wipe(raw);
    const list = all.slice(0, mostKeys).map(lengthPrefixed);
    await world.disk.changeClips({ [names.key]: concat(...list) });
  });
}

function contextOf({ vaultId }: History, recId: Bytes) {
  return { ...fixed, vaultId, epoch: 0, recId };
}

/** The list; empty where there is none. TAMPERED where it is damaged. */
export async function readList(world: World, history: History): Promise<ClipIndex> {
  const bytes = await world.disk.clip(names.list);
  if (bytes === null) return { clips: [], removed: { until: 0, clips: [] } };
  const plain = await openRecord(history.key, contextOf(history, zeroId), bytes);
  return decodeJson(clipIndexSchema as v.GenericSchema<ClipIndex>, plain);
}

/** Writes the list, with new texts by their id, and takes away the texts that it names no more: in one transaction. */
export async function writeList(
  world: World,
  history: History,
  list: ClipIndex,
  change: { put?: Record<string, string>; drop?: readonly string[] } = {},
): Promise<void> {
  const sealed: Record<string, Bytes | null> = {};
  for (const id of change.drop ?? []) sealed[id] = null;
  for (const [id, text] of Object.entries(change.put ?? {}))
    sealed[id] = await sealRecord(history.key, contextOf(history, fromHex(id)), utf8(text));
  const plain = encodeJson(clipIndexSchema as v.GenericSchema<ClipIndex>, list);
  sealed[names.list] = await sealRecord(history.key, contextOf(history, zeroId), plain);
  await world.disk.changeClips(sealed);
}

/** Seals all of it anew under another key: somebody may have seen the one of before. Harmless without a history. */
export async function renewHistory(world: World, session: Session): Promise<void> {
  await world.locks.hold("clips", async () => {
    const old = await openHistory(world, session);
    if (old === null) return;
    const list = await readList(world, old);
    const raw = randomBytes(32);
    const next: History = { key: await hkdfKey(raw), vaultId: old.vaultId };
    const parts: Record<string, Bytes> = {
      [names.key]: lengthPrefixed(await sealKey(session, raw)),
      [names.list]: await sealRecord(
        next.key,
        contextOf(next, zeroId),
        encodeJson(clipIndexSchema as v.GenericSchema<ClipIndex>, list),
      ),
    };
    wipe(raw);
    for (const { id } of [...list.clips, ...list.removed.clips]) {
      const text = await readText(world, old, id);
      if (text !== null)
        parts[id] = await sealRecord(next.key, contextOf(next, fromHex(id)), utf8(text));
    }
    await world.disk.changeClips(parts, true);
  });
}

/** One text; null where it is not there. */
export async function readText(world: World, history: History, id: string): Promise<string | null> {
  const bytes = await world.disk.clip(id);
  if (bytes === null) return null;
  const plain = await openRecord(history.key, contextOf(history, fromHex(id)), bytes);
  return fromUtf8(plain, "TAMPERED");
}

/** Texts on the disk that the list does not name go: a list that was put back, a write that was cut off. */
export async function strays(world: World, list: ClipIndex): Promise<string[]> {
  const known = new Set([...list.clips, ...list.removed.clips].map(({ id }) => id));
  return (await world.disk.clipNames()).filter(
    (name) => name !== names.key && name !== names.list && !known.has(name),
  );
}
