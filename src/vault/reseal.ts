/**
 * Every record of the vault sealed anew under the keys of the next epoch (FORMAT.md 6), in memory: nothing is
 * written here. What is on the disk must be exactly what the manifest pins, else nothing is sealed.
 */
import { toHex } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import type { ClassKeyName, VaultContext } from "../core/keys.ts";
import type { RecordRef } from "../core/manifest.ts";
import { openRecord, recordClass, sealRecord } from "../core/record.ts";
import type { Opened } from "./opened.ts";
import type { StoredRecord, World } from "./ports.ts";
import { judgeSet, type Listed, listBatch } from "./set.ts";

/** Which key seals a class of the set. Chunks of files have keys of their own and stay as they are. */
const keyOf: Partial<Record<number, ClassKeyName>> = {
  [recordClass.index]: "index",
  [recordClass.secret]: "secret",
  [recordClass.critical]: "critical",
  [recordClass.audit]: "audit",
  [recordClass.keyring]: "keyring",
  [recordClass.settings]: "settings",
  // Under the key of the settings: the class stands in the context of every record (FORMAT.md 4).
  [recordClass.sites]: "settings",
};

/** The keys of one epoch that a rotation needs, critical class and keyring among them. */
export type AllKeys = Record<
  "index" | "secret" | "critical" | "audit" | "keyring" | "settings",
  CryptoKey
>;

export interface Resealing {
  from: AllKeys;
  to: AllKeys;
  vault: VaultContext;
  /** Another plaintext in the place of the one that was there. */
  change(
    cls: number,
    plaintext: Uint8Array<ArrayBuffer>,
    recId: Uint8Array<ArrayBuffer>,
  ): Uint8Array<ArrayBuffer>;
  /** Called as it goes on, with how many records are done; throws to stop it. */
  step(done: number): void;
}

export interface Resealed {
  put: StoredRecord[];
  /** The new set: what stays as it is, too. */
  leaves: { recId: Uint8Array<ArrayBuffer>; ref: RecordRef }[];
  /** New refs by `recId/class` in hex. */
  refs: Map<string, RecordRef>;
}

/** Where a record stands, as `refs` of a Resealed names it. */
export function placeOf(recId: Uint8Array, cls: number): string {
  return `${toHex(recId)}/${cls}`;
}

/** Reads, opens and seals everything. MISSING or TAMPERED where the disk does not fit its manifest. */
export async function reseal(world: World, opened: Opened, work: Resealing): Promise<Resealed> {
  const result: Resealed = { put: [], leaves: [], refs: new Map() };
  const old: Pick<Listed, "context" | "hash">[] = [];
  await world.disk.records(async (batch) => {
    const listed = await listBatch(opened.vault, batch);
    old.push(...listed.map(({ context, hash }) => ({ context, hash })));
    for (const sealed of await Promise.all(listed.map((one) => resealOne(work, one)))) {
      result.leaves.push({ recId: sealed.recId, ref: sealed.ref });
      if (sealed.put === null) continue;
      result.put.push(sealed.put);
      result.refs.set(placeOf(sealed.recId, sealed.ref.cls), sealed.ref);
    }
    work.step(old.length);
  });
  const problem = await judgeSet(opened.kSet, opened.manifest, old);
  if (problem !== null) throw new Failure(problem);
  return result;
}

async function resealOne(work: Resealing, { context, bytes, hash }: Listed) {
  const { cls, schema, rev, tombstone, recId } = context;
  const name = keyOf[cls] as keyof AllKeys | undefined;
  if (name === undefined)
    return { recId, put: null, ref: { cls, schema, rev, tombstone, hash } satisfies RecordRef };
  const plaintext = work.change(cls, await openRecord(work.from[name], context, bytes), recId);
  // A revision only ever grows, across epochs too (FORMAT.md 4).
  const next = { ...context, ...work.vault, rev: rev + 1 };
  const sealed = await sealRecord(work.to[name], next, plaintext);
  plaintext.fill(0);
  const ref: RecordRef = { cls, schema, rev: rev + 1, tombstone, hash: await sha256(sealed) };
  return { recId, ref, put: { recId: toHex(recId), cls, bytes: sealed } };
}
