/** What people without Coffer open: a page's data with its key, and age files, which the age tool itself opens. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { armor, Decrypter, generateIdentity, identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../../src/core/bytes.ts";
import { failureCode } from "../../../src/core/failure.ts";
import { sharedPage } from "../../../src/core/self-opening.ts";
import { ageEngine } from "../../../src/core/share/age.ts";
import { linkKeyText, openLink, readLinkKey, sealLink } from "../../../src/core/share/link.ts";
import { decodePayload, encodePayload, type SharedItem } from "../../../src/core/share/payload.ts";
import { filled, flipBit } from "../any.ts";
import { expiry } from "./people.ts";

const field = { id: "body", key: "body", label: "", type: "multiline", critical: false } as const;
const items: SharedItem[] = [
  { kind: "note", title: "N", tags: [], origins: [], fields: [{ ...field, value: "the secret" }] },
];
const payload = encodePayload(items);
const key = filled(32, 7);

describe("a page with a key", () => {
  it("opens with its key, until its time", async () => {
    const sealed = await sealLink(key, expiry, payload);
    const opened = await openLink(key, sealed, expiry - 1);
    expect(opened.expiry).toBe(expiry);
    expect(decodePayload(opened.payload, null)).toEqual(items);
    expect(await openLink(key, sealed, expiry).catch(failureCode)).toBe("TRANSFER_EXPIRED");
    expect(await openLink(filled(32, 8), sealed, 0).catch(failureCode)).toBe("WRONG_SECRET");
  });

  it("any flipped bit of it is refused, and any length that is cut", async () => {
    const sealed = await sealLink(key, expiry, payload);
    const names = new Set<string>();
    for (let bit = 0; bit < sealed.length * 8; bit++)
      names.add(String(await openLink(key, flipBit(sealed, bit), 0).then(() => "", failureCode)));
    for (let length = 0; length < sealed.length; length += 7)
      names.add(
        String(await openLink(key, sealed.slice(0, length), 0).then(() => "", failureCode)),
      );
    expect([...names].toSorted()).toEqual(["NOT_A_TRANSFER", "TAMPERED", "WRONG_SECRET"]);
  });

  it("reads its key from an address, from behind the #, and alone", () => {
    const text = linkKeyText(key);
    for (const typed of [text, `#${text}`, ` https://x.example/a.html#${text}\n`])
      expect(readLinkKey(typed)).toEqual(key);
    for (const typed of ["", "#", text.slice(1), `${text}A`, `${text.slice(0, -1)}!`])
      expect(() => readLinkKey(typed)).toThrow("INVALID");
  });

  it("stands in the reader's page once", () => {
    const page = sharedPage("<p><!--coffer-backup--></p>", utf8("x"));
    expect(page).toBe(
      '<p><script type="application/octet-stream" id="coffer-link">eA==</script></p>',
    );
    expect(() => sharedPage(page, utf8("x"))).toThrow("BAD_FORMAT");
  });
});

describe("an age file", () => {
  it("opens for its recipient by the library", async () => {
    const identity = await generateIdentity();
    const recipients = [await identityToRecipient(identity)];
    const text = await ageEngine.sealAge(payload, { recipients });
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    expect(await decrypter.decrypt(armor.decode(text))).toEqual(new Uint8Array(payload));
  });

  it("opens under its passphrase, and under no other", async () => {
    const text = await ageEngine.sealAge(payload, { passphrase: "two words" });
    const open = (passphrase: string) => {
      const decrypter = new Decrypter();
      decrypter.addPassphrase(passphrase);
      return decrypter.decrypt(armor.decode(text));
    };
    expect(await open("two words")).toEqual(new Uint8Array(payload));
    await expect(open("other words")).rejects.toThrow();
  });

  it("is not made for what is no recipient", async () => {
    for (const recipients of [["age1nonsense"], ["ssh-ed25519 AAAA"], [""]])
      expect(await ageEngine.sealAge(payload, { recipients }).catch(failureCode)).toBe(
        "BAD_RECIPIENT",
      );
  });

  const found = spawnSync("age", ["--version"]).status === 0;
  if (!found) console.log("skipped: the age tool is not here (Debian: apt-get install age)");
  it.skipIf(!found)("opens with Debian's age tool", async () => {
    const folder = mkdtempSync(join(tmpdir(), "coffer-age-"));
    try {
      const identity = execFileSync("age-keygen", { stdio: ["ignore", "pipe", "ignore"] });
      writeFileSync(join(folder, "key"), identity);
      const recipient = /public key: (age1\S+)/.exec(identity.toString())?.[1] ?? "";
      writeFileSync(
        join(folder, "file"),
        await ageEngine.sealAge(payload, { recipients: [recipient] }),
      );
      const opened = execFileSync("age", [
        "--decrypt",
        "-i",
        join(folder, "key"),
        join(folder, "file"),
      ]);
      expect(JSON.parse(opened.toString())).toEqual({ items });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
