/**
 * What the reader does where the platform refuses its own cryptography: noble's Argon2id in place of
 * WebAssembly, and noble's SHA-256, HKDF, HMAC and AES-GCM in place of WebCrypto (a page opened over plain
 * http has none). Slower, and the same bytes: test/reader/pure.test.ts holds one against the other.
 */
import { gcm } from "@noble/ciphers/aes.js";
import { argon2idAsync } from "@noble/hashes/argon2.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { provideArgon2 } from "../../src/core/kdf.ts";

type Argon2 = Awaited<ReturnType<Parameters<typeof provideArgon2>[0]>>;

interface Cost {
  password: Uint8Array;
  salt: Uint8Array;
  memorySize: number;
  iterations: number;
  parallelism: number;
  hashLength: number;
}

/** Argon2id without WebAssembly: some ten times slower; tells its progress, 0 to 1. */
export function pureArgon2(progress: (part: number) => void): Argon2 {
  const derive = (cost: Cost) =>
    argon2idAsync(cost.password, cost.salt, {
      m: cost.memorySize,
      t: cost.iterations,
      p: cost.parallelism,
      dkLen: cost.hashLength,
      // Every 50 ms the page may draw.
      asyncTick: 50,
      maxmem: 2 ** 31,
      onProgress: progress,
    });
  return derive as unknown as Argon2;
}

interface Key {
  raw: Uint8Array;
}
interface Algorithm {
  salt: Uint8Array;
  info: Uint8Array;
  iv: Uint8Array;
  additionalData: Uint8Array;
}
const buffer = (bytes: Uint8Array) => bytes.slice().buffer;

/** The part of `crypto.subtle` that core and noble's webcrypto wrapper use. Keys are bytes here. */
export const pureSubtle = {
  digest: async (_: string, data: Uint8Array) => buffer(sha256(data)),
  importKey: async (_: string, raw: Uint8Array): Promise<Key> => ({ raw: raw.slice() }),
  deriveBits: async ({ salt, info }: Algorithm, { raw }: Key, bits: number) =>
    buffer(hkdf(sha256, raw, salt, info, bits / 8)),
  sign: async (_: string, { raw }: Key, data: Uint8Array) => buffer(hmac(sha256, raw, data)),
  encrypt: async ({ iv, additionalData }: Algorithm, { raw }: Key, data: Uint8Array) =>
    buffer(gcm(raw, iv, additionalData).encrypt(data)),
  decrypt: async ({ iv, additionalData }: Algorithm, { raw }: Key, data: Uint8Array) =>
    buffer(gcm(raw, iv, additionalData).decrypt(data)),
};

/** Puts `pureSubtle` where the platform has none. Answers whether it had to. */
export function ensureSubtle(platform: { crypto: { subtle?: unknown } }): boolean {
  if (platform.crypto.subtle !== undefined) return false;
  Object.defineProperty(platform.crypto, "subtle", { value: pureSubtle });
  return true;
}

/** Whether WebAssembly is there and may be compiled: a policy or a hardened browser can refuse it. */
export function allowsWasm(platform: object): boolean {
  const { WebAssembly: wasm } = platform as {
    WebAssembly?: { Module: new (bytes: Uint8Array) => object };
  };
  if (wasm === undefined) return false;
  try {
    // The smallest module there is: "\0asm", version 1.
    const made = new wasm.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    return made instanceof Object;
  } catch {
    return false;
  }
}
