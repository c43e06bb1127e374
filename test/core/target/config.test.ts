import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { folderUrl, originOfTarget, remoteSchema } from "../../../src/core/target/config.ts";

describe("the address of a target", () => {
  it.each([
    ["https://cloud.example/dav/files/ada", "https://cloud.example/dav/files/ada/"],
    [" https://cloud.example ", "https://cloud.example/"],
    ["http://localhost:8080/x/", "http://localhost:8080/x/"],
    ["http://127.0.0.1:9/a%20b", "http://127.0.0.1:9/a%20b/"],
  ])("%s is kept as %s", (typed, kept) => expect(folderUrl(typed)).toBe(kept));

  it.each([
    "http://cloud.example/",
    "http://127.0.0.1.evil.example/",
    "https://ada:secret@cloud.example/",
    "https://ada@cloud.example/",
    "https://cloud.example/?token=1",
    "https://cloud.example/#x",
    "ftp://cloud.example/",
    "file:///tmp/",
    "cloud.example",
    "",
  ])("%s is refused", (typed) => expect(folderUrl(typed)).toBeNull());

  it("is the same when read again, and nothing makes it throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (typed) => {
        const kept = folderUrl(typed);
        if (kept !== null) expect(folderUrl(kept)).toBe(kept);
      }),
    );
  });

  it("says which host the browser is asked about", () => {
    const s3 = { kind: "s3" as const, url: "https://s3.example:9000/", bucket: "mine" };
    expect(originOfTarget({ ...s3, inHost: false })).toBe("https://s3.example:9000");
    expect(originOfTarget({ ...s3, inHost: true })).toBe("https://mine.s3.example:9000");
    expect(originOfTarget({ kind: "dav", url: "https://a.example/b/" })).toBe("https://a.example");
  });
});

describe("what is kept of a target", () => {
  const dav = { kind: "dav", url: "https://a.example/", user: "ada", password: "p" };
  const s3 = {
    kind: "s3",
    url: "https://a.example/",
    region: "eu-1",
    bucket: "my-bucket",
    prefix: "coffer/",
    inHost: false,
    keyId: "K",
    secret: "S",
  };

  it("is what fits its schema", () => {
    expect(v.is(remoteSchema, dav)).toBe(true);
    expect(v.is(remoteSchema, s3)).toBe(true);
    expect(v.is(remoteSchema, { ...s3, prefix: ".coffer/..x/a.b/" })).toBe(true);
  });

  it.each([
    { ...dav, url: "http://a.example/" },
    { ...dav, url: "https://a.example" },
    { ...dav, user: "a:b" },
    { ...dav, user: "a\r\nX: y" },
    { ...dav, more: 1 },
    { ...s3, bucket: "a/b" },
    { ...s3, prefix: "../x" },
    { ...s3, prefix: "../other-bucket/" },
    { ...s3, prefix: "a/./b/" },
    { ...s3, prefix: "a/../" },
    { ...s3, prefix: "/x/" },
    { ...s3, keyId: "a b" },
    { ...s3, region: "eu/1" },
  ])("and nothing else: %j", (wrong) => expect(v.is(remoteSchema, wrong)).toBe(false));
});
