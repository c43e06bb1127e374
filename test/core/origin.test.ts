import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkOrigin, hostOf, originOf } from "../../src/core/origin.ts";

describe("the origin of what is typed", () => {
  it.each([
    ["shop.example", "https://shop.example"],
    ["https://shop.example/login?a=1#b", "https://shop.example"],
    ["http://localhost:8080/x", "http://localhost:8080"],
    ["localhost:8080", "https://localhost:8080"],
    ["SHOP.example", "https://shop.example"],
    ["shop.example:443", "https://shop.example"],
    ["bücher.example", "https://xn--bcher-kva.example"],
    ["https://аpple.example", "https://xn--pple-43d.example"],
  ])("%s is %s", (typed, origin) => {
    expect(originOf(typed)).toBe(origin);
  });

  it.each([
    "",
    "   ",
    "javascript:alert(1)",
    "data:text/html,x",
    "blob:https://shop.example/1",
    "file:///etc/passwd",
    "about:blank",
    "chrome-extension://abc/popup.html",
    "https://bank.example@evil.example/",
    "https://user:pass@shop.example",
    "https://",
  ])("%j is none", (typed) => {
    expect(originOf(typed)).toBeNull();
  });
});

describe("an item of https://shop.example", () => {
  const own = ["https://shop.example"];

  it("is filled into its own origin only", () => {
    expect(() => checkOrigin(own, "https://shop.example")).not.toThrow();
    for (const other of [
      "https://www.shop.example",
      "https://shop.example.evil.example",
      "https://shop.example:8443",
      "https://shop.exampl",
      "https://shop.example.",
      "https://xn--shp-1na.example",
    ]) {
      expect(() => checkOrigin(own, other)).toThrow("OTHER_ORIGIN");
    }
  });

  it("is not filled into its own host over http", () => {
    expect(() => checkOrigin(own, "http://shop.example")).toThrow("INSECURE");
  });

  it("is not filled where there is no origin", () => {
    for (const opaque of [
      "null",
      "",
      "file://",
      "data:",
      "blob:https://shop.example",
      "chrome-extension://abc",
    ]) {
      expect(() => checkOrigin(own, opaque)).toThrow("OPAQUE_ORIGIN");
      expect(() => checkOrigin([], opaque)).toThrow("OPAQUE_ORIGIN");
    }
  });

  it("is refused by every origin but its own, whatever it looks like", () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        const origin = originOf(url);
        fc.pre(origin !== null && origin !== own[0]);
        expect(() => checkOrigin(own, origin)).toThrow(/OTHER_ORIGIN|INSECURE/);
      }),
    );
  });
});

it("a host is shown in punycode, so that a look-alike looks odd", () => {
  expect(hostOf(originOf("https://аpple.example") ?? "")).toBe("xn--pple-43d.example");
});
