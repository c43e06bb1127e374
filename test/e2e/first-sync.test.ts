/**
 * A first sync of many items over a real server, there and back, with the worker stopped in the middle of each: it goes
 * on where it was. `COFFER_ITEMS=10000 npm run test:e2e -- first-sync` is the figure of docs/SERVER.md.
 */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { vaultOfSize } from "../../scripts/bench/vaults.ts";
import { toBase64 } from "../../src/core/bytes.ts";
import { partBytes } from "../../src/wire/protocol.ts";
import type { Progress } from "../../src/wire/servers.ts";
import { password } from "../vault/steps.ts";
import {
  type Authority,
  type BackupServer,
  makeAuthority,
  startServer,
} from "./harness/backup-server.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask } from "./harness/door.ts";
import { until } from "./harness/until.ts";

const many = Number(process.env["COFFER_ITEMS"] ?? 3000);
const patience = 300_000;

let authority: Authority;
let server: BackupServer;
let first: Chromium;
let second: Chromium;
let a: Page;
let b: Page;

beforeAll(async () => {
  authority = makeAuthority();
  server = await startServer(authority);
  const options = { args: authority.chromiumArgs, hosts: ["https://127.0.0.1/*"] };
  [first, second] = await Promise.all([startChromium(options), startChromium(options)]);
  a = await first.open("manager.html");
  b = await second.open("manager.html");
  const file = await vaultOfSize(many);
  await ask(a, "restore.begin", { bytes: file.length });
  for (let part = 0; part * partBytes < file.length; part++) {
    const data = toBase64(file.subarray(part * partBytes, (part + 1) * partBytes));
    await ask(a, "restore.part", { part, data });
  }
  const secret = { by: "password" as const, secret: password };
  await ask(a, "restore.apply", { ...secret, how: "adopt", vaultPassword: null, typed: "" });
}, patience);
afterAll(async () => {
  await Promise.all([first.close(), second.close()]);
  await server.close();
  authority.end();
});

/** How far the work of this browser is. */
async function progressOf(page: Page): Promise<Progress | null> {
  const status = await ask(page, "server.status", {});
  return status.state === "none" ? status.joining : status.progress;
}

/** Waits until this part of a phase is done, and tells how much it was of how much. */
function reached(page: Page, phase: Progress["phase"], part: number): Promise<Progress> {
  return until(
    `${phase}, ${part}`,
    async () => {
      const told = await progressOf(page);
      return told?.phase === phase && told.total > 0 && told.done >= told.total * part
        ? told
        : null;
    },
    patience,
  );
}

/** Until the worker is stopped its line carries this many bytes a second: there is a middle on any machine. */
const line = 4_000_000;

/** Answers what lets go of the worker: one that is held does not stop. */
async function slowDown({ browser, origin }: Chromium): Promise<() => Promise<void>> {
  const target = browser
    .targets()
    .find((each) => each.type() === "service_worker" && each.url().startsWith(origin));
  const session = await target?.createCDPSession();
  await session?.send("Network.enable");
  await session?.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: line,
    uploadThroughput: line,
  });
  return async () => session?.detach();
}

/** Requests that the server has answered: "METHOD route". */
const answered = (what: string) =>
  server
    .printed()
    .split("\n")
    .filter((line) => line.includes('"route":'))
    .map((line) => JSON.parse(line) as { method: string; route: string; status: number })
    .filter(({ method, route, status }) => `${method} ${route} ${status}`.includes(what)).length;

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);

test(
  "what was sent before the worker was stopped is not sent again",
  async () => {
    const proof = password;
    const letGo = await slowDown(first);
    const begun = performance.now();
    await ask(a, "server.connect", { url: server.origin, invite: server.invite(), proof });
    const { total } = await reached(a, "sending", 0.3);
    await letGo();
    await first.stopWorker();
    await until(
      "all of it there",
      async () => {
        const status = await ask(a, "server.status", {});
        return status.state === "ok" && status.pending === 0;
      },
      patience,
    );
    const parts = Math.ceil(total / 2 ** 20);
    process.stdout.write(
      `${many} items, ${(total / 1e6).toFixed(1)} MB in ${parts} parts, sent in ${seconds(begun)} s, the worker stopped once.\n`,
    );
    // Only the part that was on its way may have come twice, and nothing else.
    expect(answered("PUT /v1/vaults/:locator/parts")).toBeGreaterThanOrEqual(parts);
    expect(answered("PUT /v1/vaults/:locator/parts")).toBeLessThanOrEqual(parts + 1);
  },
  patience,
);

test(
  "what came before the worker was stopped is not fetched again",
  async () => {
    const { text } = await ask(a, "server.pair", { proof: password });
    const way = { by: "pairing", text } as const;
    const typed = { by: "password", secret: password } as const;
    const join = () => ask(b, "server.join", { way, typed, name: null });
    const letGo = await slowDown(second);
    const begun = performance.now();
    const before = answered("POST /v1/vaults/:locator/objects");
    const broken = join().then(
      () => "done",
      () => "broken off",
    );
    const { total } = await reached(b, "fetching", 0.6);
    await letGo();
    await second.stopWorker();
    expect(await broken).toBe("broken off");
    expect(await ask(b, "status", {})).toMatchObject({ state: "none" });
    expect(await join()).toEqual({ items: many });
    const fetched = answered("POST /v1/vaults/:locator/objects") - before;
    process.stdout.write(
      `${many} items, ${total} objects, fetched in ${seconds(begun)} s with ${fetched} requests, the worker stopped once.\n`,
    );
    // 200 in one request; some of those that were on their way are asked for again.
    expect(fetched).toBeLessThan((1.5 * total) / 200 + 8);
    const { state, pending } = (await ask(b, "server.status", {})) as {
      state: string;
      pending: number;
    };
    expect({ state, pending }).toEqual({ state: "ok", pending: 0 });
  },
  patience,
);
