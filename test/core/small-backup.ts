/** Backups made piece by piece, so that a test may leave out, swap or change a piece before it is closed. */
import { encodeBackup } from "../../src/core/backup.ts";
import { type Bytes, toBase64, toHex, utf8 } from "../../src/core/bytes.ts";
import { hkdfKey, sha256 } from "../../src/core/hash.ts";
import { encodeHeader } from "../../src/core/header.ts";
import { type ClassKeyName, importClassKey } from "../../src/core/keys.ts";
import { sealManifest, setKey, sumSet } from "../../src/core/manifest.ts";
import { randomBytes } from "../../src/core/random.ts";
import { peekRecord, sealRecord } from "../../src/core/record.ts";
import { writeRecoveryCode } from "../../src/core/recovery.ts";
import { sealSlot, slotType } from "../../src/core/slot.ts";

export const secretWord = "a password of its own";

const none = new Uint8Array(16);

/** What of a record's place is not the usual. */
interface Place {
  rev?: number;
  epoch?: number;
  tombstone?: boolean;
  vaultId?: Bytes;
}

/** A vault's keys in hand: seals records and puts a manifest over any set of them. */
export async function smallVault(epoch = 1) {
  const vault = { vaultId: randomBytes(16), epoch };
  const rootKey = randomBytes(32);
  const code = randomBytes(20);
  const slots = [
    await sealSlot(slotType.password, { password: utf8(secretWord) }, rootKey, vault, {
      cost: { m: 65_536, t: 3, p: 1 },
    }),
    await sealSlot(slotType.recovery, { recovery: code }, rootKey, vault),
  ];
  const header = await encodeHeader({ ...vault, headerSeq: 1, policy: 0, slots }, rootKey);
  const manifestKey = await importClassKey(rootKey, vault, "manifest");
  const seal = async (
    key: ClassKeyName | CryptoKey,
    cls: number,
    recId: Bytes,
    content: unknown,
    place: Place = {},
  ) => {
    const plaintext =
      content instanceof Uint8Array
        ? content
        : utf8(content === null ? "" : JSON.stringify(content));
    const context = { cls, schema: 1, ...vault, recId, rev: 1, tombstone: false, ...place };
    const used = typeof key === "string" ? await importClassKey(rootKey, vault, key) : key;
    return sealRecord(used, context, plaintext);
  };
  const manifestOf = async (records: Bytes[]) => {
    const set = await Promise.all(
      records.map(async (bytes) => {
        const context = peekRecord(bytes);
        return { recId: context.recId, ref: { ...context, hash: await sha256(bytes) } };
      }),
    );
    return sealManifest(manifestKey, vault, {
      counter: 7,
      epoch,
      headerHash: await sha256(header),
      ...(await sumSet(await setKey(manifestKey), set)),
      prev: new Uint8Array(32),
      deviceId: none,
      made: Date.UTC(2026, 2, 4),
      auditHead: new Uint8Array(32),
    });
  };
  return {
    vault,
    header,
    recoveryCode: await writeRecoveryCode(code),
    seal,
    manifestOf,
    /** A file of these records under a manifest over them, or over `counted`. */
    async file(records: Bytes[], counted: Bytes[] = records): Promise<Bytes> {
      return encodeBackup({ header, manifest: await manifestOf(counted), records });
    },
  };
}
export type SmallVault = Awaited<ReturnType<typeof smallVault>>;

/** Plaintext of the index record of a note. */
export function noteIndex(title: string, trashed: number | null = null) {
  const empty = { hint: "", tags: [], favourite: false, origins: [] };
  return { kind: "note", title, ...empty, created: 1, modified: 2, trashed };
}

/** Plaintext of the secret record of a note. */
export function noteSecret(body: string, files: unknown[] = []) {
  const field = { id: "body", key: "body", label: "", type: "multiline", critical: false };
  return { fields: [{ ...field, value: body }], past: [], files };
}

/** The three records of a note with a file of `chunks`, and what a reader should find. */
export async function noteWithFile(
  small: SmallVault,
  chunks: Uint8Array[],
  epoch: number,
  name = "scan.pdf",
) {
  const key = randomBytes(32);
  const id = randomBytes(16);
  const sealed = await Promise.all(
    chunks.map(async (chunk) => {
      const recId = randomBytes(16);
      const bytes = await small.seal(await hkdfKey(key), 4, recId, chunk, { epoch });
      return { bytes, entry: { id: toHex(recId), hash: toHex(await sha256(bytes)) } };
    }),
  );
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const file = {
    name,
    bytes: length,
    key: toBase64(key),
    chunks: sealed.map((s) => s.entry),
  };
  const records = [
    await small.seal("index", 1, id, noteIndex("With a file")),
    await small.seal("secret", 2, id, noteSecret("see the file", [file])),
    ...sealed.map(({ bytes }) => bytes),
  ];
  return { id: toHex(id), records };
}
