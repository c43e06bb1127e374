import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fileName,
  isPlainName,
  ownFiles,
  partName,
  readName,
  rotation,
  rule,
  type TargetFile,
} from "../../../src/core/target/rotation.ts";

const day = 86_400_000;
const tag = "0a1b2c3d";
const start = Date.UTC(2020, 0, 1);
const now = Date.UTC(2026, 10, 21, 15);

const time = fc.integer({ min: start / 1000, max: now / 1000 }).map((s) => s * 1000);
const random = fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => new Uint8Array(bytes));
const named = (times: fc.Arbitrary<number>, of = tag) =>
  fc
    .tuple(times, random)
    .map(([at, bytes]): TargetFile => ({ name: fileName(of, at, bytes), bytes: 100 }));
const foreign = fc.oneof(
  fc.string().map((name) => ({ name, bytes: 1 })),
  named(time, "ffffffff"),
  fc
    .constantFrom("holiday.jpg", "coffer-2026-01-01.coffer", `coffer-${tag}-x.coffer`)
    .map((name) => ({
      name,
      bytes: 1,
    })),
);
const unique = (files: TargetFile[]) => [...new Map(files.map((one) => [one.name, one])).values()];
const folder = fc
  .tuple(
    fc.array(named(time), { minLength: 1, maxLength: 80 }),
    fc.array(foreign, { maxLength: 9 }),
  )
  .map(([own, others]) => ({ own: unique(own), all: unique([...others, ...own]) }));

const after = (files: TargetFile[], proved: string, at = now) => {
  const gone = new Set(rotation(files, { tag, proved, now: at, rule }));
  return files.filter(({ name }) => !gone.has(name));
};
const newestOf = (files: TargetFile[]) => ownFiles(files, tag)[0]?.name ?? "";

/** The rule said once more, without sharing a line: the newest of each of the last so many periods. */
function byTheRule(own: TargetFile[]): Set<string> {
  const of = own.map(({ name }) => ({ name, at: new Date(readName(name)?.at ?? 0) }));
  const monday = (date: Date) => {
    const back = (date.getUTCDay() + 6) % 7;
    return new Date(date.getTime() - back * day).toISOString().slice(0, 10);
  };
  const kept = new Set<string>();
  const periods: [number, (date: Date) => string][] = [
    [7, (date) => date.toISOString().slice(0, 10)],
    [4, monday],
    [12, (date) => `${date.getUTCFullYear()}-${date.getUTCMonth() + 100}`],
  ];
  for (const [count, period] of periods) {
    const groups = Map.groupBy(of, ({ at }) => period(at));
    const last = [...groups.keys()].toSorted().slice(-count);
    for (const key of last) {
      const best = groups
        .get(key)
        ?.toSorted((a, b) => (a.at > b.at || (+a.at === +b.at && a.name > b.name) ? -1 : 1));
      if (best?.[0]) kept.add(best[0].name);
    }
  }
  return kept;
}

describe("rotation", () => {
  it("keeps exactly what the rule says of our own files: 7 days, 4 weeks, 12 months", () => {
    fc.assert(
      fc.property(folder, ({ own, all }) => {
        const kept = after(all, newestOf(own)).filter((one) => own.includes(one));
        expect(new Set(kept.map(({ name }) => name))).toEqual(byTheRule(own));
      }),
    );
  });

  it("never removes the newest, nor the file that was just proved, whatever its date says", () => {
    fc.assert(
      fc.property(folder, fc.nat(), time, ({ own, all }, pick, at) => {
        const proved = own[pick % own.length]?.name ?? "";
        const names = after(all, proved, at).map(({ name }) => name);
        expect(names).toContain(proved);
        expect(names).toContain(newestOf(own));
      }),
    );
  });

  it("names only whole files of this vault: all others in the folder are nobody's business", () => {
    fc.assert(
      fc.property(folder, ({ own, all }) => {
        const gone = rotation(all, { tag, proved: newestOf(own), now, rule });
        expect(own.map(({ name }) => name)).toEqual(expect.arrayContaining(gone));
      }),
    );
  });

  it("done twice removes nothing more", () => {
    fc.assert(
      fc.property(folder, ({ own, all }) => {
        const left = after(all, newestOf(own));
        expect(after(left, newestOf(own))).toEqual(left);
      }),
    );
  });

  it("leaves files of a later date alone, and they take no place of others: a clock went back", () => {
    fc.assert(
      fc.property(folder, time, ({ own, all }, at) => {
        const later = own.filter(({ name }) => (readName(name)?.at ?? 0) > at + 3_600_000);
        const past = all.filter((one) => !later.includes(one));
        const proved = newestOf(past);
        const kept = after(all, proved, at);
        expect(kept).toEqual(expect.arrayContaining(later));
        expect(kept.filter((one) => !later.includes(one))).toEqual(after(past, proved, at));
      }),
    );
  });

  it("over three years of a file a day leaves at most 23, at every step, and never the newest out", () => {
    let files: TargetFile[] = [];
    for (let n = 0; n < 1100; n++) {
      const at = start + n * day + 3 * 3_600_000;
      const name = fileName(tag, at, new Uint8Array(4));
      files = after([...files, { name, bytes: 5 }], name, at);
      expect(files.at(-1)?.name).toBe(name);
      expect(files.length).toBeLessThanOrEqual(rule.daily + rule.weekly + rule.monthly);
    }
    expect(files.length).toBeGreaterThanOrEqual(18);
  });

  it("removes what was left half-written, but only ours and only after a day", () => {
    const part = (at: number, of = tag) => ({
      name: partName(fileName(of, at, new Uint8Array(4))),
      bytes: 3,
    });
    const files = [part(now - 2 * day), part(now - day / 2), part(now - 9 * day, "ffffffff")];
    const empty = { name: fileName(tag, now - 3 * day, new Uint8Array(4)), bytes: 0 };
    const gone = rotation([...files, empty], { tag, proved: "", now, rule });
    expect(gone).toEqual([empty.name, files[0]?.name]);
  });

  it("does not take a half-written or empty file for a backup", () => {
    const whole = { name: fileName(tag, now - 3 * day, new Uint8Array(4)), bytes: 3 };
    const half = { name: partName(fileName(tag, now, new Uint8Array(4))), bytes: 3 };
    const empty = { name: fileName(tag, now - day, new Uint8Array(4)), bytes: 0 };
    expect(ownFiles([half, whole, empty], tag).map(({ name }) => name)).toEqual([whole.name]);
  });
});

describe("names of files", () => {
  it("are read back as they were made", () => {
    fc.assert(
      fc.property(time, random, (at, bytes) => {
        const name = fileName(tag, at, bytes);
        expect(readName(name)).toEqual({ tag, at, part: false });
        expect(readName(partName(name))).toEqual({ tag, at, part: true });
      }),
    );
  });

  it("that name a day that is none are not ours", () => {
    expect(readName(`coffer-${tag}-20260231T000000Z-00000000.coffer`)).toBeNull();
    expect(readName(`coffer-${tag}-20260228T240000Z-00000000.coffer`)).toBeNull();
    expect(readName(`coffer-${tag}-20260228T000000Z-00000000.coffer.html`)).toBeNull();
  });
});

describe("the name of a file", () => {
  it("of Coffer is plain, whatever vault, time and chance", () => {
    fc.assert(
      fc.property(time, random, (at, bytes) => {
        const name = fileName(tag, at, bytes);
        expect(isPlainName(name) && isPlainName(partName(name))).toBe(true);
      }),
    );
  });

  it("that is plain leads nowhere else, in an address or in a folder", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[./\\\\%ae2]*$/)),
        (name) => {
          if (!isPlainName(name)) return;
          const url = new URL(encodeURIComponent(name), "https://a.example/b/");
          expect(url.pathname.split("/")).toHaveLength(3);
          expect(decodeURIComponent(url.pathname)).toBe(`/b/${name}`);
        },
      ),
    );
  });

  it.each(["", ".", "..", "...", "a/b", "../b", "a\\b", "a\0b", "a\nb", "\ud800", "x".repeat(256)])(
    "%j is not plain",
    (name) => expect(isPlainName(name)).toBe(false),
  );
});
