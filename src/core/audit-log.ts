/**
 * The audit log read back (FORMAT.md 12): entries, what some codes add to them, and the judgement of the chains.
 *
 * filled:     nothing, or LP(origin)
 * checkpoint: u16 count ≥ 1 | count × (deviceId 16 | seq u64 | head 32), in the order of these bytes
 */
import {
  type AuditChain,
  auditCode,
  type AuditEntry,
  type AuditEvent,
  encodeAuditEntry,
  sortedChains,
} from "./audit.ts";
import {
  type Bytes,
  concat,
  equalBytes,
  fromUtf8,
  lengthPrefixed,
  reader,
  toHex,
  u16,
  utf8,
} from "./bytes.ts";
import { Failure } from "./failure.ts";
import { sha256 } from "./hash.ts";
import { caps } from "./item.ts";
import { originOf } from "./origin.ts";
import { sharingIn } from "./share/audit.ts";

const fixedBytes = 82;
/** What a newer version may add to an entry whose code is not known here. */
const unknownLimit = 64 * 1024;
const names = new Map<number, AuditEvent>(
  Object.entries(auditCode).map(([name, code]) => [code, name as AuditEvent]),
);

/** The name of a code; null for one that a newer version wrote. */
export function eventOf(code: number): AuditEvent | null {
  return names.get(code) ?? null;
}

/** What the entry of a fill adds: the origin, or nothing where it is none that a browser states (FORMAT.md 10). */
export function encodeOrigin(origin: string): Bytes {
  return isOrigin(origin) ? lengthPrefixed(utf8(origin)) : new Uint8Array(0);
}

function isOrigin(text: string): boolean {
  return text.length <= caps.origin && originOf(text) === text;
}

/** The origin of a fill's entry, or null where it has none. TAMPERED for anything else. */
export function originIn({ code, more }: AuditEntry): string | null {
  if (code !== auditCode.filled || more.length === 0) return null;
  const from = reader(more, "TAMPERED");
  const origin = fromUtf8(from.lengthPrefixed(caps.origin), "TAMPERED");
  from.end();
  if (!isOrigin(origin)) throw new Failure("TAMPERED");
  return origin;
}

/** What a checkpoint adds: each chain up to the last entry of it that was dropped. At least one. */
export function encodeCheckpoint(dropped: readonly AuditChain[]): Bytes {
  return concat(u16(dropped.length), sortedChains(dropped));
}

/** The chains of a checkpoint, none for any other entry. TAMPERED for bytes that `encodeCheckpoint` does not make. */
export function checkpointIn({ code, more }: AuditEntry): AuditChain[] {
  if (code !== auditCode.checkpoint) return [];
  const from = reader(more, "TAMPERED");
  const chains = Array.from({ length: from.u16() }, () => ({
    deviceId: from.take(16),
    seq: from.u64(),
    head: from.take(32),
  }));
  from.end();
  const devices = new Set(chains.map(({ deviceId }) => toHex(deviceId)));
  const sound =
    chains.length > 0 &&
    devices.size === chains.length &&
    chains.every(({ seq }) => seq > 0) &&
    equalBytes(more, encodeCheckpoint(chains));
  if (!sound) throw new Failure("TAMPERED");
  return chains;
}

/** TAMPERED for bytes that are no entry. Unknown codes are kept as they are: a newer version wrote them. */
export function decodeAuditEntry(bytes: Bytes): AuditEntry {
  const from = reader(bytes, "TAMPERED");
  const entry: AuditEntry = {
    deviceId: from.take(16),
    seq: from.u64(),
    prev: from.take(32),
    at: from.u64(),
    code: from.u16(),
    recId: from.take(16),
    more: bytes.slice(fixedBytes),
  };
  const event = eventOf(entry.code);
  if (event === "filled") originIn(entry);
  else if (event === "checkpoint") checkpointIn(entry);
  else if (sharingIn(entry) !== null) return entry;
  else if (entry.more.length > (event === null ? unknownLimit : 0)) throw new Failure("TAMPERED");
  return entry;
}

/** H(entry) of each, a chunk at a time. */
export async function hashEntries(entries: readonly AuditEntry[]): Promise<Bytes[]> {
  const hashes: Bytes[] = [];
  for (let at = 0; at < entries.length; at += 256) {
    const chunk = entries.slice(at, at + 256);
    hashes.push(...(await Promise.all(chunk.map((entry) => sha256(encodeAuditEntry(entry))))));
  }
  return hashes;
}

/** hole: entries are missing. fork: two histories, or an entry that does not follow the one before. */
export type ChainState = "sound" | "hole" | "fork";

/** The chains that a set of entries forms, in any order, and the worst that is to be said of them. */
export async function judgeChains(
  entries: readonly AuditEntry[],
): Promise<{ state: ChainState; chains: AuditChain[] }> {
  const hashes = await hashEntries(entries);
  const links = entries.map((entry, i) => ({ entry, hash: hashes[i] as Bytes }));
  const byDevice = new Map<string, typeof links>();
  for (const link of links) {
    const device = toHex(link.entry.deviceId);
    const own = byDevice.get(device) ?? [];
    own.push(link);
    byDevice.set(device, own);
  }
  const claims = claimsOf(entries);
  let state: ChainState = claims.state;
  const worse = (found: ChainState): void => {
    if (state !== "fork" && found !== "sound") state = found;
  };
  const chains: AuditChain[] = [];
  for (const device of new Set([...byDevice.keys(), ...claims.byDevice.keys()])) {
    const own = (byDevice.get(device) ?? []).toSorted((a, b) => a.entry.seq - b.entry.seq);
    const dropped = claims.byDevice.get(device) ?? new Map<number, AuditChain>();
    const first = own[0];
    const last = own.at(-1);
    // Everything up to a checkpoint may be gone; the chain then begins behind it.
    const start = dropped.get((first?.entry.seq ?? 0) - 1);
    let head = start?.head ?? new Uint8Array(32);
    let seq = start?.seq ?? 0;
    for (const { entry, hash } of own) {
      if (entry.seq <= seq) worse("fork");
      else if (entry.seq !== seq + 1) worse("hole");
      else if (!equalBytes(entry.prev, head)) worse("fork");
      const claim = dropped.get(entry.seq);
      if (claim !== undefined && !equalBytes(claim.head, hash)) worse("fork");
      seq = entry.seq;
      head = hash;
    }
    const highest = [...dropped.values()].reduce<AuditChain | null>(
      (best, claim) => (best === null || claim.seq > best.seq ? claim : best),
      null,
    );
    if (last === undefined || first === undefined) {
      if (highest !== null) chains.push(highest);
      continue;
    }
    if (highest !== null && highest.seq > seq) worse("hole");
    chains.push({ deviceId: last.entry.deviceId, seq, head });
  }
  return { state, chains };
}

/** What the checkpoints among the entries say was dropped, by device and seq. */
function claimsOf(entries: readonly AuditEntry[]): {
  byDevice: Map<string, Map<number, AuditChain>>;
  state: ChainState;
} {
  const byDevice = new Map<string, Map<number, AuditChain>>();
  let state: ChainState = "sound";
  for (const claim of entries.flatMap(checkpointIn)) {
    const device = toHex(claim.deviceId);
    const own = byDevice.get(device) ?? new Map<number, AuditChain>();
    const known = own.get(claim.seq);
    if (known !== undefined && !equalBytes(known.head, claim.head)) state = "fork";
    byDevice.set(device, own.set(claim.seq, claim));
  }
  return { byDevice, state };
}

/** The chains that a set of entries forms, or null where one of them is broken. */
export async function chainsOf(entries: readonly AuditEntry[]): Promise<AuditChain[] | null> {
  const { state, chains } = await judgeChains(entries);
  return state === "sound" ? chains : null;
}

/**
 * Which entries go where `keep` may stay and those older than `before` (ms) are over: of each device the first
 * ones only, so that what remains is a chain. An entry whose clock was ahead holds back those behind it. Answers
 * their places in `entries`, and what the checkpoint has to say; nothing where nothing goes.
 */
export async function dropOldest(
  entries: readonly AuditEntry[],
  keep: number,
  before: number,
): Promise<{ places: number[]; checkpoint: AuditChain[] }> {
  const latest = new Map<string, number>();
  const inOrder = [...entries.keys()]
    .map((place) => ({ place, entry: entries[place] as AuditEntry }))
    .toSorted((a, b) => a.entry.seq - b.entry.seq)
    .map(({ place, entry }) => {
      const device = toHex(entry.deviceId);
      const at = Math.max(entry.at, latest.get(device) ?? 0);
      latest.set(device, at);
      return { place, entry, at };
    })
    .toSorted((a, b) => a.at - b.at || a.entry.seq - b.entry.seq);
  const tooMany = entries.length - keep;
  const gone = inOrder.filter(({ at }, n) => n < tooMany || at < before);
  if (gone.length === 0) return { places: [], checkpoint: [] };
  const hashes = await hashEntries(gone.map(({ entry }) => entry));
  const upTo = new Map<string, AuditChain>();
  const put = (chain: AuditChain): void => {
    const device = toHex(chain.deviceId);
    if (chain.seq > (upTo.get(device)?.seq ?? 0)) upTo.set(device, chain);
  };
  // What earlier checkpoints dropped stays dropped: the new one speaks for them all.
  for (const chain of entries.flatMap(checkpointIn)) put(chain);
  gone.forEach(({ entry: { deviceId, seq } }, n) =>
    put({ deviceId, seq, head: hashes[n] as Bytes }),
  );
  return { places: gone.map(({ place }) => place), checkpoint: [...upTo.values()] };
}
