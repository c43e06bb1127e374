/** A browser without X25519 says so by name, and nothing else of the vault needs it. */
import { afterEach, expect, it, vi } from "vitest";
import { failureCode } from "../../../src/core/failure.ts";
import { identityOf } from "../../../src/core/share/identity.ts";
import { publicKeyOf } from "../../../src/core/share/x25519.ts";
import { draftOf, cofferWithVault, password, save, titles } from "../../vault/steps.ts";

afterEach(() => void vi.restoreAllMocks());

/** WebCrypto as it was before X25519 came to it: an algorithm that it does not know. */
function oldBrowser(): void {
  const real = crypto.subtle.importKey.bind(crypto.subtle) as (...given: unknown[]) => unknown;
  vi.spyOn(crypto.subtle, "importKey").mockImplementation((async (...given: unknown[]) => {
    if (given[2] === "X25519") throw new DOMException("Unrecognized name.", "NotSupportedError");
    return real(...given);
  }) as never);
}

it("names it, for a key of one's own and for another's", async () => {
  const key = Uint8Array.of(9, ...new Uint8Array(31));
  await publicKeyOf(key);
  oldBrowser();
  expect(await publicKeyOf(key).catch(failureCode)).toBe("NO_SHARING");
  expect(await identityOf(new Uint8Array(32).fill(7)).catch(failureCode)).toBe("NO_SHARING");
});

it("is told at the first card, and the vault works as before", async () => {
  const coffer = await cofferWithVault("old browser");
  oldBrowser();
  expect(
    await coffer.ask["share.me.make"]({ name: "Anna", proof: password }).catch(failureCode),
  ).toBe("NO_SHARING");
  expect(await coffer.ask["share.me"]({})).toEqual({ me: null, ended: false });
  await save(coffer, draftOf("note", "Still here", { body: "x" }));
  expect(await titles(coffer)).toEqual(["Still here"]);
});
