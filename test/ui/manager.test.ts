import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { caps, draftSchema, kindNames } from "../../src/core/item.ts";
import { defaultSettings, settingsSchema } from "../../src/core/settings.ts";
import { choicesFor } from "../../src/ui/manager/choices.ts";
import { queryOf, readRoute, writeRoute, type Route } from "../../src/ui/manager/route.ts";
import * as sizes from "../../src/ui/manager/sizes.ts";
import * as protocol from "../../src/wire/protocol.ts";
import { person } from "../../src/ui/practice/person.ts";
import { measure, timeWord } from "../../src/ui/setup/strength.ts";

const anyRoute: fc.Arbitrary<Route> = fc.oneof(
  fc
    .constantFrom(
      "all",
      "favourites",
      "trash",
      "settings",
      "audit",
      "backup",
      "restore",
      "recovery",
      "setup",
      "sheet",
      "server",
      "join",
    )
    .map((at) => ({ at })),
  fc.stringMatching(/^[0-9a-f]{32}$/).map((id) => ({ at: "item", id }) as const),
  fc.constantFrom(...kindNames).map((kind) => ({ at: "kind", kind }) as const),
  fc.string({ minLength: 1, unit: "grapheme" }).map((tag) => ({ at: "tag", tag }) as const),
);

describe("the address of a section", () => {
  it("reads back as it was written", () => {
    fc.assert(
      fc.property(anyRoute, (route) => {
        expect(readRoute(writeRoute(route))).toEqual(route);
      }),
    );
  });

  it("is the list of everything where it is not known", () => {
    fc.assert(
      fc.property(fc.string(), (hash) => {
        queryOf(readRoute(hash));
      }),
    );
    for (const hash of [
      "",
      "#",
      "#/",
      "#/nothing",
      "#/kind/none",
      "#/tag/%E0%A4%A",
      "#/tag/",
      "#/item/",
      "#/item/0A",
    ]) {
      expect(readRoute(hash)).toEqual({ at: "all" });
    }
  });

  it("asks the trash for the trash only", () => {
    expect(queryOf({ at: "trash" })).toMatchObject({ where: "trash" });
    expect(queryOf({ at: "favourites" })).toMatchObject({ where: "items", favourite: true });
    expect(queryOf({ at: "backup" })).toBeNull();
  });
});

describe("a backup file on its way", () => {
  it("is cut as the door expects it", () => {
    expect(sizes.partBytes).toBe(protocol.partBytes);
    expect(sizes.backupLimit).toBe(protocol.backupLimit);
    expect(sizes.fileLimit).toBe(caps.file);
    expect(sizes.filesLimit).toBe(caps.files);
  });
});

describe("a setting", () => {
  it("has the bounds that the vault accepts", () => {
    for (const [name, { min, max }] of Object.entries(sizes.settingBounds)) {
      const fits = (value: number): boolean =>
        v.safeParse(settingsSchema, { ...defaultSettings, [name]: value }).success;
      expect([min - 1, min, max, max + 1].map(fits), name).toEqual([false, true, true, false]);
    }
  });
});

describe("a restore", () => {
  it("offers nothing that would overwrite without being named so", () => {
    expect(choicesFor("empty")).toEqual(["adopt"]);
    expect(choicesFor("same")[0]).toBe("add");
    expect(choicesFor("other")[0]).toBe("add");
    expect(choicesFor("locked")).toEqual(["replace"]);
  });
});

describe("the practice person", () => {
  it("is an identity that the door accepts, and nobody's", () => {
    const draft = person("Practice person");
    expect(v.safeParse(draftSchema, draft).success).toBe(true);
    const value = (key: string): string | null | undefined =>
      draft.fields.find((field) => field.key === key)?.value;
    expect(value("email")).toMatch(/@example\.com$/);
    expect(value("tel")).toContain("555 01");
    expect(
      draft.fields.filter((field) => field.critical).every((field) => field.value === ""),
    ).toBe(true);
  });
});

describe("the strength meter", () => {
  it("knows a common password and its small changes for weak", async () => {
    for (const weak of [
      "password123",
      "P@ssw0rd",
      "qwertyuiop",
      "iloveyou2",
      "coffer",
      "letmein!",
    ]) {
      expect((await measure(weak)).score, weak).toBeLessThan(2);
    }
  });

  it("lets words that do not belong together pass as strong", async () => {
    expect((await measure("walrus teapot frigid lantern")).score).toBe(4);
  });

  it("answers for nothing and for very long text without delay", async () => {
    expect((await measure("")).score).toBe(0);
    expect((await measure("ab1!".repeat(1000))).score).toBeGreaterThanOrEqual(0);
  });

  it("names times from less than a second to centuries", () => {
    expect([0, 30, 1800, 40_000, 400_000, 5e6, 1e8, 1e11].map(timeWord)).toEqual([
      "instant",
      "seconds",
      "minutes",
      "hours",
      "days",
      "months",
      "years",
      "centuries",
    ]);
  });
});
