/** Pages of ours that the test tells what the server says: for states that a healthy server never shows. */
import type { Page } from "puppeteer";
import type { Chromium } from "./chromium.ts";

/** By row of the door: the reply, the name of a failure, or "never". */
export type Answers = Record<string, unknown>;

/** Opens a page of ours whose questions about the server get these answers; all others go where they belong. */
export async function openTold(
  { browser, origin }: Chromium,
  path: string,
  answers: Answers,
): Promise<Page> {
  const page = await browser.newPage();
  await page.evaluateOnNewDocument((told: Answers) => {
    const { runtime } = (globalThis as unknown as { chrome: { runtime: Record<string, unknown> } })
      .chrome;
    const real = (runtime["sendMessage"] as (message: unknown) => unknown).bind(runtime);
    const asked: unknown[] = [];
    Object.assign(globalThis, { told, asked });
    runtime["sendMessage"] = (message: { coffer?: string; ask?: unknown }) => {
      if (!message.coffer?.startsWith("server.")) return real(message);
      asked.push(message);
      const reply = told[message.coffer];
      if (reply === "never") return new Promise(() => undefined);
      return Promise.resolve(
        typeof reply === "string" ? { ok: false, code: reply } : { ok: true, reply: reply ?? null },
      );
    };
  }, answers);
  await page.goto(`${origin}/${path}`);
  return page;
}

/** What the page asked of the server, in its order. */
export function askedBy(page: Page): Promise<{ coffer: string; ask: unknown }[]> {
  return page.evaluate(
    () => (globalThis as unknown as { asked: { coffer: string; ask: unknown }[] }).asked,
  );
}
