/**
 * The one door (ARCHITECTURE.md 3): every message that crosses into the vault is a row of this table.
 * Who may send it, what it carries, what it answers. The attack tests are generated from it.
 */
import * as v from "valibot";
import {
  caps,
  draftSchema,
  itemIdSchema,
  kindNames,
  type Draft,
  type Item,
  type KindName,
  type Row as ItemRow,
} from "../core/item.ts";
import type { Outcome } from "../core/form/field.ts";
import { settingsSchema, type Settings } from "../core/settings.ts";
import type { FailureCode } from "../core/failure.ts";
import type { BackupBegun, BackupCheck, BackupReport } from "./backups.ts";

/** `app`: a page of ours in a window of ours. `page`: a stub in somebody's page. */
export type Who = "app" | "page";

export interface MessageRow<S extends v.GenericSchema, A> {
  who: Who;
  schema: S;
  /** Never set: it carries the type of the answer. */
  answer?: A;
}

const nothing = v.strictObject({});
const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const password = text(4096);
const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const tabId = whole;
const fieldId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/));
const ids = v.pipe(v.array(itemIdSchema), v.maxLength(10_000));
const slot = v.picklist(["popup", "manager"]);

/** Bytes of one part of a backup on its way through the door, before base64. */
export const partBytes = 1 << 20;
/** A backup file larger than this is refused before it is read. */
export const backupLimit = 2 ** 31;

function row<A>() {
  return <S extends v.GenericSchema>(who: Who, schema: S): MessageRow<S, A> => ({ who, schema });
}

export const protocol = {
  // --- the vault as a whole
  status: row<Status>()("app", nothing),
  create: row<{ recoveryCode: string }>()("app", v.strictObject({ password })),
  unlock: row<Unlocked>()(
    "app",
    v.variant("by", [
      v.strictObject({ by: v.literal("password"), secret: password }),
      v.strictObject({ by: v.literal("recovery"), secret: text(100) }),
    ]),
  ),
  lock: row<null>()("app", nothing),
  /** The vault of this profile is gone, the user was told and starts anew; harmless where a vault is. */
  "vault.giveUp": row<null>()("app", nothing),
  "recovery.confirm": row<null>()("app", v.strictObject({ code: text(100) })),
  "settings.save": row<Settings>()("app", v.strictObject({ settings: settingsSchema })),

  // --- items
  find: row<Found>()(
    "app",
    v.strictObject({
      text: text(500),
      /** Items for the site in this tab come first; null where there is no page. */
      tabId: v.nullable(tabId),
      where: v.picklist(["items", "trash"]),
      kind: v.nullable(v.picklist(kindNames)),
      tag: v.nullable(text(caps.tag)),
      favourite: v.boolean(),
      offset: whole,
      limit: v.pipe(whole, v.maxValue(200)),
    }),
  ),
  "item.read": row<Item>()("app", v.strictObject({ id: itemIdSchema })),
  /** The critical values of one item, after the password (FORMAT.md 3). */
  "item.reveal": row<{ values: { field: string; value: string }[] }>()(
    "app",
    v.strictObject({ id: itemIdSchema, password }),
  ),
  /** `password` is needed (STEP_UP) where a critical value is new or changed. */
  "item.save": row<Item>()(
    "app",
    v.strictObject({ draft: draftSchema, password: v.nullable(password) }),
  ),
  "item.favourite": row<null>()("app", v.strictObject({ id: itemIdSchema, on: v.boolean() })),
  "item.trash": row<{ count: number }>()("app", v.strictObject({ ids })),
  "item.restore": row<{ count: number }>()("app", v.strictObject({ ids })),
  /** For ever; only what is in the trash. */
  "item.erase": row<{ count: number }>()("app", v.strictObject({ ids })),

  // --- half-typed text, kept in memory while a window is closed
  "draft.read": row<{ draft: Draft | null }>()("app", v.strictObject({ slot })),
  "draft.keep": row<null>()("app", v.strictObject({ slot, draft: v.nullable(draftSchema) })),

  // --- clipboard
  copy: row<ClipStatus>()(
    "app",
    v.strictObject({ id: itemIdSchema, field: fieldId, password: v.nullable(password) }),
  ),
  "clip.clear": row<{ cleared: boolean }>()("app", nothing),
  /** Text of our own interface (a recovery code, a generated password), cleared like any secret. */
  "clip.text": row<ClipStatus>()("app", v.strictObject({ text: text(caps.value) })),

  // --- the page in front
  here: row<Here>()("app", nothing),
  fill: row<FillReport>()(
    "app",
    v.strictObject({
      id: itemIdSchema,
      tabId,
      /** The origin that the user saw when saying so (`here`); another one by now refuses (PAGE_GONE). */
      origin: v.nullable(text(caps.origin)),
      /** Fill critical fields too; they ask at each use. */
      password: v.nullable(password),
      /** The user said in our window: this site belongs to the item from now on. */
      adopt: v.boolean(),
    }),
  ),
  "fill.undo": row<{ count: number }>()("app", v.strictObject({ tabId })),
  /** The user has read the report: the popup does not open on it again. */
  "fill.dismiss": row<null>()("app", nothing),
  "fill.report": row<{ report: FillReport | null }>()("app", v.strictObject({ tabId })),
  /** The form of the page as a draft, for review; nothing is saved. */
  capture: row<{ draft: Draft }>()("app", v.strictObject({ tabId })),

  // --- backup and restore; bytes travel in parts of `partBytes`, as base64
  "backup.begin": row<BackupBegun>()(
    "app",
    /** `kept`: instead of the vault of now, a state that a restore set aside then. */
    v.strictObject({ kept: v.optional(whole) }),
  ),
  "backup.part": row<{ data: string }>()("app", v.strictObject({ part: whole })),
  /** The file is on the user's disk: remember when. */
  "backup.done": row<null>()("app", nothing),
  /**
   * Judges the file that was sent as for a restore: by the keys of the open vault, or by its own secret. Null
   * where no secret was given and the keys in hand do not open its manifest.
   */
  "backup.check": row<BackupCheck | null>()(
    "app",
    v.strictObject({
      by: v.picklist(["session", "password", "recovery"]),
      secret: password,
    }),
  ),
  /** How many items are new or changed since the last backup file. */
  "backup.since": row<{ changed: number }>()("app", nothing),
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
      vaultPassword: v.nullable(password),
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
    };

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
