/** A real Chromium with Coffer and a vault of a given size in it, and the times of what a user waits for. */
import type { Page } from "puppeteer";
import { toBase64 } from "../../src/core/bytes.ts";
import { partBytes } from "../../src/wire/protocol.ts";
import { type Chromium, startChromium } from "../../test/e2e/harness/chromium.ts";
import { ask } from "../../test/e2e/harness/door.ts";
import { password } from "../../test/vault/steps.ts";
import { vaultOfSize } from "./vaults.ts";

export interface Bench {
  coffer: Chromium;
  page: Page;
}

/** Messages through the door, timed in the page itself: what a window of ours waits, and nothing of puppeteer. */
export function timed(page: Page, messages: [name: string, ask: unknown][]): Promise<number> {
  return page.evaluate(async (all) => {
    const { chrome } = globalThis as unknown as {
      chrome: {
        runtime: { sendMessage(message: unknown): Promise<{ ok: boolean; code?: string }> };
      };
    };
    const start = performance.now();
    for (const [coffer, asked] of all) {
      const answer = await chrome.runtime.sendMessage({ coffer, ask: asked });
      if (!answer.ok) throw new Error(`${coffer}: ${answer.code ?? "?"}`);
    }
    return performance.now() - start;
  }, messages);
}

/** Starts a browser and restores a vault of `count` items into it; the vault is open afterwards. */
export async function benchOf(count: number): Promise<Bench> {
  const coffer = await startChromium();
  const page = await coffer.open("manager.html");
  const file = await vaultOfSize(count);
  await ask(page, "restore.begin", { bytes: file.length });
  for (let part = 0; part * partBytes < file.length; part++) {
    const data = toBase64(file.subarray(part * partBytes, (part + 1) * partBytes));
    await ask(page, "restore.part", { part, data });
  }
  const secret = { by: "password" as const, secret: password };
  await ask(page, "restore.apply", { ...secret, how: "adopt", vaultPassword: null, typed: "" });
  return { coffer, page };
}

/** A fixed piece of work in the same browser: SHA-256 over 64 MiB. */
export function controlIn(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const bytes = new Uint8Array(16 * 2 ** 20);
    const start = performance.now();
    for (let i = 0; i < 4; i++) await crypto.subtle.digest("SHA-256", bytes);
    return performance.now() - start;
  });
}

export const findFirst: [string, unknown] = [
  "find",
  {
    text: "",
    tabId: null,
    where: "items",
    kind: null,
    tag: null,
    favourite: false,
    offset: 0,
    limit: 50,
  },
];
export const unlockNow: [string, unknown] = ["unlock", { by: "password", secret: password }];
