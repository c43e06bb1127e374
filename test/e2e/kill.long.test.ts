/** The same as kill.test.ts a hundred times, at random moments; `npm run test:long`. */
import { afterAll, beforeAll, test } from "vitest";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { freshFolder, removeFolder } from "./harness/files.ts";
import { killAndLook } from "./harness/killing.ts";

let profile: string;
let coffer: Chromium;

beforeAll(async () => {
  profile = freshFolder("killed");
  coffer = await startChromium({ profile });
});
afterAll(async () => {
  await coffer.close();
  removeFolder(profile);
});

test("everything that was acknowledged is there, and the vault opens and saves on", async () => {
  const kills = Array.from({ length: 100 }, () => 1 + Math.floor(Math.random() * 60));
  coffer = await killAndLook(coffer, profile, kills);
});
