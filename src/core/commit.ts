/**
 * A commit (FORMAT.md 8): what one push adds to the log of a server, signed, so that server, mirror and every device
 * check the same things: signature, base, chain, and the transition where the keys change.
 *
 * body "CFCM1\0" | locator 16 | baseRev u64 | baseChain 32 | commitId 16 | keyEpoch u32 | LP(header|"") | LP(manifest)
 *      | LP(transition|"") | u32 n | n × LP(ancestor) | u32 n | n × add 32 | u32 n | n × drop 32
 */
import { type Bytes, concat, equalBytes, fromHex, label, lengthPrefixed } from "./bytes.ts";
import { reader, toHex, u32, u64, utf8 } from "./bytes.ts";
import { Failure } from "./failure.ts";
import { sha256 } from "./hash.ts";
import { sealedHeaderLimit } from "./object.ts";
import { sign, type SigningKey, verify } from "./sign.ts";

const magic = utf8("CFCM1\0");
const manifestLimit = 4096;
const ancestorsMax = 10_000;

export interface CommitBody {
  locator: Bytes;
  /** What this commit stands on. */
  baseRev: number;
  baseChain: Bytes;
  commitId: Bytes;
  keyEpoch: number;
  /** Sealed header where it is another than before, else empty. */
  header: Bytes;
  /** The sealed manifest as an object. */
  manifest: Bytes;
  /** The signed transition in the first commit of an epoch, else empty. */
  transition: Bytes;
  /** Manifests (as objects) between the one before and this one, where the server lost them. */
  ancestors: Bytes[];
  /** Names of objects, sorted, each once. */
  adds: string[];
  drops: string[];
}

function names(list: readonly string[]): Bytes {
  const each = [...new Set(list)].toSorted();
  return concat(u32(each.length), ...each.map(fromHex));
}

/** The bytes of a body; names are sorted and made unique here. */
export function encodeCommit(body: CommitBody): Bytes {
  return concat(
    magic,
    body.locator,
    u64(body.baseRev),
    body.baseChain,
    body.commitId,
    u32(body.keyEpoch),
    lengthPrefixed(body.header),
    lengthPrefixed(body.manifest),
    lengthPrefixed(body.transition),
    u32(body.ancestors.length),
    ...body.ancestors.map(lengthPrefixed),
    names(body.adds),
    names(body.drops),
  );
}

/** Reads a body that is not yet verified; TAMPERED for anything that `encodeCommit` would not write. */
export function decodeCommit(bytes: Bytes): CommitBody {
  const from = reader(bytes, "TAMPERED");
  if (!equalBytes(from.take(magic.length), magic)) throw new Failure("TAMPERED");
  const start = {
    locator: from.take(16),
    baseRev: from.u64(),
    baseChain: from.take(32),
    commitId: from.take(16),
    keyEpoch: from.u32(),
    header: from.lengthPrefixed(sealedHeaderLimit),
    manifest: from.lengthPrefixed(manifestLimit),
    transition: from.lengthPrefixed(transitionLength),
  };
  const count = from.u32();
  if (count > ancestorsMax) throw new Failure("TAMPERED");
  const ancestors = Array.from({ length: count }, () => from.lengthPrefixed(manifestLimit));
  const hashes = (): string[] => {
    const n = from.u32();
    if (n > from.left() / 32) throw new Failure("TAMPERED");
    const list = Array.from({ length: n }, () => toHex(from.take(32)));
    if (list.some((name, i) => i > 0 && name <= (list[i - 1] as string)))
      throw new Failure("TAMPERED");
    return list;
  };
  const body = { ...start, ancestors, adds: hashes(), drops: hashes() };
  from.end();
  return body;
}

const signedPart = (bodyHash: Bytes): Bytes => label("commit", bodyHash);

/** The signature of the key that may write. */
export async function signCommit(writeKey: SigningKey, body: Bytes): Promise<Bytes> {
  return sign(writeKey, signedPart(await sha256(body)));
}

/** Whether this key has signed this body. */
export async function commitSigned(writePk: Bytes, body: Bytes, sig: Bytes): Promise<boolean> {
  return hashSigned(writePk, await sha256(body), sig);
}

/** The same, where a purge has left no more than H(body). */
export function hashSigned(writePk: Bytes, bodyHash: Bytes, sig: Bytes): Promise<boolean> {
  return verify(writePk, signedPart(bodyHash), sig);
}

/** The chain of a vault before its first commit. */
export const firstChain: Bytes = new Uint8Array(32);

/** The chain after this body: nothing can be left out, put in or exchanged before it. */
export async function nextChain(chain: Bytes, body: Bytes): Promise<Bytes> {
  return chainOver(chain, await sha256(body));
}

/** The same from H(body). */
export function chainOver(chain: Bytes, bodyHash: Bytes): Promise<Bytes> {
  return sha256(label("chain", chain, bodyHash));
}

/** Public keys of one key epoch. */
export interface PublicKeys {
  writePk: Bytes;
  adminPk: Bytes;
}

const transitionLength = label("keys").length + 16 + 4 + 4 + 32 + 32 + 64;

/** From key epoch `epoch` to the next, signed by the admin key of `epoch`. */
export async function encodeTransition(
  adminKey: SigningKey,
  locator: Bytes,
  epoch: number,
  next: PublicKeys,
): Promise<Bytes> {
  const to = concat(next.writePk, next.adminPk);
  const signed = label("keys", locator, u32(epoch), u32(epoch + 1), to);
  return concat(signed, await sign(adminKey, signed));
}

/** The keys of `epoch + 1`; TAMPERED unless the admin key of `epoch` says so for this account. */
export async function decodeTransition(
  bytes: Bytes,
  adminPk: Bytes,
  locator: Bytes,
  epoch: number,
): Promise<PublicKeys> {
  if (bytes.length !== transitionLength) throw new Failure("TAMPERED");
  const signed = bytes.slice(0, -64);
  const start = label("keys", locator, u32(epoch), u32(epoch + 1));
  const fits = equalBytes(start, signed.subarray(0, start.length));
  if (!fits || !(await verify(adminPk, signed, bytes.slice(-64)))) throw new Failure("TAMPERED");
  const from = reader(signed.subarray(start.length), "TAMPERED");
  return { writePk: from.take(32), adminPk: from.take(32) };
}
