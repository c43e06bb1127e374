/** Real vaults over the real server: sizes say nothing, and what a thief of it can open. */
import { expect, test } from "vitest";
import { appOf } from "../../server/app.ts";
import { accountOf } from "../../src/core/backup-key.ts";
import { decodeHeader } from "../../src/core/header.ts";
import { openHeader } from "../../src/core/object.ts";
import { emptyFields } from "../../src/core/kinds/kind.ts";
import { kinds } from "../../src/core/kinds/index.ts";
import { connect } from "../../src/vault/connect.ts";
import type { Remote } from "../../src/vault/ports.ts";
import { sync } from "../../src/vault/sync.ts";
import { cofferWithVault, save } from "../vault/steps.ts";
import { byPassword, cheapDerivation, type Device, prove, startedDevice } from "../vault/two.ts";
import { remoteOver } from "./remote.ts";
import { houseOver, sqliteHere, type TestHouse } from "./world.ts";

cheapDerivation();

interface Scene {
  house: TestHouse;
  a: Device;
  backupKey: Uint8Array<ArrayBuffer>;
  end: () => Promise<void>;
}

/** A device and its server, which is asked as a browser asks it. */
async function scene(): Promise<Scene> {
  const here = await sqliteHere();
  const house = houseOver(here.store);
  const app = appOf(house);
  const send = async (target: string, init: RequestInit) =>
    app.request(target, init, { address: "192.0.2.7" });
  const { world } = await cofferWithVault("server");
  const device = structuredClone(world.stored);
  const a = await startedDevice("a", device, { head: async () => null } as Remote);
  a.world.remote = (account) => remoteOver(send, account);
  const backupKey = await connect(a.vault, byPassword, null);
  await sync(a.vault, { prove });
  return { house, a, backupKey, end: here.end };
}

test("sizes are padded, so that a value of one letter and one of sixty look alike", async () => {
  const { house, a, end } = await scene();
  const sizes = async () => {
    const [row] = await house.store.run("vaultsAfter", new Uint8Array(0));
    const live = await house.store.run(
      "liveAfter",
      row?.locator ?? new Uint8Array(0),
      new Uint8Array(0),
    );
    return live.map(({ bytes }) => bytes?.length ?? 0).toSorted((x, y) => x - y);
  };
  const add = async (value: string) => {
    const before = await sizes();
    const fields = emptyFields(kinds.note).map((field) => ({ ...field, value }));
    await save(a, {
      id: null,
      rev: 0,
      kind: "note",
      title: value,
      tags: [],
      favourite: false,
      origins: [],
      fields,
    });
    await sync(a.vault, { prove });
    const after = await sizes();
    for (const size of before) after.splice(after.indexOf(size), 1);
    return after;
  };
  expect(await add("x")).toEqual(await add("x".repeat(30)));
  await end();
});

test("who steals the database and knows the password opens nothing without the backup key", async () => {
  const { house, backupKey, end } = await scene();
  const [row] = await house.store.run("vaultsAfter", new Uint8Array(0));
  const state = await house.store.run("stateAt", row?.locator ?? new Uint8Array(0), row?.rev ?? 1);
  if (state === null || "from" in state) throw new Error("no state");
  const header = new Uint8Array(state.header);
  // With the key it opens, and is a header: so this test looks at the right bytes.
  const { headerKey } = await accountOf(backupKey);
  expect(() => decodeHeader(header)).toThrow("BAD_FORMAT");
  const opened = await openHeader(headerKey, header);
  expect(decodeHeader(opened).slots.length).toBeGreaterThan(0);
  const other = await accountOf(new Uint8Array(16).fill(1));
  await expect(openHeader(other.headerKey, header)).rejects.toThrow("TAMPERED");
  // Neither the slots nor the vault's id stand anywhere in the clear: there is nothing to try the password on.
  const vaultId = Buffer.from(opened.subarray(8, 24));
  const [log] = await house.store.run("logRows", row?.locator ?? new Uint8Array(0), 1);
  expect(Buffer.from(log?.body ?? []).includes(vaultId)).toBe(false);
  const live = await house.store.run(
    "liveAfter",
    row?.locator ?? new Uint8Array(0),
    new Uint8Array(0),
  );
  for (const { bytes } of live) expect(Buffer.from(bytes ?? []).includes(vaultId)).toBe(false);
  await end();
});
