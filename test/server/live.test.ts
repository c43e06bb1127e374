/** A whole server on a port: TLS 1.3 of its own, slow and silent connections, the socket, stopping, its folder. */
import { randomBytes, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { connect as connectTcp } from "node:net";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import * as v from "valibot";
import { afterEach, describe, expect, test } from "vitest";
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
import { makeIdentity } from "../../server/mirror/certificate.ts";
import { serve, type Served } from "../../server/serve.ts";
import { readSettings } from "../../server/settings.ts";
import { toHex } from "../../src/core/bytes.ts";
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
import { ownFolder } from "./world.ts";

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

interface Running {
  served: Served;
  origin: string;
  lines: string[];
  account: Account;
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
  return { served, origin, lines, account: newAccount() };
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
