/**
 * The commit that was sent and not yet answered (FORMAT.md 8): kept whole on the disk, so that after a lost answer, or
 * a crash, the very same one is sent again and gets the same answer.
 *
 * fact "outbox": "CFOB1\0" | LP(body) | sig 64 | u32 n | n × LP(object) | u8 rotation
 * and for a rotation: upon 32 | LP(header) | LP(manifest) | LP(sync fact) | LP(quick|"") | u32 n | n × LP(record)
 *
 * All of it is ciphertext. It is no more believed than what a server says: it counts only if it stands on the pin and
 * is signed by our own key.
 */
import {
  type Bytes,
  concat,
  equalBytes,
  lengthPrefixed,
  reader,
  u32,
  u8,
  utf8,
} from "../core/bytes.ts";
import { commitSigned, decodeCommit, type CommitBody } from "../core/commit.ts";
import { Failure } from "../core/failure.ts";
import { headerLimit } from "../core/header.ts";
import { objectLimit } from "../core/object.ts";
import { recordLimit } from "../core/record.ts";
import { signingKey } from "../core/sign.ts";
import type { LoggedCommit } from "./ports.ts";
import type { SyncState } from "./sync-state.ts";

/** The vault as it is in the next epoch, to be put in place when the server has said yes. */
export interface Flip {
  /** H(sealed manifest) on this disk when it was made: with another one there, something was changed since. */
  upon: Bytes;
  header: Bytes;
  manifest: Bytes;
  state: Bytes;
  /** Slots of this device's own passkeys, or empty. */
  quick: Bytes;
  records: Bytes[];
}

export interface Outbox {
  commit: LoggedCommit & { objects: Bytes[] };
  flip: Flip | null;
}

export const outboxFact = "outbox";
const magic = utf8("CFOB1\0");
const bodyLimit = 32 * 1024 * 1024;

function list(parts: readonly Bytes[]): Bytes {
  return concat(u32(parts.length), ...parts.map(lengthPrefixed));
}

/** The bytes of the fact. */
export function encodeOutbox({ commit, flip }: Outbox): Bytes {
  const start = concat(
    magic,
    lengthPrefixed(commit.body),
    commit.sig,
    list(commit.objects),
    u8(flip === null ? 0 : 1),
  );
  if (flip === null) return start;
  const { upon, header, manifest, state, quick, records } = flip;
  const whole = [header, manifest, state, quick].map(lengthPrefixed);
  return concat(start, upon, ...whole, list(records));
}

/** Reads the fact; TAMPERED for anything else. */
export function decodeOutbox(bytes: Bytes): Outbox {
  const from = reader(bytes, "TAMPERED");
  const many = (limit: number): Bytes[] => {
    const n = from.u32();
    if (n > from.left() / 4) throw new Failure("TAMPERED");
    return Array.from({ length: n }, () => from.lengthPrefixed(limit));
  };
  if (!equalBytes(from.take(magic.length), magic)) throw new Failure("TAMPERED");
  const commit = {
    body: from.lengthPrefixed(bodyLimit),
    sig: from.take(64),
    objects: many(objectLimit),
  };
  const rotation = from.u8();
  const flip =
    rotation === 0
      ? null
      : {
          upon: from.take(32),
          header: from.lengthPrefixed(headerLimit),
          manifest: from.lengthPrefixed(recordLimit),
          state: from.lengthPrefixed(recordLimit),
          quick: from.lengthPrefixed(headerLimit),
          records: many(recordLimit),
        };
  from.end();
  return { commit, flip };
}

/** Its body, where it stands on the pin and we have signed it; else null: it is of another time. */
export async function pendingBody(
  { commit, flip }: Outbox,
  { account, seen, writeSeed }: SyncState,
): Promise<CommitBody | null> {
  const body = decodeCommit(commit.body);
  const stands =
    equalBytes(body.locator, account.locator) &&
    body.baseRev === seen.rev &&
    equalBytes(body.baseChain, seen.chain);
  if (!stands) return null;
  // A rotation is signed by the next epoch's key, which is not in hand: its flip is bound to this disk instead.
  if (flip !== null) return body;
  const { publicKey } = await signingKey(writeSeed);
  return (await commitSigned(publicKey, commit.body, commit.sig)) ? body : null;
}
