/**
 * `npm start`: builds, and opens a browser with Coffer installed and a practice page. Without a display it runs
 * the tour instead (scripts/tour.ts).
 */
import { once } from "node:events";
import { join } from "node:path";
import { startChromium } from "../test/e2e/harness/chromium.ts";
import { startSite } from "../test/e2e/harness/site.ts";
import { ensureBrowsers } from "./browsers.ts";
import { buildFor } from "./build.ts";
import { root } from "./tool.ts";
import tour from "./tour.ts";

/** Whether a window could be shown here. */
function hasDisplay(): boolean {
  if (process.platform === "darwin" || process.platform === "win32") return true;
  return (process.env["DISPLAY"] ?? "") !== "" || (process.env["WAYLAND_DISPLAY"] ?? "") !== "";
}

/** Exit code; with a display it answers when the browser is closed. */
export default async function start(): Promise<number> {
  if (!hasDisplay()) {
    console.log("There is no display here, so Coffer shows itself in a tour.\n");
    return tour();
  }
  ensureBrowsers("chromium");
  await buildFor("chromium");
  const site = await startSite();
  site.folder("/", join(root, "test/forms"));
  const coffer = await startChromium({ headed: true });
  const page = await coffer.browser.newPage();
  await page.goto(`${site.origin}/address-en.html`);
  console.log("Coffer is installed in the browser that has just opened, in a profile that is thrown away.");
  console.log(`A page to try it on: ${site.origin}/address-en.html`);
  console.log("Close the browser to end.");
  const child = coffer.browser.process();
  if (child !== null && child.exitCode === null) await once(child, "exit");
  await coffer.close();
  await site.close();
  return 0;
}
