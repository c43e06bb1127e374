import { gcm as pureGcm } from "@noble/ciphers/aes.js";
import { gcm as webGcm } from "@noble/ciphers/webcrypto.js";
import { hkdf as pureHkdf } from "@noble/hashes/hkdf.js";
import { hmac as pureHmac } from "@noble/hashes/hmac.js";
import { sha256 as pureSha256 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex, utf8 } from "../../src/core/bytes.ts";
import { hkdf, hkdfKey, hmac, hmacKey, sha256 } from "../../src/core/hash.ts";
import { bytesOf, bytesTo, flipBit } from "./any.ts";

describe("HKDF", () => {
  // RFC 5869, A.1 to A.3: IKM, salt, info, length, OKM.
  const long = (start: number, end: number) =>
    toHex(Uint8Array.from({ length: end - start }, (_, i) => start + i));
  it.each([
    [
      "0b".repeat(22),
      "000102030405060708090a0b0c",
      "f0f1f2f3f4f5f6f7f8f9",
      42,
      "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ],
    [
      long(0, 0x50),
      long(0x60, 0xb0),
      long(0xb0, 0x100),
      82,
      "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
    ],
    [
      "0b".repeat(22),
      "",
      "",
      42,
      "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    ],
  ])("gives the answers of RFC 5869 (%#)", async (ikm, salt, info, length, okm) => {
    const key = await hkdfKey(fromHex(ikm));
    expect(toHex(await hkdf(key, fromHex(salt), fromHex(info), length))).toBe(okm);
  });

  it("is that of a second implementation", async () => {
    await fc.assert(
      fc.asyncProperty(
        bytesTo(80),
        bytesTo(80),
        bytesTo(80),
        fc.integer({ min: 1, max: 120 }),
        async (ikm, salt, info, length) => {
          const ours = await hkdf(await hkdfKey(ikm), salt, info, length);
          expect(toHex(ours)).toBe(toHex(pureHkdf(pureSha256, ikm, salt, info, length)));
        },
      ),
    );
  });
});

describe("SHA-256 and HMAC", () => {
  it("give the answers of FIPS 180 and RFC 4231", async () => {
    expect(toHex(await sha256(utf8("abc")))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    const key = await hmacKey(utf8("Jefe"));
    expect(toHex(await hmac(key, utf8("what do ya want for nothing?")))).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  });

  it("are those of a second implementation", async () => {
    await fc.assert(
      fc.asyncProperty(bytesTo(80), bytesTo(300), async (key, message) => {
        fc.pre(key.length > 0);
        expect(toHex(await sha256(message))).toBe(toHex(pureSha256(message)));
        expect(toHex(await hmac(await hmacKey(key), message))).toBe(
          toHex(pureHmac(pureSha256, key, message)),
        );
      }),
    );
  });
});

it("keys to derive and to sum with can not be read back", async () => {
  for (const key of [await hkdfKey(fromHex("00")), await hmacKey(fromHex("00"))]) {
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("raw", key as unknown as never)).rejects.toThrow(
      /not extractable|not supported/,
    );
  }
});

describe("AES-GCM of the browser and the pure one", () => {
  it("seal to the same bytes, open each other's, and refuse the same", async () => {
    await fc.assert(
      fc.asyncProperty(
        bytesOf(32),
        bytesOf(12),
        bytesTo(200),
        bytesTo(600),
        fc.nat(),
        async (key, nonce, aad, plaintext, chance) => {
          const web = await webGcm(key, nonce, aad).encrypt(plaintext);
          const pure = pureGcm(key, nonce, aad).encrypt(plaintext);
          expect(toHex(web)).toBe(toHex(pure));
          expect(toHex(await webGcm(key, nonce, aad).decrypt(pure))).toBe(toHex(plaintext));
          expect(toHex(pureGcm(key, nonce, aad).decrypt(web))).toBe(toHex(plaintext));
          const wrong = flipBit(new Uint8Array(web), chance % (web.length * 8));
          await expect(webGcm(key, nonce, aad).decrypt(wrong)).rejects.toThrow("operation failed");
          expect(() => pureGcm(key, nonce, aad).decrypt(wrong)).toThrow("invalid tag");
        },
      ),
    );
  });
});
