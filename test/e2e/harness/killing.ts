/** A browser that is killed in the middle of saving, and what it had acknowledged. */
import { cpSync } from "node:fs";
import { expect } from "vitest";
import type { Draft } from "../../../src/core/item.ts";
import { type Chromium, startChromium } from "./chromium.ts";
import { ask, draftOf, find } from "./door.ts";
import { password } from "./drive.ts";
import { until } from "./until.ts";

/** Starts 200 saves one after the other, and notes each that was acknowledged, until the browser is gone. */
async function saveUntilKilled(
  coffer: Chromium,
  round: number,
  killAfter: number,
): Promise<string[]> {
  const page = await coffer.open("manager.html");
  const acknowledged: string[] = [];
  await page.exposeFunction("acknowledge", (title: string) => void acknowledged.push(title));
  const drafts = Array.from({ length: 200 }, (_, i) =>
    draftOf("note", `round ${round} save ${i}`, { body: "x".repeat(i * 40) }),
  );
  void page
    .evaluate(async (all: Draft[]) => {
      const world = globalThis as unknown as {
        chrome: { runtime: { sendMessage(message: unknown): Promise<{ ok: boolean }> } };
        acknowledge(title: string): Promise<void>;
      };
      for (const draft of all) {
        const answer = await world.chrome.runtime.sendMessage({
          coffer: "item.save",
          ask: { draft, password: null },
        });
        if (answer.ok) void world.acknowledge(draft.title);
      }
    }, drafts)
    .catch(() => undefined);
  await until("enough saves", () => acknowledged.length >= killAfter);
  await coffer.kill();
  expect(acknowledged.length).toBeLessThan(200);
  return acknowledged;
}

/**
 * Kills the browser of this profile once for each number, after that many acknowledged saves of 200, and starts
 * it again; after each start everything that was acknowledged so far must be there. Answers the last browser.
 */
export async function killAndLook(start: Chromium, profile: string, kills: readonly number[]) {
  let coffer = start;
  const first = await coffer.open("manager.html");
  await ask(first, "create", { password });
  const expected: string[] = [];
  for (const [round, killAfter] of kills.entries()) {
    expected.push(...(await saveUntilKilled(coffer, round, killAfter)));
    coffer = await startChromium({ profile });
    const page = await coffer.open("manager.html");
    await ask(page, "unlock", { by: "password", secret: password }).catch((error: unknown) => {
      // What is left of it is the only witness of what went wrong.
      cpSync(profile, `${profile}-kept`, { recursive: true });
      throw new Error(`Start ${round + 1}; the profile is kept: ${profile}-kept`, { cause: error });
    });
    const status = await ask(page, "status", {});
    expect(status).toMatchObject({ state: "open", problem: null });
    const titles = new Set<string>();
    for (let offset = 0; status.state === "open" && offset < status.items; offset += 200) {
      for (const { title } of await find(page, "", 200, offset)) titles.add(title);
    }
    expect(expected.filter((title) => !titles.has(title))).toEqual([]);
    await page.close();
  }
  return coffer;
}
