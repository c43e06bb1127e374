import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { domainOf } from "../../src/core/domains.ts";
import { originOf } from "../../src/core/origin.ts";
import { compiles, matchesAll } from "../../src/core/patterns.ts";
import {
  adopted,
  checkSite,
  fitsSite,
  patternParts,
  readRule,
  type SiteMode,
  siteModes,
  siteOfRule,
  tidyRule,
  toolsFor,
  writeRule,
} from "../../src/core/site.ts";

const tools = { domainOf, matchesAll };
const at = (url: string) => ({ origin: originOf(url) ?? "null", url });
const fits = (rule: string | string[], url: string, siteWide = false) =>
  fitsSite([rule].flat(), at(url), tools, siteWide);

/** Addresses that look like https://shop.example and are not, for any mode. */
const lookAlikes = [
  "https://evil-shop.example/",
  "https://shop.example.evil.com/",
  "https://shop.example@evil.com/",
  "https://evil.com/https://shop.example/",
  "https://evil.com/?https://shop.example/",
  "https://evil.com/#https://shop.example/",
  "https://evil.com\\@shop.example.evil.com/",
  "https://shop.example./",
  "https://shop.example.%2e/",
  "https://shopxexample/",
  "https://xshop.example/",
  "https://shop.exampl/",
  "https://shop.example.co/",
  "https://xn--shp-1na.example/",
  "http://shop.example/",
  "http://www.shop.example/",
  "wss://shop.example/",
  "data:text/html,https://shop.example/",
  "blob:https://shop.example/1",
  "about:blank",
];

describe("an item of an exact origin", () => {
  it.each(["https://www.shop.example/", "https://shop.example:8443/", ...lookAlikes])(
    "is not offered on %s",
    (url) => {
      expect(fits("https://shop.example", url)).toBe(false);
    },
  );

  it("is offered on every page of it, and asks for neither list nor engine", () => {
    expect(fitsSite(["https://shop.example"], at("https://shop.example/a?b#c"))).toBe(true);
    expect(toolsFor(["https://shop.example"], false)).toEqual({ domains: false, patterns: false });
  });

  it("is offered on its whole domain once the user has said so for all items", () => {
    expect(fits("https://www.shop.example", "https://pay.shop.example/", true)).toBe(true);
    expect(fits("https://www.shop.example", "https://shop.example:8443/", true)).toBe(false);
    expect(fits("https://www.shop.example", "http://shop.example/", true)).toBe(false);
    expect(toolsFor(["https://shop.example"], true)).toEqual({ domains: true, patterns: false });
  });
});

describe("an item of a whole domain", () => {
  it.each([
    ["https://shop.example", "https://shop.example/"],
    ["https://shop.example", "https://a.b.shop.example/x"],
    ["https://login.shop.example", "https://www.shop.example/"],
    ["https://shop.co.uk", "https://www.shop.co.uk/"],
    ["https://alice.github.io", "https://alice.github.io/"],
    ["https://bücher.example".replace("bücher", "xn--bcher-kva"), "https://www.bücher.example/"],
    ["https://localhost:8443", "https://localhost:8443/"],
    ["http://192.168.1.1", "http://192.168.1.1/"],
  ])("%s is offered on %s", (own, url) => {
    expect(fits(`domain ${own}`, url)).toBe(true);
  });

  it.each([
    ["https://shop.co.uk", "https://evil.co.uk/"],
    ["https://co.uk", "https://evil.co.uk/"],
    ["https://alice.github.io", "https://mallory.github.io/"],
    ["https://alice.github.io", "https://github.io/"],
    ["https://bucket.s3.amazonaws.com", "https://other.s3.amazonaws.com/"],
    ["https://shop.example", "https://shop.example:8443/"],
    ["https://localhost", "https://evil.localhost/"],
    ["http://192.168.1.1", "http://1.192.168.1.1.nip.io/"],
    ["http://192.168.1.1", "http://2.168.1.1/"],
    ["https://[::1]", "https://[::2]/"],
    ["https://intranet", "https://evil.intranet/"],
    ...lookAlikes.map((url) => ["https://shop.example", url]),
  ])("%s is not offered on %s", (own, url) => {
    expect(fits(`domain ${own}`, url)).toBe(false);
  });

  it("is offered nowhere else while the suffix list is not there", () => {
    const page = at("https://www.shop.example/");
    expect(fitsSite(["domain https://shop.example"], page, {})).toBe(false);
  });
});

describe("the other modes", () => {
  it.each([
    ["host https://shop.example", "https://shop.example:8443/", true],
    ["host https://shop.example", "https://www.shop.example/", false],
    ["host https://shop.example", "http://shop.example/", false],
    ["host http://127.0.0.1", "http://127.0.0.1:5000/", true],
    ["start https://shop.example/team", "https://shop.example/team/login?a=1", true],
    ["start https://shop.example/team", "https://shop.example/team?a=1", true],
    ["start https://shop.example/team", "https://shop.example/team-of-mallory", false],
    ["start https://shop.example/team", "https://shop.example/%74eam/../other", false],
    ["start https://shop.example/", "https://shop.example/anything", true],
    ["start https://shop.example/", "https://shop.example:8443/", false],
    ["exact https://shop.example/login?x=1", "https://shop.example/login?x=1#top", true],
    ["exact https://shop.example/login?x=1", "https://shop.example/login?x=12", false],
    [String.raw`regex https://(?:www\.|m\.)?shop\.example/.*`, "https://m.shop.example/x", true],
    [String.raw`regex https://shop\.example/login`, "https://shop.example/login/x", false],
    [String.raw`regex https://shop\.example/.*|https://evil\.com/.*`, "https://evil.com/", false],
    [
      String.raw`regex https://shop\.example/.*|http://shop\.example/.*`,
      "http://shop.example/",
      false,
    ],
  ])("%s on %s: %s", (rule, url, expected) => {
    expect(fits(rule, url)).toBe(expected);
  });

  it.each(
    siteModes
      .filter((mode) => mode !== "never" && mode !== "origin")
      .flatMap((mode) => lookAlikes.map((url) => ({ mode, url }))),
  )("$mode is not taken in by $url", ({ mode, url }) => {
    const text = mode === "regex" ? String.raw`https://shop\.example/.*` : "https://shop.example/";
    expect(fits(writeRule({ mode, text }), url)).toBe(false);
    expect(fits(writeRule({ mode, text }), "https://shop.example/")).toBe(true);
  });

  it("never stands against everything else, on every port and path of its host", () => {
    const rules = ["domain https://shop.example", "never https://pay.shop.example"];
    expect(fits(rules, "https://www.shop.example/")).toBe(true);
    for (const url of ["https://pay.shop.example/", "https://pay.shop.example/x?y"])
      expect(fits(rules, url)).toBe(false);
    expect(fits(["https://a.example", "never https://a.example"], "https://a.example/")).toBe(
      false,
    );
  });

  it("an address that is not of the browser's origin is not believed", () => {
    const page = { origin: "https://evil.example", url: "https://shop.example/team/" };
    for (const rule of ["https://shop.example", "start https://shop.example/team"])
      expect(fitsSite([rule], page, tools)).toBe(false);
  });
});

describe("a pattern", () => {
  const tidy = (text: string) => tidyRule({ mode: "regex", text }, { domainOf, compiles });

  it.each([
    ["https?://shop\\.example/", "patternSite"],
    [".*", "patternSite"],
    ["https://.*\\.example/", "patternSite"],
    ["https://shop.example/", "patternSite"],
    ["https://[a-z]+\\.co\\.uk/", "patternSite"],
    ["https://[a-z]+\\.github\\.io/", "patternSite"],
    ["https://shop\\.example", "patternSite"],
    ["https://shop\\.example[^/]*/", "patternSite"],
    ["(?i)https://shop\\.example/", "patternSite"],
    ["https://shop\\.example/(", "pattern"],
    ["https://shop\\.example/(a)\\1", "pattern"],
    ["https://shop\\.example/(?=a)", "pattern"],
    ["https://shop\\.example/ a", "pattern"],
    [`https://shop\\.example/${"a".repeat(300)}`, "long"],
  ])("%s is refused", (text, wrong) => {
    expect(tidy(text)).toEqual({ wrong });
  });

  it("that would take for ever in another engine is answered at once", () => {
    const text = String.raw`https://shop\.example/(a+)+$`;
    expect(tidy(text)).toEqual({ stored: `regex ${text}` });
    expect(fits(`regex ${text}`, `https://shop.example/${"a".repeat(4000)}!`)).toBe(false);
    expect(fits(`regex ${text}`, `https://shop.example/${"a".repeat(5000)}`)).toBe(false);
    expect(patternParts(`https://${String.raw`a\.`.repeat(5000)}!`)).toBeNull();
    expect(patternParts(`https://${String.raw`(a\.`.repeat(5000)}!`)).toBeNull();
  });
});

describe("a rule", () => {
  it.each([
    ["origin", "Shop.Example/login", "https://shop.example"],
    ["domain", "shop.example", "domain https://shop.example"],
    ["host", "http://localhost:8080/x", "host http://localhost:8080"],
    ["start", "shop.example/team", "start https://shop.example/team"],
    ["exact", "https://bücher.example/a#b", "exact https://xn--bcher-kva.example/a"],
    ["never", "https://аpple.example", "never https://xn--pple-43d.example"],
  ] as const)("%s %s is kept as %s, and read back", (mode, text, stored) => {
    expect(tidyRule({ mode, text })).toEqual({ stored });
    expect(readRule(stored).mode).toBe(mode);
    expect(writeRule(readRule(stored))).toBe(stored);
    expect(originOf(siteOfRule(stored))).not.toBeNull();
  });

  it.each(["", "javascript:alert(1)", "https://a@b.example", "ftp://a.example", "https://"])(
    "%j is none",
    (text) => {
      for (const mode of siteModes)
        expect(tidyRule({ mode, text }, { domainOf, compiles })).toHaveProperty("wrong");
    },
  );

  it("of a later version fits no page", () => {
    expect(fits("group https://shop.example", "https://shop.example/")).toBe(false);
  });
});

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,3}$/);
const host = fc.oneof(
  fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join(".")),
  fc.constantFrom("shop.example", "www.shop.example", "a.co.uk", "co.uk", "b.github.io"),
  fc.ipV4(),
);
const url = fc
  .record({
    scheme: fc.constantFrom("https", "http"),
    host,
    port: fc.constantFrom("", ":8443"),
    path: fc.constantFrom("/", "/team", "/team/a", "/team-b", "/login?x=1"),
  })
  .map((parts) => `${parts.scheme}://${parts.host}${parts.port}${parts.path}`)
  .filter((text) => originOf(text) !== null);
const mode = fc.constantFrom<SiteMode>("origin", "domain", "host", "start", "exact", "never");

describe("whatever the rules and the page", () => {
  it("an item is never offered where no rule of it allows", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(mode, url), { maxLength: 4 }),
        url,
        fc.boolean(),
        (rules, page, wide) => {
          const origins = rules.flatMap(([one, text]) => {
            const kept = tidyRule({ mode: one, text });
            return "stored" in kept ? [kept.stored] : [];
          });
          const here = new URL(page);
          const allowed = rules.some(([one, text]) => {
            const own = new URL(text);
            if (own.protocol !== here.protocol || one === "never") return false;
            if (own.hostname !== here.hostname) {
              const shared = one === "domain" || (one === "origin" && wide);
              const domain = domainOf(own.hostname);
              return (
                shared &&
                domain !== null &&
                domain === domainOf(here.hostname) &&
                own.port === here.port
              );
            }
            return one === "host" || own.port === here.port;
          });
          const barred = rules.some(
            ([one, text]) => one === "never" && new URL(text).hostname === here.hostname,
          );
          const offered = fitsSite(origins, at(page), tools, wide);
          if (offered) expect({ allowed, barred }).toEqual({ allowed: true, barred: false });
          // A fill is refused wherever it is not offered, but for items that belong nowhere.
          if (!offered && origins.some((one) => !one.startsWith("never ")))
            expect(() => checkSite(origins, at(page), tools, wide)).toThrow(
              /OTHER_ORIGIN|INSECURE/,
            );
          if (offered) expect(() => checkSite(origins, at(page), tools, wide)).not.toThrow();
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("exact origins are what the list of the start takes them for: the very text", () => {
    fc.assert(
      fc.property(fc.array(url, { maxLength: 4 }), url, (sites, page) => {
        const origins = sites.map((site) => originOf(site) ?? "");
        expect(fitsSite(origins, at(page), tools)).toBe(origins.includes(at(page).origin));
      }),
    );
  });
});

describe("before a fill", () => {
  const own = ["https://shop.example"];
  const check = (origins: string[], origin: string) => () =>
    checkSite(origins, { origin, url: "" }, tools);

  it("the own origin is let in, all others are refused by name", () => {
    expect(check(own, "https://shop.example")).not.toThrow();
    expect(check(own, "https://www.shop.example")).toThrow("OTHER_ORIGIN");
    expect(check(own, "http://shop.example")).toThrow("INSECURE");
    for (const opaque of ["null", "", "file://", "data:", "blob:https://shop.example"]) {
      expect(check(own, opaque)).toThrow("OPAQUE_ORIGIN");
      expect(check([], opaque)).toThrow("OPAQUE_ORIGIN");
    }
  });

  it("an item that belongs nowhere may go by choice, but not where it says never", () => {
    expect(check([], "https://any.example")).not.toThrow();
    expect(check(["never https://any.example"], "https://other.example")).not.toThrow();
    expect(check(["never https://any.example"], "https://any.example")).toThrow("OTHER_ORIGIN");
  });

  it("what the user takes over for a site is let in from then on, against an earlier never", () => {
    const rules = adopted(["https://a.example", "never https://b.example"], "https://b.example");
    expect(rules).toEqual(["https://a.example", "https://b.example"]);
    expect(check(rules, "https://b.example")).not.toThrow();
  });
});
