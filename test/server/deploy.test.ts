/**
 * The samples of server/deploy with the real programs, where they are installed: nginx and Caddy before a real server,
 * systemd's own opinion of the unit; and what the Dockerfile puts into its image, without Docker.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { dirname, join, resolve } from "node:path";
import { connect as connectTls } from "node:tls";
import { afterEach, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { paths } from "../../server/api.ts";
import { openFolder } from "../../server/folder.ts";
import { logTo } from "../../server/log.ts";
import { makeIdentity } from "../../server/mirror/certificate.ts";
import { serve } from "../../server/serve.ts";
import { readSettings } from "../../server/settings.ts";
import { toHex } from "../../src/core/bytes.ts";
import {
  advance,
  anObject,
  creation,
  makeCommit,
  newAccount,
  request,
  type Sending,
  sha,
} from "./account.ts";
import { freePort, ownFolder } from "./world.ts";

const root = join(import.meta.dirname, "../..");
const sample = (name: string) => readFileSync(join(root, "server/deploy", name), "utf8");
const host = "backup.example";
const origin = `https://${host}`;
const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** Replaces what is of this machine in a sample; each must be there, or the sample is another than was tested. */
function adapted(name: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((text, [from, to]) => {
    expect(text, `${name} says ${from}`).toContain(from);
    return text.replace(from, to);
  }, sample(name));
}

function started(program: string, args: string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(program, args, { stdio: "ignore", env: { ...process.env, ...env } });
  ends.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    await gone;
  });
  return child;
}

/** A server that believes its proxy, as the samples set it. */
async function behindProxy() {
  const place = ownFolder();
  ends.push(place.end);
  const lines: string[] = [];
  const settings = readSettings({
    COFFER_LISTEN: "127.0.0.1:0",
    COFFER_BEHIND_PROXY: "yes",
    COFFER_ORIGIN: origin,
    COFFER_REGISTRATION: "open",
    COFFER_BACKUP_HOURS: "0",
  });
  // Port 0 takes loopback names; the origin of the samples is what clients sign.
  const folder = openFolder(join(place.path, "data"), { named: false, init: true });
  const served = await serve(
    settings,
    folder,
    logTo((line) => void lines.push(line)),
  );
  served.house.rules.origins = [origin];
  ends.push(() => served.stop());
  return { served, lines, folder: place.path };
}

interface Front {
  port: number;
  /** What signs its certificate. */
  ca: string;
}

/** One request through the proxy, from another address of loopback. */
function ask(
  { port, ca }: Front,
  target: string,
  init: { method?: string; headers?: Record<string, string>; body?: Uint8Array } = {},
): Promise<number> {
  return new Promise((done, fail) => {
    const headers = { ...init.headers, host, "x-forwarded-for": "203.0.113.9" };
    const sent = httpsRequest(
      {
        host: "127.0.0.1",
        port,
        ca,
        servername: host,
        localAddress: "127.1.2.3",
        path: target,
        method: init.method ?? "GET",
        headers,
        agent: false,
      },
      (response) => {
        done(response.statusCode ?? 0);
        response.resume();
      },
    );
    sent.on("error", fail);
    sent.end(init.body);
  });
}

/** What a client of this address must be able to do, and others not. */
async function checkFront(front: Front, lines: readonly string[]): Promise<void> {
  await vi.waitFor(async () => expect(await ask(front, "/readyz")).toBe(200), { timeout: 60_000 });
  const account = newAccount();
  const signed = (target: string, more: Sending) =>
    ask(front, target, request(account, target, { origin, ...more }) as never);
  const target = paths.vault(account.locator);
  expect(await signed(target, { method: "PUT", body: creation(account) })).toBe(201);
  const made = makeCommit(account, [anObject()]);
  const commits = paths.commits(account.locator);
  expect(await signed(commits, { method: "POST", body: made.upload })).toBe(200);
  advance(account, made);
  // A part of full size goes through; what is larger than any is refused, by whoever is first.
  const part = anObject(2 ** 20);
  const staged = paths.part(account.locator, toHex(sha(part)));
  expect(await signed(staged, { method: "PUT", body: part })).toBe(204);
  const large = await signed(staged, { method: "PUT", body: anObject(3 * 2 ** 20) }).catch(() => 0);
  expect([0, 404, 413, 502]).toContain(large);
  // The address is the proxy's word, not the client's.
  const from = lines.map((line) => (JSON.parse(line) as { from?: string }).from).filter(Boolean);
  expect(from.length).toBeGreaterThan(2);
  expect(new Set(from)).toEqual(new Set(["127.1.2.0/24"]));
  // The socket of the live hint.
  const options = { ca: front.ca, servername: host, headers: { host } };
  const socket = new WebSocket(`wss://127.0.0.1:${front.port}${paths.socket}`, options);
  ends.push(() => socket.terminate());
  const first = await new Promise<string>((done, fail) => {
    socket.once("message", (bytes: Buffer) => done(bytes.toString()));
    socket.once("error", fail);
  });
  expect(first).toContain("challenge");
  const spoken = (version: "TLSv1.2" | "TLSv1.3") =>
    new Promise<string>((done) => {
      const tls = connectTls({
        host: "127.0.0.1",
        port: front.port,
        ca: front.ca,
        servername: host,
        minVersion: version,
        maxVersion: version,
      });
      tls.on("secureConnect", () => {
        done(tls.getProtocol() ?? "");
        tls.destroy();
      });
      tls.on("error", (error: NodeJS.ErrnoException) => done(error.code ?? "refused"));
    });
  expect(await spoken("TLSv1.3")).toBe("TLSv1.3");
  expect(await spoken("TLSv1.2")).toMatch(/PROTOCOL_VERSION|HANDSHAKE/);
}

const nginx = "/usr/sbin/nginx";
test.skipIf(!existsSync(nginx) || process.getuid?.() !== 0)(
  "nginx of Debian with the sample before a server: TLS 1.3 alone, the true address, the socket",
  async () => {
    const { served, lines, folder } = await behindProxy();
    const { cert, key } = makeIdentity(host);
    const port = await freePort();
    writeFileSync(join(folder, "cert.pem"), cert);
    writeFileSync(join(folder, "key.pem"), key);
    writeFileSync(
      join(folder, "site.conf"),
      adapted("nginx.conf", {
        "listen 443 ssl": `listen 127.0.0.1:${port} ssl`,
        "/etc/ssl/backup.example.pem": join(folder, "cert.pem"),
        "/etc/ssl/backup.example.key": join(folder, "key.pem"),
        "http://127.0.0.1:8787": `http://127.0.0.1:${served.port}`,
      }),
    );
    const file = join(folder, "nginx.conf");
    writeFileSync(
      file,
      `user root; daemon off; pid ${folder}/pid; error_log ${folder}/errors; events {} http { include ${folder}/site.conf; }`,
    );
    const checked = spawnSync(nginx, ["-t", "-c", file], { encoding: "utf8" });
    expect(checked.stderr).toContain("test is successful");
    expect(checked.stderr).not.toContain("[warn]");
    started(nginx, ["-c", file]);
    await checkFront({ port, ca: cert }, lines);
  },
);

const caddy = "/usr/bin/caddy";
test.skipIf(!existsSync(caddy))(
  "Caddy of Debian with the sample before a server: TLS 1.3 alone, the true address, the socket",
  async () => {
    const { served, lines, folder } = await behindProxy();
    const port = await freePort();
    const site = adapted("Caddyfile", {
      "backup.example {": `${host}:${port} {\n\tbind 127.0.0.1`,
      // Its own authority in the place of a public one.
      "protocols tls1.3": "protocols tls1.3\n\t\tissuer internal",
      "server:8787": `127.0.0.1:${served.port}`,
    });
    const own = `{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n\tstorage file_system ${folder}/caddy\n}\n`;
    const file = join(folder, "Caddyfile");
    writeFileSync(file, own + site);
    const home = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    started(caddy, ["run", "--adapter", "caddyfile", "--config", file], home);
    const authority = join(folder, "caddy/pki/authorities/local/root.crt");
    await vi.waitFor(() => expect(existsSync(authority)).toBe(true), { timeout: 60_000 });
    await checkFront({ port, ca: readFileSync(authority, "utf8") }, lines);
  },
);

const systemd = "/usr/bin/systemd-analyze";
describe("the unit for systemd", () => {
  test.skipIf(!existsSync(systemd))("is one, and systemd calls its exposure OK", () => {
    const place = ownFolder();
    ends.push(place.end);
    const file = join(place.path, "coffer-server.service");
    writeFileSync(file, adapted("coffer-server.service", { "/usr/bin/node": process.execPath }));
    const verified = spawnSync(systemd, ["verify", file], { encoding: "utf8" });
    expect([verified.status, verified.stderr]).toEqual([0, ""]);
    // Of 100; what is above 20 ends with another code.
    const judged = ["security", "--offline=true", "--threshold=20", "--no-pager", file];
    const security = spawnSync(systemd, judged, { encoding: "utf8" });
    expect(security.stdout).toContain("Overall exposure level");
    expect(security.status, security.stdout.slice(-200)).toBe(0);
  });
});

test("the settings in unit and compose.yaml are settings of the server", () => {
  const unit = sample("coffer-server.service").matchAll(/^Environment=(COFFER_\w+)=(.*)$/gm);
  const compose = sample("compose.yaml").matchAll(/^ +(COFFER_\w+): "(.*)"$/gm);
  for (const found of [[...unit], [...compose]]) {
    expect(found.length).toBeGreaterThanOrEqual(3);
    const env = Object.fromEntries(found.map(([, name = "", value = ""]) => [name, value]));
    const { listen, rules } = readSettings(env);
    expect(listen.behindProxy).toBe(true);
    expect(rules.origins).toEqual([origin]);
  }
  const [, context = "", file = ""] =
    /context: (\S+)\n +dockerfile: (\S+)/.exec(sample("compose.yaml")) ?? [];
  expect(existsSync(resolve(root, "server/deploy", context, file))).toBe(true);
});

test("what the Dockerfile copies is all that the server needs", async () => {
  const dockerfile = sample("Dockerfile");
  expect(dockerfile).toContain("npm ci --omit=dev --omit=optional --ignore-scripts");
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) (\S+)$/gm)].map(([, all = ""]) =>
    all.split(" "),
  );
  expect(copied).toEqual([
    ["package.json", "package-lock.json", ".npmrc"],
    ["package.json"],
    ["server"],
  ]);
  const place = ownFolder();
  ends.push(place.end);
  for (const name of ["package.json", "server"])
    symlinkSync(join(root, name), join(place.path, name));
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>;
  };
  for (const [path, { dev, optional, devOptional }] of Object.entries(lock.packages)) {
    // Those within another come along with it.
    if (path === "" || path.lastIndexOf("node_modules/") > 0) continue;
    if (dev === true || optional === true || devOptional === true) continue;
    mkdirSync(dirname(join(place.path, path)), { recursive: true });
    symlinkSync(join(root, path), join(place.path, path));
  }
  const commandOf = (word: string) =>
    JSON.parse(new RegExp(`^${word} (\\[.*\\])$`, "m").exec(dockerfile)?.[1] ?? "[]") as string[];
  const [, ...args] = commandOf("ENTRYPOINT");
  expect(commandOf("CMD")).toEqual(["serve"]);
  const port = await freePort();
  const data = join(place.path, "data");
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("COFFER_")),
  );
  // The links are taken as if they were the folders: what lies beside them in the checkout is not there.
  const child = spawn(
    process.execPath,
    ["--preserve-symlinks", "--preserve-symlinks-main", ...args, "init"],
    {
      cwd: place.path,
      env: { ...env, COFFER_DATA: data, COFFER_LISTEN: `127.0.0.1:${port}` },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  let said = "";
  child.stderr.on("data", (bytes: Buffer) => (said += bytes.toString()));
  const gone = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
  const readyz = `http://127.0.0.1:${port}/readyz`;
  await vi.waitFor(
    async () => {
      if (child.exitCode !== null) throw new Error(said);
      expect((await fetch(readyz)).status).toBe(200);
    },
    { timeout: 60_000, interval: 200 },
  );
  child.kill("SIGTERM");
  expect(await gone, said).toBe(0);
  expect(existsSync(join(data, "coffer.sqlite"))).toBe(true);
});
