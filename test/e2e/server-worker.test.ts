/** Chromium stops a worker whose vault is connected and open: the alarm starts the next one, which reaches the server by itself. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Authority,
  type BackupServer,
  makeAuthority,
  startServer,
} from "./harness/backup-server.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask } from "./harness/door.ts";
import { password } from "./harness/drive.ts";
import { until } from "./harness/until.ts";

let authority: Authority;
let server: BackupServer;
let chromium: Chromium;
let page: Page;
beforeAll(async () => {
  authority = makeAuthority();
  server = await startServer(authority);
  chromium = await startChromium({ args: authority.chromiumArgs, hosts: ["https://127.0.0.1/*"] });
  page = await chromium.open("manager.html");
  await ask(page, "create", { password });
}, 120_000);
afterAll(async () => {
  await chromium.close();
  await server.close();
  authority.end();
});

/** Lines of the server's log that tell of a request. */
const requests = () => server.printed().match(/"route":/g)?.length ?? 0;

test("a worker that was stopped is back at its server without anybody who asks", async () => {
  await ask(page, "server.connect", {
    url: server.origin,
    invite: server.invite(),
    proof: password,
  });
  await until("the socket", async () => {
    const status = await ask(page, "server.status", {});
    return status.state === "ok" && status.live && status.pending === 0;
  });
  // No page of ours is left that could wake it.
  await page.goto("about:blank");
  const before = requests();
  const begun = performance.now();
  await chromium.stopWorker();
  await until("the next worker's request", () => requests() > before, 90_000);
  process.stdout.write(
    `a stopped worker was back at its server after ${((performance.now() - begun) / 1000).toFixed(1)} s\n`,
  );
  page = await chromium.open("manager.html");
  await until("its socket", async () => {
    const status = await ask(page, "server.status", {});
    return status.state === "ok" && status.live;
  });
  expect(requests()).toBeGreaterThan(before);
}, 150_000);
