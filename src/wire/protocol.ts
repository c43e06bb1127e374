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
  type Item,
  type KindName,
  type Row as ItemRow,
} from "../core/item.ts";
import type { Outcome } from "../core/form/field.ts";
import { settingsSchema, type Settings } from "../core/settings.ts";
import type { FailureCode } from "../core/failure.ts";
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

export type { MessageRow, Proof, Typed } from "./start-rows.ts";

/** Bytes of one part of a backup on its way through the door, before base64. */
export const partBytes = 1 << 20;
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
  rotate: row<{ recoveryCode: string; waits?: boolean }>()(
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
  "item.trash": row<{ count: number }>()("app", v.strictObject({ ids })),
  "item.restore": row<{ count: number }>()("app", v.strictObject({ ids })),
  /** For ever; only what is in the trash. */
  "item.erase": row<{ count: number }>()("app", v.strictObject({ ids })),

  // --- half-typed text, kept in memory while a window is closed
  // --- clipboard
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
    }),
  ),
  "fill.undo": row<{ count: number }>()("app", v.strictObject({ tabId })),
  /** The form of the page as a draft, for review; nothing is saved. */
  capture: row<{ draft: Draft }>()("app", v.strictObject({ tabId })),

  // --- backup and restore; bytes travel in parts of `partBytes`, as base64
  "backup.begin": row<{ name: string; bytes: number; parts: number; items: number }>()(
    "app",
    /** `kept`: instead of the vault of now, a state that a restore set aside then. */
    v.strictObject({ kept: v.optional(whole) }),
  ),
  "backup.part": row<{ data: string }>()("app", v.strictObject({ part: whole })),
  /** The file is on the user's disk: remember when. */
  "backup.done": row<null>()("app", nothing),
  "restore.begin": row<null>()(
    "app",
    v.strictObject({ bytes: v.pipe(whole, v.maxValue(backupLimit)) }),
  ),
  "restore.part": row<null>()(
    "app",
    v.strictObject({ part: whole, data: text(Math.ceil(partBytes / 3) * 4) }),
  ),
  /** Shape and checksum of what was sent; no secret needed. */
  "restore.check": row<{ records: number }>()("app", nothing),
  "restore.open": row<BackupReport>()(
    "app",
    v.strictObject({ by: v.picklist(["password", "recovery"]), secret: password }),
  ),
  "restore.apply": row<{ items: number }>()(
    "app",
    v.strictObject({
      /**
       * adopt: into an empty profile, as it is. add: items that are missing here.
       * exact: everything exactly as then. replace: as a new vault, the old database is kept.
       */
      how: v.picklist(["adopt", "add", "exact", "replace"]),
      /** Of the backup; the vault derives its keys anew and holds them for this one action. */
      by: v.picklist(["password", "recovery"]),
      secret: password,
      /** Of the open vault, where critical values come in from a vault of another key. */
      vaultPassword: v.nullable(proof),
      /** "exact" and "replace" ask the user to type the word of `locales` under restore.word. */
      typed: text(100),
    }),
  ),
  "restore.cancel": row<null>()("app", nothing),
  /** States that a restore set aside, newest first. */
  "kept.list": row<{ kept: { at: number; bytes: number }[] }>()("app", nothing),
  "kept.drop": row<null>()("app", v.strictObject({ at: whole })),
  /** Accepts what is on the disk as the whole vault, after `status.problem`; answers how many records were given up. */
  repair: row<{ lost: number }>()("app", nothing),
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

// --- shapes of the answers

export interface ClipStatus {
  /** When our value is cleared (ms since 1970). */
  until: number;
}

export type Status =
  | {
      state: "none";
      /** This profile had a vault, and the browser has lost it. */
      lost: boolean;
    }
  | {
      state: "locked";
      /** What waits for the unlock, to be told above the password box. */
      waiting: "fill" | "snippet" | null;
      /** A value of ours may still be on the clipboard since before the last start. */
      clip: ClipStatus | null;
      /** A passkey is needed beside the password; one of this device opens without it. */
      keys: { second: boolean; quick: boolean };
    }
  | {
      state: "open";
      items: number;
      trashed: number;
      tags: string[];
      /** When it locks by itself, if nothing happens (ms since 1970). */
      lockAt: number;
      clip: ClipStatus | null;
      settings: Settings;
      /** Of the disk after unlock: the set does not fit its manifest. */
      problem: FailureCode | null;
      /** The recovery code was used: it is spent, a new password has to be chosen (FORMAT.md 6). */
      renew: boolean;
      /** This computer can bear a stronger derivation. */
      stronger: boolean;
      /** A rotation under way: how much of it is done, 0 to 1. */
      rotating: number | null;
      /** A passkey is needed beside the password; one of this device opens without it. */
      keys: { second: boolean; quick: boolean };
    };

/** A passkey as `navigator.credentials.get` has to be asked for it; bytes as hex. */
export interface KeyAsk {
  slotId: string;
  /** It opens this device's vault without the password. */
  alone: boolean;
  rpId: string;
  credentialId: string;
  salt: string;
}

export interface Unlocked {
  /** What was waiting and has been done. */
  resumed: { fill: FillReport } | { failed: FailureCode } | { draft: "popup" } | null;
}

export interface Found {
  /** Items for the site in the tab, best first; they are not repeated in `rows`. */
  site: ItemRow[];
  /** The others: with a search text by match, else by last use. From `offset`, at most `limit`. */
  rows: ItemRow[];
  /** All that fit, `site` included. */
  total: number;
}

export interface Here {
  tabId: number | null;
  /** Origin of the page in front, or null where it has none or is not ours to see. */
  origin: string | null;
  /** Host as shown, punycode. */
  host: string | null;
  /** The browser lets us into this page. */
  reachable: boolean;
}

export interface FillReport {
  tabId: number;
  /** Of the page that was filled; null for our own practice page. */
  origin: string | null;
  itemId: string;
  title: string;
  kind: KindName;
  filled: number;
  /** Fields of the page that were looked at: those filled and those named in `fields`. */
  total: number;
  fields: { label: string; outcome: Outcome }[];
  /** When (ms since 1970). */
  at: number;
  undone: boolean;
}

export interface BackupReport {
  items: number;
  trashed: number;
  records: number;
  /** The manifest's own time (ms since 1970). */
  made: number;
  /** Every record the manifest counts is there and unchanged. */
  complete: boolean;
  /** No vault here, the vault that is open here, or another one. */
  here: "empty" | "same" | "other" | "locked";
  /** Critical values in it; bringing them into a vault of another key needs that vault's password. */
  critical: number;
}
