import { describe, expect, it } from "vitest";
import { hostOf, originOf } from "../../src/core/origin.ts";

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

it("a host is shown in punycode, so that a look-alike looks odd", () => {
  expect(hostOf(originOf("https://аpple.example") ?? "")).toBe("xn--pple-43d.example");
});
