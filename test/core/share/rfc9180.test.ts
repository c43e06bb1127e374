/**
 * RFC 9180's own vectors for exactly our suite (rfc9180.json says where they are from), through the code that seals
 * and opens transfers. The RFC prints none of it, but the file it cites has all.
 */
import { readFileSync } from "node:fs";
import { AeadId, KdfId, KemId } from "@hpke/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Bytes, toHex } from "../../../src/core/bytes.ts";
import { failureCode } from "../../../src/core/failure.ts";
import { type Message, openAuth, sealAuth, suite } from "../../../src/core/share/hpke.ts";
import { agreeKeys, publicKeyOf } from "../../../src/core/share/x25519.ts";
import { flipBit } from "../any.ts";
import { rfc } from "./rfc9180.ts";
import { schedule, sealAuth as sealAuthAgain } from "./second-hpke.ts";

type Vector = Record<string, string> & {
  mode: number;
  aead_id: number;
  encryptions: Record<"aad" | "ct" | "nonce" | "pt", string>[];
};
const { vectors } = JSON.parse(readFileSync(new URL("rfc9180.json", import.meta.url), "utf8")) as {
  vectors: Vector[];
};

const bytes = (hex = ""): Bytes => new Uint8Array(Buffer.from(hex, "hex"));
function vector(mode: number, aead: number = AeadId.Aes256Gcm): Vector {
  const found = vectors.find((one) => one.mode === mode && one.aead_id === aead);
  if (found === undefined) throw new Error(`no vector of mode ${mode}`);
  return found;
}
function firstOf({ encryptions }: Vector): Vector["encryptions"][0] {
  const [first] = encryptions;
  if (first === undefined) throw new Error("no encryption");
  return first;
}

/** mode_auth. */
const auth = vector(2);
const first = firstOf(auth);
const bound = { info: bytes(auth["info"]), aad: bytes(first.aad) };

/** The next key pair that the browser makes is the ephemeral one of the vector. */
async function drawEphemeral(): Promise<void> {
  const { privateKey, publicKey } = await agreeKeys(bytes(auth["skEm"]));
  vi.spyOn(crypto.subtle, "generateKey").mockResolvedValueOnce({
    privateKey,
    publicKey,
  });
}
afterEach(() => void vi.restoreAllMocks());

describe("RFC 9180, mode_auth of DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM", () => {
  it("is the suite of a transfer, and the file is the RFC's: its A.1.3 is what the RFC prints", () => {
    const { kem, kdf, aead } = suite();
    expect([kem.id, kdf.id, aead.id]).toEqual([
      KemId.DhkemX25519HkdfSha256,
      KdfId.HkdfSha256,
      AeadId.Aes256Gcm,
    ]);
    const a13 = vector(2, AeadId.Aes128Gcm);
    const { aead: _, aad, pt, ct, ...keys } = rfc["A.1.3"];
    expect(a13).toMatchObject(keys);
    expect(firstOf(a13)).toMatchObject({ aad, pt, ct });
  });

  it("keys of the vector come out of our 32 bytes", async () => {
    for (const who of ["E", "R", "S"])
      expect(toHex((await agreeKeys(bytes(auth[`sk${who}m`]))).raw)).toBe(auth[`pk${who}m`]);
  });

  it("what we seal under the vector's ephemeral key is the vector", async () => {
    await drawEphemeral();
    const sender = await agreeKeys(bytes(auth["skSm"]));
    const sealed = await sealAuth(sender, bytes(auth["pkRm"]), bound, bytes(first.pt));
    expect(toHex(sealed.enc)).toBe(auth["enc"]);
    expect(toHex(sealed.ct)).toBe(first.ct);
  });

  it("we open the vector, and none with a bit flipped in anything", async () => {
    const recipient = await agreeKeys(bytes(auth["skRm"]));
    const senderPk = bytes(auth["pkSm"]);
    const parts = [bound.info, bound.aad, bytes(auth["enc"]), bytes(first.ct), senderPk] as const;
    const open = ([info, aad, enc, ct, from]: readonly Bytes[]) =>
      openAuth(recipient, from as Bytes, { info, aad } as typeof bound, { enc, ct } as Message);
    expect(toHex(await open(parts))).toBe(first.pt);
    for (const [at, part] of parts.entries())
      for (let bit = 0; bit < part.length * 8; bit++)
        expect(await open(parts.with(at, flipBit(part, bit))).catch(failureCode)).toBe("TAMPERED");
  });

  it("the messages that follow are the vector's too: the whole key schedule is", async () => {
    const sender = await agreeKeys(bytes(auth["skSm"]));
    await drawEphemeral();
    const context = await suite().createSenderContext({
      recipientPublicKey: await publicKeyOf(bytes(auth["pkRm"])),
      senderKey: sender,
      info: bound.info,
    });
    const made: string[] = [];
    for (const { pt, aad } of auth.encryptions)
      made.push(toHex(new Uint8Array(await context.seal(bytes(pt), bytes(aad)))));
    expect(made).toEqual(auth.encryptions.map(({ ct }) => ct));
  });

  it.each([
    ["base", 0],
    ["psk", 1],
    ["auth_psk", 3],
  ])("a message in mode_%s is refused, whoever is said to have sent it", async (_, mode) => {
    const other = vector(mode);
    const { aad, ct } = firstOf(other);
    const recipient = await agreeKeys(bytes(other["skRm"]));
    const senderPk = bytes(other["pkSm"] ?? auth["pkSm"]);
    const message = { enc: bytes(other["enc"]), ct: bytes(ct) };
    const to = { info: bytes(other["info"]), aad: bytes(aad) };
    expect(await openAuth(recipient, senderPk, to, message).catch(failureCode)).toBe("TAMPERED");
  });

  it("the second implementation makes its key, its nonce and its ciphertext", async () => {
    const { key, nonce } = await schedule(bytes(auth["shared_secret"]), bound.info, "AES-256-GCM");
    expect([toHex(key as Bytes), toHex(nonce as Bytes)]).toEqual([auth["key"], auth["base_nonce"]]);
    const own = {
      ephemeral: bytes(auth["skEm"]),
      sender: bytes(auth["skSm"]),
      recipientPk: bytes(auth["pkRm"]),
    };
    const again = await sealAuthAgain(own, { ...bound, pt: bytes(first.pt) });
    expect([toHex(again.enc), toHex(again.ct)]).toEqual([auth["enc"], first.ct]);
  });
});
