/** The reader's own cryptography, for platforms that have none, against the one that everything else uses. */
import { afterEach, describe, expect, test, vi } from "vitest";
import fc from "fast-check";
import { allowsWasm, ensureSubtle, pureArgon2, pureSubtle } from "../../reader/shared/pure.ts";
import { argon2id } from "../../src/core/argon2.ts";
import { decodeBackup } from "../../src/core/backup.ts";
import { provideArgon2 } from "../../src/core/kdf.ts";
import { openBackup } from "../../src/core/open-backup.ts";
import { noteIndex, noteSecret, noteWithFile, smallVault } from "../core/small-backup.ts";
import { randomBytes } from "../../src/core/random.ts";

type Subtle = typeof pureSubtle;
const platform = crypto.subtle as unknown as Subtle;
const both = [pureSubtle, platform];

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const sized = (n: number) => fc.uint8Array({ minLength: n, maxLength: n });
const asArray = (buffer: ArrayBufferLike) => [...new Uint8Array(buffer)];

/** The same work by both; the answers as arrays. */
async function byBoth(work: (subtle: Subtle) => Promise<ArrayBufferLike>): Promise<number[][]> {
  return Promise.all(both.map(async (subtle) => asArray(await work(subtle))));
}
const keyOf = (subtle: Subtle, raw: Uint8Array, name: object | string, use: string) =>
  (subtle.importKey as (...args: unknown[]) => ReturnType<Subtle["importKey"]>)(
    "raw",
    raw,
    name,
    false,
    [use],
  );

describe("pure and native give the same bytes", () => {
  test("SHA-256", async () => {
    await fc.assert(
      fc.asyncProperty(bytes(300), async (data) => {
        const [pure, native] = await byBoth((subtle) => subtle.digest("SHA-256", data));
        expect(pure).toEqual(native);
      }),
      { numRuns: 50 },
    );
  });

  test("HKDF, of every length that the format asks for", async () => {
    await fc.assert(
      fc.asyncProperty(
        sized(32),
        bytes(80),
        bytes(120),
        fc.constantFrom(128, 256, 512, 608),
        async (raw, salt, info, bits) => {
          const [pure, native] = await byBoth(async (subtle) => {
            const key = await keyOf(subtle, raw, "HKDF", "deriveBits");
            const how = { name: "HKDF", hash: "SHA-256", salt, info };
            return subtle.deriveBits(how as never, key, bits);
          });
          expect(pure).toEqual(native);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("HMAC", async () => {
    const how = { name: "HMAC", hash: "SHA-256" };
    await fc.assert(
      fc.asyncProperty(sized(32), bytes(300), async (raw, data) => {
        const [pure, native] = await byBoth(async (subtle) =>
          subtle.sign("HMAC", await keyOf(subtle, raw, how, "sign"), data),
        );
        expect(pure).toEqual(native);
      }),
      { numRuns: 50 },
    );
  });

  test("AES-256-GCM, each opens what the other sealed, and neither opens what was changed", async () => {
    await fc.assert(
      fc.asyncProperty(
        sized(32),
        sized(12),
        bytes(120),
        bytes(400),
        fc.nat(),
        async (raw, iv, additionalData, data, place) => {
          const how = { name: "AES-GCM", iv, additionalData } as never;
          const [pure = [], native = []] = await byBoth(async (subtle) =>
            subtle.encrypt(how, await keyOf(subtle, raw, { name: "AES-GCM" }, "encrypt"), data),
          );
          expect(pure).toEqual(native);
          const sealed = Uint8Array.from(pure);
          const changed = sealed.with(place % sealed.length, (pure[place % pure.length] ?? 0) ^ 1);
          for (const subtle of both) {
            const key = await keyOf(subtle, raw, { name: "AES-GCM" }, "decrypt");
            expect(asArray(await subtle.decrypt(how, key, sealed))).toEqual([...data]);
            await expect(subtle.decrypt(how, key, changed)).rejects.toBeInstanceOf(Error);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test("Argon2id, with its progress told up to the end", async () => {
    const parts: number[] = [];
    const pure = pureArgon2((part) => parts.push(part));
    for (const [memorySize, iterations] of [
      [64, 3],
      [1024, 4],
    ] as const) {
      const cost = {
        password: randomBytes(20),
        salt: randomBytes(16),
        memorySize,
        iterations,
        parallelism: 1,
        hashLength: 32,
        outputType: "binary" as const,
      };
      expect(await pure(cost)).toEqual(await argon2id(cost));
    }
    expect(parts.at(-1)).toBe(1);
    expect(parts.every((part) => part >= 0 && part <= 1)).toBe(true);
  });
});

describe("where the platform refuses its cryptography", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    provideArgon2(async () => argon2id);
  });

  test("a backup opens all the same: list, values and files", async () => {
    const small = await smallVault();
    const id = randomBytes(16);
    const note = await noteWithFile(small, [Uint8Array.of(1, 2, 3)], 1);
    const file = await small.file([
      await small.seal("index", 1, id, noteIndex("First")),
      await small.seal("secret", 2, id, noteSecret("CANARY")),
      ...note.records,
    ]);
    const bare = { getRandomValues: crypto.getRandomValues.bind(crypto) };
    vi.stubGlobal("crypto", bare);
    expect(ensureSubtle(globalThis)).toBe(true);
    expect(ensureSubtle(globalThis)).toBe(false);
    const opened = await openBackup(await decodeBackup(file), {
      by: "recovery",
      secret: small.recoveryCode,
    });
    expect(opened.check).toMatchObject({ items: 2, complete: true });
    const found = opened.rows.find(({ title }) => title === "First");
    expect((await opened.item(found?.id ?? "")).fields[0]?.value).toBe("CANARY");
    const [attachment] = (await opened.item(note.id)).files;
    if (attachment === undefined) throw new Error("The file is not there.");
    expect(await opened.attachment(attachment)).toEqual(Uint8Array.of(1, 2, 3));
    await expect(
      openBackup(await decodeBackup(file), {
        by: "recovery",
        secret: (await smallVault()).recoveryCode,
      }),
    ).rejects.toThrow("WRONG_SECRET");
  });

  test("WebAssembly that is missing or forbidden is noticed before a password is derived", () => {
    expect(allowsWasm(globalThis)).toBe(true);
    expect(allowsWasm({})).toBe(false);
    function forbidden() {
      throw new Error("the policy forbids it");
    }
    expect(allowsWasm({ WebAssembly: { Module: forbidden } })).toBe(false);
  });
});
