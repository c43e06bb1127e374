/**
 * A world in memory for tests in Node. The disk keeps the contract of src/browser/disk.ts (one action is all
 * or nothing, CONFLICT over another manifest) and can be told to fail; the browser's own is tested end to end.
 */
import type { Registered } from "../../src/core/watched-site.ts";
import { equalBytes } from "../../src/core/bytes.ts";
import { decodeHeader, type Header } from "../../src/core/header.ts";
import { formEngine } from "../../src/core/form/engine.ts";
import { domainOf } from "../../src/core/domains.ts";
import { Failure, type FailureCode } from "../../src/core/failure.ts";
import { compiles, matchesAll, occurs } from "../../src/core/patterns.ts";
import type { Answer, Question } from "../../src/wire/fill-port.ts";
import { ageEngine } from "../../src/core/share/age.ts";
import { sharingEngine } from "../../src/core/share/engine.ts";
import type { CaretAnswer, CaretQuestion } from "../../src/wire/caret-port.ts";
import type { PointAnswer, PointQuestion } from "../../src/wire/point-port.ts";
import { proves } from "../../src/vault/clip.ts";
import { later } from "../../src/vault/later.ts";
import type {
  Alarm,
  Change,
  ClipProof,
  Disk,
  PageDocument,
  CaretDocument,
  Pointer,
  StoredRecord,
  World,
} from "../../src/vault/ports.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export interface TestWorld extends World {
  /** ms since 1970; move it to let time pass. */
  time: { now: number };
  stored: Stored;
  session: Map<string, string>;
  clip: { text: string };
  alarms: Map<Alarm, number>;
  news: string[];
  /** Documents that the next visit finds, by tab. */
  site: { url: string; documents: TestDocument[] };
  badges: string[];
  /** What the browser lets us watch, where it puts the watcher, and pages it was put into at once. */
  browser: { granted: Set<string>; registered: string[]; what: Registered; entered: number[] };
  /** Throws before the commit with this number (1, 2, ...) is written. */
  faults: { at: number; code: FailureCode } | null;
  commits: { count: number };
}

export interface TestDocument {
  origin: string;
  /** Its address, where it matters. */
  url?: string;
  frame: number;
  answer: (question: Question) => Answer;
  /** What the stub that inserts answers. */
  caret?: (question: CaretQuestion) => CaretAnswer;
  /** What the pointer answers, beside a scan; "leave": its port was closed. */
  point?: (question: PointQuestion | "leave") => PointAnswer | Promise<PointAnswer> | null;
}

export interface Stored {
  header: Bytes | null;
  manifest: Bytes | null;
  head: Bytes | null;
  records: Map<string, StoredRecord>;
  pages: Map<number, Bytes>;
  facts: Map<string, Bytes>;
  clips: Map<string, Bytes>;
  staged: Map<number, Bytes>;
  base: Map<string, StoredRecord>;
  kept: Map<number, Bytes>;
  /** In storage.local: it stays where the database is lost. */
  marked: boolean;
}

function emptyStore(): Stored {
  return {
    header: null,
    manifest: null,
    head: null,
    records: new Map(),
    pages: new Map(),
    facts: new Map(),
    clips: new Map(),
    staged: new Map(),
    base: new Map(),
    kept: new Map(),
    marked: false,
  };
}

/** Where a record stands in `Stored.records`. */
export const keyOf = (recId: string, cls: number) => `${recId}${cls.toString(16).padStart(2, "0")}`;

function setFact({ facts }: Stored, name: string, bytes: Bytes | null): void {
  if (bytes === null) facts.delete(name);
  else facts.set(name, bytes);
}

/** What is overwritten for the first time since the last sync goes into the base. */
function noteBase({ base, records, facts }: Stored, change: Change): void {
  if (change.base !== undefined) {
    base.clear();
    for (const record of change.base) base.set(keyOf(record.recId, record.cls), record);
  } else if (facts.has("sync")) {
    for (const { recId, cls } of [...change.put, ...change.drop]) {
      const key = keyOf(recId, cls);
      if (!base.has(key))
        base.set(key, records.get(key) ?? { recId, cls, bytes: new Uint8Array(0) });
    }
  }
}

function diskOf(stored: Stored, world: () => TestWorld): Disk {
  return {
    open: async () =>
      stored.header === null || stored.manifest === null
        ? null
        : {
            header: stored.header,
            manifest: stored.manifest,
            head: stored.head,
            pages: [...stored.pages].map(([page, bytes]) => ({ page, bytes })),
          },
    record: async (recId, cls) => stored.records.get(keyOf(recId, cls))?.bytes ?? null,
    records: async (each) => {
      const all = [...stored.records.values()];
      for (let at = 0; at < all.length; at += 7) await each(all.slice(at, at + 7));
    },
    recordsOf: async (cls, each) => {
      const all = [...stored.records.values()].filter((record) => record.cls === cls);
      for (let at = 0; at < all.length; at += 7) await each(all.slice(at, at + 7));
    },
    commit: async (change: Change) => {
      const { faults, commits } = world();
      commits.count++;
      if (faults !== null && commits.count === faults.at) throw new Failure(faults.code);
      const fits =
        change.upon === null
          ? stored.manifest === null
          : stored.manifest !== null && equalBytes(stored.manifest, change.upon);
      if (!fits) throw new Failure("CONFLICT");
      noteBase(stored, change);
      if (change.replaceRecords === true) stored.records.clear();
      if (change.replacePages === true) stored.pages.clear();
      if (change.header !== undefined) stored.header = change.header;
      stored.manifest = change.manifest;
      for (const { recId, cls } of change.drop) stored.records.delete(keyOf(recId, cls));
      for (const record of change.put) stored.records.set(keyOf(record.recId, record.cls), record);
      for (const { page, bytes } of change.pages) stored.pages.set(page, bytes);
      if (change.head !== null) stored.head = change.head;
      for (const [name, bytes] of Object.entries(change.facts ?? {})) setFact(stored, name, bytes);
    },
    base: async () => [...stored.base.values()],
    keep: async (at, file) => void stored.kept.set(at, file),
    kept: async () => [...stored.kept].map(([at, file]) => ({ at, bytes: file.length })),
    keptFile: async (at) => stored.kept.get(at) ?? null,
    dropKept: async (at) => void stored.kept.delete(at),
    fact: async (name) => stored.facts.get(name) ?? null,
    setFact: async (name, bytes) => setFact(stored, name, bytes),
    clip: async (name) => stored.clips.get(name) ?? null,
    clipNames: async () => [...stored.clips.keys()],
    changeClips: async (change, empty = false) => {
      if (empty) stored.clips.clear();
      for (const [name, bytes] of Object.entries(change))
        if (bytes === null) stored.clips.delete(name);
        else stored.clips.set(name, bytes);
    },
    stage: async (part, bytes) => void stored.staged.set(part, bytes),
    staged: async (part) => stored.staged.get(part) ?? null,
    unstage: async () => stored.staged.clear(),
  };
}

/** A fresh profile, or another browser start over the same disk. */
export function testWorld(stored: Stored = emptyStore()): TestWorld {
  const session = new Map<string, string>();
  const alarms = new Map<Alarm, number>();
  const time = { now: Date.UTC(2026, 0, 1) };
  const clip = { text: "" };
  const news: string[] = [];
  const badges: string[] = [];
  const site: TestWorld["site"] = { url: "https://shop.example/", documents: [] };
  const held = new Map<string, Promise<unknown>>();
  const busy = new Set<string>();
  const watching: TestWorld["browser"] = {
    granted: new Set(),
    registered: [],
    what: {},
    entered: [],
  };
  const world: TestWorld = {
    time,
    stored,
    session,
    clip,
    alarms,
    news,
    site,
    browser: watching,
    badges,
    faults: null,
    commits: { count: 0 },
    disk: diskOf(stored, () => world),
    memory: {
      read: async (name) => session.get(name) ?? null,
      write: async (name, text) => void session.set(name, text),
      forget: async (names) => names.forEach((name) => session.delete(name)),
    },
    mark: {
      there: async () => stored.marked,
      set: async (on) => void (stored.marked = on),
    },
    clock: {
      now: () => time.now,
      wake: (name, at) => void (at === null ? alarms.delete(name) : alarms.set(name, at)),
      idleAfter: () => undefined,
    },
    clipboard: {
      write: async (text) => void (clip.text = text),
      read: async () => clip.text,
      clearIf: async (proof: ClipProof | null, instead = "") => {
        if (proof !== null && !(await proves(proof, clip.text))) return false;
        clip.text = instead;
        return true;
      },
    },
    pages: {
      here: async () => ({ tabId: 7, url: site.url, reachable: true }),
      tab: async () => ({ tabId: 7, url: site.url, reachable: true }),
      visit: async () => site.documents.map(asDocument),
      caret: async () => site.documents.map(asCaret),
      point: async () => site.documents.map(asPointer),
      badge: (_, text) => void badges.push(text),
      openPopup: async () => true,
    },
    watching: {
      granted: async (pattern) => watching.granted.has(pattern),
      revoke: async (patterns) => patterns.forEach((one) => watching.granted.delete(one)),
      registered: async () =>
        Object.fromEntries(watching.registered.map((one) => [one, watching.what[one] ?? []])),
      register: async (all) => {
        watching.registered = Object.keys(all).toSorted();
        watching.what = all;
      },
      enter: async (tab) => void watching.entered.push(tab),
    },
    locks: {
      hold: async (name, work) => {
        const before = held.get(name) ?? Promise.resolve();
        const mine = before.then(work);
        held.set(
          name,
          mine.catch(() => undefined),
        );
        return mine;
      },
      tryHold: async (name, work) => {
        if (busy.has(name)) return null;
        busy.add(name);
        try {
          return await work();
        } finally {
          busy.delete(name);
        }
      },
    },
    forms: async () => formEngine,
    later: async () => later,
    sites: {
      domains: async () => ({ domainOf }),
      patterns: async () => ({ compiles, matchesAll, occurs }),
    },
    sharing: async () => sharingEngine,
    age: async () => ageEngine,
    targets: async () => {
      throw new Error("A test that reaches targets brings them along.");
    },
    confirmation: "RESTORE",
    tell: (what) => void news.push(what),
  };
  return world;
}

function asDocument({ origin, url, frame, answer }: TestDocument): PageDocument {
  return {
    origin,
    url: url ?? origin,
    frame,
    ours: false,
    leave: () => undefined,
    ask: async (question) => answer(question),
  };
}

/** The same document, asked by the pointer. */
function asPointer(document: TestDocument): Pointer {
  const { origin, url = origin, frame, answer, point } = document;
  const ask = async (question: PointQuestion): Promise<PointAnswer> => {
    if (question.ask === "scan") {
      const scanned = answer(question);
      return scanned.got === "fields" ? scanned : { got: "failed" };
    }
    return (
      point?.(question) ??
      (question.ask === "frames" ? { got: "frames", origins: [] } : { got: "failed" })
    );
  };
  const leave = () => void point?.("leave");
  return { origin, url, frame, ours: false, leave, ask };
}

/** The same document, asked by what inserts; it has no caret unless the test says so. */
function asCaret(document: TestDocument): CaretDocument {
  const { origin, url = origin, frame, caret } = document;
  const ask = async (question: CaretQuestion): Promise<CaretAnswer> =>
    caret?.(question) ??
    (question.ask === "caret"
      ? { got: "caret", place: "none", focus: true }
      : { got: "inserted", how: "none" });
  return { origin, url, frame, ours: false, leave: () => undefined, ask };
}

/** Every byte that a thief of this profile would read, as text to search in. */
export function allOnDisk(stored: Stored): string {
  const parts = [stored.header, stored.manifest, stored.head]
    .concat([...stored.records.values()].map(({ bytes }) => bytes))
    .concat([...stored.pages.values()], [...stored.facts.values()], [...stored.clips.values()]);
  return parts
    .map((bytes) => (bytes === null ? "" : new TextDecoder("latin1").decode(bytes)))
    .join("|");
}

/** What is there, or a fault of the test that looks for it. */
export function there<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("It is not there.");
  return value;
}

/** The header on the disk. */
export function headerOf({ header }: Pick<Stored, "header">): Header {
  return decodeHeader(there(header));
}

/** The first record of a class on the disk. */
export function firstOf({ records }: Pick<Stored, "records">, cls: number): StoredRecord {
  return there([...records.values()].find((record) => record.cls === cls));
}
