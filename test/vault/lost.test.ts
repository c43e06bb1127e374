/** A database that the browser threw away must never look like a first start. */
import { expect, test } from "vitest";
import { cofferIn, cofferWithVault, draftOf, password, save } from "./steps.ts";
import { testWorld } from "./world.ts";

/** The same profile after the browser lost the database; what lies beside it is still there. */
async function lostProfile() {
  const coffer = await cofferWithVault();
  await save(coffer, draftOf("note", "gone"));
  const { stored } = testWorld();
  return cofferIn(testWorld({ ...stored, marked: coffer.world.stored.marked }));
}

test("an empty profile has lost nothing", async () => {
  const fresh = cofferIn();
  expect(await fresh.ask.status({})).toEqual({ state: "none", lost: false });
});

test("a vault leaves a mark outside the database, and an empty database beside it is told as a loss", async () => {
  const coffer = await lostProfile();
  expect(await coffer.ask.status({})).toEqual({ state: "none", lost: true });
  await expect(coffer.ask.create({ password })).rejects.toThrow("VAULT_LOST");
});

test("a new vault is made only once the user has given the old one up", async () => {
  const coffer = await lostProfile();
  await coffer.ask["vault.giveUp"]({});
  expect(await coffer.ask.status({})).toEqual({ state: "none", lost: false });
  await coffer.ask.create({ password });
  expect(coffer.world.stored.marked).toBe(true);
});

test("giving up does nothing where a vault is", async () => {
  const coffer = await cofferWithVault();
  await coffer.ask["vault.giveUp"]({});
  expect(coffer.world.stored.marked).toBe(true);
  expect(await coffer.ask.status({})).toMatchObject({ state: "open" });
});

test("an unlock sets the mark of a vault that has none yet", async () => {
  const coffer = await cofferWithVault();
  coffer.world.stored.marked = false;
  await coffer.ask.lock({});
  await coffer.ask.unlock({ by: "password", secret: password });
  expect(coffer.world.stored.marked).toBe(true);
});
