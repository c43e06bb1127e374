import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBase64 } from "../../src/core/bytes.ts";
import { backupInside, selfOpening } from "../../src/core/self-opening.ts";

const page = "<!doctype html><style>p{}</style><!--coffer-backup--><script>start()</script>";

describe("a self-opening page", () => {
  test("gives back the very file that was put in, whatever is in it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (file) => {
        expect(backupInside(selfOpening(page, file))).toEqual(file);
      }),
    );
  });

  test("keeps every byte of the reader around it", () => {
    const file = Uint8Array.of(60, 47, 115, 99, 114, 105, 112, 116, 62); // "</script>"
    const whole = selfOpening(page, file);
    const [before, after] = page.split("<!--coffer-backup-->") as [string, string];
    expect(whole.startsWith(before) && whole.endsWith(after)).toBe(true);
    const block = whole.slice(before.length, whole.length - after.length);
    expect(block).toBe(
      `<script type="application/octet-stream" id="coffer-backup">${toBase64(file)}</script>`,
    );
  });

  test("is not made of a page that is no reader, nor of one that has a backup", () => {
    const file = new Uint8Array(10);
    expect(() => selfOpening("<!doctype html>", file)).toThrow("BAD_FORMAT");
    expect(() => selfOpening(selfOpening(page, file), file)).toThrow("BAD_FORMAT");
    expect(() => selfOpening(page + page, file)).toThrow("BAD_FORMAT");
  });

  test("has none inside where nothing was put in, and refuses a block that is no base64", () => {
    expect(backupInside(page)).toBeNull();
    const broken = selfOpening(page, new Uint8Array(9)).replace("AAAA", "A%AA");
    expect(() => backupInside(broken)).toThrow("INVALID");
  });

  test("that was cut off gives what is left, which the backup's own checks refuse", () => {
    const whole = selfOpening(page, new Uint8Array(3000).fill(7));
    const cut = backupInside(whole.slice(0, 2003 + whole.indexOf("Bwc") - 3));
    expect(cut?.length).toBe(1500);
  });
});
