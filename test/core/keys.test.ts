import { describe, expect, it, vi } from "vitest";
import { fromBase64, toBase64, toHex } from "../../src/core/bytes.ts";
import { hkdf, hkdfKey } from "../../src/core/hash.ts";
import {
  type ClassKeyName,
  deriveClassKey,
  importClassKey,
  makeBundle,
  openBundle,
  sessionKeyNames,
} from "../../src/core/keys.ts";
import { secondClassKey } from "./second.ts";
import { filled } from "./any.ts";

const rootKey = filled(32, 3);
const vault = { vaultId: filled(16, 1), epoch: 1 };
const allNames: ClassKeyName[] = [...sessionKeyNames, "critical", "keyring"];

/** Two keys are the same where they derive the same. */
const shadow = async (key: CryptoKey) => toHex(await hkdf(key, filled(1, 0), filled(1, 0), 32));

describe("class keys", () => {
  it("are those of a second implementation, and all different, in every epoch and vault", async () => {
    const seen = new Set<string>();
    const others = [vault, { ...vault, epoch: 2 }, { ...vault, vaultId: filled(16, 2) }];
    for (const { vaultId, epoch } of others) {
      for (const name of allNames) {
        const key = await deriveClassKey(rootKey, { vaultId, epoch }, name);
        expect(toHex(key)).toBe(toHex(secondClassKey(rootKey, vaultId, epoch, name)));
        seen.add(toHex(key));
      }
    }
    expect(seen.size).toBe(others.length * allNames.length);
  });

  it("are imported so that nobody reads them back", async () => {
    const key = await importClassKey(rootKey, vault, "critical");
    expect(key.extractable).toBe(false);
    const raw = await deriveClassKey(rootKey, vault, "critical");
    expect(await shadow(key)).toBe(await shadow(await hkdfKey(raw)));
  });

  it("leave no bytes behind where they were imported or bundled", async () => {
    const derived = vi.spyOn(crypto.subtle, "deriveBits");
    let bits: ArrayBuffer[] = [];
    try {
      await importClassKey(rootKey, vault, "index");
      await makeBundle(rootKey, vault);
      bits = derived.mock.settledResults.map(({ value }) => value as ArrayBuffer);
    } finally {
      derived.mockRestore();
    }
    expect(bits).toHaveLength(1 + sessionKeyNames.length);
    for (const one of bits) expect(toHex(new Uint8Array(one))).toBe("00".repeat(32));
  });
});

describe("the bundle of an open vault", () => {
  it("is text, and gives back the very keys, but never critical and keyring", async () => {
    const bundle = await makeBundle(rootKey, vault);
    expect(JSON.parse(JSON.stringify(bundle))).toEqual(bundle);
    expect(Object.keys(bundle.keys).toSorted()).toEqual([...sessionKeyNames].toSorted());
    expect(sessionKeyNames).not.toContain("critical");
    expect(sessionKeyNames).not.toContain("keyring");
    const opened = await openBundle(bundle);
    expect(opened.vault).toEqual(vault);
    for (const name of sessionKeyNames) {
      const raw = await deriveClassKey(rootKey, vault, name);
      expect(bundle.keys[name]).toBe(toBase64(raw));
      expect(await shadow(opened.keys[name])).toBe(await shadow(await hkdfKey(raw)));
      expect(opened.keys[name].extractable).toBe(false);
    }
    const secrets = [rootKey, await deriveClassKey(rootKey, vault, "critical")];
    for (const secret of secrets) expect(JSON.stringify(bundle)).not.toContain(toBase64(secret));
  });

  it("with a key of another length is none", async () => {
    const bundle = await makeBundle(rootKey, vault);
    for (const length of [0, 31, 33]) {
      const keys = { ...bundle.keys, cache: toBase64(filled(length, 1)) };
      await expect(openBundle({ ...bundle, keys })).rejects.toThrow("LOCKED");
    }
    expect(fromBase64(bundle.keys.cache)).toHaveLength(32);
  });

  it("has its keys overwritten once they are imported", async () => {
    const bundle = await makeBundle(rootKey, vault);
    const imported = vi.spyOn(crypto.subtle, "importKey");
    let given: unknown[] = [];
    try {
      await openBundle(bundle);
      given = imported.mock.calls.map(([, raw]) => raw);
    } finally {
      imported.mockRestore();
    }
    expect(given).toHaveLength(sessionKeyNames.length);
    for (const raw of given) expect(raw).toEqual(filled(32, 0));
  });
});
