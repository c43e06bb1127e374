/** Opens pages of a folder in a real Chromium and scans them with the scanner of src/page, bundled. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launch, type Page } from "puppeteer";
import { rolldown } from "rolldown";
import type { PageField } from "../../src/core/form/field.ts";
import { findBrowser } from "../browsers.ts";
import { root } from "../tool.ts";

/** A page's fields; `places[i]` is where field i stands in `querySelectorAll("input,select,textarea")`, or -1. */
export interface Scanned {
  fields: PageField[];
  places: number[];
}

/** The scanner as one script that answers with a `Scanned`. */
async function scannerScript(): Promise<string> {
  const entry = "\0score-scan";
  const build = await rolldown({
    cwd: root,
    input: entry,
    platform: "browser",
    tsconfig: false,
    plugins: [
      {
        name: "entry",
        resolveId: (source) => (source === entry ? entry : null),
        load: (id) =>
          id === entry
            ? `import { scan } from ${JSON.stringify(join(root, "src/page/scan.ts"))};
               const { fields, live } = scan();
               const all = [...document.querySelectorAll("input,select,textarea")];
               const place = new Map(all.map((element, at) => [element, at]));
               globalThis.scanned = { fields, places: live.map((element) => place.get(element) ?? -1) };`
            : null,
      },
    ],
  });
  const { output } = await build.generate({ format: "iife" });
  await build.close();
  return `(() => { ${output[0].code}; return globalThis.scanned; })()`;
}

/** Opens a file; nothing of it reaches the network, since names are not found and the proxy is not there. */
async function open(page: Page, path: string): Promise<void> {
  await page
    .goto(pathToFileURL(path).href, { waitUntil: "domcontentloaded", timeout: 20_000 })
    .catch((error: unknown) => {
      throw new Error(`${path} did not open`, { cause: error });
    });
}

async function scanIn(page: Page, script: string): Promise<Scanned> {
  // Pages here have no scripts, so their own world is as good as that of a content script.
  return (await page.evaluate(script)) as Scanned;
}

/** Scans every file, in several tabs at once; in the order of `paths`. `refused` counts requests not made. */
export async function scanPages(
  paths: readonly string[],
  tabs = 3,
): Promise<{ scanned: Scanned[]; refused: number }> {
  const executablePath = findBrowser("chromium");
  if (executablePath === null) throw new Error("No Chromium was found.");
  const script = await scannerScript();
  const browser = await launch({
    executablePath,
    defaultViewport: { width: 1100, height: 800 },
    args: [
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-quic",
      "--disable-renderer-backgrounding",
      "--host-resolver-rules=MAP * ~NOTFOUND",
      "--proxy-server=127.0.0.1:9",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  let wanted = 0;
  const scanned: Scanned[] = [];
  let next = 0;
  const work = async () => {
    const page = await browser.newPage();
    page.on("request", (request) => (wanted += Number(request.url().startsWith("http"))));
    for (let at = next++; at < paths.length; at = next++) {
      await open(page, paths[at] ?? "");
      scanned[at] = await scanIn(page, script);
    }
  };
  try {
    await Promise.all(Array.from({ length: tabs }, work));
  } finally {
    await browser.close();
  }
  return { scanned, refused: wanted };
}
