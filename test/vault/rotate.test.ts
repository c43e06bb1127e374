/** Rotation (FORMAT.md 6): a new root key, every way in proved again, all or nothing. */
import { describe, expect, test } from "vitest";
import { openRecord, peekRecord, recordClass } from "../../src/core/record.ts";
import { importClassKey } from "../../src/core/keys.ts";
import { decodeJson } from "../../src/core/json.ts";
import { keyringSchema } from "../../src/core/keyring.ts";
import { checkDisk } from "../../src/vault/check.ts";
import { withRootKey } from "../../src/vault/unlock.ts";
import { use } from "../../src/vault/vault.ts";
import {
  apply,
  type Coffer,
  cofferIn,
  cofferWithVault,
  draftOf,
  exportFile,
  password,
  save,
  titles,
  upload,
} from "./steps.ts";
import { firstOf, headerOf, keyOf, type Stored, testWorld, there } from "./world.ts";

const newPassword = "another horse battery";
const byPassword = { by: "password", secret: password } as const;

/** A vault with something of every class in it. */
async function vaultWithItems(): Promise<Coffer & { recoveryCode: string }> {
  const coffer = await cofferWithVault();
  await save(coffer, draftOf("login", "shop", { username: "ada", password: "p-1" }));
  await save(coffer, draftOf("card", "card", { "cc-number": "4111", "cc-csc": "987" }), password);
  const note = await save(coffer, draftOf("note", "gone"));
  await coffer.ask["item.trash"]({ ids: [note.id] });
  await coffer.ask["item.erase"]({ ids: [note.id] });
  return coffer;
}

const plain = {
  typed: byPassword,
  newPassword: null,
  others: [],
  forgetKeys: false,
  exposed: false,
};

/** Everything that was in the vault is there, under this password. */
async function expectWhole(coffer: Coffer, secret: string): Promise<void> {
  await coffer.ask.lock({});
  await coffer.ask.unlock({ by: "password", secret });
  expect((await titles(coffer)).toSorted()).toEqual(["card", "shop"]);
  expect(await checkDisk(coffer.vault, await use(coffer.vault))).toBeNull();
  const { rows } = await coffer.ask.find({
    text: "card",
    tabId: null,
    where: "items",
    kind: null,
    tag: null,
    favourite: false,
    offset: 0,
    limit: 10,
  });
  const id = rows[0]?.id ?? "";
  const { values } = await coffer.ask["item.reveal"]({ id, password: secret });
  expect(values.map(({ value }) => value)).toContain("987");
}

/** The same disk after the browser was closed. */
const restarted = (stored: Stored) => cofferIn(testWorld(structuredClone(stored)));

describe("a change of the password", () => {
  test("opens with the new one only, and everything is there", async () => {
    const coffer = await vaultWithItems();
    const { recoveryCode } = await coffer.ask.rotate({ ...plain, newPassword });
    expect(await coffer.ask.status({})).toMatchObject({ state: "open", items: 2, rotating: null });
    await expectWhole(coffer, newPassword);
    const later = restarted(coffer.world.stored);
    await expect(later.ask.unlock(byPassword)).rejects.toThrow("WRONG_SECRET");
    await expect(later.ask.unlock({ by: "recovery", secret: coffer.recoveryCode })).rejects.toThrow(
      "WRONG_SECRET",
    );
    await later.ask.unlock({ by: "recovery", secret: recoveryCode });
    expect(await later.ask.status({})).toMatchObject({ state: "open", problem: null });
  });

  test("asks for the recovery code to be typed back again", async () => {
    const coffer = await cofferWithVault();
    await coffer.ask["recovery.confirm"]({ code: coffer.recoveryCode });
    const { recoveryCode } = await coffer.ask.rotate({ ...plain, newPassword });
    expect(await coffer.ask.status({})).toMatchObject({ settings: { recoveryConfirmed: false } });
    await coffer.ask["recovery.confirm"]({ code: recoveryCode });
    expect(await coffer.ask.status({})).toMatchObject({ settings: { recoveryConfirmed: true } });
  });

  test("with a wrong password changes nothing", async () => {
    const coffer = await vaultWithItems();
    const before = structuredClone(coffer.world.stored);
    const wrong = { ...plain, typed: { by: "password" as const, secret: "wrong" }, newPassword };
    await expect(coffer.ask.rotate(wrong)).rejects.toThrow("WRONG_SECRET");
    expect(coffer.world.stored.manifest).toEqual(before.manifest);
    expect(await coffer.ask.status({})).toMatchObject({ state: "open", rotating: null });
  });

  test("goes on through a backup of before and of after, each with its own password", async () => {
    const coffer = await vaultWithItems();
    const before = await exportFile(coffer);
    await coffer.ask.rotate({ ...plain, newPassword });
    const after = await exportFile(coffer);
    for (const [file, secret] of [
      [before, password],
      [after, newPassword],
    ] as const) {
      const fresh = cofferIn();
      await upload(fresh, file);
      await fresh.ask["restore.apply"]({ ...apply, secret, how: "adopt" });
      await expectWhole(fresh, secret);
    }
  });
});

describe("whoever holds the past", () => {
  test("old password and old copy open the old epoch only, its keyring included (P04)", async () => {
    const coffer = await vaultWithItems();
    const old = structuredClone(coffer.world.stored);
    await coffer.ask.rotate({ ...plain, newPassword });
    const now = coffer.world.stored;

    const thief = testWorld(old);
    const stolen = await withRootKey(
      thief,
      there(old.header),
      byPassword,
      async (rootKey, header) => {
        const key = await importClassKey(rootKey, header, "keyring");
        const bytes = firstOf(old, recordClass.keyring).bytes;
        const keyring = decodeJson(keyringSchema, await openRecord(key, peekRecord(bytes), bytes));
        // What is in the old keyring leads nowhere: it knows of no later epoch.
        expect(keyring.past).toEqual([]);
        return { rootKey: rootKey.slice(), header };
      },
    );
    const header = headerOf(now);
    for (const name of ["index", "secret", "critical", "keyring"] as const) {
      const cls = recordClass[name];
      const { bytes } = firstOf(now, cls);
      for (const epoch of [stolen.header.epoch, header.epoch]) {
        const key = await importClassKey(stolen.rootKey, { ...header, epoch }, name);
        await expect(openRecord(key, peekRecord(bytes), bytes)).rejects.toThrow("TAMPERED");
      }
    }
    const { header: current } = now;
    await expect(
      withRootKey(thief, there(current), byPassword, async () => undefined),
    ).rejects.toThrow("WRONG_SECRET");
  });

  test("a record of the old epoch put back is told, and not opened", async () => {
    const coffer = await vaultWithItems();
    const old = structuredClone(coffer.world.stored);
    await coffer.ask.rotate({ ...plain, newPassword });
    const record = firstOf(old, recordClass.secret);
    coffer.world.stored.records.set(keyOf(record.recId, record.cls), record);
    expect(await checkDisk(coffer.vault, await use(coffer.vault))).toBe("TAMPERED");
  });

  test("the keyring of the new epoch can open manifests of the old one", async () => {
    const coffer = await vaultWithItems();
    const old = headerOf(coffer.world.stored);
    await coffer.ask.rotate({ ...plain, newPassword });
    const { stored } = coffer.world;
    const typed = { by: "password", secret: newPassword } as const;
    await withRootKey(coffer.world, there(stored.header), typed, async (rootKey, header) => {
      expect([header.epoch, header.headerSeq]).toEqual([old.epoch + 1, old.headerSeq + 1]);
      const key = await importClassKey(rootKey, header, "keyring");
      const { bytes } = firstOf(stored, 0x22);
      const { past } = decodeJson(keyringSchema, await openRecord(key, peekRecord(bytes), bytes));
      expect(past).toMatchObject([{ epoch: 1 }]);
    });
  });
});

describe("stopped on the way", () => {
  /** Throws at the k-th call of any port that writes or reads, and at all later ones: the process is gone. */
  function dyingAt(coffer: Coffer, k: number): { calls: number } {
    const count = { calls: 0 };
    const { world } = coffer;
    const mortal = <T extends object>(port: T): T =>
      new Proxy(port, {
        get: (target, name) => {
          const work = Reflect.get(target, name) as unknown;
          if (typeof work !== "function") return work;
          return (...args: unknown[]) => {
            if (++count.calls >= k) return Promise.reject(new Error("killed"));
            return (work as (...all: unknown[]) => unknown).apply(target, args);
          };
        },
      });
    world.disk = mortal(world.disk);
    world.memory = mortal(world.memory);
    return count;
  }

  test("killed at any step, the vault is the old one or the new one, and whole", async () => {
    const outcomes: string[] = [];
    for (let k = 1; ; k++) {
      const coffer = await vaultWithItems();
      const count = dyingAt(coffer, k);
      const done = await coffer.ask.rotate({ ...plain, newPassword }).then(
        () => true,
        () => false,
      );
      const later = restarted(coffer.world.stored);
      const isNew = headerOf(coffer.world.stored).epoch === 2;
      await expectWhole(later, isNew ? newPassword : password);
      await expect(
        restarted(coffer.world.stored).ask.unlock({
          by: "password",
          secret: isNew ? password : newPassword,
        }),
      ).rejects.toThrow("WRONG_SECRET");
      outcomes.push(isNew ? "new" : "old");
      if (done && count.calls < k) break;
    }
    // It was tried before and after the one moment at which it becomes the new one.
    expect(new Set(outcomes)).toEqual(new Set(["old", "new"]));
    expect(outcomes.join(" ")).toMatch(/^(old )+(new ?)+$/);
  }, 300_000);

  test("a full disk leaves the old one", async () => {
    const coffer = await vaultWithItems();
    coffer.world.faults = { at: coffer.world.commits.count + 1, code: "DISK_FULL" };
    await expect(coffer.ask.rotate({ ...plain, newPassword })).rejects.toThrow("DISK_FULL");
    await expectWhole(coffer, password);
  });

  test("cancelled or locked before it is written, it leaves the old one", async () => {
    for (const stop of ["rotate.cancel", "lock"] as const) {
      const coffer = await vaultWithItems();
      const { records } = coffer.world.disk;
      coffer.world.disk.records = async (each) => {
        await coffer.ask[stop]({});
        return records(each);
      };
      await expect(coffer.ask.rotate({ ...plain, newPassword })).rejects.toThrow(
        stop === "lock" ? "LOCKED" : "CANCELLED",
      );
      coffer.world.disk.records = records;
      await expectWhole(coffer, password);
    }
  });

  test("a disk that does not fit its manifest is not sealed anew", async () => {
    const coffer = await vaultWithItems();
    const { recId, cls } = firstOf(coffer.world.stored, recordClass.secret);
    coffer.world.stored.records.delete(keyOf(recId, cls));
    await expect(coffer.ask.rotate({ ...plain, newPassword })).rejects.toThrow("MISSING");
    expect(headerOf(coffer.world.stored).epoch).toBe(1);
  });

  test("half-typed text and a copied value do not stand in its way", async () => {
    const coffer = await vaultWithItems();
    await coffer.ask["draft.keep"]({ slot: "manager", draft: draftOf("note", "half") });
    await coffer.ask["clip.text"]({ text: "copied" });
    await coffer.ask.rotate({ ...plain, newPassword });
    expect(coffer.world.clip.text).toBe("");
    const { draft } = await coffer.ask["draft.read"]({ slot: "manager" });
    expect(draft?.title).toBe("half");
  });
});

describe("after the recovery code was used", () => {
  test("a new password is asked for until the key is another", async () => {
    const coffer = await vaultWithItems();
    await coffer.ask.lock({});
    await coffer.ask.unlock({ by: "recovery", secret: coffer.recoveryCode });
    expect(await coffer.ask.status({})).toMatchObject({ renew: true });
    // Also in the next start of the browser, and with the password that came back to mind.
    const later = restarted(coffer.world.stored);
    await later.ask.unlock(byPassword);
    expect(await later.ask.status({})).toMatchObject({ renew: true });

    const typed = { by: "recovery", secret: coffer.recoveryCode } as const;
    await expect(later.ask.rotate({ ...plain, typed })).rejects.toThrow("BAD_PASSWORD");
    await later.ask.rotate({ ...plain, typed, newPassword });
    expect(await later.ask.status({})).toMatchObject({ renew: false });
    await expectWhole(later, newPassword);
  });
});

test("a header that asks for less work than it did before is refused before anything is derived", async () => {
  const coffer = await cofferWithVault();
  await coffer.ask.lock({});
  await coffer.ask.unlock(byPassword);
  await coffer.ask.lock({});
  const { header } = coffer.world.stored;
  const weaker = there(header).slice();
  const view = new DataView(weaker.buffer);
  // m of the first slot: after magic 8, vaultId 16, epoch 4, headerSeq 8, policy 1, count 1, and 36 of its fixed part.
  const at = 38 + 36;
  expect(view.getUint32(at)).toBeGreaterThan(65_536);
  view.setUint32(at, 65_536);
  coffer.world.stored.header = weaker;
  await expect(coffer.ask.unlock(byPassword)).rejects.toThrow("KDF_BOUNDS");
  coffer.world.stored.header = header;
  await coffer.ask.unlock(byPassword);
});

describe("a computer that can do more", () => {
  /** Unlocks while each look at the clock finds it so many ms later. */
  async function unlockAt(msPerLook: number) {
    const coffer = await cofferWithVault();
    await coffer.ask.lock({});
    const { clock, time } = coffer.world;
    coffer.world.clock = { ...clock, now: () => (time.now += msPerLook) };
    await coffer.ask.unlock(byPassword);
    return coffer.ask.status({});
  }

  test("is told after an unlock that took too little of it", async () => {
    expect(await unlockAt(50)).toMatchObject({ state: "open", stronger: true });
  });

  test("is not told where the unlock took its time", async () => {
    expect(await unlockAt(1000)).toMatchObject({ state: "open", stronger: false });
  });
});
