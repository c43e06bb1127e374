/** Faults of machine and disk: killed while writing, a torn log, a full disk. */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { paths } from "../../../server/api.ts";
import { appOf } from "../../../server/app.ts";
import { checkStore } from "../../../server/check.ts";
import { openSqlite } from "../../../server/store/sqlite.ts";
import { StoreFull } from "../../../server/store/store.ts";
import { fromHex, toHex } from "../../../src/core/bytes.ts";
import { advance, anObject, makeCommit, request } from "../account.ts";
import { houseOver, ownFolder } from "../world.ts";
import type { Fault } from "./fault.ts";
import { accountIn, commitIn } from "./writer.ts";

/** Acknowledged revisions by account, the highest. */
function acknowledged(log: string): Map<string, { rev: number; chain: string }> {
  const found = new Map<string, { rev: number; chain: string }>();
  for (const line of readFileSync(log, "utf8").split("\n").slice(0, -1)) {
    const [locator = "", rev = "", chain = ""] = line.split(" ");
    found.set(locator, { rev: Number(rev), chain });
  }
  return found;
}

/** Runs the writer until its log has grown by some lines, then kills it at once. */
async function killedWriter(
  file: string,
  log: string,
  early: boolean,
  lines: number,
): Promise<void> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "writer.ts"), file, log, early ? "early" : "late"],
    { stdio: "ignore" },
  );
  const ended = new Promise((done) => child.once("exit", done));
  const count = () => (existsSync(log) ? readFileSync(log, "utf8").split("\n").length : 0);
  const before = count();
  while (count() < before + lines && child.exitCode === null)
    await new Promise((done) => setTimeout(done, 3));
  child.kill("SIGKILL");
  await ended;
}

const killed: Fault = {
  name: "kill -9 while writing",
  mutant: "acknowledges before the disk has it",
  run: async (mutated, size) => {
    const folder = ownFolder();
    const [file, log] = [join(folder.path, "a.sqlite"), join(folder.path, "log")];
    let lost = 0;
    let total = 0;
    try {
      const rounds = 2 * size;
      for (let round = 0; round < rounds; round++) {
        await killedWriter(file, log, mutated, 200 + Math.floor((round * 137) % 400));
        const store = await openSqlite(file, { copies: null });
        for (const [locator, { rev, chain }] of acknowledged(log)) {
          if (!(await store.run("chainIs", fromHex(locator), rev, fromHex(chain)))) lost += 1;
        }
        if (round === rounds - 1) {
          const checked = await checkStore(store);
          total = checked.commits;
          lost += checked.faults.length;
        }
        await store.close();
      }
    } finally {
      folder.end();
    }
    return { bad: lost, figure: `${2 * size} rounds, ${lost} lost of ${total} commits` };
  },
};

const torn: Fault = {
  name: "torn write-ahead log",
  mutant: "writes the head apart from its commit",
  run: async (mutated, size) => {
    const folder = ownFolder();
    const file = join(folder.path, "a.sqlite");
    let bad = 0;
    const cases = 10 * size;
    try {
      const store = await openSqlite(file, { copies: null });
      const account = await accountIn(store);
      await store.scrub();
      for (let i = 0; i < 30; i++) {
        const made = makeCommit(account, [anObject(2000)]);
        await commitIn(store, account, made.upload);
        advance(account, made);
        if (mutated) split(file, account.locator);
      }
      const [main, wal] = [readFileSync(file), readFileSync(`${file}-wal`)];
      await store.close();
      for (let i = 0; i < cases; i++) {
        const place = join(folder.path, `torn${i}.sqlite`);
        const cut = Math.floor((wal.length * (i + 1)) / (cases + 1));
        const damaged = Buffer.from(i % 2 === 0 ? wal.subarray(0, cut) : wal);
        if (i % 2 === 1) damaged.fill(0x5a, cut, Math.min(cut + 700, damaged.length));
        writeFileSync(place, main);
        writeFileSync(`${place}-wal`, damaged);
        const again = await openSqlite(place, { copies: null });
        bad += (await checkStore(again)).faults.length > 0 ? 1 : 0;
        await again.close();
      }
    } finally {
      folder.end();
    }
    return { bad, figure: `${cases} torn logs, ${bad} opened to something that never was` };
  },
};

/** What the mutant does: the head goes on in a transaction of its own. */
function split(file: string, locator: string): void {
  const database = new DatabaseSync(file, { timeout: 5000 });
  const name = Buffer.from(locator, "hex");
  const row = database.prepare("select rev, chain from vaults where locator = ?").get(name);
  database.prepare("update vaults set rev = rev - 1 where locator = ?").run(name);
  const other = database.prepare("insert into meta (name, value) values (?, ?)");
  other.run(`between ${String(row?.["rev"])}`, "x".repeat(40_000));
  database.prepare("update vaults set rev = ? where locator = ?").run(row?.["rev"] ?? 0, name);
  database.close();
}

/** Mounts a disk of so many MiB there; null where we may not. */
function smallDisk(path: string, size: number): (() => void) | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return null;
  const options = ["-t", "tmpfs", "-o", `size=${size}m`, "tmpfs", path];
  if (spawnSync("mount", options).status !== 0) return null;
  return () => void spawnSync("umount", ["-l", path]);
}

const full: Fault = {
  name: "full disk",
  mutant: "says it is done though the disk was full",
  run: async (mutated, size) => {
    const folder = ownFolder();
    const file = join(folder.path, "a.sqlite");
    const unmount = smallDisk(folder.path, 2 + size);
    let bad = 0;
    let refused = 0;
    let taken = 0;
    try {
      // Where no small disk can be mounted the database says itself when it is full.
      const store = await openSqlite(file, { copies: null, pages: unmount === null ? 400 : 0 });
      const account = await accountIn(store);
      for (let i = 0; i < 80 + 40 * size; i++) {
        const made = makeCommit(account, [anObject(40_000)]);
        const done = await commitIn(store, account, made.upload).catch((thrown: unknown) => {
          if (!(thrown instanceof StoreFull)) throw thrown;
          return null;
        });
        if (done === null) refused += 1;
        if (done !== null || mutated) {
          taken += 1;
          advance(account, made);
        }
        const row = await store.run("vault", fromHex(account.locator));
        if (row?.rev !== account.rev || toHex(row.chain) !== toHex(account.chain)) bad += 1;
      }
      // Reads go on, and all that was taken is there.
      bad += (await checkStore(store)).faults.length;
      if (refused === 0) bad += 1;
      // A client is told 507, and what is there is served.
      const app = appOf(houseOver(store));
      const { upload: body } = makeCommit(account, [anObject(900_000)]);
      const target = paths.commits(account.locator);
      const told = await app.request(target, request(account, target, { method: "POST", body }));
      const head = paths.vault(account.locator);
      if (told.status !== 507) bad += 1;
      if ((await app.request(head, request(account, head))).status !== 200) bad += 1;
      // Closing empties the log into the file, for which there may be no room either: then it is read where there is.
      await store.close();
      const roomy = ownFolder();
      cpSync(folder.path, roomy.path, { recursive: true });
      const again = await openSqlite(join(roomy.path, "a.sqlite"), { copies: null });
      const row = await again.run("vault", fromHex(account.locator));
      if (row?.rev !== account.rev || (await checkStore(again)).faults.length > 0) bad += 1;
      await again.close();
      roomy.end();
    } finally {
      unmount?.();
      folder.end();
    }
    return {
      bad,
      figure: `${unmount === null ? "a bounded file" : "a small tmpfs"}: ${taken} taken, ${refused} refused, ${bad} of them not as they were answered`,
    };
  },
};

export const crashFaults: readonly Fault[] = [killed, torn, full];
