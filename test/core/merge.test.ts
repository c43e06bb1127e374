/** Two versions of one item made into one (FORMAT.md 12): the same on every device, and no value is lost. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  caps,
  type Field,
  itemCriticalSchema,
  itemIndexSchema,
  itemSecretSchema,
} from "../../src/core/item.ts";
import { encodeJson } from "../../src/core/json.ts";
import { type ItemVersion, mergeItem, wasEdited } from "../../src/core/merge-item.ts";
import { mergeKeyring, mergeSettings } from "../../src/core/merge-own.ts";
import { defaultSettings } from "../../src/core/settings.ts";
import { three, union } from "../../src/core/three-way.ts";

const word = fc.constantFrom("", "a", "b", "c", "d");
const ids = ["one", "two", "three"] as const;

const field = (id: string): fc.Arbitrary<Field> =>
  fc.record({
    id: fc.constant(id),
    key: fc.constant(""),
    label: word,
    type: fc.constant("text" as const),
    critical: fc.boolean(),
    value: word,
  });

const past = fc.uniqueArray(
  fc.record({ field: fc.constantFrom(...ids), value: fc.constantFrom("x", "y"), at: fc.nat(9) }),
  { maxLength: 3, selector: (one) => JSON.stringify(one) },
);

/** A version as it is saved: critical values in their own record. */
const version: fc.Arbitrary<ItemVersion> = fc
  .record({
    title: word,
    tags: fc.uniqueArray(word, { maxLength: 3 }),
    favourite: fc.boolean(),
    modified: fc.nat(5),
    trashed: fc.option(fc.nat(5)),
    fields: fc.tuple(...ids.map((id) => fc.option(field(id)))),
    past,
    asked: past,
  })
  .map(({ title, tags, favourite, modified, trashed, fields, past: earlier, asked }) => {
    const there = fields.filter((one) => one !== null);
    return {
      index: {
        kind: "note",
        title,
        hint: "",
        tags,
        favourite,
        origins: [],
        created: 0,
        modified,
        trashed,
      },
      secret: {
        fields: there.map((one) =>
          one.critical ? { ...one, value: one.value === "" ? "" : null } : one,
        ),
        past: earlier,
        files: [],
      },
      critical: {
        values: there
          .filter((one) => one.critical && one.value !== "")
          .map(({ id, value }) => ({ field: id, value: value ?? "" })),
        past: asked,
      },
    };
  });

const base = fc.option(version);

/** Every value that is there, by field. */
function valuesOf({ secret, critical }: ItemVersion): Set<string> {
  const all = [
    ...secret.fields
      .filter(({ value }) => value !== null && value !== "")
      .map(({ id, value }) => [id, value]),
    ...[...(critical?.values ?? []), ...(critical?.past ?? []), ...secret.past].map((one) => [
      one.field,
      one.value,
    ]),
  ];
  return new Set(all.map((one) => JSON.stringify(one)));
}

/** Lists without order, for whose side a tag comes from decides only its place. */
const sorted = (merged: ItemVersion) => ({
  ...merged,
  index: { ...merged.index, tags: merged.index.tags.toSorted() },
});

describe("merging items", () => {
  test("is the same whichever side is whose", () => {
    fc.assert(
      fc.property(base, version, version, (was, a, b) => {
        expect(mergeItem(was, a, b)).toEqual(mergeItem(was, b, a));
      }),
      { numRuns: 2000 },
    );
  });

  test("with oneself changes nothing but the order of history", () => {
    fc.assert(
      fc.property(base, version, (was, a) => {
        const merged = mergeItem(was, a, a);
        expect(sorted(merged).index).toEqual(sorted(a).index);
        expect(merged.secret.fields).toEqual(a.secret.fields);
        expect(valuesOf(merged)).toEqual(valuesOf(a));
      }),
    );
  });

  test("with a side that changed nothing gives what the other has", () => {
    fc.assert(
      fc.property(version, version, (was, a) => {
        const merged = mergeItem(was, a, was);
        expect(merged.index.title).toBe(a.index.title);
        expect(merged.index.tags.toSorted()).toEqual(a.index.tags.toSorted());
        const plain = (one: ItemVersion) =>
          one.secret.fields.toSorted((x, y) => (x.id < y.id ? -1 : 1));
        expect(plain(merged)).toEqual(plain(a));
      }),
      { numRuns: 1000 },
    );
  });

  test("loses no value that either side changed, and none where nothing was in common", () => {
    fc.assert(
      fc.property(base, version, version, (was, a, b) => {
        const merged = valuesOf(mergeItem(was, a, b));
        const known = was === null ? new Set<string>() : valuesOf(was);
        for (const value of [...valuesOf(a), ...valuesOf(b)])
          if (!known.has(value)) expect(merged).toContain(value);
      }),
      { numRuns: 2000 },
    );
  });

  test("lets nothing that asks for the password into the secret record", () => {
    fc.assert(
      fc.property(base, version, version, (was, a, b) => {
        const { secret, critical } = mergeItem(was, a, b);
        for (const one of secret.fields) if (one.critical) expect(one.value ?? "").toBe("");
        const asks = new Set(secret.fields.filter((one) => one.critical).map(({ id }) => id));
        expect(secret.past.filter((one) => asks.has(one.field))).toEqual([]);
        // But for what one side has forgotten that both had.
        const had = JSON.stringify([was?.secret.past, was?.critical?.past]);
        for (const side of [a, b])
          for (const one of side.critical?.past ?? []) {
            expect(secret.past).not.toContainEqual(one);
            if (!had.includes(JSON.stringify(one))) expect(critical?.past).toContainEqual(one);
          }
      }),
      { numRuns: 1000 },
    );
  });

  test("gives what its schemas take, and at most so many earlier values of a field", () => {
    fc.assert(
      fc.property(base, version, version, (was, a, b) => {
        const { index, secret, critical } = mergeItem(was, a, b);
        encodeJson(itemIndexSchema, index);
        encodeJson(itemSecretSchema, secret);
        if (critical !== null) encodeJson(itemCriticalSchema, critical);
        for (const id of ids)
          expect(secret.past.filter((one) => one.field === id).length).toBeLessThanOrEqual(
            caps.past,
          );
      }),
    );
  });

  test("keeps forgotten what one side has forgotten of its history", () => {
    fc.assert(
      fc.property(version, version, (was, b) => {
        const forgot = {
          index: { ...was.index, modified: 9 },
          secret: { ...was.secret, past: [] },
          critical: was.critical && { ...was.critical, past: [] },
        };
        const { secret, critical } = mergeItem(was, forgot, b);
        for (const one of [...was.secret.past, ...(was.critical?.past ?? [])])
          expect([...secret.past, ...(critical?.past ?? [])]).not.toContainEqual(one);
      }),
    );
  });

  test("takes an item out of the trash where the other side edited it", () => {
    fc.assert(
      fc.property(version, version, (was, edited) => {
        const before = { ...was, index: { ...was.index, trashed: null } };
        const live = { ...edited, index: { ...edited.index, trashed: null } };
        const trashed = { ...before, index: { ...before.index, trashed: 9 } };
        const merged = mergeItem(before, trashed, live).index.trashed;
        expect(merged).toBe(wasEdited(before, live) ? null : 9);
      }),
    );
  });
});

describe("merging lists and values", () => {
  test("what one side took away is gone, what one side added is there", () => {
    const name = (one: string) => one;
    expect(union(["a", "b"], ["a", "c"], ["b", "a"], name)).toEqual(["a", "c"]);
    expect(union(null, ["a"], ["b", "a"], name)).toEqual(["a", "b"]);
    const conflict = () => "conflict";
    expect(three({ value: "a" }, "a", "b", conflict)).toBe("b");
    expect(three({ value: "a" }, "c", "b", conflict)).toBe("conflict");
    expect(three(null, "c", "b", conflict)).toBe("conflict");
  });

  test("of settings that both changed the more careful stands", () => {
    const was = defaultSettings;
    const merged = mergeSettings(
      was,
      { ...was, idleMinutes: 5, graceMinutes: 10, keepTyped: true },
      { ...was, idleMinutes: 30, graceMinutes: 3, lastBackup: 7 },
    );
    expect(merged).toEqual({
      ...was,
      idleMinutes: 5,
      graceMinutes: 3,
      keepTyped: true,
      lastBackup: 7,
    });
  });

  test("no key of a past epoch is lost", () => {
    const key = (epoch: number, rootKey: string) => ({
      epoch,
      rootKey,
      lastCounter: 1,
      lastHash: "h",
    });
    const ring = (...keys: ReturnType<typeof key>[]) => ({
      backupKey: null,
      identity: null,
      devices: [],
      past: keys,
    });
    const [a, b] = [ring(key(1, "x"), key(2, "y")), ring(key(1, "x"), key(2, "z"))];
    expect(mergeKeyring(ring(key(1, "x")), a, b).past.map(({ rootKey }) => rootKey)).toEqual([
      "x",
      "y",
      "z",
    ]);
    expect(mergeKeyring(null, a, b)).toEqual(mergeKeyring(null, b, a));
  });
});
