/** The system's clipboard: by an offscreen document in Chromium, directly from Firefox's event page. */
import browser, { type Runtime } from "webextension-polyfill";
import { concat, fromBase64, toBase64, utf8 } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import type { Clipboard, ClipProof } from "../vault/ports.ts";
import { type ClipboardDone, type ClipboardOrder, clipboardPortName } from "./clipboard-wire.ts";

interface Offscreen {
  hasDocument(): Promise<boolean>;
  createDocument(options: { url: string; reasons: string[]; justification: string }): Promise<void>;
}

const page = "/offscreen.html";
/** A document of ours answers in milliseconds; after this (ms) something is broken. */
const patience = 5_000;

/** Chromium's way. Call it while the worker starts, so that no port is missed. */
function throughOffscreen(offscreen: Offscreen): Clipboard {
  const own = new URL(browser.runtime.getURL("")).origin;
  let port: Runtime.Port | null = null;
  let arrived: (() => void)[] = [];
  let last: Promise<unknown> = Promise.resolve();

  browser.runtime.onConnect.addListener((opened) => {
    if (opened.name !== clipboardPortName) return;
    const sender = opened.sender as { origin?: string; url?: string; tab?: unknown } | undefined;
    const ours = sender?.origin === own && sender.tab === undefined && sender.url === own + page;
    if (!ours) {
      opened.disconnect();
      return;
    }
    port = opened;
    opened.onDisconnect.addListener(() => {
      if (port === opened) port = null;
    });
    for (const go of arrived) go();
    arrived = [];
  });

  async function reach(): Promise<Runtime.Port> {
    if (port !== null) return port;
    const here = withPatience(new Promise<void>((resolve) => arrived.push(resolve)));
    if (await offscreen.hasDocument()) {
      await browser.runtime.sendMessage({ cofferKnock: "clipboard" }).catch(() => undefined);
    } else {
      await offscreen.createDocument({
        url: page,
        reasons: ["CLIPBOARD"],
        justification: "Puts a value on the clipboard and clears it again.",
      });
    }
    await here;
    if (port === null) throw new Failure("CLIPBOARD");
    return port;
  }

  async function order(what: ClipboardOrder): Promise<ClipboardDone> {
    const to = await reach();
    let hear: (message: unknown) => void = () => undefined;
    const answer = withPatience(
      new Promise<ClipboardDone>((resolve) => {
        hear = (message) => resolve(message as ClipboardDone);
        to.onMessage.addListener(hear);
      }),
    );
    to.postMessage(what);
    try {
      return await answer;
    } finally {
      // An answer that comes too late must not be taken for that of the next order.
      to.onMessage.removeListener(hear);
    }
  }

  /** One order at a time: an answer belongs to the order before it. */
  function inTurn(what: ClipboardOrder): Promise<ClipboardDone> {
    const mine = last.then(() => order(what));
    last = mine.catch(() => undefined);
    return mine;
  }

  return {
    write: async (text, proof, at) => {
      if (!(await inTurn({ order: "write", text, proof, at })).ok) throw new Failure("CLIPBOARD");
    },
    clearIf: async (proof, instead = "") => (await inTurn({ order: "clear", proof, instead })).ok,
    read: async () => (await inTurn({ order: "read" })).text ?? "",
  };
}

function withPatience<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Failure("CLIPBOARD")), patience);
    void promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Firefox: the event page may write and read without focus. */
const direct: Clipboard = {
  write: async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      throw new Failure("CLIPBOARD");
    }
  },
  read: () => withPatience(navigator.clipboard.readText()),
  clearIf: async (proof: ClipProof | null, instead = "") => {
    try {
      if (proof !== null) {
        const there = await withPatience(navigator.clipboard.readText());
        const hash = await sha256(concat(fromBase64(proof.salt), utf8(there)));
        if (toBase64(hash) !== proof.hash) return false;
      }
      await navigator.clipboard.writeText(instead);
      return true;
    } catch {
      throw new Failure("CLIPBOARD");
    }
  },
};

/** The clipboard of this browser: through an offscreen document where there is one, else by the page itself. */
export function systemClipboard(): Clipboard {
  const { offscreen } = (globalThis as { chrome?: { offscreen?: Offscreen } }).chrome ?? {};
  return offscreen === undefined ? direct : throughOffscreen(offscreen);
}
