import { describe, expect, it } from "vitest";
import { utf8 } from "../../src/core/bytes.ts";
import { passwordBytes } from "../../src/core/password.ts";

describe("a password", () => {
  it("is the same in any Unicode form, and kept to the last blank", () => {
    expect(passwordBytes("\u00e9")).toEqual(passwordBytes("e\u0301"));
    expect(passwordBytes(" a ")).toEqual(utf8(" a "));
  });

  it("that is empty, too long or not well-formed is refused", () => {
    for (const bad of ["", "a".repeat(1025), "é".repeat(513), "\ud800", "a\udc00"])
      expect(() => passwordBytes(bad)).toThrow("BAD_PASSWORD");
    expect(passwordBytes("a".repeat(1024))).toHaveLength(1024);
    expect(passwordBytes("a")).toHaveLength(1);
  });
});
