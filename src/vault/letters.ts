/**
 * Letters that were fetched, as they are kept on this device until they are taken, refused or over (FORMAT.md 9), and
 * what is told of one before it is opened.
 *
 * fact "letters": "CFLT1\0" | n × (name 16 | LP(letter))
 */
import {
  type Bytes,
  concat,
  equalBytes,
  fromHex,
  lengthPrefixed,
  reader,
  toHex,
  utf8,
} from "../core/bytes.ts";
import { type FailureCode, failureCode } from "../core/failure.ts";
import { recordClass } from "../core/record.ts";
import { decodeTransfer } from "../core/share/container.ts";
import { letterLimit, type Mailbox, openLetter } from "../core/share/mailbox.ts";
import type { Reply } from "../wire/protocol.ts";
import { type Contact, contactsOf } from "./contacts.ts";
import type { Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import { checkAmong, noteRefusal, senderAmong } from "./share-in.ts";

/** Name of the fact. */
const fact = "letters";
const magic = utf8("CFLT1\0");
/** All that is kept here together (bytes): what a server keeps for one account. */
export const roomHere = 16 * 2 ** 20;

export type Letters = Map<string, Bytes>;

/** What is kept here, by the names. */
export async function lettersHere(world: World): Promise<Letters> {
  const letters: Letters = new Map();
  const bytes = await world.disk.fact(fact);
  if (bytes === null || !equalBytes(bytes.subarray(0, magic.length), magic)) return letters;
  const from = reader(bytes.slice(magic.length), "TAMPERED");
  while (from.left() > 0) letters.set(toHex(from.take(16)), from.lengthPrefixed(letterLimit));
  return letters;
}

/** Puts these in the place of what is kept. */
export async function keepLetters(world: World, letters: Letters): Promise<void> {
  const parts = [...letters].flatMap(([name, letter]) => [fromHex(name), lengthPrefixed(letter)]);
  await world.disk.setFact(fact, letters.size === 0 ? null : concat(magic, ...parts));
}

/** Of all of them together, in bytes. */
export function sizeOf(letters: Letters): number {
  return [...letters.values()].reduce((sum, letter) => sum + letter.length, 0);
}

type Line = Reply<"mailbox.state">["letters"][number];

/** What is told of a letter before it is opened; null where it is over, taken or refused. */
export async function lineOf(
  world: World,
  contacts: readonly Contact[],
  box: Mailbox,
  [id, letter]: readonly [string, Bytes],
): Promise<Line | null> {
  const line = { id, from: null, expiry: null, critical: false, bytes: letter.length };
  try {
    const transfer = decodeTransfer(await openLetter(box.secret, id, letter));
    const { expiry, cls } = transfer;
    const about = { ...line, expiry, critical: cls === recordClass.critical };
    try {
      const { entry } = checkAmong(contacts, transfer, world.clock.now());
      return { ...about, from: entry.title, problem: null };
    } catch (thrown) {
      const problem = failureCode(thrown);
      if (isOver(problem)) return null;
      // It is told who is meant where his key is in doubt.
      const from = senderAmong(contacts, transfer)?.entry.title ?? null;
      return { ...about, from, problem };
    }
  } catch (thrown) {
    return { ...line, problem: failureCode(thrown) };
  }
}

const isOver = (problem: FailureCode) =>
  problem === "TRANSFER_SEEN" || problem === "TRANSFER_EXPIRED";

/** Notes that a letter was thrown away which could still be told: for its problem, else because the user did not want it. */
export async function noteThrownAway(
  world: World,
  opened: Opened,
  box: Mailbox,
  letter: readonly [string, Bytes],
): Promise<void> {
  const contacts = await contactsOf(world, opened);
  const line = await lineOf(world, contacts, box, letter);
  // It was taken or refused before, and stands in the log for that.
  if (line === null) return;
  const transfer = await openLetter(box.secret, ...letter).then(decodeTransfer, () => null);
  const sender = transfer === null ? undefined : senderAmong(contacts, transfer);
  await noteRefusal(world, opened, sender, line.problem ?? "CANCELLED");
}
