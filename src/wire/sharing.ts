/** The rows of the door about sharing (FORMAT.md 9). A proof is the password or a passkey, asked at each use. */
import * as v from "valibot";
import type { FailureCode } from "../core/failure.ts";
import { caps, itemIdSchema, type KindName } from "../core/item.ts";
import { mostReads } from "../core/share/mailbox.ts";
import { mostItems } from "../core/share/payload.ts";
import { fieldId, nothing, proof, row, text, whole } from "./start-rows.ts";

/** A transfer of 8 MiB in a block of text, with the mail around it. */
const block = text(12 * 2 ** 20);
const name = text(200);
const fingerprint = v.pipe(v.string(), v.length(44));

/**
 * What leaves: items with these fields, or (null) all that are not critical, and these of their files, or (left out) all
 * of them. `critical`: those named may go too.
 */
const chosen = {
  items: v.pipe(
    v.array(
      v.strictObject({
        id: itemIdSchema,
        fields: v.nullable(v.pipe(v.array(fieldId), v.maxLength(caps.fields))),
        files: v.optional(v.pipe(v.array(itemIdSchema), v.maxLength(caps.files))),
      }),
    ),
    v.minLength(1),
    v.maxLength(mostItems),
  ),
  critical: v.boolean(),
};

export const sharingRows = {
  /** One's own card; null where none was made, or where an exposure has ended it. */
  "share.me": row<{ me: OwnCard | null; ended: boolean }>()("app", nothing),
  /** Makes the identity, or gives its card another name, which needs no proof. */
  "share.me.make": row<null>()("app", v.strictObject({ name, proof: v.nullable(proof) })),
  /** A new identity, handed over by the old one; the old key stays, to read what is under way. */
  "share.me.rotate": row<null>()("app", v.strictObject({ proof })),
  /** Removes private keys from before: what was sealed for them is lost. */
  "share.me.forget": row<{ count: number }>()("app", v.strictObject({ proof })),

  "contact.list": row<{ contacts: ContactLine[] }>()("app", nothing),
  /**
   * Adds a card, or takes a hand-over; a card with another key for a contact of this name is an alarm. The address of a
   * mailbox may stand beside it, or alone where the contact is here ("mailbox").
   */
  "contact.add": row<{ contact: ContactLine; what: "added" | "alarm" | "handed" | "mailbox" }>()(
    "app",
    v.strictObject({
      text: text(20_000),
      /** It is the card of this contact, whatever its name. */
      contact: v.nullable(itemIdSchema),
    }),
  ),
  /**
   * The words were compared. `print` is the fingerprint they were shown for; CONFLICT where it is another by now. With an alarm:
   * `same` takes the new key, verified; otherwise the alarm is dismissed and the old key stays.
   */
  "contact.verify": row<null>()(
    "app",
    v.strictObject({ id: itemIdSchema, print: fingerprint, same: v.boolean() }),
  ),
  "contact.rename": row<null>()("app", v.strictObject({ id: itemIdSchema, name })),
  "contact.remove": row<null>()("app", v.strictObject({ id: itemIdSchema })),

  /** Seals for a contact. CONTACT_UNVERIFIED, CONTACT_CHANGED; SHARE_TOO_LARGE. */
  "share.send": row<Sealed>()(
    "app",
    v.strictObject({
      to: itemIdSchema,
      ...chosen,
      /** Until it expires. */
      days: v.pipe(whole, v.minValue(1), v.maxValue(30)),
      proof,
    }),
  ),
  /**
   * Seals for a contact and puts it into his mailbox, of which it is read at most `reads` times. NO_SERVER where none
   * is connected (then no request is made); NO_MAILBOX, MAILBOX_FULL, MAIL_TOO_LARGE, MAIL_OFFLINE.
   */
  "share.mail": row<Posted>()(
    "app",
    v.strictObject({
      to: itemIdSchema,
      ...chosen,
      days: v.pipe(whole, v.minValue(1), v.maxValue(30)),
      reads: v.pipe(whole, v.minValue(1), v.maxValue(mostReads)),
      proof,
    }),
  ),
  /** Sealed under a fresh key, for the offline reader: whoever has file and key reads it. */
  "share.link": row<{ data: string; key: string; items: number }>()(
    "app",
    v.strictObject({
      ...chosen,
      days: v.pipe(whole, v.minValue(1), v.maxValue(30)),
      proof: v.nullable(proof),
    }),
  ),
  /** An armoured age file of the items as JSON: to recipients, or under a passphrase. INVALID for no recipient. */
  "share.age": row<{ text: string; items: number }>()(
    "app",
    v.strictObject({
      ...chosen,
      to: v.union([
        v.strictObject({
          recipients: v.pipe(v.array(text(3000)), v.minLength(1), v.maxLength(20)),
        }),
        v.strictObject({ passphrase: v.pipe(text(500), v.minLength(1)) }),
      ]),
      proof: v.nullable(proof),
    }),
  ),

  /** Who a transfer is from, told before a proof is asked for; refused and noted where it may not be opened. */
  "share.check": row<{ from: string; expiry: number; critical: boolean }>()(
    "app",
    v.strictObject({ text: block }),
  ),
  /** Opens it for a preview; nothing is kept yet. */
  "share.open": row<Preview>()("app", v.strictObject({ text: block, proof })),
  /** The values of one item of the preview, but for critical ones. */
  "share.look": row<{ values: { field: string; value: string }[] }>()(
    "app",
    v.strictObject({ token: itemIdSchema, at: whole }),
  ),
  /** Takes items over as new ones, in one action; answers their ids. STEP_UP where critical values come in. */
  "share.take": row<{ ids: string[] }>()(
    "app",
    v.strictObject({
      token: itemIdSchema,
      items: v.pipe(
        v.array(
          v.strictObject({
            at: whole,
            fields: v.nullable(v.pipe(v.array(fieldId), v.maxLength(caps.fields))),
            /** By their places; left out: all. */
            files: v.optional(v.pipe(v.array(whole), v.maxLength(caps.files))),
          }),
        ),
        v.minLength(1),
        v.maxLength(mostItems),
      ),
      proof: v.nullable(proof),
    }),
  ),
  /** Forgets the preview; with `refuse` the transfer can not be opened again. */
  "share.drop": row<null>()("app", v.strictObject({ token: itemIdSchema, refuse: v.boolean() })),

  /** One's own mailbox, and the letters that were fetched. Asks no server. */
  "mailbox.state": row<MailboxState>()("app", nothing),
  /** Opens one at the connected server, in the place of the one before. NO_SERVER, NO_CARD, MAIL_OFFLINE. */
  "mailbox.make": row<null>()("app", v.strictObject({ proof })),
  /** Closes it; what waits is erased. */
  "mailbox.close": row<null>()("app", nothing),
  /** Fetches what is new. NO_SERVER, NO_MAILBOX, MAIL_OFFLINE. */
  "mailbox.fetch": row<{ count: number }>()("app", nothing),
  /** A letter as a transfer, for `share.check` and `share.open`. */
  "mailbox.text": row<{ text: string }>()("app", v.strictObject({ id: itemIdSchema })),
  /** Forgets a letter, here and at the server. */
  "mailbox.drop": row<null>()("app", v.strictObject({ id: itemIdSchema })),
} as const;

export interface OwnCard {
  name: string;
  /** To be pasted, or drawn as a QR code. */
  text: string;
  words: string[];
  made: number;
  /** The old key's word for this one, for contacts who knew that; null for a first key. */
  handover: string | null;
  /** Private keys from before that are still there. */
  old: number;
  /** The address of one's mailbox, to be passed on with the card; null for none. */
  mailbox: string | null;
}

export interface ContactLine {
  id: string;
  name: string;
  /** The fingerprint that the words are of, as base64: both keys. */
  print: string;
  words: string[];
  added: number;
  verified: number | null;
  alarm: { print: string; words: string[]; at: number } | null;
  /** How many keys came before. */
  was: number;
  /** The origin of the server where his mailbox is; null where none is known. */
  mailbox: string | null;
}

export interface Sealed {
  /** As a block of text; the file holds the same. */
  text: string;
  items: number;
  expiry: number;
}

export interface Posted {
  items: number;
  expiry: number;
  /** The server it waits at. */
  origin: string;
}

export interface MailboxState {
  /** The origin of the connected server; null where none is. */
  server: string | null;
  mine: { origin: string; made: number } | null;
  letters: {
    id: string;
    /** Null where nobody of the contacts is said to have sent it. */
    from: string | null;
    expiry: number | null;
    critical: boolean;
    bytes: number;
    /** Why it can not be opened, or null. */
    problem: FailureCode | null;
  }[];
}

export interface Preview {
  token: string;
  from: { id: string; name: string };
  expiry: number;
  items: PreviewItem[];
}

export interface PreviewItem {
  kind: KindName;
  title: string;
  fields: { id: string; key: string; label: string; critical: boolean; hidden: boolean }[];
  /** Where it will be offered: its rules, those that are none left out. */
  origins: string[];
  /** Those it will have: none by which an item that is here goes in templates. */
  tags: string[];
  /** What a snippet reads when it is inserted: "work.iban" of the vault, the clipboard, the page. */
  reads: { fields: string[]; clipboard: boolean; page: boolean } | null;
  files: { name: string; bytes: number }[];
  /** An item with this kind, title and values is here already. */
  here: boolean;
}
