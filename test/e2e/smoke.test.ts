import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChromium, type Chromium } from "./harness/chromium.ts";
import { startFirefox, type Firefox } from "./harness/firefox.ts";

describe.each([
  ["Chromium", startChromium],
  ["Firefox", startFirefox],
] as const)("Coffer in %s", (_name, start) => {
  let coffer: Chromium | Firefox;
  beforeAll(async () => {
    coffer = await start();
  });
  afterAll(async () => {
    await coffer.close();
  });

  test("is installed and its popup page says its name", async () => {
    const page = await coffer.open("popup.html");
    expect(await page.title()).toBe("Coffer");
    await page.close();
  });
});
