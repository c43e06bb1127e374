/** Settings from the environment: `COFFER_*`, or `COFFER_*_FILE` for a file that holds the value. An unknown one is refused. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Rules } from "./house.ts";
import type { ListenOptions } from "./listen.ts";

export interface MirrorSettings {
  /** Where the primary's mirror listener is, "host:port". */
  of: string;
  code: string;
  /** SHA-256 of the primary's public key, hex; "" to pin the first that proves itself. */
  pin: string;
}

export interface Settings {
  data: string;
  /** The folder was named: then it must have its marker, so that a volume that is not mounted is no empty server. */
  dataNamed: boolean;
  listen: ListenOptions;
  metrics: { host: string; port: number } | null;
  postgres: string[];
  rules: Rules;
  backupHours: number;
  mirror: MirrorSettings | null;
  mirrorListen: { host: string; port: number } | null;
}

/** Names that are known, with what each is without being said. */
const known = {
  DATA: "",
  LISTEN: "127.0.0.1:8787",
  ORIGIN: "",
  TLS_CERT: "",
  TLS_KEY: "",
  BEHIND_PROXY: "no",
  METRICS: "",
  POSTGRES: "",
  REGISTRATION: "invite",
  ACCOUNT_MB: "2048",
  HISTORY_DAYS: "90",
  PURGE_HOURS: "72",
  BACKUP_HOURS: "24",
  MIRROR_OF: "",
  MIRROR_CODE: "",
  MIRROR_PIN: "",
  MIRROR_LISTEN: "",
} as const;
type Name = keyof typeof known;

/** Something in the environment that this server does not know or can not use; its message is for the operator. */
export class BadSetting extends Error {}

/** Set by the scripts that start us, and no settings. */
const passedOn = new Set(["COFFER_BOOTSTRAPPED", "COFFER_COUNT"]);

/** Reads the environment; throws BadSetting with a sentence. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const given = new Map<Name, string>();
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith("COFFER_") || value === undefined || passedOn.has(variable)) continue;
    const named = variable.slice("COFFER_".length);
    const fromFile = named.endsWith("_FILE");
    const name = fromFile ? named.slice(0, -"_FILE".length) : named;
    if (!Object.hasOwn(known, name))
      throw new BadSetting(`${variable} is no setting of this server.`);
    if (given.has(name as Name))
      throw new BadSetting(`COFFER_${name} is set twice, as a value and as a file.`);
    given.set(name as Name, fromFile ? readFile(variable, value) : value);
  }
  const get = (name: Name) => given.get(name) ?? known[name];
  const number = (name: Name) => {
    const value = Number(get(name));
    if (!Number.isSafeInteger(value) || value < 0)
      throw new BadSetting(`COFFER_${name} must be a whole number.`);
    return value;
  };
  const listen = addressIn("LISTEN", get("LISTEN"));
  const tls = get("TLS_CERT") === "" ? null : { cert: get("TLS_CERT"), key: get("TLS_KEY") };
  const behindProxy = yes("BEHIND_PROXY", get("BEHIND_PROXY"));
  const loopback = ["127.0.0.1", "::1", "localhost"].includes(listen.host);
  if (!loopback && tls === null && !behindProxy)
    throw new BadSetting(
      "Beyond this machine it listens only with COFFER_TLS_CERT and COFFER_TLS_KEY, or with COFFER_BEHIND_PROXY=yes.",
    );
  if (!loopback && get("ORIGIN") === "")
    throw new BadSetting(
      "COFFER_ORIGIN must say the address clients use, such as https://backup.example.",
    );
  const registration = get("REGISTRATION");
  if (registration !== "open" && registration !== "invite" && registration !== "closed")
    throw new BadSetting("COFFER_REGISTRATION is open, invite or closed.");
  return {
    data: get("DATA") || join(homedir(), ".coffer-server"),
    dataNamed: get("DATA") !== "",
    listen: { ...listen, tls, behindProxy },
    metrics: get("METRICS") === "" ? null : addressIn("METRICS", get("METRICS")),
    postgres: get("POSTGRES")
      .split(/[\s,]+/)
      .filter(Boolean),
    rules: {
      origins: originsOf(get("ORIGIN"), listen.port, tls !== null),
      registration,
      bytesMax: number("ACCOUNT_MB") * 1024 * 1024,
      historyDays: number("HISTORY_DAYS"),
      purgeHours: number("PURGE_HOURS"),
      ratePerKey: { perSecond: 500, burst: 12_000 },
      ratePerAddress: { perSecond: 1000, burst: 24_000 },
    },
    backupHours: number("BACKUP_HOURS"),
    mirror: mirrorIn(get("MIRROR_OF"), get("MIRROR_CODE"), get("MIRROR_PIN")),
    mirrorListen:
      get("MIRROR_LISTEN") === "" ? null : addressIn("MIRROR_LISTEN", get("MIRROR_LISTEN")),
  };
}

function readFile(variable: string, path: string): string {
  try {
    const text = readFileSync(path, "utf8");
    // A file of one line ends with a line break that nobody meant; PEM keeps its own.
    return text.includes("-----BEGIN") ? text : text.trim();
  } catch {
    throw new BadSetting(`${variable}: the file can not be read.`);
  }
}

function yes(name: Name, text: string): boolean {
  if (text !== "yes" && text !== "no") throw new BadSetting(`COFFER_${name} is yes or no.`);
  return text === "yes";
}

function addressIn(name: Name, text: string): { host: string; port: number } {
  const [, six, plain, port] = /^(?:\[([0-9a-f:]+)\]|([^:[\]]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = six ?? plain;
  if (host === undefined || port === undefined || Number(port) > 65_535)
    throw new BadSetting(`COFFER_${name} is an address and a port, such as 127.0.0.1:8787.`);
  return { host, port: Number(port) };
}

/** Origins as a signature names them; without a setting the loopback names of this port. */
export function originsOf(text: string, port: number, tls: boolean): string[] {
  if (text === "") {
    const scheme = tls ? "https" : "http";
    return [`${scheme}://localhost:${port}`, `${scheme}://127.0.0.1:${port}`];
  }
  return text.split(",").map((each) => {
    const origin = each.trim();
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new BadSetting(
        "COFFER_ORIGIN is scheme and host, such as https://backup.example, without a slash at its end.",
      );
    return origin;
  });
}

function mirrorIn(of: string, code: string, pin: string): MirrorSettings | null {
  if (of === "") return null;
  if (code === "")
    throw new BadSetting(
      "COFFER_MIRROR_OF needs COFFER_MIRROR_CODE_FILE, the pairing code of the primary.",
    );
  if (pin !== "" && !/^[0-9a-f]{64}$/.test(pin))
    throw new BadSetting("COFFER_MIRROR_PIN is 64 hex digits.");
  return { of, code, pin };
}
