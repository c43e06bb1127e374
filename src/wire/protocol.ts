/**
 * The one door (ARCHITECTURE.md 3): every message that crosses into the vault is a row of this table.
 * Who may send it, what it carries, what it answers. The attack tests are generated from it.
 */
import * as v from "valibot";
import {
  caps,
  draftSchema,
  itemIdSchema,
  type Draft,
  type FileLine,
  type Item,
} from "../core/item.ts";
import { settingsSchema, type Settings } from "../core/settings.ts";
import { siteModes, type WrongSite } from "../core/site.ts";
import { watchedFor } from "../core/watched-site.ts";
import type { FailureCode } from "../core/failure.ts";
import type { FillReport, KeyAsk, Offer, Watched } from "./answers.ts";
import { type BackupBegun, type BackupCheck, type BackupReport, backupSecrets } from "./backups.ts";
import { clipRows } from "./clips.ts";
import { logRows, pastRows } from "./history.ts";
import { snippetRows } from "./snippets.ts";
import { type Rotated, serverRows } from "./servers.ts";
import { sharingRows } from "./sharing.ts";
import { targetRows } from "./targets.ts";
import { onlySchema, siteRows } from "./site-rows.ts";
import {
  key,
  type MessageRow,
  nothing,
  password,
  proof,
  row,
  startRows,
  tabId,
  text,
  typed,
  whole,
} from "./start-rows.ts";

export type {
  ClipStatus,
  FillReport,
  Found,
  Here,
  KeyAsk,
  Offer,
  Status,
  Unlocked,
  Watched,
} from "./answers.ts";
export type { MessageRow, Proof, Slot, Typed } from "./start-rows.ts";

const id = itemIdSchema;

/** Bytes of one part of a backup on its way through the door, before base64. */
export const partBytes = 1 << 20;
const partText = text(Math.ceil(partBytes / 3) * 4);
/** A backup file larger than this is refused before it is read. */
export const backupLimit = 2 ** 31;

const ids = v.pipe(v.array(itemIdSchema), v.maxLength(10_000));

export const protocol = {
  ...startRows,

  // --- the vault as a whole
  create: row<{ recoveryCode: string }>()("app", v.strictObject({ password })),
  /** What to ask the authenticator for. Salts and credential ids: no secrets, and needed before an unlock. */
  "key.asks": row<{ keys: KeyAsk[] }>()("app", nothing),
  /** The vault of this profile is gone, the user was told and starts anew; harmless where a vault is. */
  "vault.giveUp": row<null>()("app", nothing),
  "recovery.confirm": row<null>()("app", v.strictObject({ code: text(100) })),
  "settings.save": row<Settings>()("app", v.strictObject({ settings: settingsSchema })),

  /** A new passkey: the id of its slot, and the salt it is asked with. */
  "key.begin": row<{ slotId: string; salt: string }>()("app", nothing),
  /**
   * Adds it, as quick unlock of this device or as a required second factor; the latter is a rotation, and so
   * answers a new recovery code.
   */
  "key.add": row<{ recoveryCode: string | null }>()(
    "app",
    v.strictObject({
      how: v.picklist(["quick", "second"]),
      name: text(60),
      rpId: text(255),
      /** Hex. */
      credentialId: v.pipe(v.string(), v.regex(/^([0-9a-f]{2}){1,700}$/)),
      key,
      typed,
      /** Passkeys that stay, each touched for it. */
      others: v.pipe(v.array(key), v.maxLength(8)),
    }),
  ),
  /** Takes it away. Where it was a second factor, that is a rotation. */
  "key.remove": row<{ recoveryCode: string | null }>()(
    "app",
    v.strictObject({
      slotId: itemIdSchema,
      typed,
      others: v.pipe(v.array(key), v.maxLength(8)),
    }),
  ),
  /**
   * A new root key, and all records sealed anew (FORMAT.md 6). Every way in is proved: the password typed, each
   * passkey touched or dropped, and a new recovery code made, which is answered.
   */
  rotate: row<Rotated>()(
    "app",
    v.strictObject({
      /** Of the vault as it is. */
      typed,
      /** Null keeps the one that was typed. */
      newPassword: v.nullable(password),
      others: v.pipe(v.array(key), v.maxLength(8)),
      /** Required passkeys that were not touched go: the user said that they are lost. */
      forgetKeys: v.boolean(),
      /** Somebody may have seen the keys: also what is below them is replaced. */
      exposed: v.boolean(),
    }),
  ),
  /** Stops a rotation that has not been written yet. */
  "rotate.cancel": row<null>()("app", nothing),

  // --- items
  /** The critical values of one item, after the password or within its grace; else STEP_UP (FORMAT.md 3). */
  "item.reveal": row<{ values: { field: string; value: string }[] }>()(
    "app",
    v.strictObject({ id: itemIdSchema, password: v.nullable(proof) }),
  ),
  /** `password` is needed (STEP_UP) where a critical value is new or changed. */
  "item.save": row<Item>()(
    "app",
    v.strictObject({ draft: draftSchema, password: v.nullable(proof) }),
  ),
  "item.favourite": row<null>()("app", v.strictObject({ id: itemIdSchema, on: v.boolean() })),
  ...pastRows,
  "item.trash": row<{ count: number }>()("app", v.strictObject({ ids })),
  "item.restore": row<{ count: number }>()("app", v.strictObject({ ids })),
  /** For ever; only what is in the trash. */
  "item.erase": row<{ count: number }>()("app", v.strictObject({ ids })),

  // --- files of an item; bytes travel in parts of `partBytes`, which are the chunks of FORMAT.md 4
  "file.list": row<{ files: FileLine[] }>()("app", v.strictObject({ id })),
  /** TOO_LARGE above `caps.file`, or where the item has `caps.files` already. */
  "file.begin": row<{ upload: string }>()(
    "app",
    v.strictObject({ id, name: text(caps.fileName), bytes: whole }),
  ),
  /** In their order; CANCELLED where this background does not know the upload: begin again. */
  "file.part": row<null>()("app", v.strictObject({ upload: id, part: whole, data: partText })),
  /** Attaches what was sent, in one action; or forgets it. */
  "file.end": row<null>()("app", v.strictObject({ upload: id, attach: v.boolean() })),
  "file.read": row<{ data: string }>()("app", v.strictObject({ id, file: id, part: whole })),
  "file.remove": row<null>()("app", v.strictObject({ id, file: id })),

  // --- half-typed text, kept in memory while a window is closed
  // --- the page in front
  fill: row<FillReport>()(
    "app",
    v.strictObject({
      id: itemIdSchema,
      tabId,
      /** The origin that the user saw when saying so (`here`); another one by now refuses (PAGE_GONE). */
      origin: v.nullable(text(caps.origin)),
      /** Fill critical fields too; they ask at each use. */
      password: v.nullable(proof),
      /** The user said in our window: this site belongs to the item from now on. */
      adopt: v.boolean(),
      /** Exactly these fields, as the preview showed them. */
      only: v.optional(onlySchema),
    }),
  ),
  ...siteRows,
  "fill.undo": row<{ count: number }>()("app", v.strictObject({ tabId })),
  /** The form of the page as a draft, for review; nothing is saved. */
  capture: row<{ draft: Draft }>()("app", v.strictObject({ tabId })),

  /** A rule of `origins` as it is kept (src/core/site.ts), or why it can not be. */
  "site.check": row<{ stored: string } | { wrong: WrongSite }>()(
    "app",
    v.strictObject({ mode: v.picklist(siteModes), text: text(2000) }),
  ),

  // --- what watched pages have sent, and which sites are watched
  "offer.list": row<{ offers: Offer[] }>()("app", nothing),
  /** Keeps it: as a new item, or in the item `into`. STEP_UP where that changes critical values. */
  "offer.save": row<Item>()(
    "app",
    v.strictObject({
      id,
      title: text(caps.title),
      /** As the user corrected it; null where it is no login. */
      username: v.nullable(text(caps.value)),
      into: v.nullable(itemIdSchema),
      password: v.nullable(proof),
    }),
  ),
  /** Forgets it; `never`: and nothing of that site is offered from now on. */
  "offer.drop": row<null>()("app", v.strictObject({ id, never: v.boolean() })),
  "watch.list": row<Watched>()("app", nothing),
  /** An origin, or "*" for all. `tabId`: the page in front is watched at once, where the browser lets us in. */
  "watch.set": row<Watched>()(
    "app",
    v.strictObject({
      site: text(caps.origin),
      on: v.boolean(),
      tabId: v.nullable(tabId),
      what: v.picklist(watchedFor),
    }),
  ),
  "watch.never": row<Watched>()(
    "app",
    v.strictObject({
      origin: text(caps.origin),
      on: v.boolean(),
      what: v.picklist(["capture", "clips"]),
    }),
  ),

  // --- backup and restore; bytes travel in parts of `partBytes`, as base64
  "backup.begin": row<BackupBegun>()(
    "app",
    /** `kept`: instead of the vault of now, a state that a restore set aside then. */
    v.strictObject({ kept: v.optional(whole) }),
  ),
  /** The vault as a new vault in a file, under this password; the parts come as those of a backup. */
  "export.begin": row<BackupBegun>()("app", v.strictObject({ password, proof: v.nullable(proof) })),
  "backup.part": row<{ data: string }>()("app", v.strictObject({ part: whole })),
  /** The file is on the user's disk: remember when. */
  "backup.done": row<null>()("app", nothing),
  /**
   * Judges the file that was sent as for a restore: by the keys of the open vault, or by its own secret. Null
   * where no secret was given and the keys in hand do not open its manifest.
   */
  "backup.check": row<BackupCheck | null>()(
    "app",
    v.variant("by", [v.strictObject({ by: v.literal("session") }), ...backupSecrets({})]),
  ),
  /** How many items are new or changed since the last backup file. */
  "backup.since": row<{ changed: number }>()("app", nothing),
  "restore.begin": row<null>()(
    "app",
    v.strictObject({ bytes: v.pipe(whole, v.maxValue(backupLimit)) }),
  ),
  "restore.part": row<null>()("app", v.strictObject({ part: whole, data: partText })),
  /** Shape and checksum of what was sent, and the passkeys its password needs beside it; no secret needed. */
  "restore.check": row<{ records: number; keys: KeyAsk[] }>()("app", nothing),
  "restore.open": row<BackupReport>()("app", v.variant("by", [...backupSecrets({})])),
  /** `by` and what follows are of the backup; the vault derives its keys anew and holds them for this one action. */
  "restore.apply": row<{ items: number }>()(
    "app",
    v.variant("by", [
      ...backupSecrets({
        /**
         * adopt: into an empty profile, as it is. add: items that are missing here.
         * exact: everything exactly as then. replace: as a new vault, the old database is kept.
         */
        how: v.picklist(["adopt", "add", "exact", "replace"]),
        /** Of the open vault, where critical values come in from a vault of another key. */
        vaultPassword: v.nullable(proof),
        /** "exact" and "replace" ask the user to type the word of `locales` under restore.word. */
        typed: text(100),
      }),
    ]),
  ),
  "restore.cancel": row<null>()("app", nothing),
  /** States that a restore set aside, newest first. */
  "kept.list": row<{ kept: { at: number; bytes: number }[] }>()("app", nothing),
  "kept.drop": row<null>()("app", v.strictObject({ at: whole })),
  /** Accepts what is on the disk as the whole vault, after `status.problem`; answers how many records were given up. */
  repair: row<{ lost: number }>()("app", nothing),
  ...logRows,
  ...snippetRows,
  ...clipRows,
  ...sharingRows,
  ...serverRows,
  ...targetRows,
} as const satisfies Record<string, MessageRow<v.GenericSchema, unknown>>;

export type Protocol = typeof protocol;
export type Message = keyof Protocol;
export type Ask<M extends Message> = v.InferOutput<Protocol[M]["schema"]>;
export type Reply<M extends Message> =
  Protocol[M] extends MessageRow<v.GenericSchema, infer A> ? A : never;

/** One function a row; a missing one does not compile. */
export type Handlers = { [M in Message]: (ask: Ask<M>) => Promise<Reply<M>> };

/** What travels: the name of the row and its content. */
export interface Envelope {
  coffer: Message;
  ask: unknown;
}

/** What comes back. */
export type Outgoing = { ok: true; reply: unknown } | { ok: false; code: FailureCode };
