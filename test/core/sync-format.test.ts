/** What goes to a server (FORMAT.md 8): each encoding is read back as it was, and refused where a bit was changed. */
import { createHash, createPublicKey, verify as nodeVerify } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accountOf, readBackupKey, writeBackupKey } from "../../src/core/backup-key.ts";
import { concat, toHex, utf8 } from "../../src/core/bytes.ts";
import {
  type CommitBody,
  commitSigned,
  decodeCommit,
  decodeTransition,
  encodeCommit,
  encodeTransition,
  nextChain,
  signCommit,
} from "../../src/core/commit.ts";
import { hkdfKey } from "../../src/core/hash.ts";
import {
  objectKeys,
  objectLimit,
  objectName,
  openHeader,
  openObject,
  sealHeader,
  sealObject,
} from "../../src/core/object.ts";
import { recordLimit } from "../../src/core/record.ts";
import { sign, signingKey, verify } from "../../src/core/sign.ts";
import { decodeOutbox, encodeOutbox } from "../../src/vault/outbox.ts";
import { openState, sealState } from "../../src/vault/sync-state.ts";

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((all) => new Uint8Array(all));
const some = (most: number) => fc.uint8Array({ maxLength: most }).map((all) => new Uint8Array(all));
const fill = (length: number, value: number) => new Uint8Array(length).fill(value);
const name = bytes(32).map(toHex);
const namesOf = fc.uniqueArray(name, { maxLength: 5 }).map((all) => all.toSorted());

const bodyOf: fc.Arbitrary<CommitBody> = fc.record({
  locator: bytes(16),
  baseRev: fc.nat(),
  baseChain: bytes(32),
  commitId: bytes(16),
  keyEpoch: fc.nat(),
  header: some(50),
  manifest: some(500),
  transition: some(50),
  ancestors: fc.array(some(20), { maxLength: 3 }),
  adds: namesOf,
  drops: namesOf,
});

describe("commits", () => {
  test("are read back as they were", () => {
    fc.assert(
      fc.property(bodyOf, (body) => {
        expect(decodeCommit(encodeCommit(body))).toEqual(body);
      }),
    );
  });

  test("are refused cut short, with more at the end, and with names out of order or twice", () => {
    fc.assert(
      fc.property(bodyOf, fc.nat(), (body, at) => {
        const whole = encodeCommit(body);
        expect(() => decodeCommit(whole.slice(0, at % whole.length))).toThrow("TAMPERED");
        expect(() => decodeCommit(concat(whole, fill(1, 0)))).toThrow("TAMPERED");
      }),
    );
    const body = {
      ...fc.sample(bodyOf, 1)[0],
      adds: [],
      drops: ["aa".repeat(32), "bb".repeat(32)],
    } as CommitBody;
    const whole = encodeCommit(body);
    const [a, b] = [whole.slice(-64, -32), whole.slice(-32)];
    for (const wrong of [concat(b, a), concat(a, a)])
      expect(() => decodeCommit(concat(whole.slice(0, -64), wrong))).toThrow("TAMPERED");
  });

  test("are signed by one key, over every bit", async () => {
    const key = await signingKey(fill(32, 7));
    const body = encodeCommit({ ...(fc.sample(bodyOf, 1)[0] as CommitBody), adds: [], drops: [] });
    const sig = await signCommit(key, body);
    expect(await commitSigned(key.publicKey, body, sig)).toBe(true);
    expect(await commitSigned((await signingKey(fill(32, 8))).publicKey, body, sig)).toBe(false);
    for (let at = 0; at < body.length; at += 7) {
      const other = body.slice();
      other[at] = (other[at] ?? 0) ^ 16;
      expect(await commitSigned(key.publicKey, other, sig)).toBe(false);
      expect(await nextChain(fill(32, 1), other)).not.toEqual(await nextChain(fill(32, 1), body));
    }
  });

  test("have the chain that the text says", async () => {
    const hash = (...parts: Uint8Array[]) =>
      createHash("sha256")
        .update(concat(...parts))
        .digest();
    const body = utf8("body");
    const expected = hash(utf8("coffer/1/chain\0"), fill(32, 3), hash(body));
    expect(toHex(await nextChain(fill(32, 3), body))).toBe(expected.toString("hex"));
  });

  test("change keys only by the admin key of the epoch before, for this account and step", async () => {
    const admin = await signingKey(fill(32, 1));
    const next = { writePk: fill(32, 2), adminPk: fill(32, 3) };
    const bytesOf = await encodeTransition(admin, fill(16, 4), 5, next);
    expect(await decodeTransition(bytesOf, admin.publicKey, fill(16, 4), 5)).toEqual(next);
    const wrong = [
      () => decodeTransition(bytesOf, fill(32, 9), fill(16, 4), 5),
      () => decodeTransition(bytesOf, admin.publicKey, fill(16, 5), 5),
      () => decodeTransition(bytesOf, admin.publicKey, fill(16, 4), 6),
      () => decodeTransition(bytesOf.slice(1), admin.publicKey, fill(16, 4), 5),
      () => decodeTransition(bytesOf.with(60, 1), admin.publicKey, fill(16, 4), 5),
    ];
    for (const one of wrong) await expect(one()).rejects.toThrow("TAMPERED");
  });
});

describe("signatures", () => {
  test("are Ed25519 of RFC 8032: its first vector, and another implementation", async () => {
    const seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    const key = await signingKey(Uint8Array.from(Buffer.from(seed, "hex")));
    expect(toHex(key.publicKey)).toBe(
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    );
    const sig = await sign(key, new Uint8Array(0));
    expect(toHex(sig)).toMatch(/^e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155/);
    const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key.publicKey]);
    const other = createPublicKey({ key: der, format: "der", type: "spki" });
    expect(nodeVerify(null, new Uint8Array(0), other, sig)).toBe(true);
    expect(await verify(key.publicKey, utf8("x"), sig)).toBe(false);
    expect(await verify(fill(31, 1), utf8("x"), sig)).toBe(false);
  });
});

describe("objects", () => {
  const vault = { vaultId: fill(16, 1), epoch: 2 };
  const keysOf = async (value: number, epoch = 2) =>
    objectKeys(await hkdfKey(fill(32, value)), { ...vault, epoch });

  test("are the same for the same record, say nothing of it, and are opened to it", async () => {
    const keys = await keysOf(1);
    await fc.assert(
      fc.asyncProperty(some(600), async (record) => {
        const object = await sealObject(keys, record);
        expect(await sealObject(keys, record)).toEqual(object);
        expect(await openObject(keys, object)).toEqual(record);
        expect(toHex(object)).not.toContain("43465231");
        expect(await objectName(object)).toMatch(/^[0-9a-f]{64}$/);
      }),
      { numRuns: 30 },
    );
  });

  test("are opened under no other key or epoch, and with no bit changed", async () => {
    const keys = await keysOf(1);
    const object = await sealObject(keys, utf8("a record"));
    await expect(openObject(await keysOf(2), object)).rejects.toThrow("TAMPERED");
    await expect(openObject(await keysOf(1, 3), object)).rejects.toThrow("TAMPERED");
    for (let at = 0; at < object.length; at++) {
      const other = object.slice();
      other[at] = (other[at] ?? 0) ^ 1;
      await expect(openObject(keys, other)).rejects.toThrow("TAMPERED");
    }
    await expect(openObject(keys, object.slice(0, 100))).rejects.toThrow("REC_SIZE");
    await expect(openObject(keys, fill(objectLimit + 1, 0))).rejects.toThrow("REC_SIZE");
  });

  test("the largest record fits", async () => {
    const keys = await keysOf(1);
    const record = fill(recordLimit, 5);
    const object = await sealObject(keys, record);
    expect(object.length).toBeLessThanOrEqual(objectLimit);
    expect(await openObject(keys, object)).toEqual(record);
  });

  test("a header goes under the account's key", async () => {
    const sealed = await sealHeader(fill(32, 1), utf8("a header"));
    expect(await openHeader(fill(32, 1), sealed)).toEqual(utf8("a header"));
    await expect(openHeader(fill(32, 2), sealed)).rejects.toThrow("TAMPERED");
  });
});

describe("the backup key", () => {
  test("is typed back as it was printed, and not with one symbol changed", async () => {
    await fc.assert(
      fc.asyncProperty(bytes(16), fc.nat(27), async (key, at) => {
        const text = await writeBackupKey(key);
        expect(text.replaceAll("-", "")).toHaveLength(28);
        expect(await readBackupKey(` ${text.toLowerCase()} `)).toEqual(key);
        const plain = text.replaceAll("-", "");
        const wrong = plain.slice(0, at) + (plain[at] === "7" ? "8" : "7") + plain.slice(at + 1);
        await expect(readBackupKey(wrong)).rejects.toThrow("BAD_BACKUP_KEY");
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  test("gives locator, read seed and header key, none of them like another", async () => {
    const { locator, readSeed, headerKey } = await accountOf(fill(16, 1));
    expect([locator.length, readSeed.length, headerKey.length]).toEqual([16, 32, 32]);
    expect(readSeed).not.toEqual(headerKey);
    expect(locator).not.toEqual((await accountOf(fill(16, 2))).locator);
  });
});

describe("what this device keeps of its server", () => {
  test("the outbox is read back as it was", () => {
    const flip = fc.record({
      upon: bytes(32),
      header: some(9),
      manifest: some(9),
      state: some(9),
      quick: some(9),
      records: fc.array(some(9)),
    });
    const commit = fc.record({ body: some(20), sig: bytes(64), objects: fc.array(some(9)) });
    fc.assert(
      fc.property(fc.record({ commit, flip: fc.option(flip) }), fc.nat(), (outbox, at) => {
        const whole = encodeOutbox(outbox);
        expect(decodeOutbox(whole)).toEqual(outbox);
        expect(() => decodeOutbox(whole.slice(0, at % whole.length))).toThrow("TAMPERED");
      }),
    );
  });

  test("the pin is sealed for one vault and epoch", async () => {
    const sync = await hkdfKey(fill(32, 1));
    const vault = { vaultId: fill(16, 1), epoch: 1 };
    const state = {
      account: await accountOf(fill(16, 1)),
      writeSeed: fill(32, 2),
      adminPk: fill(32, 3),
      logId: fill(16, 4),
      seen: {
        rev: 5,
        chain: fill(32, 6),
        counter: 7,
        hash: fill(32, 8),
        n: 9,
        setMac: fill(32, 10),
      },
      origin: "https://vault.example:8443",
      anchor: { rev: 3, chain: fill(32, 11) },
    };
    const sealed = await sealState(sync, vault, state);
    expect(await openState(sync, vault, sealed)).toEqual(state);
    await expect(openState(sync, { ...vault, epoch: 2 }, sealed)).rejects.toThrow("REC_CONTEXT");
    sealed[200] = (sealed[200] ?? 0) ^ 1;
    await expect(openState(sync, vault, sealed)).rejects.toThrow("TAMPERED");
  });
});
