/**
 * `npm start`: a browser with Coffer installed, in a fresh profile, and a page to practise on. Without a
 * display the tour runs instead.
 */
import { startChromium } from "../test/e2e/harness/chromium.ts";
import { startSite } from "../test/e2e/harness/site.ts";
import { ensureBrowsers } from "./browsers.ts";
import { buildFor } from "./build.ts";
import { practicePage } from "./practice-page.ts";
import tour from "./tour.ts";

function hasDisplay(): boolean {
  if (process.platform !== "linux") return true;
  return Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
}

/** Exit code of the command; it ends when the browser is closed. */
export default async function start(): Promise<number> {
  if (!hasDisplay()) {
    console.log("There is no display here, so this is the tour.");
    return tour();
  }
  ensureBrowsers("chromium");
  await buildFor("chromium");
  const site = await startSite();
  site.put("/", practicePage);
  const coffer = await startChromium({ headed: true });
  const [page] = await coffer.browser.pages();
  await (page ?? (await coffer.browser.newPage())).goto(site.origin);
  console.log(
    `Coffer is installed in the browser that opened; ${site.origin} is a page to try it on.`,
  );
  console.log("It is a fresh profile, which goes when you close the browser.");
  await new Promise<void>((closed) => coffer.browser.once("disconnected", () => closed()));
  await coffer.close();
  await site.close();
  return 0;
}
