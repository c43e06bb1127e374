/**
 * The second implementation of what belongs to a set: manifest, cache, audit, backup, recovery code. From the
 * text of FORMAT.md 5 to 7, 1 and 12 alone, with numbers as bigints where the code uses bytes.
 */
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { be, buffer, lp } from "./second.ts";

type Bytes = Uint8Array;
const number = (bytes: Bytes) => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);

export interface SecondRef {
  cls: number;
  schema: number;
  rev: number;
  tombstone: boolean;
  /** H(record bytes) */
  hash: Bytes;
}

/** What the clear bytes of a record say of its leaf. */
export function secondRef(record: Bytes): { recId: Bytes; ref: SecondRef } {
  const view = new DataView(record.buffer, record.byteOffset, record.length);
  return {
    recId: record.slice(28, 44),
    ref: {
      cls: view.getUint8(5),
      schema: view.getUint16(6),
      rev: Number(view.getBigUint64(44)),
      tombstone: view.getUint8(52) === 1,
      hash: sha256(record),
    },
  };
}

export const secondSetKey = (manifestKey: Bytes) =>
  hkdf(sha256, manifestKey, new Uint8Array(0), buffer("coffer/1/set\0"), 32);

export function secondLeaf(kSet: Bytes, recId: Bytes, ref: SecondRef): Bytes {
  const { cls, schema, rev, tombstone, hash } = ref;
  const leaf = buffer("CFL1", recId, [cls], be(schema, 2), be(rev, 8), [tombstone ? 1 : 0], hash);
  return hmac(sha256, kSet, leaf);
}

/** The sum of terms modulo 2^256. */
export function secondSum(terms: readonly Bytes[]): Bytes {
  const sum = terms.reduce((total, term) => total + number(term), 0n) % (1n << 256n);
  return buffer(Buffer.from(sum.toString(16).padStart(64, "0"), "hex"));
}

/** n and setMac of these records. */
export function secondSet(kSet: Bytes, records: readonly Bytes[]): { n: number; setMac: Bytes } {
  const terms = records.map((record) => {
    const { recId, ref } = secondRef(record);
    return secondLeaf(kSet, recId, ref);
  });
  return { n: records.length, setMac: secondSum(terms) };
}

export interface SecondManifest {
  counter: number;
  epoch: number;
  headerHash: Bytes;
  n: number;
  setMac: Bytes;
  prev: Bytes;
  deviceId: Bytes;
  made: number;
  auditHead: Bytes;
}

/** Plaintext of a manifest. */
export const secondManifest = (m: SecondManifest) =>
  buffer(
    be(m.counter, 8),
    be(m.epoch, 4),
    m.headerHash,
    be(m.n, 4),
    m.setMac,
    m.prev,
    m.deviceId,
    be(m.made, 8),
    m.auditHead,
  );

export interface SecondEntry {
  recId: Bytes;
  lastUsed: number;
  uses: number;
  index: Bytes;
  refs: SecondRef[];
}

/** Plaintext of a cache page. */
export const secondPage = (entries: readonly SecondEntry[]) =>
  buffer(
    be(entries.length, 2),
    ...entries.map((entry) =>
      buffer(
        entry.recId,
        be(entry.lastUsed, 8),
        be(entry.uses, 4),
        lp(entry.index),
        [entry.refs.length],
        ...entry.refs.map((ref) =>
          buffer([ref.cls], be(ref.schema, 2), be(ref.rev, 8), [ref.tombstone ? 1 : 0], ref.hash),
        ),
      ),
    ),
  );

/** recId of page i: its number in 16 bytes. */
export const secondPageId = (page: number) => buffer(new Uint8Array(8), be(page, 8));

export const secondPageTerm = (kSet: Bytes, page: number, rev: number, sealed: Bytes) =>
  hmac(sha256, kSet, buffer("page", secondPageId(page), be(rev, 8), sha256(sealed)));

export interface SecondChain {
  deviceId: Bytes;
  seq: number;
  head: Bytes;
}
const chainBytes = (chain: SecondChain) => buffer(chain.deviceId, be(chain.seq, 8), chain.head);

/** Plaintext of the cache's head. */
export const secondHead = (
  manifestHash: Bytes,
  pages: number,
  pageSum: Bytes,
  chains: readonly SecondChain[],
) => buffer(manifestHash, be(pages, 4), pageSum, be(chains.length, 2), ...chains.map(chainBytes));

export interface SecondAudit {
  deviceId: Bytes;
  seq: number;
  prev: Bytes;
  at: number;
  code: number;
  recId: Bytes;
  /** What the code adds. */
  more?: Bytes;
}

/** Plaintext of an audit entry. */
export const secondAudit = (entry: SecondAudit) =>
  buffer(
    entry.deviceId,
    be(entry.seq, 8),
    entry.prev,
    be(entry.at, 8),
    be(entry.code, 2),
    entry.recId,
    entry.more ?? [],
  );

/** What a checkpoint adds: the places up to which entries were dropped. */
export const secondCheckpoint = (chains: readonly SecondChain[]) =>
  buffer(
    be(chains.length, 2),
    ...chains.map((one) => Buffer.from(chainBytes(one))).toSorted(Buffer.compare),
  );

export const secondAuditHead = (chains: readonly SecondChain[]) =>
  sha256(buffer(...chains.map((one) => Buffer.from(chainBytes(one))).toSorted(Buffer.compare)));

export function secondBackup(header: Bytes, manifest: Bytes, records: readonly Bytes[]): Bytes {
  const body = buffer(
    "CFBK1\0",
    lp(header),
    lp(manifest),
    be(records.length, 4),
    ...records.map(lp),
  );
  return buffer(body, sha256(body));
}

/** The printed form of a recovery code: Crockford base32 of 160 bits, two check symbols, groups of four. */
export function secondRecoveryCode(code: Bytes): string {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const check = number(sha256(buffer("coffer/1/rc\0", code)).subarray(0, 2)) >> 6n;
  let rest = (number(code) << 10n) | check;
  let text = "";
  for (let i = 0; i < 34; i++) {
    text = `${alphabet[Number(rest & 31n)]}${text}`;
    rest >>= 5n;
  }
  return text.replace(/.{4}(?=.)/g, "$&-");
}
