/**
 * The one listener of the door (ARCHITECTURE.md 3): envelope, own row, who is it, schema, handler,
 * failure by name. A handler never sees an unchecked byte; a caller never sees a stack.
 */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { failureCode } from "../core/failure.ts";
import type { Envelope, Handlers, Outgoing, Protocol } from "./protocol.ts";
import { startRows } from "./start-rows.ts";

/** What stands behind the door, and where its later rows come from. */
export interface Door {
  handlers: Handlers;
  rows: () => Promise<Protocol>;
}

/** What the browser says of a sender; nothing of it can be set by a page. */
export interface Sender {
  origin?: string | undefined;
  frameId?: number | undefined;
  tab?: unknown;
}

/**
 * Who asks, by the browser-set origin and frame number only. A content script's `sender.id` is ours, and so
 * is the origin of a page of ours framed in a site: neither is proof of a window of ours.
 */
export function whoIs(sender: Sender, ownOrigin: string): "app" | "page" | "stranger" {
  if (sender.origin === ownOrigin) {
    return sender.tab === undefined || sender.frameId === 0 ? "app" : "stranger";
  }
  const web = /^https?:\/\//.test(sender.origin ?? "") || sender.origin === "null";
  return web && sender.tab !== undefined ? "page" : "stranger";
}

/** Answers one message, by name where it fails. Never throws. */
export async function answerMessage(
  door: Door,
  message: unknown,
  sender: Sender,
  ownOrigin: string,
): Promise<Outgoing> {
  const { coffer, ask } = message as Envelope;
  const who = whoIs(sender, ownOrigin);
  // A stranger has nothing loaded for it.
  if (who === "stranger") return { ok: false, code: "REFUSED" };
  try {
    const known: Partial<Protocol> =
      typeof coffer === "string" && Object.hasOwn(startRows, coffer)
        ? startRows
        : await door.rows();
    const row =
      typeof coffer === "string" && Object.hasOwn(known, coffer) ? known[coffer] : undefined;
    if (row === undefined) return { ok: false, code: "INVALID" };
    if (who !== row.who) return { ok: false, code: "REFUSED" };
    const checked = v.safeParse(row.schema, ask);
    if (!checked.success) return { ok: false, code: "INVALID" };
    const handler = door.handlers[coffer] as (ask: unknown) => Promise<unknown>;
    return { ok: true, reply: await handler(checked.output) };
  } catch (thrown) {
    return { ok: false, code: failureCode(thrown) };
  }
}

/** A message for the door, whoever sent it. */
function isEnvelope(message: unknown): boolean {
  return typeof message === "object" && message !== null && Object.hasOwn(message, "coffer");
}

/** Opens the door. Call it while the worker starts: a later listener misses the message that woke it. */
export function serve(door: Door): void {
  const ownOrigin = new URL(browser.runtime.getURL("")).origin;
  browser.runtime.onMessage.addListener((message: unknown, sender: unknown) => {
    if (!isEnvelope(message)) return undefined;
    return answerMessage(door, message, sender as Sender, ownOrigin);
  });
}
