/**
 * A real backup server in a process of its own: SQLite in a temporary folder, TLS 1.3 with a certificate that openssl
 * makes here. The browsers check that certificate as any other: Firefox is given the authority it was signed by
 * (FirefoxWindow.trust), Chromium, which has no such door for a fresh profile, the hash of its one public key
 * (--ignore-certificate-errors-spki-list), so another server on the same port would be refused by both.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { freshFolder, removeFolder, root } from "./files.ts";
import { until } from "./until.ts";

export interface Authority {
  /** PEM files. */
  cert: string;
  key: string;
  /** The authority's own certificate, DER in base64. */
  root: string;
  /** What Chromium is started with. */
  chromiumArgs: string[];
  end(): void;
}

/** An authority of this test, and a certificate of it for 127.0.0.1 and localhost. */
export function makeAuthority(): Authority {
  const folder = freshFolder("authority");
  const at = (name: string) => join(folder, name);
  const openssl = (...args: (string | string[])[]) =>
    execFileSync("openssl", args.flat(), { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const fresh = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"];
  openssl(
    ["req", "-x509", ...fresh, "-keyout", "root.key", "-out", "root.pem"],
    ["-subj", "/CN=Coffer test", "-addext", "keyUsage=critical,keyCertSign,cRLSign"],
  );
  openssl(
    ["req", "-x509", ...fresh, "-keyout", "leaf.key", "-out", "leaf.pem"],
    ["-CA", "root.pem", "-CAkey", "root.key", "-subj", "/CN=localhost"],
    ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
    ["-addext", "basicConstraints=critical,CA:FALSE", "-addext", "extendedKeyUsage=serverAuth"],
  );
  const leaf = new X509Certificate(readFileSync(at("leaf.pem")));
  const spki = leaf.publicKey.export({ type: "spki", format: "der" });
  const hash = createHash("sha256").update(spki).digest("base64");
  return {
    cert: at("leaf.pem"),
    key: at("leaf.key"),
    root: new X509Certificate(readFileSync(at("root.pem"))).raw.toString("base64"),
    chromiumArgs: [`--ignore-certificate-errors-spki-list=${hash}`],
    end: () => removeFolder(folder),
  };
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}

export interface BackupServer {
  /** "https://127.0.0.1:<port>" (http where it has no certificate); the same after a restart. */
  origin: string;
  /** Of this start: a code for one new account. */
  invite(): string;
  /** SIGKILL, as a power cut. */
  kill(): Promise<void>;
  /** Starts it again on its own folder and port. */
  start(): Promise<void>;
  /** All that it printed, over all starts. */
  printed(): string;
  /** A command of it (`check`, `restore FILE`) while it is stopped; answers what it says. */
  command(...args: string[]): string;
  /** Its data. */
  folder: string;
  close(): Promise<void>;
}

/** Starts `server/main.ts`, registration by invitation; without an authority over plain http, open to all of this machine. */
export async function startServer(authority: Authority | null): Promise<BackupServer> {
  const folder = freshFolder("backup-server");
  const data = join(folder, "data");
  const port = await freePort();
  const env = {
    // The server refuses settings that it does not know, and those of the tests are not its own.
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !name.startsWith("COFFER_")),
    ),
    COFFER_DATA: data,
    COFFER_LISTEN: `127.0.0.1:${port}`,
    ...(authority === null
      ? { COFFER_REGISTRATION: "open" }
      : { COFFER_TLS_CERT_FILE: authority.cert, COFFER_TLS_KEY_FILE: authority.key }),
    COFFER_BACKUP_HOURS: "0",
  };
  const main = join(root, "server", "main.ts");
  let child: ChildProcess | null = null;
  let printed = "";
  let inited = false;
  const start = async (): Promise<void> => {
    const from = printed.length;
    const mine = spawn(process.execPath, [main, inited ? "serve" : "init"], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = mine;
    for (const stream of [mine.stdout, mine.stderr])
      stream.on("data", (bytes: Buffer) => (printed += bytes.toString()));
    await until("the server", () => {
      if (mine.exitCode !== null) throw new Error(printed);
      return printed.slice(from).includes("listens on");
    });
    inited = true;
  };
  const stop = async (signal: "SIGKILL" | "SIGTERM"): Promise<void> => {
    const mine = child;
    child = null;
    if (mine === null || mine.exitCode !== null || mine.signalCode !== null) return;
    const gone = once(mine, "exit");
    mine.kill(signal);
    await gone;
  };
  await start();
  return {
    origin: `${authority === null ? "http" : "https"}://127.0.0.1:${port}`,
    invite: () => /new account: (\S+)/.exec(printed)?.[1] ?? "",
    kill: () => stop("SIGKILL"),
    start,
    printed: () => printed,
    command: (...args) =>
      execFileSync(process.execPath, [main, ...args], { env, encoding: "utf8" }),
    folder: data,
    async close() {
      await stop("SIGTERM");
      removeFolder(folder);
    },
  };
}
