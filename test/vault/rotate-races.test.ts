/** What can come between a rotation and all else: a lock, the worker's death, a step-up, another rotation. */
import { describe, expect, test } from "vitest";
import { cofferWithVault, draftOf, password } from "./steps.ts";
import { headerOf } from "./world.ts";

const byPassword = { by: "password", secret: password } as const;
const plain = {
  typed: byPassword,
  newPassword: null,
  others: [],
  forgetKeys: false,
  exposed: false,
};

describe("a lock while the rotation is being written", () => {
  test("keeps the vault locked", async () => {
    const coffer = await cofferWithVault();
    const { commit } = coffer.world.disk;
    coffer.world.disk.commit = async (change) => {
      await commit(change);
      // The lock came while the transaction was on its way.
      if (change.header !== undefined) await coffer.ask.lock({});
    };
    await coffer.ask.rotate(plain);
    expect(headerOf(coffer.world.stored).epoch).toBe(2);
    expect((await coffer.ask.status({})).state).toBe("locked");
    expect(coffer.world.session.has("session")).toBe(false);
    expect(coffer.vault.opened).toBeNull();
  });

  test("keeps what was half-typed", async () => {
    const coffer = await cofferWithVault();
    await coffer.ask["draft.keep"]({ slot: "manager", draft: draftOf("note", "half") });
    const { commit } = coffer.world.disk;
    coffer.world.disk.commit = async (change) => {
      await commit(change);
      if (change.header !== undefined) await coffer.ask.lock({});
    };
    await coffer.ask.rotate(plain).catch(() => undefined);
    await coffer.ask.lock({});
    await coffer.ask.unlock(byPassword);
    const { draft } = await coffer.ask["draft.read"]({ slot: "manager" });
    expect(draft?.title).toBe("half");
  });
});
