import { afterEach, expect, test, vi } from "vitest";
import { caps } from "../../src/core/item.ts";
import { clipboardText } from "../../src/ui/snippet/asked.ts";
import { labelOf, titleOf } from "../../src/ui/words.ts";

afterEach(() => vi.unstubAllGlobals());

test("a clipboard that is too long for a template is refused, not cut", async () => {
  let text = "x".repeat(caps.value);
  vi.stubGlobal("navigator", { clipboard: { readText: () => Promise.resolve(text) } });
  expect(await clipboardText()).toBe(text);
  text += "y";
  await expect(clipboardText()).rejects.toThrow("TOO_LARGE");
});

test("titles and names of fields that turn the direction around are shown as they are spelled", () => {
  expect(titleOf({ title: "Invoice\u202Efdp.exe" })).toBe("Invoicefdp.exe");
  expect(labelOf({ key: "", label: "\u2067Pass\u2069word\u202E" })).toBe("Password");
});
