/**
 * The channel of FORMAT.md 8 between two servers: proofs that only who knows the pairing code and stands on this very
 * TLS connection can make, then AES-256-GCM frames with consecutive counters.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { argon2id } from "hash-wasm";
import { concat, lengthPrefixed, reader, sha256, toHex, u32, utf8 } from "../bytes.ts";
import { pinOf } from "./certificate.ts";

const label = (name: string) => utf8(`coffer/1/mirror${name}\0`);
const frameMax = 1024 * 1024;
/** A message: an object of 4 MiB, or a page of the log whose one commit is long. */
const messageMax = 40 * 1024 * 1024;
/** After so much a connection is made anew, by whoever follows. */
export const reauthenticate = { ms: 15 * 60_000, bytes: 1024 ** 3 };

const derived = new Map<string, Promise<Uint8Array>>();

/** PSK of a pairing code; derived once a code. */
export function pskOf(code: string): Promise<Uint8Array> {
  const name = toHex(sha256(utf8(code)));
  const found = derived.get(name);
  if (found !== undefined) return found;
  const made = argon2id({
    password: code,
    salt: sha256(label("")).slice(0, 16),
    memorySize: 64 * 1024,
    iterations: 3,
    parallelism: 1,
    hashLength: 32,
    outputType: "binary",
  });
  derived.clear();
  derived.set(name, made);
  return made;
}

/** A pairing code: 128 random bits and more. */
export function newCode(): string {
  return randomBytes(20).toString("base64url");
}

const hkdf = (ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number) =>
  new Uint8Array(hkdfSync("sha256", ikm, salt, info, length));

/** K of this connection: bound to both public keys and to what TLS exports, so a relay between two legs has another. */
export function connectionKey(
  psk: Uint8Array,
  socket: TLSSocket,
  pinI: Uint8Array,
  pinR: Uint8Array,
): Uint8Array {
  const exported = socket.exportKeyingMaterial(32, "EXPORTER-Channel-Binding", Buffer.alloc(0));
  return hkdf(psk, exported, concat(label("/auth"), pinI, pinR), 32);
}

/** The pin of whoever is at the other end; null where there is no certificate. */
export function peerPin(socket: TLSSocket): Uint8Array | null {
  const spki = socket.getPeerX509Certificate()?.publicKey.export({ format: "der", type: "spki" });
  return spki === undefined ? null : pinOf(spki);
}

/** HMAC(K, label of the side ‖ nonces). */
export function proof(key: Uint8Array, side: "I" | "R", ...nonces: Uint8Array[]): Uint8Array {
  const hmac = createHmac("sha256", key).update(label(`/${side}`));
  for (const nonce of nonces) hmac.update(nonce);
  return new Uint8Array(hmac.digest());
}

/** `n=..., p=...` */
export function writeProof(nonce: Uint8Array, made: Uint8Array): string {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
  return `n=${text(nonce)}, p=${text(made)}`;
}

/** Its parts, or null. */
export function readProof(text: string): { nonce: Uint8Array; made: Uint8Array } | null {
  const [, n, p] = /^n=([A-Za-z0-9_-]{43}), p=([A-Za-z0-9_-]{43})$/.exec(text) ?? [];
  if (n === undefined || p === undefined) return null;
  return {
    nonce: new Uint8Array(Buffer.from(n, "base64url")),
    made: new Uint8Array(Buffer.from(p, "base64url")),
  };
}

/** Equal, in a time that says nothing. */
export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

export interface Message {
  about: Record<string, unknown>;
  bytes: Uint8Array;
}

export interface Channel {
  send(message: Message): void;
  /** The next message; null after a goodbye. Throws where the other side was cut off or did not keep to the format. */
  next(): Promise<Message | null>;
  /** Bytes that have gone either way. */
  used(): number;
  goodbye(): void;
}

const ivAt = (iv: Uint8Array, counter: number): Uint8Array => {
  const nonce = iv.slice();
  const view = new DataView(nonce.buffer);
  view.setBigUint64(4, view.getBigUint64(4) ^ BigInt(counter));
  return nonce;
};

/** The channel over a socket whose proofs have held; `head` is what was read behind the HTTP headers. */
export function channelOver(
  socket: Duplex,
  head: Uint8Array,
  key: Uint8Array,
  nonces: { I: Uint8Array; R: Uint8Array },
  side: "I" | "R",
): Channel {
  const keys = hkdf(key, concat(nonces.I, nonces.R), label("/frames"), 88);
  const of = (who: "I" | "R") => ({
    key: keys.subarray(who === "I" ? 0 : 32, who === "I" ? 32 : 64),
    iv: keys.slice(who === "I" ? 64 : 76, who === "I" ? 76 : 88),
    counter: 0,
  });
  const out = of(side);
  const into = of(side === "I" ? "R" : "I");
  let used = 0;

  const seal = (plain: Uint8Array): Buffer => {
    const length = u32(plain.length + 16);
    const cipher = createCipheriv("aes-256-gcm", out.key, ivAt(out.iv, out.counter++));
    cipher.setAAD(length);
    return Buffer.concat([length, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };
  const open = (length: Uint8Array, sealed: Buffer): Buffer => {
    const decipher = createDecipheriv("aes-256-gcm", into.key, ivAt(into.iv, into.counter++));
    decipher.setAAD(length);
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  };
  const frames = framesOf(socket, head);
  const closed = { said: false };

  return {
    send: ({ about, bytes }) => {
      const whole = concat(lengthPrefixed(utf8(JSON.stringify(about))), bytes);
      for (let at = 0; at < whole.length; at += frameMax - 1) {
        const part = whole.subarray(at, at + frameMax - 1);
        const sealed = seal(concat(Uint8Array.of(at + part.length < whole.length ? 1 : 0), part));
        used += sealed.length;
        socket.write(sealed);
      }
    },
    next: async () => {
      const parts: Buffer[] = [];
      for (let length = 0; ;) {
        const frame = await frames();
        // The other side went away without a goodbye: a truncation.
        if (frame === null) throw new Error("cut off");
        used += frame.sealed.length + 4;
        const plain = open(frame.length, frame.sealed);
        if (plain.length === 0) return null;
        length += plain.length;
        if (length > messageMax) throw new Error("too long");
        parts.push(plain.subarray(1));
        if (plain[0] === 0) break;
      }
      const from = reader(Buffer.concat(parts));
      const text = Buffer.from(from.lengthPrefixed(64 * 1024)).toString();
      return { about: JSON.parse(text) as Record<string, unknown>, bytes: from.take(from.left()) };
    },
    used: () => used,
    goodbye: () => {
      if (closed.said) return;
      closed.said = true;
      socket.end(seal(new Uint8Array(0)));
    },
  };
}

/** Frames as they come; null at the end of the stream. */
function framesOf(
  socket: Duplex,
  head: Uint8Array,
): () => Promise<{ length: Uint8Array; sealed: Buffer } | null> {
  if (head.length > 0) socket.unshift(Buffer.from(head));
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  const take = async (n: number): Promise<Buffer | null> => {
    const gathered = [rest];
    let sum = rest.length;
    while (sum < n) {
      const { done, value } = await chunks.next();
      if (done === true) return null;
      gathered.push(value);
      sum += value.length;
    }
    const all = Buffer.concat(gathered);
    rest = all.subarray(n);
    return all.subarray(0, n);
  };
  return async () => {
    const length = await take(4);
    if (length === null) return null;
    const n = length.readUInt32BE();
    if (n < 16 || n > frameMax + 16) throw new Error("bad frame");
    const sealed = await take(n);
    return sealed === null ? null : { length: new Uint8Array(length), sealed };
  };
}
