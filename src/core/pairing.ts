/**
 * What one device hands to another to connect it (FORMAT.md 12): where the server is, the backup key, and how far the log
 * had come, so that the new device can not be served an older vault.
 *
 * "CFPA1\0" | LP(origin) | backup key 16 | rev u64 | chain 32 | H(all before)[0..4)
 */
import {
  type Bytes,
  concat,
  equalBytes,
  fromBase64,
  fromUtf8,
  lengthPrefixed,
  reader,
  toBase64,
  u64,
  utf8,
} from "./bytes.ts";
import { Failure } from "./failure.ts";
import { sha256 } from "./hash.ts";
import { serverOrigin } from "./server-address.ts";

const magic = utf8("CFPA1\0");
const scheme = "coffer-pair:";
const originLimit = 300;

/** Where a log stood: a later state of it has this chain at this revision. */
export interface Anchor {
  rev: number;
  chain: Bytes;
}

export interface Pairing {
  origin: string;
  backupKey: Bytes;
  anchor: Anchor;
}

/** As text and in the QR code. It reads the account: it stays in our own pages. */
export async function writePairing({ origin, backupKey, anchor }: Pairing): Promise<string> {
  const start = [magic, lengthPrefixed(utf8(origin)), backupKey, u64(anchor.rev), anchor.chain];
  const check = (await sha256(concat(...start))).slice(0, 4);
  const base64 = toBase64(concat(...start, check));
  return scheme + base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Reads it; BAD_PAIRING where it is mistyped, cut or of another kind. */
export async function readPairing(typed: string): Promise<Pairing> {
  const text = typed.replaceAll(/\s/g, "");
  if (!text.startsWith(scheme) || !/^[A-Za-z0-9_-]+$/.test(text.slice(scheme.length)))
    throw new Failure("BAD_PAIRING");
  let bytes: Bytes;
  try {
    const base64 = text.slice(scheme.length).replaceAll("-", "+").replaceAll("_", "/");
    bytes = fromBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, "="));
  } catch {
    throw new Failure("BAD_PAIRING");
  }
  const from = reader(bytes, "BAD_PAIRING");
  if (!equalBytes(from.take(magic.length), magic)) throw new Failure("BAD_PAIRING");
  const origin = fromUtf8(from.lengthPrefixed(originLimit), "BAD_PAIRING");
  const pairing = {
    origin,
    backupKey: from.take(16),
    anchor: { rev: from.u64(), chain: from.take(32) },
  };
  const check = from.take(4);
  from.end();
  if (!equalBytes(check, (await sha256(bytes.slice(0, -4))).slice(0, 4)))
    throw new Failure("BAD_PAIRING");
  if (serverOrigin(origin) !== origin) throw new Failure("BAD_PAIRING");
  return pairing;
}
