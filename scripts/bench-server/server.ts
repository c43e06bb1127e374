/** A server in a process of its own: ours, or a yardstick. Prints its port, then serves until it is told to stop. */
import { generateKeyPairSync, randomBytes, sign, verify } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { openFolder } from "../../server/folder.ts";
import { serve } from "../../server/serve.ts";
import { readSettings } from "../../server/settings.ts";

const [, , kind = "", folder = ""] = process.argv;

/** Answers a commit, of which it looks at nothing, once its bytes are stored. */
function yardstick(store: (bytes: Uint8Array) => Promise<void> | void): void {
  const app = new Hono();
  app.post("/v1/*", async (c) => {
    await store(new Uint8Array(await c.req.arrayBuffer()));
    return c.json({ ok: true });
  });
  const listener = getRequestListener(app.fetch);
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
}

if (kind === "insert") {
  const database = new DatabaseSync(join(folder, "insert.sqlite"));
  database.exec("pragma journal_mode = wal; pragma synchronous = full");
  database.exec("create table if not exists things (id integer primary key, bytes blob)");
  const insert = database.prepare("insert into things (bytes) values (?)");
  yardstick((bytes) => void insert.run(bytes));
} else if (kind === "group") {
  const worker = new Worker(new URL("./insert-worker.ts", import.meta.url), {
    workerData: join(folder, "group.sqlite"),
  });
  const waiting = new Map<number, () => void>();
  let jobs: { id: number; bytes: Uint8Array }[] = [];
  let next = 0;
  worker.on("message", (ids: number[]) => {
    for (const id of ids) {
      waiting.get(id)?.();
      waiting.delete(id);
    }
  });
  yardstick(
    (bytes) =>
      new Promise<void>((done) => {
        const id = next++;
        waiting.set(id, done);
        if (jobs.length === 0)
          setImmediate(() => {
            const batch = jobs;
            jobs = [];
            worker.postMessage(batch);
          });
        jobs.push({ id, bytes });
      }),
  );
} else if (kind === "checks") {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const message = randomBytes(300);
  const sig = sign(null, message, privateKey);
  const check = () =>
    new Promise<void>((done) => verify(null, message, publicKey, sig, () => done()));
  yardstick(async () => {
    await check();
    await check();
  });
} else {
  const settings = readSettings({
    COFFER_LISTEN: "127.0.0.1:0",
    COFFER_REGISTRATION: "open",
    COFFER_BACKUP_HOURS: "0",
  });
  settings.rules.ratePerKey = { perSecond: 1e6, burst: 1e9 };
  settings.rules.ratePerAddress = { perSecond: 1e6, burst: 1e9 };
  // The log as it is, to nowhere: writing lines to a terminal is not what is measured.
  const served = await serve(
    settings,
    openFolder(join(folder, "data"), { named: false, init: true }),
    (event, facts) => {
      JSON.stringify({ event, ...facts });
    },
  );
  console.log(served.port);
}
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
