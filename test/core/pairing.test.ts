import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPairing, writePairing } from "../../src/core/pairing.ts";
import { permissionFor, serverOrigin } from "../../src/core/server-address.ts";

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((all) => new Uint8Array(all));
const pairings = fc.record({
  origin: fc.constantFrom(
    "https://vault.example",
    "https://vault.example:8443",
    "http://127.0.0.1:8787",
  ),
  backupKey: bytes(16),
  anchor: fc.record({ rev: fc.nat(), chain: bytes(32) }),
});

describe("the pairing text", () => {
  test("is read as it was written, however it was broken into lines", () =>
    fc.assert(
      fc.asyncProperty(pairings, async (pairing) => {
        const text = await writePairing(pairing);
        expect(text).toMatch(/^coffer-pair:[A-Za-z0-9_-]+$/);
        const lines = ` ${text.match(/.{1,20}/g)?.join("\n") ?? ""} `;
        expect(await readPairing(lines)).toEqual(pairing);
      }),
    ));

  test("with one letter changed, lost or added is refused", () =>
    fc.assert(
      fc.asyncProperty(
        pairings,
        fc.nat(),
        fc.constantFrom("A", "b", "_", ""),
        async (one, n, by) => {
          const text = await writePairing(one);
          const at = 12 + (n % (text.length - 12));
          const other = text.slice(0, at) + by + text.slice(at + 1);
          if (other === text) return;
          // The last letter has spare bits: the same bytes may be written in two ways.
          if (at === text.length - 1 && by !== "") return;
          await expect(readPairing(other)).rejects.toThrow("BAD_PAIRING");
        },
      ),
    ));

  test("of another kind, or to a server that none of ours may reach, is refused", async () => {
    for (const text of ["", "coffer-pair:", "coffer-card:AAAA", "https://vault.example"])
      await expect(readPairing(text)).rejects.toThrow("BAD_PAIRING");
    const anchor = { rev: 0, chain: new Uint8Array(32) };
    for (const origin of ["http://other.example", "https://x.example/path", "javascript:alert(1)"])
      await expect(
        readPairing(await writePairing({ origin, backupKey: new Uint8Array(16), anchor })),
      ).rejects.toThrow("BAD_PAIRING");
  });
});

describe("the address of a server", () => {
  test("is an https origin, or http of this very machine", () => {
    expect(serverOrigin(" Vault.Example/ ")).toBe("https://vault.example");
    expect(serverOrigin("https://vault.example:8443")).toBe("https://vault.example:8443");
    expect(serverOrigin("http://localhost:8787")).toBe("http://localhost:8787");
    expect(serverOrigin("http://127.0.0.1:8787/")).toBe("http://127.0.0.1:8787");
    for (const typed of [
      "",
      "http://vault.example",
      "https://vault.example/path",
      "https://vault.example?x",
      "https://a:b@vault.example",
      "http://localhost.evil.example",
      "ftp://vault.example",
      "javascript:alert(1)",
    ])
      expect(serverOrigin(typed), typed).toBeNull();
  });

  test("is asked for without its port, which no browser's pattern knows", () => {
    expect(permissionFor("https://vault.example:8443")).toBe("https://vault.example/*");
  });
});
