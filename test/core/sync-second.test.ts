/** Objects, header, account and commit against the text of FORMAT.md 8, written a second time from it. */
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { createPrivateKey, sign as nodeSign } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { accountOf } from "../../src/core/backup-key.ts";
import { encodeCommit, encodeTransition, signCommit } from "../../src/core/commit.ts";
import { hkdfKey } from "../../src/core/hash.ts";
import { objectKeys, openHeader, sealObject } from "../../src/core/object.ts";
import { signingKey } from "../../src/core/sign.ts";
import { secondSeal } from "./second.ts";

type Bytes = Uint8Array<ArrayBuffer>;
const fill = (length: number, value: number): Bytes => new Uint8Array(length).fill(value);
const none = fill(0, 0);
const buffer = (...parts: (string | Uint8Array)[]) =>
  new Uint8Array(Buffer.concat(parts.map((one) => Buffer.from(one as string))));
const be = (value: number, bytes: number) => {
  const out = Buffer.alloc(bytes);
  out.writeUIntBE(value, bytes > 6 ? bytes - 6 : 0, Math.min(bytes, 6));
  return new Uint8Array(out);
};
const zero = fill(16, 0);
const vaultId = fill(16, 3);
const sealedAs = (cls: number, id: Bytes, epoch: number) => ({
  cls,
  schema: 1,
  vaultId: id,
  epoch,
  recId: zero,
  rev: 0,
  tombstone: false,
});
const ed25519 = (seed: Bytes, message: Uint8Array) =>
  new Uint8Array(
    nodeSign(
      null,
      message,
      createPrivateKey({
        key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]),
        format: "der",
        type: "pkcs8",
      }),
    ),
  );

test("an object is a record of class 0x30 without its head, its salt an HMAC of what is in it", async () => {
  const sync = fill(32, 5);
  const keys = await objectKeys(await hkdfKey(sync), { vaultId, epoch: 7 });
  const saltKey = hkdf(sha256, sync, none, buffer("coffer/1/object-salt\0"), 32);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 900 }), async (any) => {
      const record = new Uint8Array(any);
      const salt = new Uint8Array(hmac(sha256, saltKey, record));
      const second = secondSeal(sync, sealedAs(0x30, vaultId, 7), record, salt).slice(56);
      expect(await sealObject(keys, record)).toEqual(second);
    }),
    { numRuns: 40 },
  );
});

test("the account comes from the backup key, and the header goes under a key of it", async () => {
  const key = fill(16, 9);
  const derive = (name: string, length: number) =>
    new Uint8Array(hkdf(sha256, key, none, buffer(`coffer/1/server/${name}\0`), length));
  const account = await accountOf(key);
  expect(account).toEqual({
    locator: derive("locator", 16),
    readSeed: derive("read", 32),
    headerKey: derive("header", 32),
  });
  const header = buffer("a header");
  const sealed = secondSeal(account.headerKey, sealedAs(0x33, zero, 0), header, fill(32, 1)).slice(
    56,
  );
  expect(await openHeader(account.headerKey, sealed)).toEqual(header);
});

test("a commit is these bytes, and signed over its hash", async () => {
  const lp = (bytes: Uint8Array) => buffer(be(bytes.length, 4), bytes);
  const [a, b] = [fill(32, 0xaa), fill(32, 0xbb)];
  const second = buffer(
    "CFCM1\0",
    fill(16, 1),
    be(6, 8),
    fill(32, 2),
    fill(16, 3),
    be(4, 4),
    lp(fill(5, 5)),
    lp(fill(6, 6)),
    lp(none),
    be(1, 4),
    lp(fill(7, 7)),
    be(2, 4),
    a,
    b,
    be(1, 4),
    a,
  );
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  const body = encodeCommit({
    locator: fill(16, 1),
    baseRev: 6,
    baseChain: fill(32, 2),
    commitId: fill(16, 3),
    keyEpoch: 4,
    header: fill(5, 5),
    manifest: fill(6, 6),
    transition: none,
    ancestors: [fill(7, 7)],
    adds: [hex(b), hex(a), hex(b)],
    drops: [hex(a)],
  });
  expect(body).toEqual(second);
  const seed = fill(32, 8);
  const signed = ed25519(seed, buffer("coffer/1/commit\0", sha256(second)));
  expect(await signCommit(await signingKey(seed), body)).toEqual(signed);
});

test("a transition is these bytes, with the signature of the admin key of before", async () => {
  const seed = fill(32, 4);
  const start = buffer(
    "coffer/1/keys\0",
    fill(16, 1),
    be(5, 4),
    be(6, 4),
    fill(32, 2),
    fill(32, 3),
  );
  expect(
    await encodeTransition(await signingKey(seed), fill(16, 1), 5, {
      writePk: fill(32, 2),
      adminPk: fill(32, 3),
    }),
  ).toEqual(buffer(start, ed25519(seed, start)));
});
