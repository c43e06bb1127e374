import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { concat, fromHex, utf8 } from "../../src/core/bytes.ts";
import {
  caps,
  fieldTypes,
  itemCriticalSchema,
  itemIndexSchema,
  itemSecretSchema,
  kindNames,
} from "../../src/core/item.ts";
import { decodeJson, encodeJson } from "../../src/core/json.ts";
import { keyringSchema } from "../../src/core/keyring.ts";
import { defaultSettings, settingsSchema } from "../../src/core/settings.ts";

const text = (max: number) =>
  fc.string({ unit: "grapheme", maxLength: 20 }).filter((one) => one.length <= max);
const when = fc.integer({ min: 0, max: 8.64e15 });
const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/);
const past = fc.array(fc.record({ field: id, value: text(40), at: when }), { maxLength: 3 });

const index = fc.record({
  kind: fc.constantFrom(...kindNames),
  title: text(caps.title),
  hint: text(caps.hint),
  tags: fc.array(text(caps.tag), { maxLength: 4 }),
  favourite: fc.boolean(),
  origins: fc.array(text(caps.origin), { maxLength: 4 }),
  created: when,
  modified: when,
  trashed: fc.option(when),
});
const field = fc.record(
  {
    id,
    key: fc.stringMatching(/^[a-z0-9-]{0,40}$/),
    label: text(caps.label),
    type: fc.constantFrom(...fieldTypes),
    critical: fc.boolean(),
    value: fc.option(text(caps.value)),
    options: fc.array(text(caps.option), { maxLength: 3 }),
  },
  { requiredKeys: ["id", "key", "label", "type", "critical", "value"] },
);
const secret = fc.record({
  fields: fc.array(field, { maxLength: 4 }),
  past,
  files: fc.constant([]),
});
const critical = fc.record({
  values: fc.array(fc.record({ field: id, value: text(40) }), { maxLength: 3 }),
  past,
});

describe("a plaintext of JSON", () => {
  it.each([
    ["index", itemIndexSchema, index],
    ["secret", itemSecretSchema, secret],
    ["critical", itemCriticalSchema, critical],
  ] as const)("of class %s reads back as it was written", (_, schema, arbitrary) => {
    fc.assert(
      fc.property(arbitrary as fc.Arbitrary<never>, (value) => {
        expect(decodeJson(schema, encodeJson(schema, value))).toEqual(value);
      }),
      { numRuns: 50 },
    );
  });

  it("of settings and keyring reads back as it was written", () => {
    expect(decodeJson(settingsSchema, encodeJson(settingsSchema, defaultSettings))).toEqual(
      defaultSettings,
    );
    const keyring = {
      backupKey: null,
      identity: null,
      devices: [],
      past: [{ epoch: 1, rootKey: "A".repeat(44), lastCounter: 3, lastHash: "A".repeat(44) }],
    };
    expect(decodeJson(keyringSchema, encodeJson(keyringSchema, keyring))).toEqual(keyring);
  });

  it("that does not fit its closed schema is neither written nor read", () => {
    const schema = v.strictObject({ a: v.number() });
    for (const bad of [{}, { a: "1" }, { a: 1, b: 2 }, [], null, 1]) {
      expect(() => encodeJson(schema, bad as never)).toThrow("INVALID");
      expect(() => decodeJson(schema, utf8(JSON.stringify(bad)))).toThrow("TAMPERED");
    }
    expect(decodeJson(schema, utf8('{"a":1}'))).toEqual({ a: 1 });
    expect(() => decodeJson(schema, utf8('{"a":1,"__proto__":{"b":2}}'))).toThrow("TAMPERED");
    expect(({} as { b?: number }).b).toBeUndefined();
  });

  it("that is no JSON or no UTF-8 is refused", () => {
    const bad = ["", "{", "{}}", "nul", "'a'", "[1,]", "NaN"];
    for (const one of bad) expect(() => decodeJson(v.any(), utf8(one))).toThrow("TAMPERED");
    expect(() => decodeJson(v.any(), fromHex("22ff22"))).toThrow("TAMPERED");
    expect(() => decodeJson(v.any(), concat(fromHex("efbbbf"), utf8("1")))).toThrow("TAMPERED");
  });
});

describe("nesting", () => {
  const nested = (depth: number, open = "[", close = "]") =>
    utf8(open.repeat(depth) + (open.endsWith(":") ? "1" : "") + close.repeat(depth));

  it("is read down to 16, and refused below that before anything is parsed", () => {
    expect(() => decodeJson(v.any(), nested(16))).not.toThrow();
    expect(() => decodeJson(v.any(), nested(17))).toThrow("TAMPERED");
    expect(() => decodeJson(v.any(), nested(16, '{"a":', "}"))).not.toThrow();
    expect(() => decodeJson(v.any(), nested(17, '{"a":', "}"))).toThrow("TAMPERED");
    // 100,000 levels would break a parser that goes down by calls.
    expect(() => decodeJson(v.any(), nested(100_000))).toThrow("TAMPERED");
  });

  it("is that at one place: what was closed does not count", () => {
    const wide = `[${'[[[]]],{"a":{}},'.repeat(40)}0]`;
    expect(() => decodeJson(v.any(), utf8(wide))).not.toThrow();
  });

  it("does not count brackets in strings, however they are escaped", () => {
    for (const inside of [
      "[".repeat(40),
      '"'.repeat(9) + "[".repeat(40),
      "\\".repeat(7) + "{".repeat(40),
    ]) {
      const value = [inside, { [inside]: inside }];
      expect(decodeJson(v.any(), utf8(JSON.stringify(value)))).toEqual(value);
    }
    // An escaped backslash ends its escape: the quote after it ends the string, and brackets count again.
    const after = `["\\\\",${"[".repeat(16)}${"]".repeat(16)}]`;
    expect(() => decodeJson(v.any(), utf8(after))).toThrow("TAMPERED");
    const quoted = `["\\"",${"[".repeat(16)}${"]".repeat(16)}]`;
    expect(() => decodeJson(v.any(), utf8(quoted))).toThrow("TAMPERED");
    const behind = `["a",${"[".repeat(16)}${"]".repeat(16)}]`;
    expect(() => decodeJson(v.any(), utf8(behind))).toThrow("TAMPERED");
  });
});
