/** Addresses of mailboxes and the letters in them (FORMAT.md 9). */
import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { fromBase64, toBase64 } from "../../../src/core/bytes.ts";
import { failureCode } from "../../../src/core/failure.ts";
import { randomBytes } from "../../../src/core/random.ts";
import { encodeCard, fromText, toText } from "../../../src/core/share/card.ts";
import { identityOf } from "../../../src/core/share/identity.ts";
import {
  letterLimit,
  mailboxKeys,
  mailOrigin,
  openLetter,
  provesMailbox,
  readMailbox,
  sealLetter,
  writeMailbox,
} from "../../../src/core/share/mailbox.ts";

const owner = await identityOf(new Uint8Array(32).fill(7));
const other = await identityOf(new Uint8Array(32).fill(8));
const secret = new Uint8Array(32).fill(3);
const origin = "https://vault.example:8443";
const made = Date.UTC(2026, 0, 1);
const address = await writeMailbox(owner, { made, origin, secret });
const mail = "ab".repeat(16);

const prefix = "coffer-mailbox:";
const bytesOf = (text: string) =>
  fromBase64(text.slice(prefix.length).replaceAll("-", "+").replaceAll("_", "/"));
const textOf = (bytes: Uint8Array<ArrayBuffer>) =>
  prefix + toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

describe("an address", () => {
  it("is read from the text it stands in, and proved by the keys of the card", async () => {
    const box = readMailbox(`Hello!\n${address}\nAnna`);
    if (box === null) throw new Error("no address");
    expect(box).toMatchObject({ made, origin, secret, pk: owner.pk });
    expect(await provesMailbox(owner, box)).toBe(true);
    expect(await provesMailbox(other, box)).toBe(false);
    expect(await provesMailbox({ pk: owner.pk, sign: other.sign }, box)).toBe(false);
    expect(readMailbox("nothing of the kind")).toBeNull();
  });

  it("stands beside a card, which a program that knows no mailboxes reads alone", async () => {
    const card = toText("card", await encodeCard({ ...owner, name: "Anna" }));
    for (const text of [`${card}\n${address}`, `${address}\n${card}`])
      expect(fromText(text).bytes).toEqual(fromText(card).bytes);
  });

  it("with any bit flipped is refused or not proved", async () => {
    const bytes = bytesOf(address);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length * 8 - 1 }), async (bit) => {
        const changed = bytes.slice();
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
        try {
          const box = readMailbox(textOf(changed));
          expect(box === null || (await provesMailbox(owner, box))).toBe(false);
        } catch (thrown) {
          expect(failureCode(thrown)).toBe("BAD_CARD");
        }
      }),
    );
  });

  it("leads to https, or to this very machine, and nowhere else", () => {
    const good = ["https://a.example", "https://a.example:8443", "http://localhost:8787"];
    for (const one of good) expect(mailOrigin(one)).toBe(one);
    const bad = [
      "http://a.example",
      "http://10.0.0.1",
      "http://localhost.evil.example",
      "https://a.example/path",
      "https://u:p@a.example",
      "https://A.example",
      "ftp://a.example",
      "javascript:alert(1)",
      "a.example",
      "",
    ];
    for (const one of bad) expect(mailOrigin(one), one).toBeNull();
  });

  it("gives a name and a key that tell nothing of the secret or of each other", async () => {
    const keys = await mailboxKeys(secret);
    expect(keys.id).toMatch(/^[0-9a-f]{32}$/);
    expect(await mailboxKeys(secret)).toEqual(keys);
    const next = await mailboxKeys(new Uint8Array(32).fill(4));
    expect([next.id, next.dropPk]).not.toEqual([keys.id, keys.dropPk]);
  });
});

describe("a letter", () => {
  const terms = { expiry: made, reads: 3 };
  const transfer = randomBytes(700);

  it("comes back as it was, for who has the address, under its name alone", async () => {
    const letter = await sealLetter(secret, mail, terms, transfer);
    expect(await openLetter(secret, mail, letter)).toEqual(transfer);
    const lies: Parameters<typeof openLetter>[] = [
      [new Uint8Array(32).fill(4), mail, letter],
      [secret, "cd".repeat(16), letter],
      [secret, mail, letter.slice(0, -1)],
      [secret, mail, letter.slice(0, 40)],
    ];
    for (const lie of lies) expect(await openLetter(...lie).catch(failureCode)).toBe("TAMPERED");
  });

  it("shows none of its bytes, and never seals twice alike", async () => {
    const [one, two] = [
      await sealLetter(secret, mail, terms, transfer),
      await sealLetter(secret, mail, terms, transfer),
    ];
    expect(Buffer.from(one).includes(Buffer.from(transfer.subarray(0, 16)))).toBe(false);
    expect(Buffer.from(one).subarray(15).equals(Buffer.from(two).subarray(15))).toBe(false);
  });

  it("with any bit flipped does not open", async () => {
    const letter = await sealLetter(secret, mail, terms, transfer);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: letter.length * 8 - 1 }), async (bit) => {
        const changed = letter.slice();
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
        expect(await openLetter(secret, mail, changed).catch(failureCode)).toBe("TAMPERED");
      }),
      { numRuns: 300 },
    );
  });

  it("is refused before it is sealed where it is more than one request carries", async () => {
    const most = letterLimit - 15 - 32 - 16;
    expect((await sealLetter(secret, mail, terms, new Uint8Array(most))).length).toBe(letterLimit);
    expect(await sealLetter(secret, mail, terms, new Uint8Array(most + 1)).catch(failureCode)).toBe(
      "MAIL_TOO_LARGE",
    );
  });
});
