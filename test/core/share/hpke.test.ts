/**
 * Transfers (FORMAT.md 9): RFC 9180's vectors, a second implementation, and the attacks H01 and H02 on what travels.
 * The vector here is the RFC's printed A.1.3, with AES-128-GCM; those of our very suite are in rfc9180.test.ts.
 */
import { Aes128Gcm, CipherSuite as OurSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import fc from "fast-check";
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from "hpke";
import { describe, expect, it } from "vitest";
import { type Bytes, concat, fromUtf8, toHex, utf8 } from "../../../src/core/bytes.ts";
import { failureCode } from "../../../src/core/failure.ts";
import { pad } from "../../../src/core/padding.ts";
import { randomBytes } from "../../../src/core/random.ts";
import {
  aadOf,
  decodeTransfer,
  encodeTransfer,
  fromBlock,
  infoOf,
  toBlock,
  type Transfer,
  type TransferHead,
} from "../../../src/core/share/container.ts";
import { openTransfer, sealTransfer, suite } from "../../../src/core/share/hpke.ts";
import { agreeKeys, isPublicKey } from "../../../src/core/share/x25519.ts";
import { bytesOf, bytesTo, filled, flipBit } from "../any.ts";
import { anna, bert, eve, headTo, transfer } from "./people.ts";
import { type AeadName, openAuth, sealAuth } from "./second-hpke.ts";
import { rfc } from "./rfc9180.ts";

const bytes = (hex: string): Bytes => new Uint8Array(Buffer.from(hex, "hex"));
const panva = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
const opened = async (to: typeof bert, from: typeof anna, what: Transfer) =>
  openTransfer(to.agree, from.pk, what).then((text) => fromUtf8(text, "INTERNAL"), failureCode);

describe("RFC 9180, mode_auth", () => {
  const ours = new OurSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes128Gcm(),
  });

  it("A.1.3: our library makes the keys, the encapsulation and the ciphertext of the RFC", async () => {
    const { ikmE, ikmR, ikmS, info, pkEm, pkRm, pkSm, skRm, aad, pt, ct } = rfc["A.1.3"];
    const [e, r, s] = await Promise.all(
      [ikmE, ikmR, ikmS].map((ikm) => ours.kem.deriveKeyPair(bytes(ikm))),
    );
    if (e === undefined || r === undefined || s === undefined) throw new Error("no keys");
    const raw = async (key: CryptoKey) =>
      toHex(new Uint8Array(await ours.kem.serializePublicKey(key)));
    expect(await Promise.all([e, r, s].map(({ publicKey }) => raw(publicKey)))).toEqual([
      pkEm,
      pkRm,
      pkSm,
    ]);
    expect(toHex(new Uint8Array(await ours.kem.serializePrivateKey(r.privateKey)))).toBe(skRm);
    const sender = await ours.createSenderContext({
      recipientPublicKey: r.publicKey,
      senderKey: s,
      info: bytes(info),
      ekm: e,
    });
    expect(toHex(new Uint8Array(await sender.seal(bytes(pt), bytes(aad))))).toBe(ct);
  });

  it.each(Object.entries(rfc))(
    "%s: the second implementation makes and opens it",
    async (_, one) => {
      const aead = one.aead as AeadName;
      const [info, aad, pt] = [bytes(one.info), bytes(one.aad), bytes(one.pt)];
      const keys = { recipient: bytes(one.skRm), senderPk: bytes(one.pkSm), enc: bytes(one.enc) };
      expect(toHex(await openAuth(keys, { info, aad, ct: bytes(one.ct) }, aead))).toBe(one.pt);
      const own = {
        ephemeral: bytes(one.skEm),
        sender: bytes(one.skSm),
        recipientPk: bytes(one.pkRm),
      };
      expect(toHex((await sealAuth(own, { info, aad, pt }, aead)).ct)).toBe(one.ct);
    },
  );
});

describe("a transfer", () => {
  it("opens for its recipient, who knows its sender", async () => {
    expect(await opened(bert, anna, await transfer("the secret"))).toBe("the secret");
  });

  it("has a key of its own each time: nothing of two ciphertexts is the same", async () => {
    const [a, b] = [await transfer(), await transfer()];
    expect(toHex(a.enc)).not.toBe(toHex(b.enc));
    expect(toHex(a.ct)).not.toBe(toHex(b.ct));
    expect(a.ct.length).toBe(256 + 16);
  });

  it("comes back from its bytes, and from a block in a quoted mail", async () => {
    const whole = encodeTransfer(await transfer());
    const mail = `Hello,\r\n> ${toBlock(whole).replaceAll("\n", "\r\n> ")}\r\nbye`;
    expect(toHex(fromBlock(mail))).toBe(toHex(whole));
    expect(await opened(bert, anna, decodeTransfer(fromBlock(mail)))).toBe("the secret");
  });

  it("is read by the second implementation, and reads what that sealed", async () => {
    await fc.assert(
      fc.asyncProperty(bytesTo(600), bytesOf(32), async (plain, ephemeral) => {
        const ours = await sealTransfer(anna.agree, headTo(bert.pk), plain);
        const keys = { recipient: filled(32, 2), senderPk: anna.pk, enc: ours.enc };
        const text = { info: infoOf(ours), aad: aadOf(ours), ct: ours.ct };
        expect(await openAuth(keys, text)).toEqual(pad(plain));

        const head: TransferHead = { ...headTo(bert.pk), senderPk: anna.pk };
        const own = { ephemeral, sender: filled(32, 1), recipientPk: bert.pk };
        const bound = { info: infoOf(head), aad: aadOf(head), pt: pad(plain) };
        const theirs = { ...head, ...(await sealAuth(own, bound)) };
        expect(await openTransfer(bert.agree, anna.pk, theirs)).toEqual(plain);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the whole of `hpke`, a library by others, which knows base mode and no mode_auth", () => {
  it("opens what our suite seals, and the other way round", async () => {
    await fc.assert(
      fc.asyncProperty(bytesTo(600), bytesTo(60), bytesTo(60), async (plain, info, aad) => {
        const { privateKey, publicKey } = bert.agree;
        const sender = await suite().createSenderContext({ recipientPublicKey: publicKey, info });
        const ct = new Uint8Array(await sender.seal(plain, aad));
        const own = await panva.DeserializePrivateKey(filled(32, 2));
        const enc = new Uint8Array(sender.enc);
        expect(new Uint8Array(await panva.Open(own, enc, ct, { info, aad }))).toEqual(plain);

        const sealed = await panva.Seal(await panva.DeserializePublicKey(bert.pk), plain, {
          info,
          aad,
        });
        const recipient = await suite().createRecipientContext({
          recipientKey: { privateKey, publicKey },
          enc: sealed.encapsulatedSecret,
          info,
        });
        expect(new Uint8Array(await recipient.open(sealed.ciphertext, aad))).toEqual(plain);
      }),
      { numRuns: 50 },
    );
  });
});

describe("attacks on a transfer", () => {
  it("any flipped bit is refused, and gives nothing out", async () => {
    const whole = encodeTransfer(await transfer());
    const bits = Array.from({ length: whole.length * 8 }, (_, bit) => bit);
    const names = new Set<string>();
    for (let at = 0; at < bits.length; at += 256) {
      const some = bits.slice(at, at + 256).map(async (bit) => {
        const flipped = flipBit(whole, bit);
        // The sender is the one the vault knows, so the head's claim is compared before anything is opened.
        const read = async () => {
          const one = decodeTransfer(flipped);
          if (toHex(one.senderPk) !== toHex(anna.pk)) return "TRANSFER_UNKNOWN";
          if (toHex(one.recipientPk) !== toHex(bert.pk)) return "TRANSFER_OTHER";
          return opened(bert, anna, one);
        };
        return read().catch(failureCode);
      });
      for (const name of await Promise.all(some)) names.add(name);
    }
    expect([...names].toSorted()).toEqual([
      "NOT_A_TRANSFER",
      "TAMPERED",
      "TRANSFER_OTHER",
      "TRANSFER_UNKNOWN",
    ]);
  });

  it("cut or lengthened it is refused", async () => {
    const whole = encodeTransfer(await transfer());
    const all = [...Array(whole.length).keys()].map((length) => whole.slice(0, length));
    for (const one of [...all, concat(whole, Uint8Array.of(0))]) {
      const name = await (async () => opened(bert, anna, decodeTransfer(one)))().catch(failureCode);
      expect(["NOT_A_TRANSFER", "TAMPERED"]).toContain(name);
    }
  });

  it("H01, a substituted recipient key: what is sealed for Eve opens for Eve alone, never for Bert", async () => {
    const forEve = await sealTransfer(anna.agree, headTo(eve.pk), utf8("x"));
    expect(await opened(bert, anna, forEve)).toBe("TAMPERED");
    expect(await opened(bert, anna, { ...forEve, recipientPk: bert.pk })).toBe("TAMPERED");
  });

  it("H02, re-addressed: Eve sends on what she got, as if it had been for Bert", async () => {
    const forEve = await sealTransfer(anna.agree, headTo(eve.pk), utf8("x"));
    const moved = { ...forEve, recipientPk: bert.pk };
    expect(await opened(bert, anna, moved)).toBe("TAMPERED");
  });

  it("H02, sender swapped: Eve's transfer does not pass for Anna's, nor Anna's for Eve's", async () => {
    const byEve = await sealTransfer(eve.agree, headTo(bert.pk), utf8("x"));
    expect(await opened(bert, anna, { ...byEve, senderPk: anna.pk })).toBe("TAMPERED");
    const byAnna = await transfer();
    expect(await opened(bert, eve, { ...byAnna, senderPk: eve.pk })).toBe("TAMPERED");
  });

  it.each([
    ["a later expiry", { expiry: Date.UTC(2027, 0, 1) }],
    ["another class", { cls: 3 as const }],
    ["another id, to be taken twice", { shareId: filled(16, 9) }],
  ])("H02, changed aad: %s is refused", async (_, change) => {
    expect(await opened(bert, anna, { ...(await transfer()), ...change })).toBe("TAMPERED");
  });

  it("H02, base-mode forgery: Eve, who has no key of Anna's, seals in base mode", async () => {
    const head: TransferHead = { ...headTo(bert.pk), senderPk: anna.pk };
    const to = await panva.DeserializePublicKey(bert.pk);
    const bound = { info: infoOf(head), aad: aadOf(head) };
    const forged = await panva.Seal(to, pad(utf8("x")), bound);
    const one = {
      ...head,
      enc: new Uint8Array(forged.encapsulatedSecret),
      ct: new Uint8Array(forged.ciphertext),
    };
    expect(await opened(bert, anna, one)).toBe("TAMPERED");
  });

  const lowOrder = [
    "00".repeat(32),
    `01${"00".repeat(31)}`,
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    `ec${"ff".repeat(30)}7f`,
    `ed${"ff".repeat(30)}7f`,
    `ee${"ff".repeat(30)}7f`,
  ];
  it.each([
    ...lowOrder,
    ...lowOrder.map(
      (hex) => `${hex.slice(0, 62)}${(Number.parseInt(hex.slice(62), 16) | 0x80).toString(16)}`,
    ),
  ])("H02, low-order point %s is no key of anybody", async (hex) => {
    const point = bytes(hex);
    expect(isPublicKey(point)).toBe(false);
    expect(await sealTransfer(anna.agree, headTo(point), utf8("x")).catch(failureCode)).toBe(
      "TAMPERED",
    );
    const one = await transfer();
    expect(await openTransfer(bert.agree, point, one).catch(failureCode)).toBe("TAMPERED");
    expect(await opened(bert, anna, { ...one, enc: point })).toBe("TAMPERED");
  });

  it("honest keys are never refused", async () => {
    for (let n = 0; n < 50; n++)
      expect(isPublicKey((await agreeKeys(randomBytes(32))).raw)).toBe(true);
  });
});
