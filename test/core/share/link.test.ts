/** What people without Coffer open: the data of a page, with its key. */
import { describe, expect, it } from "vitest";
import { utf8 } from "../../../src/core/bytes.ts";
import { failureCode } from "../../../src/core/failure.ts";
import { sharedPage } from "../../../src/core/self-opening.ts";
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
      names.add(await openLink(key, flipBit(sealed, bit), 0).then(() => "", failureCode));
    for (let length = 0; length < sealed.length; length += 7)
      names.add(await openLink(key, sealed.slice(0, length), 0).then(() => "", failureCode));
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
