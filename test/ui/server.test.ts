/** The screens of the backup server: what they reckon by themselves. */
import { describe, expect, it } from "vitest";
import { originOf } from "../../src/ui/server/address.ts";
import { sidesOf } from "../../src/ui/server/sides.ts";

const past = (field: string, value: string, at: number) => ({ field, value, at, critical: false });

describe("the sides of a conflict", () => {
  it("are what gave way, not what both had replaced before", () => {
    // Both began with "old"; the one that lost wrote "z from a" at 10, the other replaced "old" at 20.
    const told = [past("f1", "old", 20), past("f1", "old", 10), past("f1", "z from a", 10)];
    expect(sidesOf(told, [{ field: "f1", at: 10 }])).toEqual([past("f1", "z from a", 10)]);
    expect(sidesOf(told.toReversed(), [{ field: "f1", at: 10 }])).toEqual([
      past("f1", "z from a", 10),
    ]);
  });

  it("are one for each field, and none where the history has forgotten it", () => {
    const told = [past("f1", "a", 10), past("f2", "b", 10), past("f2", "c", 7)];
    const fields = [
      { field: "f1", at: 10 },
      { field: "f2", at: 10 },
      { field: "f3", at: 10 },
    ];
    expect(sidesOf(told, fields)).toEqual([past("f1", "a", 10), past("f2", "b", 10)]);
  });
});

describe("the address of a server", () => {
  it.each([
    ["backup.example", "https://backup.example"],
    [" https://Backup.example/ ", "https://backup.example"],
    ["https://backup.example:8443", "https://backup.example:8443"],
    ["http://localhost:8787", "http://localhost:8787"],
    ["http://127.0.0.1:8787", "http://127.0.0.1:8787"],
  ])("%s is %s", (typed, origin) => {
    expect(originOf(typed)).toBe(origin);
  });

  it.each([
    "",
    "  ",
    "http://backup.example",
    "https://backup.example/path",
    "https://backup.example?a=b",
    "https://user@backup.example",
    "ftp://backup.example",
    "https://",
    "javascript:alert(1)",
  ])("%s is none", (typed) => {
    expect(() => originOf(typed)).toThrow("SERVER_ADDRESS");
  });
});
