/**
 * Mailboxes (FORMAT.md 9): who knows the address of one puts sealed transfers into it, its owner reads them. What is
 * there ends by itself, by the server's clock, and goes with its last reading; a row without bytes stays until then,
 * so that what is sent again is not delivered again.
 */
import { limits } from "../api.ts";
import { equalBytes, sha256, toHex } from "../bytes.ts";
import { type Asking, ask, one } from "./ask.ts";
import { audited, type Caller, entered, locked } from "./vault-row.ts";

interface BoxRow {
  id: Uint8Array;
  vault: Uint8Array;
  drop_pk: Uint8Array;
  made: number;
}

/** Rows of one account at most, those already read too. */
const mostRows = 5 * limits.mailCount;

/** The mailbox of this name, or null. */
export function* mailbox(id: Uint8Array): Asking<BoxRow | null> {
  return yield* one<BoxRow>("select * from mailboxes where id = ?", id);
}

export interface NewMailbox extends Caller {
  box: Uint8Array;
  dropPk: Uint8Array;
}

/** PUT mailbox. "there": it is, with this key; "exists": with another, or another's. */
export function* openMailbox(
  input: NewMailbox,
): Asking<"made" | "there" | "exists" | "full" | "gone"> {
  const { locator, box, dropPk, now } = input;
  if ((yield* entered(input)) === null) return "gone";
  const known = yield* mailbox(box);
  if (known !== null)
    return equalBytes(known.vault, locator) && equalBytes(known.drop_pk, dropPk)
      ? "there"
      : "exists";
  const all = yield* one<{ n: number }>(
    "select count(*) as n from mailboxes where vault = ?",
    locator,
  );
  if ((all?.n ?? 0) >= limits.mailboxes) return "full";
  const made = yield* ask(
    "insert into mailboxes (id, vault, drop_pk, made) values (?, ?, ?, ?) on conflict do nothing returning made",
    box,
    locator,
    dropPk,
    now,
  );
  if (made.length === 0) return "exists";
  yield* audited(locator, "mailbox opened", 0, now);
  return "made";
}

/** DELETE mailbox: what waits in it goes with it. */
export function* closeMailbox(input: Caller & { box: Uint8Array }): Asking<boolean> {
  const { locator, box, now } = input;
  if ((yield* entered(input)) === null) return false;
  const gone = yield* ask(
    "delete from mailboxes where id = ? and vault = ? returning made",
    box,
    locator,
  );
  if (gone.length === 0) return false;
  yield* ask("delete from mail where vault = ? and box = ?", locator, box);
  yield* audited(locator, "mailbox closed", 0, now);
  return true;
}

export interface MailHere {
  mailboxes: { id: string; made: number }[];
  mail: { id: string; box: string; bytes: number; at: number; expiry: number; reads: number }[];
}

/** What waits at `now`, the oldest first. */
export function* mailOf(locator: Uint8Array, now: number): Asking<MailHere> {
  const boxes = yield* ask<BoxRow>(
    "select id, made from mailboxes where vault = ? order by made, id",
    locator,
  );
  const rows = yield* ask<Record<"id" | "box", Uint8Array> & Record<string, number>>(
    `select id, box, at, expiry, reads, size from mail
     where vault = ? and bytes is not null and expiry > ? order by at, id`,
    locator,
    now,
  );
  return {
    mailboxes: boxes.map(({ id, made }) => ({ id: toHex(id), made })),
    mail: rows.map(({ id, box, size, at, expiry, reads }) => ({
      id: toHex(id),
      box: toHex(box),
      bytes: size as number,
      at: at as number,
      expiry: expiry as number,
      reads: reads as number,
    })),
  };
}

export interface Drop {
  box: Uint8Array;
  mail: Uint8Array;
  nonce: Uint8Array;
  expiry: number;
  reads: number;
  bytes: Uint8Array;
  now: number;
}

/** PUT mail, by whoever signed with the key of the mailbox. The same again is "there", also after it was read. */
export function* drop(input: Drop): Asking<"taken" | "there" | "exists" | "full" | "gone"> {
  const { box, mail, nonce, expiry, reads, bytes, now } = input;
  const found = yield* mailbox(box);
  if (found === null) return "gone";
  const { vault } = found;
  // The account's row is the lock of all that is counted; then it is asked again.
  if ((yield* locked(vault)) === null || (yield* mailbox(box)) === null) return "gone";
  const fresh = yield* ask(
    "insert into nonces (vault, nonce, at) values (?, ?, ?) on conflict do nothing returning at",
    vault,
    nonce,
    now,
  );
  if (fresh.length === 0) return "gone";
  const hash = sha256(bytes);
  const known = yield* one<{ box: Uint8Array; hash: Uint8Array }>(
    "select box, hash from mail where vault = ? and id = ?",
    vault,
    mail,
  );
  if (known !== null)
    return equalBytes(known.box, box) && equalBytes(known.hash, hash) ? "there" : "exists";
  const there = yield* one<{ rows: number; n: number; bytes: number | null }>(
    `select count(*) as rows, count(bytes) as n, sum(case when bytes is null then 0 else size end) as bytes
     from mail where vault = ? and expiry > ?`,
    vault,
    now,
  );
  const full =
    (there?.rows ?? 0) >= mostRows ||
    (there?.n ?? 0) >= limits.mailCount ||
    (there?.bytes ?? 0) + bytes.length > limits.mailBytes;
  if (full) return "full";
  yield* ask(
    "insert into mail (vault, id, box, at, expiry, reads, hash, size, bytes) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    vault,
    mail,
    box,
    now,
    expiry,
    reads,
    hash,
    bytes.length,
    bytes,
  );
  return "taken";
}

/** POST mail: the bytes, and one reading less; with the last one they are erased in the same transaction. */
export function* readMail(
  input: Caller & { mail: Uint8Array },
): Asking<{ bytes: Uint8Array; last: boolean } | null> {
  const { locator, mail, now } = input;
  if ((yield* entered(input)) === null) return null;
  const row = yield* one<{ bytes: Uint8Array; reads: number }>(
    `update mail set reads = reads - 1 where vault = ? and id = ? and reads > 0 and bytes is not null and expiry > ?
     returning bytes, reads`,
    locator,
    mail,
    now,
  );
  if (row === null) return null;
  const last = row.reads === 0;
  if (last) yield* emptied(locator, mail);
  return { bytes: row.bytes, last };
}

function* emptied(locator: Uint8Array, mail: Uint8Array): Asking<boolean> {
  const rows = yield* ask(
    "update mail set bytes = null, reads = 0 where vault = ? and id = ? and bytes is not null returning at",
    locator,
    mail,
  );
  return rows.length > 0;
}

/** DELETE mail: false where nothing waits there. */
export function* eraseMail(input: Caller & { mail: Uint8Array }): Asking<boolean> {
  if ((yield* entered(input)) === null) return false;
  return yield* emptied(input.locator, input.mail);
}

/** For an export: the bytes of one, which are not counted as read. */
export function* mailBytes(locator: Uint8Array, mail: Uint8Array): Asking<Uint8Array | null> {
  const row = yield* one<{ bytes: Uint8Array | null }>(
    "select bytes from mail where vault = ? and id = ?",
    locator,
    mail,
  );
  return row?.bytes ?? null;
}
