/** What is remembered of sites (class 0x24): changed one at a time, merged from two devices, always within its record. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FieldMark } from "../../src/core/form/mark.ts";
import { decodeJson, encodeJson } from "../../src/core/json.ts";
import { mergeSites } from "../../src/core/merge-sites.ts";
import { recordLimit } from "../../src/core/record.ts";
import { pad } from "../../src/core/padding.ts";
import {
  changeSite,
  type SiteChange,
  type Saying,
  siteCaps,
  siteOf,
  type Sites,
  sitesSchema,
} from "../../src/core/sites.ts";

const shop = "https://shop.example";
const none: Sites = { sites: [] };
const mark = (name: string): FieldMark => ({
  sort: "text",
  name,
  id: "",
  label: name,
  nth: 0,
  of: 1,
});
const say = (name: string, saying: Saying): SiteChange => ({
  do: "say",
  said: [{ mark: mark(name), say: saying, label: name }],
});
const never = { as: "never" } as const;
const kind = { as: "kind", token: "email" } as const;
const item = (n: number) => ({ as: "field", item: String(n).repeat(32), field: "f0" }) as const;

describe("a change of one site", () => {
  test("is remembered for that origin, and leaves every other one as it was", () => {
    const first = changeSite(none, shop, say("a", kind), 1);
    const second = changeSite(first, "https://shop.example:8443", say("a", never), 2);
    expect(siteOf(second, shop)).toEqual(siteOf(first, shop));
    expect(siteOf(second, "http://shop.example")).toBeNull();
  });

  test("says one thing for all items and one for each item; 'never' takes the place of all", () => {
    let sites = changeSite(none, shop, say("a", kind), 1);
    sites = changeSite(sites, shop, say("a", item(1)), 2);
    sites = changeSite(sites, shop, say("a", item(2)), 3);
    expect(siteOf(sites, shop)?.said).toHaveLength(3);
    sites = changeSite(sites, shop, say("a", never), 4);
    expect(siteOf(sites, shop)?.said.map((one) => one.say)).toEqual([never]);
    sites = changeSite(sites, shop, say("a", item(1)), 5);
    expect(siteOf(sites, shop)?.said.map((one) => one.say)).toEqual([item(1)]);
  });

  test("can be put back as it was, and a site of which nothing is left is gone", () => {
    const before = changeSite(none, shop, say("a", kind), 1);
    const after = changeSite(before, shop, { do: "off", off: true }, 2);
    expect(changeSite(after, shop, { do: "put", site: siteOf(before, shop) }, 3)).toEqual(before);
    expect(changeSite(after, shop, { do: "put", site: null }, 3)).toEqual(none);
    expect(changeSite(before, shop, { do: "unsay", mark: mark("a"), item: null }, 3)).toEqual(none);
  });

  test("does not put one site in the place of another", () => {
    const site = siteOf(changeSite(none, shop, say("a", kind), 1), shop);
    expect(() => changeSite(none, "https://evil.example", { do: "put", site }, 1)).toThrow(
      "INVALID",
    );
  });

  test("above the caps is refused, and nothing is lost for it", () => {
    let sites = none;
    for (let n = 0; n < siteCaps.said; n++) sites = changeSite(sites, shop, say(`f${n}`, kind), n);
    expect(() => changeSite(sites, shop, say("more", kind), 1)).toThrow("TOO_LARGE");
    expect(changeSite(sites, shop, say("f3", never), 1).sites[0]?.said).toHaveLength(siteCaps.said);
    for (let n = 0; n < siteCaps.frames; n++)
      sites = changeSite(sites, shop, { do: "frame", frame: `https://f${n}.example`, on: true }, 1);
    const more = { do: "frame", frame: "https://more.example", on: true } as const;
    expect(() => changeSite(sites, shop, more, 1)).toThrow("TOO_LARGE");
  });
});

test("a memory that is as full as it may be fits its record", () => {
  const wide = "\ud800";
  const long = (n: number) => `${n}`.padEnd(60, wide);
  const sites = Array.from({ length: siteCaps.sites }, (_, n) => ({
    origin: `https://${n}.`.padEnd(300, "x"),
    off: true,
    said: Array.from(
      { length: Math.max(0, Math.min(siteCaps.said, siteCaps.all - n * siteCaps.said)) },
      (__, at) => ({
        mark: { ...mark(long(at)), id: long(at) },
        say: item(1),
        label: long(at),
        at: 8.64e15,
      }),
    ),
    frames: Array.from({ length: siteCaps.frames }, (__, at) => `https://${at}.`.padEnd(300, "y")),
  }));
  const bytes = encodeJson(sitesSchema, { sites });
  expect(pad(bytes).length + 136).toBeLessThanOrEqual(recordLimit);
  expect(decodeJson(sitesSchema, bytes)).toEqual({ sites });
});

const change = fc.oneof<fc.Arbitrary<SiteChange>[]>(
  fc
    .tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom<Saying>(never, kind, item(1), item(2)))
    .map(([name, saying]) => say(name, saying)),
  fc.constantFrom("a", "b").map((name) => ({ do: "unsay", mark: mark(name), item: null }) as const),
  fc.boolean().map((off) => ({ do: "off", off }) as const),
  fc.boolean().map((on) => ({ do: "frame", frame: "https://pay.example", on }) as const),
);
const history = fc.array(fc.tuple(fc.constantFrom(shop, "https://b.example"), change), {
  maxLength: 6,
});
const after = (
  sites: Sites,
  changes: [string, Parameters<typeof changeSite>[2]][],
  start: number,
) => changes.reduce((now, [origin, one], n) => changeSite(now, origin, one, start + n), sites);
const asSet = ({ sites }: Sites) =>
  sites
    .toSorted((a, b) => (a.origin < b.origin ? -1 : 1))
    .map((site) => ({ ...site, said: new Set(site.said.map((one) => JSON.stringify(one))) }));

describe("two devices", () => {
  test("merge to the same whichever side is whose, and again to the same", () => {
    fc.assert(
      fc.property(history, history, history, (common, one, other) => {
        const base = after(none, common, 0);
        const [a, b] = [after(base, one, 100), after(base, other, 200)];
        const merged = mergeSites(base, a, b);
        expect(mergeSites(base, b, a)).toEqual(merged);
        expect(mergeSites(merged, merged, merged)).toEqual(merged);
        expect(decodeJson(sitesSchema, encodeJson(sitesSchema, merged))).toEqual(merged);
      }),
    );
  });

  test("a side that changed nothing takes what the other one did", () => {
    fc.assert(
      fc.property(history, history, (common, one) => {
        const base = after(none, common, 0);
        const a = after(base, one, 100);
        expect(asSet(mergeSites(base, a, base))).toEqual(asSet(a));
      }),
    );
  });

  test("'not on this site' and 'never' of either side stand", () => {
    const base = changeSite(none, shop, say("a", kind), 1);
    const off = changeSite(base, shop, { do: "off", off: true }, 2);
    const other = changeSite(base, shop, say("a", item(1)), 3);
    expect(siteOf(mergeSites(base, off, other), shop)).toMatchObject({ off: true });
    const refused = changeSite(base, shop, say("a", never), 2);
    const changed = changeSite(base, shop, say("a", { as: "kind", token: "tel" }), 9);
    expect(siteOf(mergeSites(base, refused, changed), shop)?.said.map((one) => one.say)).toEqual([
      never,
    ]);
  });

  test("a frame that one side no longer allows is asked for again", () => {
    const base = changeSite(none, shop, { do: "frame", frame: "https://pay.example", on: true }, 1);
    expect(mergeSites(base, base, none)).toEqual(none);
  });

  test("with full memories stay within the caps, and lose no 'not on this site'", () => {
    const many = (from: number): Sites => ({
      sites: Array.from({ length: siteCaps.sites }, (_, n) => ({
        origin: `https://s${from + n}.example`,
        off: n < 10,
        said: [{ mark: mark("a"), say: kind, label: "", at: n }],
        frames: [],
      })),
    });
    const merged = mergeSites(null, many(0), many(1000));
    expect(merged.sites).toHaveLength(siteCaps.sites);
    expect(merged.sites.filter(({ off }) => off)).toHaveLength(20);
    expect(merged.sites.reduce((sum, { said }) => sum + said.length, 0)).toBeLessThanOrEqual(
      siteCaps.all,
    );
  });
});
