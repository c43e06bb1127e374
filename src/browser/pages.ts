/**
 * Other people's pages: the stub is injected without data, each document opens a port, and the port's
 * browser-set sender says whose it is (FORMAT.md 10).
 */
import * as v from "valibot";
import browser, { type Runtime, type Tabs } from "webextension-polyfill";
import { Failure } from "../core/failure.ts";
import type {
  CaretDocument,
  Guest,
  PageDocument,
  PageHere,
  Pages,
  Pointer,
} from "../vault/ports.ts";
import { answerSchema, fillPortName } from "../wire/fill-port.ts";
import { caretAnswerSchema, caretPortName } from "../wire/caret-port.ts";
import { pointAnswerSchema, pointPortName } from "../wire/point-port.ts";

/** A page that does not answer for this long (ms) is busy with something else, or hostile. */
const patience = 10_000;
const badgeTime = 10_000;
const practice = browser.runtime.getURL("practice.html");
const own = new URL(practice).origin;

/** The three stubs: what is injected, and what they may answer. The name is that of their port. */
const stubs = {
  [fillPortName]: { file: "/fill.js", answers: answerSchema },
  [caretPortName]: { file: "/insert.js", answers: caretAnswerSchema },
  [pointPortName]: { file: "/point.js", answers: pointAnswerSchema },
} as const;
type Stub = keyof typeof stubs;

interface Visit {
  documents: Guest<unknown, unknown>[];
  changed: () => void;
}
/** Visits under way, by stub and tab. */
const visits = new Map<string, Visit>();
const visitKey = (stub: Stub, tabId: number) => `${stub} ${tabId}`;

/** Call it while the background starts, so that no port is missed. */
export function listenForGuests(): void {
  browser.runtime.onConnect.addListener((port) => {
    const { name } = port;
    if (name !== fillPortName && name !== pointPortName && name !== caretPortName) return;
    const sender = port.sender;
    const tabId = sender?.tab?.id;
    const awaited = tabId === undefined ? undefined : visits.get(visitKey(name, tabId));
    // Nobody asked for this document: a port opened by itself learns nothing.
    if (awaited === undefined || sender === undefined) {
      port.disconnect();
      return;
    }
    awaited.documents.push(documentAt(port, sender, stubs[name].answers));
    awaited.changed();
  });
}

function documentAt(
  port: Runtime.Port,
  sender: Runtime.MessageSender & { origin?: string },
  answers: v.GenericSchema<unknown, { got: string }>,
): Guest<unknown, unknown> {
  let gone = false;
  let hand: Promise<unknown> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  port.onDisconnect.addListener(() => (gone = true));
  const origin = sender.origin ?? "null";

  async function ask(question: unknown, wait: number): Promise<unknown> {
    const writes = /^(write|open|undo)$/.test((question as { ask: string }).ask);
    if (port.name === fillPortName && writes) await (hand ??= bringHand(sender));
    return new Promise<unknown>((resolve, reject) => {
      if (gone) return reject(new Failure("PAGE_GONE"));
      const leave = () => {
        clearTimeout(timer);
        port.onMessage.removeListener(hear);
        port.onDisconnect.removeListener(lost);
      };
      const lost = () => {
        leave();
        reject(new Failure("PAGE_GONE"));
      };
      const hear = (message: unknown) => {
        leave();
        const checked = v.safeParse(answers, message);
        if (checked.success && checked.output.got !== "failed") resolve(checked.output);
        else reject(new Failure("PAGE_GONE"));
      };
      const timer = setTimeout(() => {
        // An answer that comes too late must not be taken for that of the next question.
        gone = true;
        port.disconnect();
        lost();
      }, wait);
      port.onMessage.addListener(hear);
      port.onDisconnect.addListener(lost);
      port.postMessage(question);
    });
  }

  return {
    frame: sender.frameId ?? -1,
    origin,
    url: sender.url ?? "",
    ours: origin === own && sender.frameId === 0 && (sender.url ?? "").startsWith(practice),
    leave: () => port.disconnect(),
    // One question at a time: answers have no numbers, each belongs to the question before it.
    ask: (question, wait = patience) => {
      const mine = last.then(() => ask(question, wait));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

/**
 * Brings into the document what writes (src/page/hand.ts), without data. Another page that came into the frame meanwhile
 * gets nothing by it: the values go through the port, which dies with its document.
 */
async function bringHand({ tab, frameId, url }: Runtime.MessageSender): Promise<void> {
  // Our own page has it already.
  if (tab?.id === undefined || url?.startsWith(own)) return;
  const target = { tabId: tab.id, frameIds: [frameId ?? 0] };
  await browser.scripting.executeScript({ target, files: ["/hand.js"] }).catch(() => {
    throw new Failure("PAGE_GONE");
  });
}

/** Puts the stub into the tab; answers how many documents will open a port. */
async function inject(stub: Stub, tabId: number): Promise<number> {
  const tab = await browser.tabs.get(tabId).catch(() => null);
  if (tab?.url?.startsWith(practice) === true) {
    if (stub === caretPortName) throw new Failure("NO_PAGE");
    await browser.tabs.sendMessage(tabId, { cofferVisit: true }).catch(() => undefined);
    return 1;
  }
  const injected = browser.scripting
    .executeScript({ target: { tabId, allFrames: true }, files: [stubs[stub].file] })
    .catch(() => {
      throw new Failure("NO_PAGE");
    });
  // A frame that never stops would keep this promise open for ever.
  const tooLong = new Promise<null>((resolve) => setTimeout(() => resolve(null), patience));
  const results = await Promise.race([injected, tooLong]);
  if (results === null) throw new Failure("PAGE_GONE");
  return results.length;
}

async function visit(stub: Stub, tabId: number): Promise<Guest<unknown, unknown>[]> {
  let check: () => void = () => undefined;
  const documents: Visit["documents"] = [];
  const mine: Visit = { documents, changed: () => check() };
  visits.set(visitKey(stub, tabId), mine);
  try {
    const expected = await inject(stub, tabId);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patience);
      check = () => {
        if (documents.length < expected) return;
        clearTimeout(timer);
        resolve();
      };
      check();
    });
  } finally {
    const key = visitKey(stub, tabId);
    if (visits.get(key) === mine) visits.delete(key);
  }
  if (documents.length === 0) throw new Failure("PAGE_GONE");
  return documents.toSorted((a, b) => a.frame - b.frame);
}

function pageOf(tab: Tabs.Tab | null | undefined): PageHere | null {
  if (tab?.id === undefined) return null;
  const url = tab.url ?? null;
  return {
    tabId: tab.id,
    url,
    reachable: url !== null && (/^https?:/.test(url) || url.startsWith(practice)),
  };
}

/** Shown for a while, or until another one; a tab of another page shows its own. */
function badge(tabId: number | null, text: string, stays = false): void {
  const where = tabId === null ? {} : { tabId };
  const show = (words: string) =>
    browser.action.setBadgeText({ ...where, text: words }).catch(() => undefined);
  void browser.action.setBadgeBackgroundColor({ color: "#2f5d50" }).catch(() => undefined);
  void show(text);
  if (text !== "" && !stays) setTimeout(() => void show(""), badgeTime);
}

interface PopupOpener {
  openPopup?: () => Promise<void>;
}

export const pages: Pages = {
  here: async () => {
    // A small window of ours is no page in front: then it is the one that was used last.
    const tabs = await browser.tabs.query({ active: true, windowType: "normal" });
    const windowed = await browser.tabs.query({ active: true, lastFocusedWindow: true });
    const front = tabs.find(({ id }) => id === windowed[0]?.id);
    const last = tabs.toSorted((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0))[0];
    return pageOf(front ?? last);
  },
  tab: async (tabId) => pageOf(await browser.tabs.get(tabId).catch(() => null)),
  visit: (tabId) => visit(fillPortName, tabId) as Promise<PageDocument[]>,
  point: (tabId) => visit(pointPortName, tabId) as Promise<Pointer[]>,
  caret: (tabId) => visit(caretPortName, tabId) as Promise<CaretDocument[]>,
  badge,
  openPopup: async () => {
    try {
      await (browser.action as PopupOpener).openPopup?.();
      return true;
    } catch {
      return false;
    }
  },
};
