/**
 * Commits as FORMAT.md 8 writes them, read and checked by the server for itself: body, signature, chain, transition of
 * the keys, orders to erase. Nothing here decrypts anything.
 */
import { limits, orderKinds, type OrderKind, orderLabel, partsMagic, uploadMagic } from "./api.ts";
import {
  type Bytes,
  concat,
  equalBytes,
  Malformed,
  reader,
  sha256,
  u32,
  u64,
  utf8,
} from "./bytes.ts";
import { goodKey, signedBy } from "./ed25519.ts";

const magic = utf8("CFCM1\0");
const label = (name: string, ...context: readonly Uint8Array[]) =>
  concat(utf8(`coffer/1/${name}\0`), ...context);

export interface Commit {
  locator: Bytes;
  baseRev: number;
  baseChain: Bytes;
  commitId: Bytes;
  keyEpoch: number;
  header: Bytes;
  manifest: Bytes;
  transition: Bytes;
  ancestors: Bytes[];
  adds: Bytes[];
  drops: Bytes[];
}

/** The body of a commit; Malformed for what no client writes. Nothing of it is verified yet. */
export function decodeCommit(bytes: Uint8Array): Commit {
  if (bytes.length > limits.commitBody) throw new Malformed("long");
  const from = reader(bytes);
  if (!equalBytes(from.take(magic.length), magic)) throw new Malformed("magic");
  const start = {
    locator: from.take(16),
    baseRev: from.u64(),
    baseChain: from.take(32),
    commitId: from.take(16),
    keyEpoch: from.u32(),
    header: from.lengthPrefixed(limits.header),
    manifest: from.lengthPrefixed(limits.manifest),
    transition: from.lengthPrefixed(transitionLength),
  };
  const count = from.u32();
  if (count > limits.ancestors) throw new Malformed("ancestors");
  const ancestors = Array.from({ length: count }, () => from.lengthPrefixed(limits.manifest));
  const names = (): Bytes[] => {
    const n = from.u32();
    if (n > from.left() / 32) throw new Malformed("names");
    const list = Array.from({ length: n }, () => from.take(32));
    const sorted = list.every(
      (name, i) => i === 0 || Buffer.compare(list[i - 1] as Bytes, name) < 0,
    );
    if (!sorted) throw new Malformed("order");
    return list;
  };
  const commit = { ...start, ancestors, adds: names(), drops: names() };
  from.end();
  return commit;
}

/** What the key that may write signs: a body by its hash. */
export function commitText(bodyHash: Uint8Array): Bytes {
  return label("commit", bodyHash);
}

/** Whether the key that may write has signed a body of this hash. */
export function commitSigned(writePk: Uint8Array, bodyHash: Uint8Array, sig: Uint8Array): boolean {
  return signedBy(writePk, commitText(bodyHash), sig);
}

/** The chain after a body of this hash. */
export function nextChain(chain: Uint8Array, bodyHash: Uint8Array): Bytes {
  return sha256(label("chain", chain, bodyHash));
}

export const firstChain: Bytes = new Uint8Array(32);
const transitionLength = label("keys").length + 16 + 4 + 4 + 32 + 32 + 64;

/** The keys of `epoch + 1`; null unless the admin key of `epoch` says so for this account. */
export function readTransition(
  bytes: Uint8Array,
  adminPk: Uint8Array,
  locator: Uint8Array,
  epoch: number,
): { writePk: Bytes; adminPk: Bytes } | null {
  if (bytes.length !== transitionLength) return null;
  const signed = bytes.slice(0, -64);
  const start = label("keys", locator, u32(epoch), u32(epoch + 1));
  if (!equalBytes(start, signed.subarray(0, start.length))) return null;
  if (!signedBy(adminPk, signed, bytes.slice(-64))) return null;
  const keys = {
    writePk: bytes.slice(start.length, start.length + 32),
    adminPk: bytes.slice(start.length + 32, -64),
  };
  return goodKey(keys.writePk) && goodKey(keys.adminPk) ? keys : null;
}

export interface Upload {
  body: Bytes;
  sig: Bytes;
  objects: Bytes[];
}

/** A commit as it is sent; Malformed for anything else. */
export function decodeUpload(bytes: Uint8Array): Upload {
  const from = reader(bytes);
  if (!equalBytes(from.take(uploadMagic.length), utf8(uploadMagic))) throw new Malformed("magic");
  const body = from.lengthPrefixed(limits.commitBody);
  const sig = from.take(64);
  const n = from.u32();
  if (n > from.left() / 4) throw new Malformed("objects");
  const objects = Array.from({ length: n }, () => from.lengthPrefixed(limits.object));
  from.end();
  return { body, sig, objects };
}

/** Body and signature of a commit sent whole, as views; null where it is none, which `decodeUpload` has the last word on. */
export function bodyAndSignature(bytes: Uint8Array): { body: Uint8Array; sig: Uint8Array } | null {
  const start = uploadMagic.length + 4;
  if (bytes.length < start || !equalBytes(bytes.subarray(0, uploadMagic.length), utf8(uploadMagic)))
    return null;
  const end = start + new DataView(bytes.buffer, bytes.byteOffset).getUint32(uploadMagic.length);
  if (end + 64 > bytes.length) return null;
  return { body: bytes.subarray(start, end), sig: bytes.subarray(end, end + 64) };
}

/** How a commit is sent: the bytes that `decodeUpload` reads. */
export function encodeUpload({ body, sig, objects }: Upload): Bytes {
  const listed = objects.flatMap((object) => [u32(object.length), object]);
  return concat(utf8(uploadMagic), u32(body.length), body, sig, u32(objects.length), ...listed);
}

/** Hashes of the parts that a closing request names, in order; null where it is no closing request. */
export function decodeParts(bytes: Uint8Array): Bytes[] | null {
  const start = utf8(partsMagic);
  if (!equalBytes(bytes.subarray(0, start.length), start)) return null;
  const from = reader(bytes.subarray(start.length));
  const n = from.u32();
  if (n < 1 || n > limits.upload / 1024 || n > from.left() / 32) throw new Malformed("parts");
  const names = Array.from({ length: n }, () => from.take(32));
  from.end();
  return names;
}

/** A closing request. */
export function encodeParts(names: readonly Uint8Array[]): Bytes {
  return concat(utf8(partsMagic), u32(names.length), ...names);
}

export interface Order {
  kind: OrderKind;
  locator: Bytes;
  /** For a purge: commits up to this revision lose their bodies, and objects dropped by then go. Else 0. */
  upTo: number;
  unixMs: number;
}

const orderLength = orderLabel.length + 1 + 16 + 8 + 8;

/** What the admin key signs: label | kind u8 | locator 16 | upTo u64 | unixMs u64. */
export function orderText({ kind, locator, upTo, unixMs }: Order): Bytes {
  return concat(utf8(orderLabel), Uint8Array.of(orderKinds[kind]), locator, u64(upTo), u64(unixMs));
}

/** An order as it travels: its text and the signature. Null unless this admin key has signed it for this account. */
export function readOrder(
  bytes: Uint8Array,
  adminPk: Uint8Array,
  locator: Uint8Array,
): Order | null {
  const order = orderIn(bytes, locator);
  const text = bytes.slice(0, orderLength);
  return order !== null && signedBy(adminPk, text, bytes.slice(-64)) ? order : null;
}

/** What an order says, whoever signed it: to know whether it was obeyed already, and for nothing else. */
export function orderIn(bytes: Uint8Array, locator: Uint8Array): Order | null {
  if (bytes.length !== orderLength + 64) return null;
  const text = bytes.slice(0, orderLength);
  const from = reader(text.subarray(orderLabel.length));
  const code = from.u8();
  const kind = (Object.keys(orderKinds) as OrderKind[]).find((one) => orderKinds[one] === code);
  if (kind === undefined) return null;
  const order = { kind, locator: from.take(16), upTo: from.u64(), unixMs: from.u64() };
  const fits = equalBytes(order.locator, locator) && equalBytes(orderText(order), text);
  return fits ? order : null;
}

/** What stays of a body whose history was purged: LP(manifest), then LP of each ancestor. */
export function manifestsOf(body: Uint8Array): Bytes {
  const { manifest, ancestors } = decodeCommit(body);
  return concat(...[manifest, ...ancestors].flatMap((one) => [u32(one.length), one]));
}
