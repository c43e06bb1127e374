/** What is remembered of sites: where it is kept, what it survives, and that it belongs to one origin. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FieldMark } from "../../src/core/form/mark.ts";
import { recordClass } from "../../src/core/record.ts";
import { sync } from "../../src/vault/sync.ts";
import { checkDisk } from "../../src/vault/check.ts";
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
  upload,
} from "./steps.ts";
import { cheapDerivation, copyOfTwo, prove, type Two, twoDevices } from "./two.ts";
import { allOnDisk, firstOf, keyOf, testWorld } from "./world.ts";

cheapDerivation();
const shop = "https://shop.example";
const mark: FieldMark = {
  sort: "text",
  name: "kdnr",
  id: "",
  label: "customernumber",
  nth: 0,
  of: 1,
};
const say = (as: "never" | "username", label = "Customer number") => ({
  do: "say" as const,
  said: [
    {
      mark,
      label,
      say: as === "never" ? { as } : ({ as: "kind", token: as } as const),
    },
  ],
});
let coffer: Coffer & { recoveryCode: string };

const remembered = async ({ ask }: Coffer, origin = shop) =>
  (await ask["site.read"]({ origin })).site;

beforeEach(async () => {
  coffer = await cofferWithVault();
});

describe("what is remembered of a site", () => {
  it("is there again after lock and unlock, belongs to the exact origin, and can be put back as it was", async () => {
    const { ask } = coffer;
    expect(await ask["site.change"]({ origin: shop, change: say("username") })).toEqual({
      before: null,
    });
    const first = await remembered(coffer);
    expect(first).toMatchObject({ origin: shop, off: false, said: [{ label: "Customer number" }] });
    const { before } = await ask["site.change"]({ origin: shop, change: { do: "off", off: true } });
    expect(before).toEqual(first);
    await ask.lock({});
    await expect(ask["site.list"]({})).rejects.toThrow("LOCKED");
    await ask.unlock({ by: "password", secret: password });
    expect(await remembered(coffer)).toEqual({ ...first, off: true });
    for (const other of ["http://shop.example", "https://www.shop.example", `${shop}:8443`])
      expect(await remembered(coffer, other)).toBeNull();
    await ask["site.change"]({ origin: shop, change: { do: "put", site: before } });
    expect(await remembered(coffer)).toEqual(first);
    await ask["site.change"]({ origin: shop, change: { do: "put", site: null } });
    expect(await ask["site.list"]({})).toEqual({ sites: [] });
  });

  it("stands sealed on the disk, in a record of the set, and a thief of the profile reads neither site nor field", async () => {
    await coffer.ask["site.change"]({ origin: shop, change: say("never", "Customer number") });
    expect(firstOf(coffer.world.stored, recordClass.sites).bytes.length).toBeGreaterThan(200);
    const disk = allOnDisk(coffer.world.stored);
    for (const text of ["shop.example", "Customer number", "kdnr"])
      expect(disk).not.toContain(text);
    expect(await checkDisk(coffer.vault, await use(coffer.vault))).toBeNull();
  });

  it("is not written where the disk is full, and what was there stays", async () => {
    await coffer.ask["site.change"]({ origin: shop, change: say("username") });
    const { world } = coffer;
    world.faults = { at: world.commits.count + 1, code: "DISK_FULL" };
    await expect(coffer.ask["site.change"]({ origin: shop, change: say("never") })).rejects.toThrow(
      "DISK_FULL",
    );
    expect(await remembered(coffer)).toMatchObject({ said: [{ say: { as: "kind" } }] });
  });

  it("that somebody has put back in an older state, or taken away, is refused and not taken for nothing", async () => {
    await coffer.ask["site.change"]({ origin: shop, change: say("username") });
    const { records } = coffer.world.stored;
    const place = keyOf("0".repeat(32), recordClass.sites);
    const old = records.get(place);
    await coffer.ask["site.change"]({ origin: shop, change: say("never") });
    if (old === undefined) throw new Error("It was not written.");
    records.set(place, old);
    const anew = cofferIn(coffer.world);
    await expect(anew.ask["site.list"]({})).rejects.toThrow("TAMPERED");
    records.delete(place);
    await expect(cofferIn(coffer.world).ask["site.list"]({})).rejects.toThrow("MISSING");
  });

  it("comes along in two windows at once: neither change is lost", async () => {
    const other = { ...mark, name: "branch", label: "branch" };
    await Promise.all([
      coffer.ask["site.change"]({ origin: shop, change: say("username") }),
      coffer.ask["site.change"]({
        origin: shop,
        change: { do: "say", said: [{ mark: other, say: { as: "never" }, label: "Branch" }] },
      }),
    ]);
    expect((await remembered(coffer))?.said).toHaveLength(2);
  });
});

describe("it survives", () => {
  it("a rotation of the key, under keys that the old ones do not open", async () => {
    await coffer.ask["site.change"]({ origin: shop, change: say("username") });
    const before = await remembered(coffer);
    await coffer.ask.rotate({
      typed: { by: "password", secret: password },
      newPassword: "another horse battery",
      others: [],
      forgetKeys: false,
      exposed: false,
    });
    expect(await remembered(coffer)).toEqual(before);
    await coffer.ask.lock({});
    await coffer.ask.unlock({ by: "password", secret: "another horse battery" });
    expect(await remembered(coffer)).toEqual(before);
    expect(await checkDisk(coffer.vault, await use(coffer.vault))).toBeNull();
  });

  it("a backup: into an empty profile as it is, into an open vault beside what is remembered there", async () => {
    await save(coffer, draftOf("note", "one"));
    await coffer.ask["site.change"]({ origin: shop, change: say("username") });
    const file = await exportFile(coffer);
    const fresh = cofferIn(testWorld());
    await upload(fresh, file);
    await fresh.ask["restore.apply"]({ ...apply, how: "adopt" });
    expect(await remembered(fresh)).toEqual(await remembered(coffer));

    const bank = "https://bank.example";
    const other = await cofferWithVault("two");
    await other.ask["site.change"]({ origin: bank, change: { do: "off", off: true } });
    await upload(other, file);
    await other.ask["restore.apply"]({ ...apply, how: "add" });
    expect(await remembered(other)).toEqual(await remembered(coffer));
    expect(await remembered(other, bank)).toMatchObject({ off: true });
    expect(await checkDisk(other.vault, await use(other.vault))).toBeNull();
  });

  it("the cache: an index made anew from the records knows it", async () => {
    await coffer.ask["site.change"]({ origin: shop, change: say("username") });
    coffer.world.stored.head = null;
    expect(await remembered(cofferIn(coffer.world))).toEqual(await remembered(coffer));
  });
});

describe("two devices", () => {
  let made: Two;
  beforeAll(async () => {
    made = await twoDevices();
  });

  const inStep = async ({ a, b }: Two) => {
    for (const device of [a, b, a, b]) {
      await sync(device.vault, { prove, evenIfManyGo: true });
      if ((await device.ask.status({})).state === "locked")
        await device.ask.unlock({ by: "password", secret: password });
    }
    const lists = [await a.ask["site.list"]({}), await b.ask["site.list"]({})];
    expect(lists[1]).toEqual(lists[0]);
    for (const { vault } of [a, b]) expect(await checkDisk(vault, await use(vault))).toBeNull();
    return lists[0]?.sites ?? [];
  };

  it("remember the same, whatever each of them was told meanwhile", async () => {
    const both = await copyOfTwo(made);
    await both.a.ask["site.change"]({ origin: shop, change: say("username") });
    expect(await inStep(both)).toHaveLength(1);
    await both.a.ask["site.change"]({ origin: shop, change: { do: "off", off: true } });
    await both.b.ask["site.change"]({ origin: shop, change: say("never") });
    await both.b.ask["site.change"]({ origin: "https://b.example", change: say("username") });
    const sites = await inStep(both);
    expect(sites.map(({ origin }) => origin)).toEqual(["https://b.example", shop]);
    expect(sites[1]).toMatchObject({ off: true, said: [{ say: { as: "never" } }] });
  });

  it("of which one has another key by now, do not lose what the other one was told", async () => {
    const both = await copyOfTwo(made);
    await inStep(both);
    await both.a.ask.rotate({
      typed: { by: "password", secret: password },
      newPassword: null,
      others: [],
      forgetKeys: false,
      exposed: false,
    });
    // The first thing that was ever said of a site, under keys that are no longer those of the vault.
    await both.b.ask["site.change"]({ origin: shop, change: say("never") });
    expect(await inStep(both)).toMatchObject([{ origin: shop, said: [{ say: { as: "never" } }] }]);
  });
});
