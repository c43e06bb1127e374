/** Real vaults over the real server: what it can see of them, what a thief of it can open, and that syncing works. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { appOf } from "../../server/app.ts";
import { checkStore } from "../../server/check.ts";
import { accountOf } from "../../src/core/backup-key.ts";
import { decodeHeader } from "../../src/core/header.ts";
import { openHeader } from "../../src/core/object.ts";
import { emptyFields } from "../../src/core/kinds/kind.ts";
import { kinds } from "../../src/core/kinds/index.ts";
import { kindNames } from "../../src/core/item.ts";
import { connect } from "../../src/vault/connect.ts";
import type { Remote } from "../../src/vault/ports.ts";
import { sync } from "../../src/vault/sync.ts";
import { cofferWithVault, password, save } from "../vault/steps.ts";
import {
  byPassword,
  cheapDerivation,
  contents,
  type Device,
  prove,
  startedDevice,
} from "../vault/two.ts";
import { remoteOver } from "./remote.ts";
import { houseOver, sqliteHere, type TestHouse } from "./world.ts";

cheapDerivation();

interface Scene {
  house: TestHouse;
  file: string;
  a: Device;
  b: Device;
  backupKey: Uint8Array<ArrayBuffer>;
  requests: string[];
  end: () => Promise<void>;
}

/** Two devices over one server that is asked as a browser asks it. */
async function scene(): Promise<Scene> {
  const here = await sqliteHere();
  const house = houseOver(here.store);
  const app = appOf(house);
  const requests: string[] = [];
  const send = async (target: string, init: RequestInit) => {
    requests.push(`${init.method ?? "GET"} ${target} ${JSON.stringify(init.headers)}`);
    return app.request(target, init, { address: "192.0.2.7" });
  };
  const { world } = await cofferWithVault("server");
  const device = async (name: string, key: Uint8Array<ArrayBuffer> | null) => {
    const stored = structuredClone(world.stored);
    if (key !== null) stored.facts.delete("device");
    const made = await startedDevice(name, stored, { head: async () => null } as Remote);
    made.world.remote = (account) => remoteOver(send, account);
    return { made, key: await connect(made.vault, byPassword, key) };
  };
  const { made: a, key: backupKey } = await device("a", null);
  await sync(a.vault, { prove });
  const { made: b } = await device("b", backupKey);
  await sync(b.vault, { prove });
  return { house, file: here.file, a, b, backupKey, requests, end: here.end };
}

/** A word that is nowhere else, for each field of each kind. */
async function plantIn(device: Device): Promise<string[]> {
  const planted: string[] = [];
  const canary = (what: string) => {
    const word = `Canary${planted.length}${what.replaceAll(/[^a-z]/g, "")}`;
    planted.push(word);
    return word;
  };
  for (const kind of kindNames) {
    const fields = emptyFields(kinds[kind]).map((field) =>
      field.type === "date" || field.type === "boolean" || field.type === "choice"
        ? field
        : { ...field, value: canary(field.key) },
    );
    const draft = {
      id: null,
      rev: 0,
      kind,
      title: canary("title"),
      tags: [canary("tag")],
      favourite: true,
      origins: [],
      fields,
    };
    await save(device, draft, password);
  }
  return planted;
}

/** A word in any dress a careless program would put it in. */
const dressed = (word: string) =>
  [
    word,
    word.toLowerCase(),
    Buffer.from(word).toString("base64").slice(0, -4),
    Buffer.from(word).toString("hex"),
  ]
    .map((text) => Buffer.from(text))
    .concat(Buffer.from(word, "utf16le"));

test("canaries in every field are in no file, log line, metric or address of the server; what is there is this list", async () => {
  const { house, file, a, b, requests, end } = await scene();
  const planted = await plantIn(a);
  await sync(a.vault, { prove });
  await sync(b.vault, { prove });
  const plain = {
    typed: byPassword,
    newPassword: null,
    others: [],
    forgetKeys: false,
    exposed: false,
  };
  await a.ask.rotate(plain);
  await sync(a.vault, { prove });
  await sync(b.vault, { prove });
  expect(await contents(b)).toEqual(await contents(a));
  expect(JSON.stringify(await contents(b))).toContain(planted[0]);
  expect((await checkStore(house.store)).faults).toEqual([]);

  const folder = dirname(file);
  const seen = readdirSync(folder).map((name) => ({
    name,
    bytes: readFileSync(join(folder, name)),
  }));
  const told = [
    { name: "log", bytes: Buffer.from(house.lines.join("\n")) },
    { name: "metrics", bytes: Buffer.from(house.metrics.text()) },
    { name: "requests", bytes: Buffer.from(requests.join("\n")) },
  ];
  expect(seen.map(({ name }) => name)).toContain("coffer.sqlite-wal");
  for (const { name, bytes } of [...seen, ...told])
    for (const word of [...planted, password])
      for (const form of dressed(word))
        expect(bytes.includes(form), `${word} in ${name}`).toBe(false);

  // The complete list, by column: what is not bytes of a client's making is a count, a size, a time or a name.
  const database = new DatabaseSync(file, { readOnly: true });
  const columns = database
    .prepare(
      "select m.name as tab, i.name as col from sqlite_master m, pragma_table_info(m.name) i where m.type = 'table' order by m.name, i.cid",
    )
    .all()
    .map((row) => `${String(row["tab"])}.${String(row["col"])}`);
  database.close();
  expect(columns).toMatchSnapshot("columns");
  const labels = house.metrics
    .text()
    .split("\n")
    .map((line) => line.replace(/[ {].*/, ""));
  expect([...new Set(labels)].filter(Boolean).toSorted()).toMatchSnapshot("metrics");
  const facts = new Set(house.lines.flatMap((line) => Object.keys(JSON.parse(line) as object)));
  expect([...facts].toSorted()).toEqual(["event", "from", "method", "ms", "route", "status"]);
  await end();
});

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
