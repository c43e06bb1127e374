/**
 * A real Chromium with the guest in it: the modules of src/page run as a content script of a small
 * extension, so in the isolated world, with closed shadow roots and a real port, as in the built one.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join } from "node:path";
import { launch, type Page, type WebWorker } from "puppeteer";
import { findBrowser } from "../../scripts/browsers.ts";
import type { PageField, Step, StepResult } from "../../src/core/form/field.ts";
import type { Answer, Question } from "../../src/wire/fill-port.ts";
import { freshFolder, removeFolder, root } from "../e2e/harness/files.ts";
import { startSite, type Site } from "../e2e/harness/site.ts";
import { until } from "../e2e/harness/until.ts";

const manifest = {
  manifest_version: 3,
  name: "guest",
  version: "1",
  permissions: ["scripting", "tabs"],
  host_permissions: ["http://127.0.0.1/*", "http://localhost/*"],
  background: { service_worker: "background.js" },
  web_accessible_resources: [
    { resources: ["*"], matches: ["http://127.0.0.1/*", "http://localhost/*"] },
  ],
};

const background = `
const ports = new Map();
chrome.runtime.onConnect.addListener((port) => {
  ports.set(port.sender.frameId, port);
  port.onDisconnect.addListener(() => ports.get(port.sender.frameId) === port && ports.delete(port.sender.frameId));
});
globalThis.visit = async () => {
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
  ports.clear();
  await chrome.scripting.executeScript({ target: { tabId: tab.id, allFrames: true }, files: ["start.js"] });
};
globalThis.frames = () => [...ports.keys()].sort((a, b) => a - b);
globalThis.ask = (frame, question) => new Promise((resolve, reject) => {
  const port = ports.get(frame);
  if (port === undefined) return reject(new Error("no port of frame " + frame));
  port.onMessage.addListener(function hear(answer) { port.onMessage.removeListener(hear); resolve(answer); });
  port.onDisconnect.addListener(() => reject(new Error("the port closed")));
  port.postMessage(question);
});
`;
const start = `
{
  const part = (name) => import(chrome.runtime.getURL("page/" + name));
  Promise.all([part("hand.js"), part("guest.js")]).then(([{ bringHand }, { serveGuest }]) => { bringHand(); serveGuest(); });
}
`;

/** The sources with their types taken off; the browser's module loader does the rest. */
function buildExtension(): string {
  const folder = freshFolder("guest");
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  put("manifest.json", JSON.stringify(manifest));
  put("background.js", background);
  put("start.js", start);
  const sources = readdirSync(join(root, "src/page")).map((name) => `page/${name}`);
  for (const path of [...sources, "core/form/caps.ts"]) {
    if (!path.endsWith(".ts")) continue;
    const source = stripTypeScriptTypes(readFileSync(join(root, "src", path), "utf8"));
    put(path.replace(/ts$/, "js"), source.replaceAll(/(from "[^"]+)\.ts"/g, '$1.js"'));
  }
  return folder;
}

/** One page with a guest in it. */
export interface Visited {
  page: Page;
  /** Numbers of the frames that opened a port, the page's own first. */
  frames: number[];
  ask(question: Question, frame?: number): Promise<Answer>;
  scan(frame?: number): Promise<PageField[]>;
  write(steps: Step[], frame?: number): Promise<StepResult[]>;
  /** Injects the stub once more, as the next gesture does. */
  again(): Promise<void>;
}

export interface Stage {
  site: Site;
  /** Opens a path of the site in the one tab and injects the stub. */
  visit(path: string): Promise<Visited>;
  close(): Promise<void>;
}

/** Starts browser, extension and web server; `close` ends all of them. */
export async function startStage(): Promise<Stage> {
  const executablePath = findBrowser("chromium");
  if (executablePath === null) throw new Error("No Chromium was found.");
  const folder = buildExtension();
  const site = await startSite();
  site.folder("/forms/", join(root, "test/forms"));
  const browser = await launch({
    executablePath,
    enableExtensions: [folder],
    defaultViewport: { width: 1100, height: 800 },
    args: [
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-quic",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  const target = await browser.waitForTarget((each) => each.type() === "service_worker");
  const worker: WebWorker = await until("the worker", () => target.worker());
  const page = (await browser.pages())[0] ?? (await browser.newPage());

  const enter = async (): Promise<number[]> => {
    await worker.evaluate("visit()");
    return until("the ports of all frames", async () => {
      const frames = (await worker.evaluate("frames()")) as number[];
      return frames.length >= page.frames().length && frames;
    });
  };

  return {
    site,
    async visit(path) {
      await page.goto(site.origin + path, { waitUntil: "load" });
      await page.bringToFront();
      const visited: Visited = {
        page,
        frames: await enter(),
        ask: (question, frame = 0) =>
          worker.evaluate(`ask(${frame}, ${JSON.stringify(question)})`) as Promise<Answer>,
        async scan(frame) {
          const answer = await visited.ask({ ask: "scan" }, frame);
          if (answer.got !== "fields") throw new Error(`scan: ${answer.got}`);
          return answer.fields;
        },
        async write(steps, frame) {
          const answer = await visited.ask({ ask: "write", steps, undoFirst: false }, frame);
          if (answer.got !== "written") throw new Error(`write: ${answer.got}`);
          return answer.results;
        },
        async again() {
          visited.frames = await enter();
        },
      };
      return visited;
    },
    async close() {
      await browser.close();
      await site.close();
      removeFolder(folder);
    },
  };
}
