/** The typed client of the door, for pages of ours. */
import browser from "webextension-polyfill";
import { Failure, type FailureCode } from "../core/failure.ts";
import type { News } from "./events.ts";
import type { Ask, Envelope, Message, Outgoing, Reply } from "./protocol.ts";

/**
 * Asks the background. Answers what the row promises; throws a Failure with the row's code,
 * INTERNAL where nobody answered.
 */
export async function call<M extends Message>(message: M, ask: Ask<M>): Promise<Reply<M>> {
  const envelope: Envelope = { coffer: message, ask };
  let answer: Outgoing | undefined;
  try {
    answer = (await browser.runtime.sendMessage(envelope)) as Outgoing | undefined;
  } catch {
    throw new Failure("INTERNAL");
  }
  if (answer === undefined || typeof answer !== "object") throw new Failure("INTERNAL");
  if (answer.ok) return answer.reply as Reply<M>;
  throw new Failure(isCode(answer.code) ? answer.code : "INTERNAL");
}

/** The background is of the same build; the list of all names would weigh on every window. */
function isCode(code: unknown): code is FailureCode {
  return typeof code === "string" && /^[A-Z_]{2,30}$/.test(code);
}

/** Calls `hear` at each piece of news; answers a function that stops it. */
export function onNews(hear: (news: News) => void): () => void {
  const listener = (message: unknown): undefined => {
    const news = (message as { cofferNews?: News } | null)?.cofferNews;
    if (news !== undefined) hear(news);
    return undefined;
  };
  browser.runtime.onMessage.addListener(listener);
  return () => browser.runtime.onMessage.removeListener(listener);
}
