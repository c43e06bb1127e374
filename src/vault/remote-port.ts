/** What the vault needs of a backup server (FORMAT.md 8): implemented in src/browser/servers.ts and, for tests, in memory. */
import type { Account } from "../core/backup-key.ts";
import type { SigningKey } from "../core/sign.ts";
import type { FactorBegun, FactorFirst, FactorLine, FactorWanted } from "../wire/factors.ts";

/** Where the log of a vault on a server stands. */
export interface RemoteHead {
  /** New at the server's first start, and when its operator restored it. */
  logId: Uint8Array<ArrayBuffer>;
  rev: number;
  chain: Uint8Array<ArrayBuffer>;
}

/** A commit as it lies in the log, without its objects. */
export interface LoggedCommit {
  body: Uint8Array<ArrayBuffer>;
  sig: Uint8Array<ArrayBuffer>;
}

/** What a purge has left of one (FORMAT.md 8). */
export interface ReducedCommit {
  keyEpoch: number;
  /** H(body) */
  bodyHash: Uint8Array<ArrayBuffer>;
  sig: Uint8Array<ArrayBuffer>;
  /** As objects, in the order of their counters: its ancestors, and then its own. */
  manifests: Uint8Array<ArrayBuffer>[];
}

/** Looked at while it is under way. */
export type Step = (done: number, total: number) => void;

/** A state of the log as a server tells it. */
export interface RemoteState {
  rev: number;
  keyEpoch: number;
  header: Uint8Array<ArrayBuffer>;
  /** As an object. */
  manifest: Uint8Array<ArrayBuffer>;
  /** Names. */
  objects: string[];
}

export interface RemoteKeys {
  keyEpoch: number;
  readPk: Uint8Array<ArrayBuffer>;
  writePk: Uint8Array<ArrayBuffer>;
  adminPk: Uint8Array<ArrayBuffer>;
}

/**
 * The account of one vault on a server (FORMAT.md 8). Nothing it answers is believed: src/vault/server-log.ts looks at all of
 * it. Each call throws OFFLINE where there was no answer, which says nothing of whether it was done.
 */
export interface Remote {
  /** Null where there is no such account; SERVER_PERMISSION where the browser does not let us ask. */
  head(): Promise<RemoteHead | null>;
  /** Makes the account; harmless where it is there with the same keys. SERVER_CLOSED without a good `invite`. */
  create(keys: RemoteKeys, invite?: string): Promise<void>;
  /** Commits after `since`, the oldest first, some at a time; empty at the head. "ahead": it has none so new (416). */
  changes(since: number): Promise<LoggedCommit[] | "ahead" | "compacted">;
  /** What a purge has left behind `since`, the oldest first, some at a time; empty where the log is whole from there on. */
  purged(since: number): Promise<ReducedCommit[]>;
  /** Null where it is not kept, or not any more. */
  state(rev: number): Promise<RemoteState | null>;
  /** Null where it is not there. */
  object(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /**
   * At most 200 by name in one answer: as many as it holds, the first at least, in this order; null for one that is not
   * there. Without it each is asked for by itself.
   */
  objects?(names: readonly string[]): Promise<(Uint8Array<ArrayBuffer> | null)[]>;
  /**
   * Adds a commit, whole or not at all; the same body again gets the first answer. "stale" (409): its base or key epoch
   * is not the head's. Also throws INVALID (422), TOO_LARGE (413), SERVER_FULL (507): then it was not added.
   */
  commit(
    commit: LoggedCommit & { objects: Uint8Array<ArrayBuffer>[] },
    /** In bytes. */
    sent?: Step,
    /** Of the second factor, for a change of keys; without a good one SERVER_CODE, SERVER_CODE_WRONG: it was not added. */
    proof?: string,
  ): Promise<{ rev: number; chain: Uint8Array<ArrayBuffer> } | "stale">;
}

/**
 * The second factors of an account, signed by its admin key; NOT_FOUND where that is another by now. `proof` is of a
 * factor that is there: SERVER_CODE where one is needed, SERVER_CODE_WRONG.
 */
export interface Factors {
  /** Those that were confirmed. */
  list(admin: SigningKey): Promise<FactorLine[]>;
  /** Counts only once it is confirmed; one that was begun before goes. */
  begin(admin: SigningKey, wanted: FactorWanted, proof?: string): Promise<FactorBegun>;
  /** By the first code, or by what the authenticator answered. */
  confirm(admin: SigningKey, id: string, first: FactorFirst): Promise<void>;
  remove(admin: SigningKey, id: string, proof?: string): Promise<void>;
  /** What `navigator.credentials.get` is asked for one proof; null where no passkey is enrolled. */
  question(admin: SigningKey): Promise<Record<string, unknown> | null>;
}

/** The same account with all that a real server can do beside syncing. */
export interface ServerAccount extends Remote {
  /** What the last answer of `head` said of the room there. */
  room(): { bytes: number; most: number } | null;
  /** What second factors it has asked for; none until it did. */
  kinds(): FactorLine["kind"][];
  /** Restorable states before a revision (null: all), the newest first. */
  history(before: number | null): Promise<{
    states: { rev: number; at: number; bytes: number }[];
    next: number | null;
  }>;
  /** Erases the account, signed by its admin key. SERVER_CODE, SERVER_CODE_WRONG where a second factor is enrolled. */
  erase(admin: SigningKey, proof?: string): Promise<void>;
  factors: Factors;
  /** Hints over a socket until it ends; `hear` with null: it is over. The answer ends it. */
  watch(hear: (rev: number | null) => void): () => void;
  /** Aborts what is under way; whatever is asked from now on is CANCELLED. */
  stop(): void;
}

/** How the vault reaches backup servers. */
export interface Servers {
  /** The account at this origin. Nothing is asked yet. */
  account(account: Account, origin: string): ServerAccount;
  /** NOT_A_SERVER, OFFLINE, SERVER_PERMISSION. */
  probe(origin: string): Promise<void>;
  /** What this device may be called: "Firefox on Linux". */
  deviceName(): string;
}
