/**
 * The rows of the door about the backup server (FORMAT.md 8, docs/SERVER.md). None of them makes a request while no server
 * is connected, but for `server.test`, `server.connect`, `server.link` and the joining ones, which the user asks for.
 * Before those a page of ours asks for the permission of that origin, in the click (src/wire/permission.ts).
 */
import * as v from "valibot";
import type { FailureCode } from "../core/failure.ts";
import { itemIdSchema, type KindName } from "../core/item.ts";
import type { KeyAsk } from "./answers.ts";
import { type FactorLine, factorProof, factorRows } from "./factors.ts";
import { key, nothing, password, proof, row, text, typed, whole } from "./start-rows.ts";

/** As it is typed: an https address, or http of this very machine. Refused as SERVER_ADDRESS otherwise. */
const url = text(300);
/** What another device shows or sends: "coffer-pair:" and base64url. Refused as BAD_PAIRING where it is mistyped. */
const pairing = text(600);
/** 26 + 2 symbols, however they are grouped. BAD_BACKUP_KEY where it is mistyped. */
const backupKey = text(100);
/** Of an account, on an empty profile. */
const way = v.variant("by", [
  v.strictObject({ by: v.literal("pairing"), text: pairing }),
  v.strictObject({ by: v.literal("key"), url, key: backupKey }),
]);
/** What a rotation asks (protocol.ts). */
const rotation = {
  typed,
  newPassword: v.nullable(password),
  others: v.pipe(v.array(key), v.maxLength(8)),
  forgetKeys: v.boolean(),
};
const rev = whole;

export const serverRows = {
  ...factorRows,
  /** Asks nobody: what this device knows. News "server" says that it may be another. Also while there is no vault. */
  "server.status": row<ServerStatus>()("app", nothing),
  /**
   * Is there a backup server? `origin` is what is kept, shown and asked permission for. SERVER_ADDRESS,
   * SERVER_PERMISSION, OFFLINE, NOT_A_SERVER.
   */
  "server.test": row<{ origin: string }>()("app", v.strictObject({ url })),
  /**
   * A new account for the open vault. `invite`: the code of the operator, null where there is none; SERVER_CLOSED where
   * one is needed, or this one does not do. The first sync begins behind it (`server.status`).
   */
  "server.connect": row<null>()(
    "app",
    v.strictObject({ url, invite: v.nullable(text(64)), proof }),
  ),
  /** Connects the open vault to the account that holds it already: NO_ACCOUNT, OTHER_VAULT; then as `connect`. */
  "server.link": row<null>()("app", v.strictObject({ way, proof })),
  /** Forgets the server; what is there stays there, what is here stays here. */
  "server.disconnect": row<null>()("app", nothing),
  /**
   * Erases the account at the server with all its history, and disconnects. CONFIRMATION; `typed` is restore.word.
   * SERVER_CODE, SERVER_CODE_WRONG: nothing was erased; then again with `code`.
   */
  "server.erase": row<null>()(
    "app",
    v.strictObject({ proof, typed: text(100), code: factorProof }),
  ),

  /** For another device, as text and as a QR code. It reads the account: it stays in our own pages. */
  "server.pair": row<{ text: string }>()("app", v.strictObject({ proof })),
  /** What the emergency sheet prints: the backup key in groups, and the address. */
  "server.sheet": row<{ key: string; origin: string }>()("app", v.strictObject({ proof })),

  /** First step on an empty profile: is the account there, and which passkeys does its vault ask for? */
  "server.look": row<{ origin: string; keys: KeyAsk[] }>()("app", v.strictObject({ way })),
  /**
   * Second step: fetches the vault, opens it and keeps it here; progress is in `server.status`. WRONG_SECRET;
   * ROLLBACK or FORK where the server is behind what the pairing text has seen; CANCELLED; VAULT_EXISTS.
   */
  "server.join": row<{ items: number }>()(
    "app",
    v.strictObject({ way, typed, name: v.nullable(text(100)) }),
  ),

  /**
   * Syncs and waits for it. What it throws stands in `server.status` too: OFFLINE; STEP_UP, then again with `proof`;
   * CONFIRMATION where many items would go, then again with `consent`, or with `keep`: what others have deleted stays
   * here, and goes back to them; ROLLBACK, FORK, MISSING (`server.anew`); DEVICE_REMOVED; SERVER_CODE where a change of
   * keys waits for the second factor, then again with `code`; FORMER_PASSWORD where the keys were changed very often
   * since, and the password too: then again with both, the one of then as `former`. It locks behind that, but where `proof` opens the new keys.
   */
  "server.sync": row<{ pulled: boolean; pushed: boolean }>()(
    "app",
    v.strictObject({
      proof: v.nullable(proof),
      consent: v.boolean(),
      keep: v.optional(v.boolean()),
      former: v.optional(proof),
      code: factorProof,
    }),
  ),
  /** Gives up a change of keys that waits, or takes note of one that came to nothing. */
  "server.rotation.drop": row<null>()("app", nothing),
  /** Stops what is under way; what was sent or fetched so far is not sent or fetched again. */
  "server.cancel": row<null>()("app", nothing),
  /**
   * The way out of ROLLBACK, FORK, MISSING. "merge": what the server has now and what is here are brought together, and
   * nothing is taken away here. "fresh": this device's
   * state goes into a new account there, under a new backup key (a new sheet; other devices are paired again).
   * `typed` is restore.word.
   */
  "server.anew": row<null>()(
    "app",
    v.strictObject({ how: v.picklist(["merge", "fresh"]), proof, typed: text(100) }),
  ),

  /**
   * Six words of the state that this device has seen at the server, to compare with another device by eye: a server that
   * shows each of them another history can not make them the same. `rev` says how far it had come. NOT_FOUND before the
   * first sync.
   */
  "server.words": row<{ rev: number; words: string[] }>()("app", nothing),

  /** STEP_UP without a proof: the list is in the keyring (FORMAT.md 3). */
  "server.devices": row<{ devices: DeviceLine[] }>()(
    "app",
    v.strictObject({ proof: v.nullable(proof) }),
  ),
  "server.device.rename": row<null>()(
    "app",
    v.strictObject({ id: itemIdSchema, name: text(100), proof }),
  ),
  /** Changes the keys, staged as every rotation (FORMAT.md 6). INVALID for this very device. */
  "server.device.remove": row<Rotated>()("app", v.strictObject({ id: itemIdSchema, ...rotation })),

  /** States that can be restored, the newest first; ask again with `before`. */
  "server.history": row<{ states: StateLine[]; next: number | null }>()(
    "app",
    v.strictObject({ before: v.nullable(rev) }),
  ),
  /** One of them, fetched and checked. STEP_UP where it is of an earlier key. */
  "server.state": row<ServerState>()("app", v.strictObject({ rev, proof: v.nullable(proof) })),
  /**
   * Brings items back as new revisions. `ids` null: every item that is missing here or differs. `exact` (all of them
   * only): what came since goes into the trash; CONFIRMATION, `typed` is restore.word. STEP_UP for critical values.
   */
  "server.state.restore": row<{ items: number }>()(
    "app",
    v.strictObject({
      rev,
      ids: v.nullable(v.pipe(v.array(itemIdSchema), v.minLength(1), v.maxLength(10_000))),
      exact: v.boolean(),
      typed: text(100),
      proof: v.nullable(proof),
    }),
  ),

  /** Items of which two devices had changed the same: the value that gave way is in the item's history. */
  "server.conflicts": row<{ conflicts: ConflictLine[] }>()("app", nothing),
  /** The user has seen them. */
  "server.conflicts.seen": row<null>()(
    "app",
    v.strictObject({ ids: v.pipe(v.array(itemIdSchema), v.maxLength(1000)) }),
  ),
} as const;

/** The new recovery code, kept nowhere. */
export interface Rotated {
  recoveryCode: string;
  /**
   * The old keys stay in force (FORMAT.md 6) until the server has answered; or it was asked and wants a `code` of the
   * second factor, by `server.sync`.
   */
  waits?: "answer" | "code";
}

/** What a long work is doing; `total` 0: not known yet. `done` and `total` are bytes when sending, else objects or items. */
export interface Progress {
  phase: "checking" | "fetching" | "merging" | "sending";
  done: number;
  total: number;
}

export type ServerStatus =
  | {
      state: "none";
      /** A vault is being fetched into this empty profile. */
      joining: Progress | null;
    }
  | {
      /**
       * locked: connected, and more is not known until the vault is open. waiting: nothing was tried since the unlock.
       * offline: tried, and tried again by itself. trouble: `problem` needs the user.
       */
      state: "locked" | "waiting" | "ok" | "syncing" | "offline" | "trouble";
      /** Empty while locked. */
      origin: string;
      /** A short name of the account, to compare between devices; empty while locked. */
      account: string;
      /** When the server last had everything that is here (ms since 1970). */
      lastSync: number | null;
      /** Records that are not at the server yet. */
      pending: number;
      problem: FailureCode | null;
      /** With CONFIRMATION: so many of the items that are here would go; null where it is not known any more. */
      brake: { removes: number; of: number } | null;
      progress: Progress | null;
      /** The server tells of changes at once; otherwise they are asked for now and then. */
      live: boolean;
      /** Conflicts that were not looked at yet. */
      conflicts: number;
      /** A change of keys that was staged came to nothing: the keys and the recovery code of before hold. */
      undone: boolean;
      /** Which second factors the server would take; empty until it asked for one. */
      kinds: FactorLine["kind"][];
      /** Of the account at the server, with its history; null until it was asked. */
      room: { bytes: number; most: number } | null;
    };

export interface DeviceLine {
  /** Hex. */
  id: string;
  name: string;
  added: number;
  /** Its last entry in the log (ms since 1970); null where there is none. */
  last: number | null;
  own: boolean;
}

export interface StateLine {
  rev: number;
  /** By the server's clock (ms since 1970). */
  at: number;
  /** What that change sent. */
  bytes: number;
  /** It is what this device has seen last. */
  now: boolean;
}

export interface ServerState {
  rev: number;
  /** By the manifest, which the device that made it has signed (ms since 1970). */
  made: number;
  items: {
    id: string;
    kind: KindName;
    title: string;
    hint: string;
    trashed: boolean;
    /** Compared with the vault of now. */
    here: "same" | "differs" | "trashed" | "gone";
  }[];
  /** Items of now that it does not have. */
  newer: number;
}

export interface ConflictLine {
  id: string;
  title: string;
  at: number;
  /** Which of the earlier values (`item.past`) are the sides that gave way. */
  fields: { field: string; at: number }[];
}
