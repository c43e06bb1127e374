/** A whole server on a port: TLS 1.3 of its own, slow and silent connections, the socket, stopping, its folder. */
import { randomBytes, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { connect as connectTcp } from "node:net";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import * as v from "valibot";
import { afterEach, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import {
  authorization,
  challengeSchema,
  hintSchema,
  paths,
  requestText,
  socketCodes,
} from "../../server/api.ts";
import { openFolder } from "../../server/folder.ts";
import { listen, listenMetrics } from "../../server/listen.ts";
import { makeIdentity } from "../../server/mirror/certificate.ts";
import { serve, type Served } from "../../server/serve.ts";
import { readSettings } from "../../server/settings.ts";
import { openSqlite } from "../../server/store/sqlite.ts";
import { fromHex, toHex } from "../../src/core/bytes.ts";
import {
  type Account,
  advance,
  anObject,
  creation,
  makeCommit,
  newAccount,
  request,
  sha,
} from "./account.ts";
import { houseOver, ownFolder } from "./world.ts";

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

interface Running {
  served: Served;
  origin: string;
  lines: string[];
  account: Account;
  database: string;
}

async function running(env: Record<string, string> = {}): Promise<Running> {
  const folder = ownFolder();
  ends.push(folder.end);
  const lines: string[] = [];
  const settings = readSettings({
    COFFER_LISTEN: "127.0.0.1:0",
    COFFER_REGISTRATION: "open",
    COFFER_BACKUP_HOURS: "0",
    ...env,
  });
  const served = await serve(
    settings,
    openFolder(join(folder.path, "data"), { named: false, init: false }),
    (event, facts) => lines.push(JSON.stringify({ event, ...facts })),
  );
  ends.push(() => served.stop());
  const origin = `${"COFFER_TLS_CERT" in env ? "https" : "http"}://127.0.0.1:${served.port}`;
  const database = join(folder.path, "data", "coffer.sqlite");
  return { served, origin, lines, account: newAccount(), database };
}

async function withAccount(env: Record<string, string> = {}): Promise<Running> {
  const here = await running(env);
  const target = paths.vault(here.account.locator);
  const init = request(here.account, target, {
    method: "PUT",
    body: creation(here.account),
    origin: here.origin,
  });
  expect((await fetch(here.origin + target, init)).status).toBe(201);
  return here;
}

async function pushTo({ account, origin }: Running): Promise<void> {
  const made = makeCommit(account, [anObject()]);
  const target = paths.commits(account.locator);
  const answer = await fetch(
    origin + target,
    request(account, target, { method: "POST", body: made.upload, origin }),
  );
  expect(answer.status).toBe(200);
  advance(account, made);
}

/** Says hello as the account; what comes in is kept in order. */
function listening({ account, origin }: Running, key = account.read.key) {
  const ws = new WebSocket(`${origin.replace("http", "ws")}${paths.socket}`);
  ends.push(() => ws.terminate());
  const came: unknown[] = [];
  const waiting: ((value: unknown) => void)[] = [];
  ws.on("message", (data: Buffer) => {
    const value: unknown = JSON.parse(data.toString());
    const next = waiting.shift();
    if (next === undefined) came.push(value);
    else next(value);
  });
  const next = () =>
    came.length > 0 ? Promise.resolve(came.shift()) : new Promise((done) => waiting.push(done));
  const closed = new Promise<number>((done) => ws.on("close", done));
  const hello = async () => {
    const { challenge } = v.parse(challengeSchema, await next());
    const [unixMs, nonce] = [Date.now(), randomBytes(16).toString("base64url")];
    const bodyHash = toHex(sha(Buffer.from(challenge, "hex")));
    const text = requestText({
      method: "SOCKET",
      target: paths.socket,
      bodyHash,
      serverOrigin: origin,
      locator: account.locator,
      role: "read",
      unixMs,
      nonce,
    });
    const sig = sign(null, Buffer.from(text), key).toString("base64url");
    ws.send(
      JSON.stringify({
        locator: account.locator,
        authorization: authorization("read", unixMs, nonce, sig),
      }),
    );
  };
  return { ws, next, closed, hello };
}

describe("the live hint", () => {
  test("tells the head at once and then every newer one", async () => {
    const here = await withAccount();
    const { next, hello } = listening(here);
    await hello();
    expect(v.parse(hintSchema, await next()).rev).toBe(0);
    await pushTo(here);
    expect(v.parse(hintSchema, await next())).toMatchObject({
      rev: 1,
      chain: toHex(here.account.chain),
    });
  });

  test("is closed for a wrong key, for silence, and when the server goes down", async () => {
    const here = await withAccount();
    const stranger = listening(here, newAccount().read.key);
    await stranger.hello();
    expect(await stranger.closed).toBe(socketCodes.again);
    const silent = listening(here);
    expect(await silent.closed).toBe(socketCodes.again);
    const good = listening(here);
    await good.hello();
    await good.next();
    await here.served.stop();
    expect(await good.closed).toBe(socketCodes.restart);
  });
});

describe("a server that is told to stop", () => {
  /** A commit of which the server has the headers and half of the body: it said "continue". */
  const halfSent = async ({ account, origin, served }: Running) => {
    const made = makeCommit(account, [anObject(5000)]);
    const target = paths.commits(account.locator);
    const { headers } = request(account, target, { method: "POST", body: made.upload, origin });
    const socket = connectTcp(served.port, "127.0.0.1");
    let said = "";
    socket.on("data", (bytes) => (said += bytes.toString()));
    const closed = new Promise<void>((done) => socket.once("close", () => done()));
    socket.on("error", () => undefined);
    const lines = Object.entries({ host: "127.0.0.1", expect: "100-continue", ...headers });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    socket.write(`POST ${target} HTTP/1.1\r\n${head}\r\n`);
    await vi.waitFor(() => expect(said).toContain("100 Continue"));
    socket.write(made.upload.subarray(0, 2000));
    const rest = () => socket.write(made.upload.subarray(2000));
    return { rest, closed, said: () => said };
  };

  test("answers what is under way, and what it answered is on the disk", async () => {
    const here = await withAccount();
    const { rest, closed, said } = await halfSent(here);
    const stopped = here.served.stop();
    await expect(fetch(`${here.origin}/readyz`)).rejects.toThrow("fetch failed");
    rest();
    await vi.waitFor(() => expect(said()).toContain("HTTP/1.1 200"), { timeout: 60_000 });
    await stopped;
    await closed;
    const again = await openSqlite(here.database, { copies: null });
    ends.push(() => again.close());
    expect((await again.run("vault", fromHex(here.account.locator)))?.rev).toBe(1);
  });

  test("does not wait for ever for who never ends", async () => {
    const place = ownFolder();
    ends.push(place.end);
    const store = await openSqlite(join(place.path, "a.sqlite"), { copies: null });
    ends.push(() => store.close());
    const options = { host: "127.0.0.1", port: 0, tls: null, behindProxy: false };
    const port = await listen(houseOver(store), options);
    const socket = connectTcp(port.port, "127.0.0.1");
    socket.on("error", () => undefined);
    const closed = new Promise<void>((done) => socket.once("close", () => done()));
    socket.write("POST /v1/vaults/x/commits HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf");
    await new Promise<void>((done) => socket.once("connect", () => done()));
    await port.stop(300);
    await closed;
  });
});

describe("TLS of its own", () => {
  const tls = () => {
    const { cert, key } = makeIdentity("localhost");
    return { cert, env: { COFFER_TLS_CERT: cert, COFFER_TLS_KEY: key } };
  };

  test("is 1.3, and 1.2 is refused", async () => {
    const { cert, env } = tls();
    const { served } = await running(env);
    const status = await new Promise((done, fail) => {
      httpsRequest(
        { host: "127.0.0.1", port: served.port, path: "/healthz", ca: cert },
        (response) => {
          done(response.statusCode);
          response.resume();
        },
      )
        .on("error", fail)
        .end();
    });
    expect(status).toBe(200);
    const spoken = (version: "TLSv1.2" | "TLSv1.3") =>
      new Promise<string>((done) => {
        const socket = connectTls({
          host: "127.0.0.1",
          port: served.port,
          ca: cert,
          minVersion: version,
          maxVersion: version,
        });
        socket.on("secureConnect", () => {
          done(socket.getProtocol() ?? "");
          socket.destroy();
        });
        socket.on("error", (error: NodeJS.ErrnoException) => done(error.code ?? "refused"));
      });
    expect(await spoken("TLSv1.3")).toBe("TLSv1.3");
    expect(await spoken("TLSv1.2")).toMatch(/PROTOCOL_VERSION/);
  });
});

test("honest requests are served while slow connections wait, and those are closed", async () => {
  const here = await withAccount();
  const slow = Array.from({ length: 50 }, () => {
    const socket = connectTcp(here.served.port, "127.0.0.1");
    socket.write("POST /v1/vaults/x HTTP/1.1\r\nHost: x\r\nContent-Le");
    return new Promise<void>((done) => {
      socket.on("close", () => done());
      socket.on("error", () => undefined);
    });
  });
  await pushTo(here);
  await Promise.all(slow);
});

test("metrics and logs say how much, never whose or from where", async () => {
  const here = await withAccount({ COFFER_METRICS: "127.0.0.1:0" });
  await pushTo(here);
  const text = here.served.house.metrics.text() + here.lines.join("\n");
  expect(text).toContain('coffer_commits_total{outcome="committed"} 1');
  expect(text).not.toContain(here.account.locator);
  expect(text).not.toContain("127.0.0.1");
});

test("metrics have a listener of their own, and the one for clients knows nothing of them", async () => {
  const here = await withAccount();
  await pushTo(here);
  const metrics = await listenMetrics(here.served.house, "127.0.0.1", 0);
  ends.push(() => metrics.stop(0));
  const own = `http://127.0.0.1:${metrics.port}`;
  const answer = await fetch(`${own}/metrics`);
  expect(answer.headers.get("content-type")).toContain("version=0.0.4");
  const text = await answer.text();
  expect(text).toMatch(/^coffer_requests_total\{route="[^"]+",method="POST",status="200"\} 1$/m);
  // Every line is one that Prometheus reads.
  for (const line of text.trim().split("\n"))
    expect(line).toMatch(/^[a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? [\d.e+-]+$/);
  expect((await fetch(own)).status).toBe(404);
  expect((await fetch(`${here.origin}/metrics`)).status).toBe(404);
});

test("the head can be asked for with HEAD, signed as that and as nothing else", async () => {
  const { account, origin } = await withAccount();
  const target = paths.vault(account.locator);
  const asked = request(account, target, { method: "HEAD", origin });
  const answer = await fetch(origin + target, asked);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("etag")).toMatch(/^"[0-9a-f]{32}\.0"$/);
  expect(await answer.text()).toBe("");
  const other = request(account, target, { method: "HEAD", origin });
  expect((await fetch(origin + target, { ...other, method: "GET" })).status).toBe(404);
});

describe("the folder", () => {
  test("that was named and has no marker is not taken for an empty server", () => {
    const folder = ownFolder();
    ends.push(folder.end);
    expect(() => openFolder(folder.path, { named: true, init: false })).toThrow(/init/);
    const made = openFolder(folder.path, { named: true, init: true });
    expect(openFolder(folder.path, { named: true, init: false }).id).toBe(made.id);
  });

  test("and its database belong together", async () => {
    const here = await running();
    const other = ownFolder();
    ends.push(other.end);
    const folder = openFolder(join(other.path, "data"), { named: false, init: true });
    await here.served.house.store.copyTo(folder.database);
    writeFileSync(join(folder.path, "note"), "");
    const settings = readSettings({ COFFER_LISTEN: "127.0.0.1:0" });
    await expect(serve(settings, folder, () => undefined)).rejects.toThrow(/another data folder/);
  });
});
