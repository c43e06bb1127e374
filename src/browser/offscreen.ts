/**
 * The offscreen document of Chromium: writes, compares and clears the clipboard. It keeps the timer too, so
 * that a value is cleared on time even where the worker was stopped meanwhile.
 */
import browser from "webextension-polyfill";
import { concat, fromBase64, toBase64, utf8 } from "../core/bytes.ts";
import { sha256 } from "../core/hash.ts";
import type { ClipProof } from "../vault/ports.ts";
import {
  type ClipboardDone,
  type ClipboardOrder,
  clipboardPortName,
  type Knock,
} from "./clipboard-wire.ts";

let timer: ReturnType<typeof setTimeout> | undefined;
/** Whose end the timer waits for. */
let timed: string | null = null;

/** Puts a text on the clipboard; only execCommand works in a document without focus. */
function put(text: string): boolean {
  const area = document.querySelector("textarea") as HTMLTextAreaElement;
  area.value = "-"; // something must be selected for the command to run; the text itself never enters the DOM
  area.select();
  let done = false;
  const onCopy = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", text);
    done = true;
  };
  document.addEventListener("copy", onCopy, { once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", onCopy);
  area.value = "";
  return done;
}

function get(): string {
  const area = document.querySelector("textarea") as HTMLTextAreaElement;
  let text = "";
  const onPaste = (event: ClipboardEvent) => {
    event.preventDefault();
    text = event.clipboardData?.getData("text/plain") ?? "";
  };
  area.value = "";
  area.focus();
  document.addEventListener("paste", onPaste, { once: true });
  document.execCommand("paste");
  document.removeEventListener("paste", onPaste);
  area.value = "";
  return text;
}

async function clear(proof: ClipProof | null, instead = ""): Promise<boolean> {
  if (proof !== null) {
    const hash = await sha256(concat(fromBase64(proof.salt), utf8(get())));
    if (toBase64(hash) !== proof.hash) return false;
  }
  return put(instead);
}

async function obey(order: ClipboardOrder): Promise<ClipboardDone> {
  if (order.order === "read") return { ok: true, text: get() };
  if (order.order === "clear") {
    if (order.proof === null || order.proof.hash === timed) clearTimeout(timer);
    return { ok: await clear(order.proof, order.instead) };
  }
  clearTimeout(timer);
  timed = order.proof.hash;
  timer = setTimeout(() => void clear(order.proof), Math.max(0, order.at - Date.now()));
  return { ok: put(order.text) };
}

function connect(): void {
  const port = browser.runtime.connect({ name: clipboardPortName });
  port.onMessage.addListener((order: unknown) => {
    void obey(order as ClipboardOrder)
      .catch(() => ({ ok: false }))
      .then((answer) => port.postMessage(answer));
  });
}

/** Serves the worker that made this document, and those after it. */
export function serveClipboard(): void {
  browser.runtime.onMessage.addListener((message: unknown) => {
    if ((message as Knock | null)?.cofferKnock === "clipboard") connect();
    return undefined;
  });
  connect();
}
