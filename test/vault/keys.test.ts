/** Passkeys as factors (FORMAT.md 1), here with the 32 bytes an authenticator would answer; the real one is in test/e2e/keys.test.ts. */
import { describe, expect, test } from "vitest";
import { randomBytes } from "../../src/core/random.ts";
import { toBase64, toHex } from "../../src/core/bytes.ts";
import {
  apply,
  type Coffer,
  cofferIn,
  cofferWithVault,
  draftOf,
  exportFile,
  password,
  save,
  upload,
} from "./steps.ts";
import { headerOf, testWorld, there } from "./world.ts";

const byPassword = { by: "password", secret: password } as const;

interface Passkey {
  slotId: string;
  prf: string;
}

/** What a page of ours does to enrol a key, with an answer of the authenticator that is random. */
async function enrol(coffer: Coffer, how: "quick" | "second", others: Passkey[] = []) {
  const { slotId } = await coffer.ask["key.begin"]({});
  const key = { slotId, prf: toBase64(randomBytes(32)) };
  const second = others.length > 0;
  const { recoveryCode } = await coffer.ask["key.add"]({
    how,
    name: "my key",
    rpId: "extension",
    credentialId: toHex(randomBytes(20)),
    key,
    typed: second
      ? { by: "passwordAndKey", secret: password, key: others[0] as Passkey }
      : byPassword,
    others,
  });
  return { key, recoveryCode };
}

const restart = (coffer: Coffer) => cofferIn(testWorld(structuredClone(coffer.world.stored)));
const otherPrf = (key: Passkey): Passkey => ({ ...key, prf: toBase64(randomBytes(32)) });

describe("many passkeys", () => {
  test("a ninth quick one is refused, and the other eight still open", async () => {
    const coffer = await cofferWithVault();
    const { key } = await enrol(coffer, "quick");
    for (let n = 2; n <= 8; n++) await enrol(coffer, "quick");
    await expect(enrol(coffer, "quick")).rejects.toThrow("TOO_LARGE");
    await coffer.ask.lock({});
    await coffer.ask.unlock({ by: "key", key });
  }, 60_000);

  test("that are gone leave no names behind, which would keep out new ones", async () => {
    const coffer = await cofferWithVault();
    for (let n = 1; n <= 17; n++) {
      // As a rotation leaves it where the key was not touched.
      await coffer.world.disk.setFact("quick", null);
      await enrol(coffer, "quick");
    }
    const status = await coffer.ask.status({});
    expect(status.state === "open" && status.settings.keys.length).toBe(1);
  }, 60_000);
});

describe("a second factor", () => {
  async function withSecond() {
    const coffer = await cofferWithVault();
    await save(coffer, draftOf("card", "card", { "cc-csc": "987" }), password);
    await coffer.ask["recovery.confirm"]({ code: coffer.recoveryCode });
    const { key, recoveryCode } = await enrol(coffer, "second");
    return { coffer, key, recoveryCode: recoveryCode as string };
  }

  test("is refused until the recovery code was typed back", async () => {
    const coffer = await cofferWithVault();
    await expect(enrol(coffer, "second")).rejects.toThrow("RECOVERY_FIRST");
    expect(headerOf(coffer.world.stored).epoch).toBe(1);
  });

  test("is needed to decrypt: neither password nor key opens alone, nor another key (P07)", async () => {
    const { coffer, key } = await withSecond();
    const later = restart(coffer);
    expect(await later.ask.status({})).toMatchObject({ keys: { second: true, quick: false } });
    await expect(later.ask.unlock(byPassword)).rejects.toThrow("FACTOR_MISSING");
    await expect(later.ask.unlock({ by: "key", key })).rejects.toThrow("FACTOR_MISSING");
    const both = { by: "passwordAndKey" as const, secret: password, key };
    await expect(later.ask.unlock({ ...both, key: otherPrf(key) })).rejects.toThrow("WRONG_SECRET");
    await expect(later.ask.unlock({ ...both, secret: "wrong" })).rejects.toThrow("WRONG_SECRET");
    await later.ask.unlock(both);
    expect(await later.ask.status({})).toMatchObject({ state: "open", items: 1, problem: null });
  });

  test("says what to ask the authenticator for, before any unlock", async () => {
    const { coffer, key } = await withSecond();
    const { keys } = await restart(coffer).ask["key.asks"]({});
    expect(keys).toMatchObject([{ slotId: key.slotId, alone: false, rpId: "extension" }]);
    expect(keys[0]?.salt).toMatch(/^[0-9a-f]{64}$/);
  });

  test("is needed for a critical value too", async () => {
    const { coffer, key } = await withSecond();
    const { rows } = await coffer.ask.find({
      text: "card",
      tabId: null,
      where: "items",
      kind: null,
      tag: null,
      favourite: false,
      offset: 0,
      limit: 1,
    });
    const id = rows[0]?.id ?? "";
    await expect(coffer.ask["item.reveal"]({ id, password })).rejects.toThrow("FACTOR_MISSING");
    const typed = { by: "passwordAndKey" as const, secret: password, key };
    const { values } = await coffer.ask["item.reveal"]({ id, password: typed });
    expect(values.map(({ value }) => value)).toEqual(["987"]);
  });

  test("can be left by the new recovery code, which needs no key", async () => {
    const { coffer, recoveryCode } = await withSecond();
    const later = restart(coffer);
    await later.ask.unlock({ by: "recovery", secret: recoveryCode });
    const typed = { by: "recovery", secret: recoveryCode } as const;
    const renewed = {
      typed,
      newPassword: "new password",
      others: [],
      forgetKeys: false,
      exposed: false,
    };
    // The key would be lost with it: the user has to say so.
    await expect(later.ask.rotate(renewed)).rejects.toThrow("FACTOR_MISSING");
    await later.ask.rotate({ ...renewed, forgetKeys: true });
    await restart(later).ask.unlock({ by: "password", secret: "new password" });
  });

  test("opens a backup of this vault together with the password, on an empty profile too", async () => {
    const { coffer, key } = await withSecond();
    const file = await exportFile(coffer);
    const fresh = cofferIn(testWorld());
    await upload(fresh, file);
    const { keys } = await fresh.ask["restore.check"]({});
    expect(keys).toEqual((await coffer.ask["key.asks"]({})).keys);
    const both = { by: "passwordAndKey" as const, secret: password, key };
    await expect(fresh.ask["restore.open"](byPassword)).rejects.toThrow("FACTOR_MISSING");
    const other = { ...both, key: otherPrf(key) };
    await expect(fresh.ask["restore.open"](other)).rejects.toThrow("WRONG_SECRET");
    expect(await fresh.ask["restore.open"](both)).toMatchObject({ complete: true, here: "empty" });
    await fresh.ask["restore.apply"]({ ...apply, ...both, how: "adopt" });
    await fresh.ask.lock({});
    await expect(fresh.ask.unlock(byPassword)).rejects.toThrow("FACTOR_MISSING");
    await fresh.ask.unlock(both);
    expect(await fresh.ask.status({})).toMatchObject({ state: "open", items: 1, problem: null });
    // And the check of such a file, from a vault of other keys.
    const here = await cofferWithVault();
    await upload(here, file);
    await here.ask["restore.check"]({});
    expect(await here.ask["backup.check"](both)).toMatchObject({ problem: null, items: 1 });
  });

  test("stays through a rotation where it is touched, and is never dropped in silence", async () => {
    const { coffer, key } = await withSecond();
    const typed = { by: "passwordAndKey" as const, secret: password, key };
    await coffer.ask.rotate({
      typed,
      newPassword: "new password",
      others: [],
      forgetKeys: false,
      exposed: false,
    });
    const later = restart(coffer);
    await expect(later.ask.unlock(typed)).rejects.toThrow("WRONG_SECRET");
    await later.ask.unlock({ ...typed, secret: "new password" });
  });

  test("taken away, the password alone opens again, and the key nothing", async () => {
    const { coffer, key } = await withSecond();
    const typed = { by: "passwordAndKey" as const, secret: password, key };
    await coffer.ask["key.remove"]({ slotId: key.slotId, typed, others: [] });
    const later = restart(coffer);
    await expect(later.ask.unlock(typed)).rejects.toThrow("FACTOR_MISSING");
    await later.ask.unlock(byPassword);
    expect(await later.ask.status({})).toMatchObject({ settings: { keys: [] } });
  });

  test("two of them: each opens, and the one that was lost is taken away with the other", async () => {
    const { coffer, key } = await withSecond();
    const { key: second } = await enrol(coffer, "second", [key]);
    for (const one of [key, second]) {
      await restart(coffer).ask.unlock({ by: "passwordAndKey", secret: password, key: one });
    }
    const typed = { by: "passwordAndKey" as const, secret: password, key: second };
    await coffer.ask["key.remove"]({ slotId: key.slotId, typed, others: [] });
    const later = restart(coffer);
    await expect(later.ask.unlock({ by: "passwordAndKey", secret: password, key })).rejects.toThrow(
      "FACTOR_MISSING",
    );
    await later.ask.unlock(typed);
  });
});

describe("quick unlock by a passkey of this device", () => {
  test("opens without the password, and the password still does", async () => {
    const coffer = await cofferWithVault();
    const { key, recoveryCode } = await enrol(coffer, "quick");
    expect(recoveryCode).toBeNull();
    const later = restart(coffer);
    expect(await later.ask.status({})).toMatchObject({ keys: { second: false, quick: true } });
    await expect(later.ask.unlock({ by: "key", key: otherPrf(key) })).rejects.toThrow(
      "WRONG_SECRET",
    );
    await later.ask.unlock({ by: "key", key });
    expect(await later.ask.status({})).toMatchObject({ state: "open" });
    await later.ask.lock({});
    await later.ask.unlock(byPassword);
  });

  test("proves a critical use as well", async () => {
    const coffer = await cofferWithVault();
    const { key } = await enrol(coffer, "quick");
    const card = draftOf("card", "card", { "cc-csc": "987" });
    const saved = await coffer.ask["item.save"]({ draft: card, password: { by: "key", key } });
    const proof = { by: "key" as const, key };
    const { values } = await coffer.ask["item.reveal"]({ id: saved.id, password: proof });
    expect(values.map(({ value }) => value)).toEqual(["987"]);
  });

  test("is no part of the header, nor of a backup", async () => {
    const coffer = await cofferWithVault();
    const before = coffer.world.stored.header;
    await enrol(coffer, "quick");
    expect(coffer.world.stored.header).toEqual(before);
  });

  test("ends with a rotation at which it was not touched, and stays where it was", async () => {
    for (const touched of [false, true]) {
      const coffer = await cofferWithVault();
      const { key } = await enrol(coffer, "quick");
      const others = touched ? [key] : [];
      await coffer.ask.rotate({
        typed: byPassword,
        newPassword: null,
        others,
        forgetKeys: false,
        exposed: false,
      });
      const unlock = restart(coffer).ask.unlock({ by: "key", key });
      if (touched) await unlock;
      else await expect(unlock).rejects.toThrow("FACTOR_MISSING");
    }
  });

  test("of an epoch before opens nothing, even where it was put back", async () => {
    const coffer = await cofferWithVault();
    const { key } = await enrol(coffer, "quick");
    const store = coffer.world.stored.facts.get("quick");
    await coffer.ask.rotate({
      typed: byPassword,
      newPassword: null,
      others: [],
      forgetKeys: false,
      exposed: false,
    });
    coffer.world.stored.facts.set("quick", there(store));
    await expect(restart(coffer).ask.unlock({ by: "key", key })).rejects.toThrow("FACTOR_MISSING");
  });

  test("ends where a second factor is required, and can not be added then", async () => {
    const coffer = await cofferWithVault();
    await coffer.ask["recovery.confirm"]({ code: coffer.recoveryCode });
    await enrol(coffer, "quick");
    const { key } = await enrol(coffer, "second");
    expect(coffer.world.stored.facts.has("quick")).toBe(false);
    await expect(enrol(coffer, "quick", [key])).rejects.toThrow("POLICY");
  });

  test("taken away, opens nothing", async () => {
    const coffer = await cofferWithVault();
    const { key } = await enrol(coffer, "quick");
    await coffer.ask["key.remove"]({ slotId: key.slotId, typed: byPassword, others: [] });
    await expect(restart(coffer).ask.unlock({ by: "key", key })).rejects.toThrow("FACTOR_MISSING");
  });
});

describe("the grace after a step-up", () => {
  async function withGrace(minutes: number) {
    const coffer = await cofferWithVault();
    const status = await coffer.ask.status({});
    if (status.state !== "open") throw new Error("not open");
    const settings = { ...status.settings, graceMinutes: minutes };
    await coffer.ask["settings.save"]({ settings });
    const card = draftOf("card", "card", { "cc-csc": "987" });
    const { id } = await save(coffer, card, password);
    return { coffer, id };
  }

  test("of 0 minutes asks each time", async () => {
    const { coffer, id } = await withGrace(0);
    await coffer.ask["item.reveal"]({ id, password });
    await expect(coffer.ask["item.reveal"]({ id, password: null })).rejects.toThrow("STEP_UP");
  });

  test("of 5 minutes asks again after them, at lock, and in a new worker", async () => {
    const { coffer, id } = await withGrace(5);
    const reveal = (asked: Coffer) => asked.ask["item.reveal"]({ id, password: null });
    await reveal(coffer);
    const worker = cofferIn(coffer.world);
    await expect(reveal(worker)).rejects.toThrow("STEP_UP");
    coffer.world.time.now += 5 * 60_000;
    await expect(reveal(coffer)).rejects.toThrow("STEP_UP");
    await coffer.ask["item.reveal"]({ id, password });
    await coffer.ask.lock({});
    await coffer.ask.unlock(byPassword);
    await expect(reveal(coffer)).rejects.toThrow("STEP_UP");
  });

  test("is not in storage.session", async () => {
    const { coffer, id } = await withGrace(15);
    await coffer.ask["item.reveal"]({ id, password });
    expect([...coffer.world.session.keys()].toSorted()).toEqual(["session"]);
  });
});
