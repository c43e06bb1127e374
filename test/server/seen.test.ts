/**
 * What the server sees (issue 6): a vault with a word of its own in every place a user can write, everything done with it
 * through the extension's own code over HTTP, a mirror, backups; then all that is there is gone through and compared with
 * the list in docs/SERVER.md.
 */
import { createPrivateKey, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { type OrderKind, paths } from "../../server/api.ts";
import { backUp } from "../../server/backup.ts";
import { openFolder } from "../../server/folder.ts";
import { logTo } from "../../server/log.ts";
import { pair } from "../../server/mirror/primary.ts";
import { serve } from "../../server/serve.ts";
import { readSettings } from "../../server/settings.ts";
import { accountOf, writeBackupKey } from "../../src/core/backup-key.ts";
import { postOver } from "../../src/browser/post.ts";
import { concat, fromHex, toHex, utf8 } from "../../src/core/bytes.ts";
import { decodeHeader } from "../../src/core/header.ts";
import { type Draft, kindNames } from "../../src/core/item.ts";
import { emptyFields } from "../../src/core/kinds/kind.ts";
import { kinds } from "../../src/core/kinds/index.ts";
import { mailboxKeys, sealLetter } from "../../src/core/share/mailbox.ts";
import { connect } from "../../src/vault/connect.ts";
import { signerOf } from "../../src/vault/epoch-keys.ts";
import type { Remote } from "../../src/vault/ports.ts";
import { sync } from "../../src/vault/sync.ts";
import { withOwnRootKey } from "../../src/vault/unlock.ts";
import { use } from "../../src/vault/vault.ts";
import { attach } from "../vault/file-steps.ts";
import { person, know } from "../vault/sharing.ts";
import { cofferWithVault, password, save } from "../vault/steps.ts";
import {
  byPassword,
  cheapDerivation,
  contents,
  type Device,
  prove,
  startedDevice,
} from "../vault/two.ts";
import {
  type Account,
  advance,
  anObject,
  creation,
  makeCommit,
  makeOrder,
  newAccount,
  request,
  type Sending,
  sha,
} from "./account.ts";
import { remoteOver } from "./remote.ts";
import { columnsIn, filesIn, findingsOf, namesIn, type Place, tablesSeen } from "./seen.ts";
import { ownFolder } from "./world.ts";

cheapDerivation();

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
const said = readFileSync(join(import.meta.dirname, "../../docs/SERVER.md"), "utf8");

async function server(env: Record<string, string>) {
  const place = ownFolder();
  ends.push(place.end);
  const lines: string[] = [];
  const folder = openFolder(join(place.path, "data"), { named: false, init: true });
  const settings = readSettings({
    COFFER_LISTEN: "127.0.0.1:0",
    COFFER_REGISTRATION: "open",
    COFFER_BACKUP_HOURS: "0",
    ...env,
  });
  const log = logTo((line) => void lines.push(line));
  const served = await serve(settings, folder, log);
  ends.push(() => served.stop());
  return { served, folder, lines, origin: `http://127.0.0.1:${served.port}` };
}

/** Every word begins with this, so that one search finds them all. */
const mark = "CanaryWord";

/** Words that are nowhere else. */
function canaries() {
  const words: string[] = [];
  const word = (what: string) => {
    words.push(`${mark}${words.length}${what.replaceAll(/[^a-z]/gi, "")}`);
    return words.at(-1) as string;
  };
  return { words, word };
}

/** Everything that a user can write, written through the door of the vault. */
async function writeAll(device: Device, word: (what: string) => string): Promise<void> {
  const { ask } = device;
  for (const kind of kindNames) {
    const own = { id: "own1", key: "", label: word("label"), critical: false } as const;
    const match = { token: "name", name: word("name"), label: word("match") };
    const fields: Draft["fields"] = emptyFields(kinds[kind])
      .map((field) => (field.type === "date" ? field : { ...field, value: word(field.key) }))
      .concat({ ...own, type: "multiline", value: word("value"), match })
      .concat({ ...own, id: "own2", type: "choice", options: [word("option")], value: "" })
      .concat({ ...own, id: "own3", type: "hidden", critical: true, value: word("critical") });
    const draft = {
      id: null,
      rev: 0,
      kind,
      title: word("title"),
      tags: [word("tag")],
      favourite: true,
      origins: [`https://${word("site").toLowerCase()}.example`],
      fields,
    };
    const first = await save(device, draft, password);
    // Once more, so that there are earlier values.
    const change = first.fields.map((field) =>
      field.type === "multiline" ? { ...field, value: word("later") } : field,
    );
    const again = await save(device, { ...first, fields: change }, password);
    // One of them is longer than a request may be.
    const file = Buffer.from(word("content").repeat(kind === "note" ? 70_000 : 10));
    await attach(device, again.id, word("file"), new Uint8Array(file));
  }
  await ask["share.me.make"]({ name: word("me"), proof: password });
  const friend = await person(word("friend"));
  const contact = await know(device, friend);
  await ask["contact.rename"]({ id: contact.id, name: word("renamed") });
  const status = await ask.status({});
  if (status.state !== "open") throw new Error("It is locked.");
  const site = `https://${word("watched").toLowerCase()}.example`;
  await ask["settings.save"]({
    settings: {
      ...status.settings,
      watched: [{ site, capture: true, clips: false, triggers: true }],
      neverOffer: [`https://${word("never").toLowerCase()}.example`],
      keys: [{ slotId: "ab".repeat(16), name: word("passkey"), added: 1 }],
    },
  });
}

const ed25519 = (seed: Uint8Array) =>
  createPrivateKey({
    key: Buffer.from(concat(fromHex("302e020100300506032b657004220420"), seed)),
    format: "der",
    type: "pkcs8",
  });

/** Names of the small facts in `meta`. */
function factsIn(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare("select name from meta").all();
  database.close();
  return rows.map(({ name }) => String(name));
}

test("all that a server has of a vault is the list in docs/SERVER.md, and no word of its user", async () => {
  const primary = await server({ COFFER_MIRROR_LISTEN: "127.0.0.1:0" });
  const { store } = primary.served.house;
  const mirrorCode = await pair(store);
  const mirror = await server({
    COFFER_MIRROR_OF: `127.0.0.1:${primary.served.mirrorPort}`,
    COFFER_MIRROR_CODE: mirrorCode,
  });
  const requests: string[] = [];
  const { words, word } = canaries();
  const send = (target: string, init: RequestInit) => {
    requests.push(`${init.method ?? "GET"} ${target} ${JSON.stringify(init.headers)}`);
    return fetch(primary.origin + target, init);
  };
  const { world, recoveryCode } = await cofferWithVault("seen");
  const device = async (name: string, key: Uint8Array<ArrayBuffer> | null) => {
    const stored = structuredClone(world.stored);
    if (key !== null) stored.facts.delete("device");
    const made = await startedDevice(name, stored, { head: async () => null } as Remote);
    made.world.remote = (account) => remoteOver(send, account, primary.origin);
    return { made, key: await connect(made.vault, byPassword, key) };
  };
  const { made: a, key: backupKey } = await device("a", null);
  await sync(a.vault, { prove });
  const { made: b } = await device("b", backupKey);
  await writeAll(a, word);
  await sync(a.vault, { prove });
  await sync(b.vault, { prove, evenIfManyGo: true });
  expect(await contents(b)).toEqual(await contents(a));
  // The words are really in there, and a's log has entries.
  expect(JSON.stringify(await contents(b))).toContain(words[3]);
  const log = { events: null, item: null, from: null, to: null, offset: 0, limit: 10 };
  expect((await a.ask["audit.list"](log)).lines.length).toBeGreaterThan(3);
  await sync(a.vault, { prove });
  const rotated = await a.ask.rotate({
    typed: byPassword,
    newPassword: null,
    others: [],
    forgetKeys: false,
    exposed: false,
  });
  await sync(a.vault, { prove });
  await sync(b.vault, { prove });

  // What else the server offers, as the owner of the vault.
  const account = await accountOf(backupKey);
  const locator = toHex(account.locator);
  const opened = await use(a.vault);
  const admin = await withOwnRootKey(
    a.world,
    opened.header,
    byPassword,
    async (rootKey, header) => {
      const { seed, signer } = await signerOf(rootKey, header, "admin");
      const write = await signerOf(rootKey, header, "write");
      return { seed, pk: signer.publicKey, writeSeed: write.seed, rootKey: rootKey.slice() };
    },
  );
  const owner: Account = {
    ...newAccount(),
    locator,
    read: { key: ed25519(account.readSeed), pk: new Uint8Array(32) },
    admin: { key: ed25519(admin.seed), pk: admin.pk },
  };
  const asked = async (target: string, more: Sending = {}, who = owner): Promise<Response> =>
    send(target, request(who, target, { origin: primary.origin, ...more }));
  const did = async (status: number, target: string, more: Sending = {}, who = owner) =>
    expect((await asked(target, more, who)).status, `${more.method ?? "GET"} ${target}`).toBe(
      status,
    );
  const row = await store.run("vault", account.locator);
  for (const target of [
    paths.history(locator),
    paths.at(locator, row?.rev ?? 1),
    paths.export(locator),
    paths.audit(locator),
  ])
    await did(200, target);
  const byAdmin = (method: string, value?: unknown): Sending => ({
    method,
    role: "admin",
    body: value === undefined ? "" : JSON.stringify(value),
  });
  const totp = await asked(paths.factors(locator), byAdmin("POST", { kind: "totp" }));
  expect(totp.status).toBe(201);
  const passkey = { kind: "passkey", origin: "https://backup.example", rpId: "backup.example" };
  await did(201, paths.factors(locator), byAdmin("POST", passkey));
  await did(200, paths.stepUp(locator), byAdmin("POST"));
  const ws = new WebSocket(`${primary.origin.replace("http", "ws")}${paths.socket}`);
  ends.push(() => ws.terminate());
  await new Promise((done) => ws.once("message", done));
  // A second account for what the vault's own client did not come by: staged parts, an order, a wrong second factor.
  const invite = randomBytes(16).toString("base64url");
  await store.run("addInvite", invite, Date.now());
  primary.served.house.rules.registration = "invite";
  const other = newAccount();
  await did(
    201,
    paths.vault(other.locator),
    { method: "PUT", body: creation(other, invite) },
    other,
  );
  const part = anObject(2000);
  await did(204, paths.part(other.locator, toHex(sha(part))), { method: "PUT", body: part }, other);
  for (let i = 0; i < 3; i++) {
    const made = makeCommit(other, [anObject(700)]);
    await did(200, paths.commits(other.locator), { method: "POST", body: made.upload }, other);
    advance(other, made);
  }
  const orderOf = (who: Account, kind: OrderKind, upTo = 0) => ({
    order: Buffer.from(makeOrder(who, { kind, upTo })).toString("base64"),
  });
  await did(
    202,
    paths.history(other.locator),
    byAdmin("DELETE", orderOf(other, "purge", 2)),
    other,
  );
  // A mailbox, and a letter with a word of the user in it, by the extension's own code (FORMAT.md 9).
  const address = new Uint8Array(randomBytes(32));
  const box = await mailboxKeys(address);
  const post = postOver((url, init) => send(url.slice(primary.origin.length), init));
  const mine = { locator: account.locator, writeSeed: admin.writeSeed };
  await post.own(primary.origin, mine).open(box.id, box.dropPk);
  const mail = toHex(new Uint8Array(randomBytes(16)));
  const terms = { expiry: Date.now() + 86_400_000, reads: 1 };
  const letter = await sealLetter(address, mail, terms, utf8(word("letter")));
  await post.drop({ origin: primary.origin, box: box.id, seed: box.seed }, mail, letter);
  const seen = tablesSeen();
  const tables = columnsIn(said);
  const look = () => {
    for (const { folder } of [primary, mirror]) seen.look(folder.database, tables);
  };
  look();
  const inStep = async (who: Uint8Array) => {
    const [here, there] = await Promise.all(
      [primary, mirror].map(({ served }) => served.house.store.run("vault", who)),
    );
    expect([there?.rev, there?.log_from]).toEqual([here?.rev, here?.log_from]);
  };
  await vi.waitFor(() => inStep(account.locator), { timeout: 60_000 });
  await vi.waitFor(() => inStep(fromHex(other.locator)), { timeout: 60_000 });
  // The purge is due, and the mirror obeys it too.
  await store.run("retain", fromHex(other.locator), 0, Date.now() + 100 * 3_600_000);
  await did(200, paths.purged(other.locator, 0), {}, other);
  // Rows that only a passkey in hand would make: by the store's own operations.
  await store.run(
    "addChallenge",
    account.locator,
    randomBytes(32).toString("base64url"),
    Date.now(),
  );
  await store.run("mayTry", account.locator, Date.now());
  await vi.waitFor(() => inStep(fromHex(other.locator)), { timeout: 60_000 });
  await backUp(store, primary.folder, Date.now());
  look();

  // No word and no key of the user is in any file, line, figure or address.
  const metrics = [primary, mirror].map(({ served }) => served.house.metrics.text());
  const places: Place[] = [
    ...filesIn(primary.folder.path).map((file) => ({ ...file, name: `primary/${file.name}` })),
    ...filesIn(mirror.folder.path).map((file) => ({ ...file, name: `mirror/${file.name}` })),
    { name: "log", bytes: Buffer.from([...primary.lines, ...mirror.lines].join("\n")) },
    { name: "metrics", bytes: Buffer.from(metrics.join("\n")) },
    { name: "requests", bytes: Buffer.from(requests.join("\n")) },
  ];
  const plain = decodeHeader(opened.header);
  const secrets = {
    "a word of the user": mark,
    password,
    recoveryCode,
    "new recovery code": rotated.recoveryCode,
    "backup key": backupKey,
    "printed backup key": await writeBackupKey(backupKey),
    "read seed": account.readSeed,
    "header key": account.headerKey,
    "root key": admin.rootKey,
    "admin seed": admin.seed,
    "write seed": admin.writeSeed,
    "address of the mailbox": address,
    "key of the mailbox": box.seed,
    "id of the vault": plain.vaultId,
    "salt of a slot": plain.slots[0]?.salt ?? new Uint8Array(0),
    invite,
  };
  expect(findingsOf(secrets, places)).toEqual([]);
  // The search finds what is there: a word put into a line in base64, and the locator, which the server does know.
  for (const offset of ["", "x", "xx"]) {
    const leak = Buffer.from(`${offset}${words[5]}`).toString("base64");
    expect(findingsOf({ mark }, [{ name: "line", bytes: Buffer.from(leak) }])).toHaveLength(1);
  }
  const known = findingsOf({ locator: account.locator }, places);
  expect(known).toContain("locator in primary/coffer.sqlite-wal");
  expect(known).not.toContain("locator in log");
  expect(known).not.toContain("locator in metrics");

  // The complete list, and the documents say the same.
  expect([...seen.wrong]).toEqual([]);
  const columnsOf = (map: Map<string, Map<string, unknown>>) =>
    [...map]
      .flatMap(([table, columns]) => [...columns.keys()].map((column) => `${table}.${column}`))
      .toSorted();
  expect(columnsOf(seen.columns)).toEqual(columnsOf(tables));
  const facts = [...primary.lines, ...mirror.lines].flatMap((line) =>
    Object.keys(JSON.parse(line) as object),
  );
  for (const fact of new Set(facts)) expect(namesIn(said, "Log lines")).toContain(fact);
  const labels = metrics.join("\n").matchAll(/^(coffer_\w+?)(?:_bucket|_sum|_count)?[ {]/gm);
  for (const [, name] of labels) expect(namesIn(said, "Metrics")).toContain(name);
  const files = new Set(
    places
      .filter(({ name }) => /^(?:primary|mirror)\//.test(name))
      .map(({ name }) => name.replace(/^\w+\//, "").replace(/\d{8}T\d{6}Z/, "TIMEZ")),
  );
  expect(namesIn(said, "Files")).toEqual(expect.arrayContaining([...files]));
  const kept = [primary, mirror].map(({ folder }) => factsIn(folder.database));
  for (const fact of new Set(kept.flat())) expect(namesIn(said, "Facts")).toContain(fact);
  for (const [table, columns] of seen.columns)
    for (const [column, { rows, lengths }] of columns) {
      expect(rows, `${table}.${column} was never filled`).toBeGreaterThan(0);
      const range =
        lengths.size === 0 ? "" : `, ${Math.min(...lengths)} to ${Math.max(...lengths)} bytes`;
      process.stdout.write(
        `seen: ${table}.${column}: ${tables.get(table)?.get(column)}, ${rows} values${range}\n`,
      );
    }
});
