import { argon2id as pureArgon2 } from "@noble/hashes/argon2.js";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { argon2id } from "../../src/core/argon2.ts";
import { toHex, utf8 } from "../../src/core/bytes.ts";
import { provideArgon2, stretch } from "../../src/core/kdf.ts";
import { bytesOf, bytesTo, filled } from "./any.ts";
import { fakeArgon2 } from "./fake-argon2.ts";

const least = { m: 65_536, t: 3, p: 1 };
const password = utf8("correct horse");

afterEach(() => provideArgon2(async () => argon2id));

describe("Argon2id", () => {
  it("gives the answer of RFC 9106, 5.3, in the second implementation that ours is measured with", () => {
    const derived = pureArgon2(filled(32, 1), filled(16, 2), {
      m: 32,
      t: 3,
      p: 4,
      dkLen: 32,
      key: filled(8, 3),
      personalization: filled(12, 4),
    });
    expect(toHex(derived)).toBe("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
  });

  it("is that of the second implementation for any input and cost", async () => {
    const cost = fc.record({
      m: fc.integer({ min: 8, max: 64 }),
      t: fc.integer({ min: 1, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(bytesTo(80), bytesOf(16), cost, async (word, salt, { m, t }) => {
        fc.pre(word.length > 0);
        const ours = await stretch(word, salt, { m, t, p: 1 });
        expect(toHex(ours)).toBe(toHex(pureArgon2(word, salt, { m, t, p: 1, dkLen: 32 })));
      }),
      { numRuns: 40 },
    );
  });

  it("asks for the cost it was given, lanes too, and 32 bytes", async () => {
    const asked = fakeArgon2(filled(32, 7));
    expect(await stretch(password, filled(16, 1), { m: 70_656, t: 5, p: 2 })).toEqual(
      filled(32, 7),
    );
    expect(asked).toEqual([
      {
        password,
        salt: filled(16, 1),
        memorySize: 70_656,
        iterations: 5,
        parallelism: 2,
        hashLength: 32,
        outputType: "binary",
      },
    ]);
  });

  it("leaves none of its memory behind, at the least cost that a vault may have", async () => {
    const memories: WebAssembly.Memory[] = [];
    const instantiate = WebAssembly.instantiate;
    WebAssembly.instantiate = (async (
      module: WebAssembly.Module,
      imports?: WebAssembly.Imports,
    ) => {
      const instance = await instantiate(module, imports);
      memories.push(instance.exports["memory"] as WebAssembly.Memory);
      return instance;
    }) as typeof WebAssembly.instantiate;
    const salt = filled(16, 1);
    const ours = await stretch(password, salt, least);
    WebAssembly.instantiate = instantiate;
    expect(toHex(ours)).toBe(toHex(pureArgon2(password, salt, { ...least, dkLen: 32 })));
    expect(memories.length).toBeGreaterThan(0);
    for (const memory of memories) {
      expect(Buffer.from(memory.buffer).equals(Buffer.alloc(memory.buffer.byteLength))).toBe(true);
    }
  });

  it("puts WebAssembly back as it was, also where it failed or loaded a module without memory", async () => {
    const before = WebAssembly.instantiate;
    const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    fakeArgon2(filled(32, 1), () => WebAssembly.instantiate(empty));
    expect(await stretch(password, filled(16, 1), least)).toEqual(filled(32, 1));
    expect(WebAssembly.instantiate).toBe(before);
    fakeArgon2(filled(32, 1), () => Promise.reject(new Error("no memory")));
    await expect(stretch(password, filled(16, 1), least)).rejects.toThrow("no memory");
    expect(WebAssembly.instantiate).toBe(before);
  });

  it("runs where there is no WebAssembly, by an Argon2 that needs none", async () => {
    fakeArgon2(filled(32, 5));
    for (const without of [undefined, {}]) {
      vi.stubGlobal("WebAssembly", without);
      const derived = await stretch(password, filled(16, 1), least).finally(() =>
        vi.unstubAllGlobals(),
      );
      expect(derived).toEqual(filled(32, 5));
      if (without !== undefined) expect(without).toEqual({});
    }
    expect(typeof WebAssembly.instantiate).toBe("function");
  });

  it("is refused before anyone has said where it comes from", async () => {
    vi.resetModules();
    const fresh = await import("../../src/core/kdf.ts");
    await expect(fresh.stretch(password, filled(16, 1), least)).rejects.toThrow("INTERNAL");
  });
});
