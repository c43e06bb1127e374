import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  concat,
  equalBytes,
  fromBase64,
  fromHex,
  fromUtf8,
  label,
  lengthPrefixed,
  reader,
  toBase64,
  toHex,
  u16,
  u32,
  u64,
  u8,
  utf8,
  wipe,
} from "../../src/core/bytes.ts";
import { bytesTo, unsigned } from "./any.ts";

describe("integers", () => {
  it("are big-endian and read back as they were written", () => {
    const whole = fc.tuple(unsigned(8), unsigned(16), unsigned(32), unsigned(53));
    fc.assert(
      fc.property(whole, ([a, b, c, d]) => {
        const from = reader(concat(u8(a), u16(b), u32(c), u64(d)), "TAMPERED");
        expect([from.u8(), from.u16(), from.u32(), from.u64()]).toEqual([a, b, c, d]);
        from.end();
      }),
    );
    expect(toHex(concat(u8(1), u16(0x203), u32(0x4050607), u64(0x8090a0b0c0d)))).toBe(
      "01020304050607000008090a0b0c0d",
    );
    expect(toHex(u64(2 ** 53 - 1))).toBe("001fffffffffffff");
    expect(toHex(u64(2 ** 32))).toBe("0000000100000000");
  });

  it("that are no safe integer are refused, written or read", () => {
    for (const bad of [-1, 0.5, 2 ** 53, Number.NaN, Infinity]) {
      expect(() => u64(bad)).toThrow("INTERNAL");
    }
    expect(toHex(u64(0))).toBe("0000000000000000");
    expect(() => reader(fromHex("0020000000000000"), "TAMPERED").u64()).toThrow("TAMPERED");
    expect(reader(fromHex("001fffffffffffff"), "TAMPERED").u64()).toBe(2 ** 53 - 1);
  });
});

describe("a reader", () => {
  it("gives copies, and refuses a read past the end with the code it was made with", () => {
    const bytes = fromHex("0a0b0c");
    const from = reader(bytes, "REC_SIZE");
    const two = from.take(2);
    expect(two).toEqual(fromHex("0a0b"));
    two[0] = 0;
    expect(bytes[0]).toBe(0x0a);
    expect(from.left()).toBe(1);
    expect(() => from.end()).toThrow("REC_SIZE");
    expect(() => from.take(2)).toThrow("REC_SIZE");
    expect(() => from.u16()).toThrow("REC_SIZE");
    expect(from.u8()).toBe(0x0c);
    expect(from.left()).toBe(0);
    expect(() => from.u8()).toThrow("REC_SIZE");
    expect(from.take(0)).toHaveLength(0);
    from.end();
  });

  it("takes back what a length stands before, up to its cap", () => {
    fc.assert(
      fc.property(bytesTo(300), bytesTo(20), (bytes, rest) => {
        const from = reader(concat(lengthPrefixed(bytes), rest), "TRUNCATED");
        expect(from.lengthPrefixed(bytes.length)).toEqual(bytes);
        expect(from.left()).toBe(rest.length);
        const capped = reader(lengthPrefixed(concat(bytes, u8(1))), "TRUNCATED");
        expect(() => capped.lengthPrefixed(bytes.length)).toThrow("TRUNCATED");
        const cut = reader(lengthPrefixed(concat(bytes, u8(1))).slice(0, -1), "TRUNCATED");
        expect(() => cut.lengthPrefixed(1000)).toThrow("TRUNCATED");
      }),
    );
  });
});

describe("text forms of bytes", () => {
  it("are those of Node, and read back", () => {
    fc.assert(
      fc.property(bytesTo(200), (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(toHex(bytes)).toBe(buffer.toString("hex"));
        expect(toBase64(bytes)).toBe(buffer.toString("base64"));
        expect(fromHex(toHex(bytes))).toEqual(bytes);
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      }),
    );
  });

  it("hold where base64 is made in more than one piece", () => {
    for (const length of [0x8000 - 1, 0x8000, 0x8000 + 1, 3 * 0x8000 + 7]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 255);
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
    }
  });

  /** Any code point that is no half of a pair. */
  const symbol = fc.oneof(
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  );

  it("of UTF-8 read back, a byte order mark with them", () => {
    fc.assert(
      fc.property(fc.array(symbol), (symbols) => {
        const text = String.fromCodePoint(...symbols);
        expect(fromUtf8(utf8(text), "TAMPERED")).toBe(text);
      }),
    );
    expect(fromUtf8(fromHex("efbbbf61"), "TAMPERED")).toBe("\ufeffa");
  });

  it("that are none are refused", () => {
    for (const bad of ["0", "0g", "g0", "AB", "00 ", " 00", "0x00", "00\n", "é0"]) {
      expect(() => fromHex(bad)).toThrow("INTERNAL");
    }
    for (const bad of ["*", "a", "ab=c", "====", "é"])
      expect(() => fromBase64(bad)).toThrow("INVALID");
    for (const bad of ["ff", "c0af", "eda080", "f8888080"]) {
      expect(() => fromUtf8(fromHex(bad), "TAMPERED")).toThrow("TAMPERED");
      expect(() => fromUtf8(fromHex(bad), "INVALID")).toThrow("INVALID");
    }
  });
});

describe("comparison", () => {
  it("is that of the contents, at any place of a difference", () => {
    fc.assert(
      fc.property(bytesTo(40), bytesTo(40), fc.nat(), (a, b, at) => {
        expect(equalBytes(a, b)).toBe(Buffer.from(a).equals(b));
        expect(equalBytes(a, a.slice())).toBe(true);
        expect(equalBytes(a, concat(a, u8(0)))).toBe(false);
        expect(equalBytes(concat(a, u8(0)), a)).toBe(false);
        if (a.length === 0) return;
        const other = a.slice();
        other[at % a.length] = (other[at % a.length] as number) ^ 1;
        expect(equalBytes(a, other)).toBe(false);
      }),
    );
  });
});

describe("labels", () => {
  it("are the name between its prefix and a zero, then the context", () => {
    expect(toHex(label("rc", u8(7), u8(8)))).toBe(
      `${Buffer.from("coffer/1/rc\0").toString("hex")}0708`,
    );
  });

  it("are never the start of another", () => {
    const names = ["rc", "ctx", "slot", "wrap", "prf", "record", "set", "key/index", "key/header"];
    for (const a of names) {
      for (const b of names.filter((other) => other !== a)) {
        expect(toHex(label(b)).startsWith(toHex(label(a)))).toBe(false);
      }
    }
  });
});

it("wiping overwrites every byte, and skips what is not there", () => {
  const a = fromHex("0102");
  const b = fromHex("03");
  wipe(a, undefined, b);
  expect([...a, ...b]).toEqual([0, 0, 0]);
});
