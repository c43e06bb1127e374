/** What the vault needs of the world: small interfaces, implemented in src/browser and, for tests, in memory. */
import type { Account } from "../core/backup-key.ts";
import type { Answer, Question } from "../wire/fill-port.ts";
import type { Features } from "../wire/watch-port.ts";
import type { CaretAnswer, CaretQuestion } from "../wire/caret-port.ts";
import type { PointAnswer, PointQuestion } from "../wire/point-port.ts";
import type { FormEngine } from "../core/form/engine.ts";
import type { AgeEngine } from "../core/share/age.ts";
import type { SharingEngine } from "../core/share/engine.ts";
import type { Registered, Watch } from "../core/watched-site.ts";
import type { News } from "../wire/events.ts";
import type { Later } from "./later.ts";
import type { Post } from "./mail-ports.ts";
import type { Remote } from "./remote-port.ts";
import type { ServerPart } from "./server-door.ts";
import type { Targets } from "./target-port.ts";

export type {
  Factors,
  LoggedCommit,
  ReducedCommit,
  Remote,
  RemoteHead,
  RemoteKeys,
  RemoteState,
  ServerAccount,
  Servers,
  Step,
} from "./remote-port.ts";

/** Sealed bytes of one record and where it belongs: `recId` as 32 hex digits, class as in FORMAT.md 3. */
export interface StoredRecord {
  recId: string;
  cls: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Sealed page of the index cache (FORMAT.md 6). */
export interface StoredPage {
  page: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What is read at unlock, before any record. */
export interface Opening {
  header: Uint8Array<ArrayBuffer>;
  manifest: Uint8Array<ArrayBuffer>;
  /** Head of the cache, or null where there is none to trust. */
  head: Uint8Array<ArrayBuffer> | null;
  pages: StoredPage[];
}

/** One user action: all of it is on the disk, or nothing. */
export interface Change {
  /** Sealed manifest this change was made upon; another one on the disk refuses it as CONFLICT. Null: no vault yet. */
  upon: Uint8Array<ArrayBuffer> | null;
  header?: Uint8Array<ArrayBuffer>;
  manifest: Uint8Array<ArrayBuffer>;
  /** Null: no cache yet, it is rebuilt at the next unlock. */
  head: Uint8Array<ArrayBuffer> | null;
  put: StoredRecord[];
  drop: { recId: string; cls: number }[];
  pages: StoredPage[];
  /** Empties the records before `put`: a restore. */
  replaceRecords?: boolean;
  /** Empties the pages before writing these. */
  replacePages?: boolean;
  /** Facts that change together with it; null takes one away. */
  facts?: Record<string, Uint8Array<ArrayBuffer> | null>;
  /** The base as a whole, in place of noting what this change overwrites. */
  base?: StoredRecord[];
}

/** The sealed vault on the disk. Every write is one durable transaction (FORMAT.md 6). */
export interface Disk {
  /** Null where no vault is. */
  open(): Promise<Opening | null>;
  record(recId: string, cls: number): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Every record, in the order of its key, a batch at a time. */
  records(each: (batch: StoredRecord[]) => Promise<void> | void): Promise<void>;
  /** Every record of one class, a batch at a time; the others, which may be large, are not read. */
  recordsOf(cls: number, each: (batch: StoredRecord[]) => Promise<void> | void): Promise<void>;
  /**
   * Refuses with CONFLICT, DISK_FULL or DISK_FAILED; then nothing was written. While the fact `sync` is there, every
   * record that is overwritten or dropped for the first time goes into the base, in the same transaction.
   */
  commit(change: Change): Promise<void>;
  /** Records as the server has them, of all places that are otherwise here; without bytes where it has none. */
  base(): Promise<StoredRecord[]>;
  /** Backup files of states that a restore replaced, kept until the user deletes them. */
  keep(at: number, file: Uint8Array<ArrayBuffer>): Promise<void>;
  kept(): Promise<{ at: number; bytes: number }[]>;
  keptFile(at: number): Promise<Uint8Array<ArrayBuffer> | null>;
  dropKept(at: number): Promise<void>;
  /** Small facts of this device that are no secret: device id, own clock, pending clipboard (sealed). */
  fact(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  setFact(name: string, bytes: Uint8Array<ArrayBuffer> | null): Promise<void>;
  /** Sealed parts of the clipboard history (docs/CLIPBOARD.md), by name; it is of this device alone. */
  clip(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  clipNames(): Promise<string[]>;
  /** In one transaction; null takes one away, `empty` all others before. */
  changeClips(
    change: Record<string, Uint8Array<ArrayBuffer> | null>,
    empty?: boolean,
  ): Promise<void>;
  /** Parts of a backup file on its way in. Ciphertext. */
  stage(part: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  staged(part: number): Promise<Uint8Array<ArrayBuffer> | null>;
  unstage(): Promise<void>;
}

/** Survives the worker, dies with the browser, never on the disk (storage.session). Strings only. */
export interface Memory {
  read(name: string): Promise<string | null>;
  write(name: string, text: string): Promise<void>;
  forget(names: string[]): Promise<void>;
}

/**
 * That this profile has a vault, said outside the database: a database that the browser threw away must not look
 * like a place where none ever was. No secret, and not durable: it is only ever a hint.
 */
export interface Mark {
  there(): Promise<boolean>;
  set(there: boolean): Promise<void>;
}

export type Alarm = "lock" | "clip" | "offers" | "clips" | "sync" | "hint" | "socket" | "targets";

export interface Clock {
  /** ms since 1970. */
  now(): number;
  /** Wakes the background at `at` (ms), also when it was stopped meanwhile; null takes it back. */
  wake(name: Alarm, at: number | null): void;
  /** Tell us when the user has not touched the computer for this long (ms). */
  idleAfter(ms: number): void;
}

/** The system's clipboard. It holds a proof of what we put there, never the text. */
export interface Clipboard {
  /** Puts `text` there and arranges that `clear` happens at `at` even without us, where the browser lets us. */
  write(text: string, proof: ClipProof, at: number): Promise<void>;
  /**
   * Clears it if it holds the text of `proof`, or in any case with null (the user asked); answers whether it did.
   * `instead` is put there in place of nothing.
   */
  clearIf(proof: ClipProof | null, instead?: string): Promise<boolean>;
  /** The text that is there; "" where there is none. */
  read(): Promise<string>;
}

/** SHA-256 of salt and text, both base64. */
export interface ClipProof {
  salt: string;
  hash: string;
}

/** A document of a page, reached through its own port by the questions `Q` of a stub. */
export interface Guest<Q, A> {
  frame: number;
  /** Set by the browser, never by the page: "https://shop.example", or "null". */
  origin: string;
  /** Its address; it decides nothing that the origin does not allow. */
  url: string;
  /** It is our own practice page. */
  ours: boolean;
  /** Throws PAGE_GONE where the document went away, broke the protocol or stays silent for `wait` (ms). */
  ask(question: Q, wait?: number): Promise<A>;
  /** Closes the port: the stub takes its listeners out of the page. */
  leave(): void;
}

/** The stub that reads and writes fields. */
export type PageDocument = Guest<Question, Answer>;

/** The stub that shows fields to the user; no value goes to it. */
export type Pointer = Guest<PointQuestion, PointAnswer>;

/** The stub that inserts at the caret. */
export type CaretDocument = Guest<CaretQuestion, CaretAnswer>;

export interface PageHere {
  tabId: number;
  /** Null where the browser does not let us see it. */
  url: string | null;
  /** The browser would let the stub in: an ordinary web page, or our own practice page. */
  reachable: boolean;
}

export interface Pages {
  /** The page in front of the user. */
  here(): Promise<PageHere | null>;
  tab(tabId: number): Promise<PageHere | null>;
  /** Puts the stub into every frame we may enter and waits until each has opened its port. Throws NO_PAGE. */
  visit(tabId: number): Promise<PageDocument[]>;
  /** A few characters on the toolbar button of a tab, for a while, or until others come; "" takes them away. */
  badge(tabId: number | null, text: string, stays?: boolean): void;
  /** The same with the pointer. */
  point(tabId: number): Promise<Pointer[]>;
  /** The same with what inserts at the caret; NO_PAGE for our own practice page. */
  caret(tabId: number): Promise<CaretDocument[]>;
  /** Opens the popup where the browser lets us; answers whether it did. */
  openPopup(): Promise<boolean>;
}

/** A document of a watched site that has opened its port (src/wire/watch-port.ts). What it says is not checked yet. */
export interface Watcher {
  tabId: number;
  /** Set by the browser. */
  origin: string;
  /** Of a private window. */
  isPrivate: boolean;
  port: {
    postMessage(features: Features): void;
    disconnect(): void;
    onMessage: { addListener(hear: (said: unknown) => void): void };
    onDisconnect: { addListener(gone: () => void): void };
  };
}

/** Sites that the browser lets us watch: match patterns without ports, which Firefox does not know. */
export interface Watching {
  granted(pattern: string): Promise<boolean>;
  /** Gives the permissions back. */
  revoke(patterns: string[]): Promise<void>;
  /** Where the watcher is put into every page, also after a restart of the browser. */
  registered(): Promise<Registered>;
  register(all: Registered): Promise<void>;
  /** Puts it into the page that is there already. */
  enter(tabId: number, what: readonly Watch[]): Promise<void>;
}

/** The public suffix list (src/core/domains.ts). */
export type Domains = Pick<typeof import("../core/domains.ts"), "domainOf">;
/** The engine for regular expressions (src/core/patterns.ts). */
export type Patterns = Pick<
  typeof import("../core/patterns.ts"),
  "compiles" | "matchesAll" | "occurs"
>;

/** One at a time across contexts: "vault" for writing, "derive" for Argon2. */
export interface Locks {
  /** Waits for its turn. */
  hold<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Null where somebody holds it. */
  tryHold<T>(name: string, work: () => Promise<T>): Promise<T | null>;
}

export interface World {
  disk: Disk;
  memory: Memory;
  mark: Mark;
  clock: Clock;
  clipboard: Clipboard;
  pages: Pages;
  watching: Watching;
  locks: Locks;
  /** The server of an account, in the place of the one that `server` reaches (src/vault/reach.ts). */
  remote?: (account: Account, origin: string) => Remote | Promise<Remote>;
  /** Mailboxes at backup servers, in the place of those of `server`. */
  post?: () => Promise<Post>;
  /** The form engine, loaded at its first use. */
  forms(): Promise<FormEngine>;
  /** The public suffix list, and the engine for regular expressions: each loaded where a rule of an item needs it. */
  sites: { domains(): Promise<Domains>; patterns(): Promise<Patterns> };
  /** HPKE and the word list of fingerprints, loaded at their first use. */
  sharing(): Promise<SharingEngine>;
  /** The age format, for people without Coffer, and where backup files go: each loaded at its first use. */
  age(): Promise<AgeEngine>;
  targets(): Promise<Targets>;
  /** What is not needed to open, list and copy, loaded at its first use. */
  later(): Promise<Later>;
  /** What talks to a backup server, loaded where one is connected or the user connects one. */
  server?: () => Promise<ServerPart>;
  /** The word a user types to confirm what can not be undone by a click. */
  confirmation: string;
  tell(news: News): void;
}
