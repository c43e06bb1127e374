/** Faults of time: a clock that jumps, a database that goes back, an account that must be gone. */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { paths } from "../../../server/api.ts";
import { restore } from "../../../server/backup.ts";
import { type ClockGuard, clockGuard } from "../../../server/clock.ts";
import { openFolder } from "../../../server/folder.ts";
import { keepHouse } from "../../../server/keeper.ts";
import type { House } from "../../../server/house.ts";
import { identityIn, makeIdentity } from "../../../server/mirror/certificate.ts";
import { connectToPrimary } from "../../../server/mirror/connect.ts";
import { pullAll } from "../../../server/mirror/follow.ts";
import { listenForMirror, pair } from "../../../server/mirror/primary.ts";
import { openSqlite } from "../../../server/store/sqlite.ts";
import { toHex } from "../../../src/core/bytes.ts";
import { advance, anObject, makeCommit, makeOrder, request } from "../account.ts";
import { clientOf, houseOver, ownFolder, sqliteHere } from "../world.ts";
import type { Fault } from "./fault.ts";

const day = 86_400_000;

const clock: Fault = {
  name: "a clock that jumps",
  mutant: "deletes by any clock",
  run: async (mutated, size) => {
    const here = await sqliteHere();
    const client = await clientOf(here.store);
    const { account, house } = client;
    const target = paths.commits(account.locator);
    let bad = 0;
    const jumps = Array.from(
      { length: 2 + size },
      (_, i) => (i % 2 === 0 ? 1 : -1) * (1 + i) * 400 * day,
    );
    for (const jump of jumps) {
      let wall = Date.now();
      const honest = clockGuard(
        here.store,
        () => wall,
        () => 0,
      );
      const trusting: ClockGuard = { trusted: async () => wall, accept: async () => undefined };
      const guard = mutated ? trusting : honest;
      await guard.accept();
      const first = makeCommit(account, [anObject()]);
      const push = async (made: ReturnType<typeof makeCommit>) => {
        // Its client has set its clock by the Date of the answer before.
        const init = request(account, target, {
          method: "POST",
          body: made.upload,
          at: house.now(),
        });
        if ((await client.send(target, init)).status !== 200) bad += 1;
        else advance(account, made);
      };
      await push(first);
      await push(makeCommit(account, [anObject()], { drops: first.names }));
      wall += jump;
      house.time.ahead = jump;
      const swept = await keepHouse(house, guard);
      if (swept !== null) bad += 1;
      await push(makeCommit(account, [anObject()]));
      const object = paths.object(account.locator, first.names[0] as string);
      if ((await client.send(object, request(account, object, { at: house.now() }))).status !== 200)
        bad += 1;
      house.time.ahead = 0;
    }
    await here.end();
    const real = mutated ? "" : realJump();
    return {
      bad,
      figure: `${jumps.length} jumps of 400 days and more, ${bad} deletions or refusals${real}`,
    };
  },
};

/** With faketime, where it is installed: a whole process finds that the clock has gone on by 400 days since it was last seen. */
function realJump(): string {
  if (!existsSync("/usr/bin/faketime")) return " (faketime is not installed)";
  const code = `import { clockGuard } from ${JSON.stringify(join(import.meta.dirname, "../../../server/clock.ts"))};
    const store = { run: async (op) => op === "meta" ? "${Date.now()}" : undefined };
    process.stdout.write(String(await clockGuard(store).trusted() === null));`;
  const { stdout } = spawnSync("/usr/bin/faketime", [
    "+400 days",
    process.execPath,
    "--input-type=module",
    "-e",
    code,
  ]);
  if (stdout.toString() !== "true") throw new Error(`faketime: ${stdout.toString()}`);
  return "; refused under faketime too";
}

const wentBack: Fault = {
  name: "an old backup is restored under a newer client",
  mutant: "keeps the id of the log, and answers that nothing is new",
  run: async (mutated, size) => {
    let bad = 0;
    const place = ownFolder();
    const folder = openFolder(join(place.path, "data"), { named: false, init: true });
    for (let round = 0; round < size; round++) {
      let store = await openSqlite(folder.database, { copies: null });
      await store.run("setMeta", "folder", folder.id);
      const client = await clientOf(store);
      const { account } = client;
      const push = async () => {
        const made = makeCommit(account, [anObject()]);
        const target = paths.commits(account.locator);
        const answer = await client.send(
          target,
          request(account, target, { method: "POST", body: made.upload }),
        );
        if (answer.status === 200) advance(account, made);
        else bad += 1;
      };
      await push();
      const old = join(place.path, `old${round}.sqlite`);
      await store.copyTo(old);
      await push();
      const before = await store.run("vault", Buffer.from(account.locator, "hex"));
      await store.close();
      if (mutated) {
        for (const end of ["-wal", "-shm"]) rmSync(folder.database + end, { force: true });
        copyFileSync(old, folder.database);
      } else await restore(folder, old, Date.now() + round * 1000);
      store = await openSqlite(folder.database, { copies: null });
      const after = await store.run("vault", Buffer.from(account.locator, "hex"));
      const page = await store.run("changes", Buffer.from(account.locator, "hex"), account.rev);
      if (after?.rev !== 1 || toHex(after.log_id) === toHex(before?.log_id as never)) bad += 1;
      if (page.is !== "ahead") bad += 1;
      await store.close();
    }
    place.end();
    return { bad, figure: `${size} restores, ${bad} that a client could not have seen` };
  },
};

/** A mirror with files of its own, over the real channel. */
async function mirrorOf(primary: House) {
  const [own, place] = [await sqliteHere(), ownFolder()];
  const code = await pair(primary.store);
  const listener = await listenForMirror(primary, identityIn(place.path), "127.0.0.1", 0);
  const settings = { of: `127.0.0.1:${listener.port}`, code, pin: "" };
  const identity = makeIdentity("mirror");
  const house = houseOver(own.store);
  return {
    store: own.store,
    file: own.file,
    pull: async () => {
      const { channel } = await connectToPrimary(settings, identity);
      const { faults } = await pullAll(house, channel);
      channel.goodbye();
      if (faults.length > 0) throw new Error(faults.join());
    },
    end: async () => {
      await listener.stop(0);
      await own.end();
      place.end();
    },
  };
}

const erased: Fault = {
  name: "an erased account is gone from the files",
  mutant: "deletes the rows and leaves the bytes",
  run: async (mutated, size) => {
    let left = 0;
    let markers = 0;
    for (let round = 0; round < size; round++) {
      const here = await sqliteHere();
      const client = await clientOf(here.store);
      const { account } = client;
      const planted: Uint8Array[] = [account.write.pk, account.admin.pk, account.read.pk];
      for (let i = 0; i < 5; i++) {
        const made = makeCommit(
          account,
          [anObject(100), anObject(9000)],
          i === 2 ? { header: anObject(400) } : {},
        );
        const target = paths.commits(account.locator);
        await client.send(target, request(account, target, { method: "POST", body: made.upload }));
        advance(account, made);
        planted.push(
          ...made.objects.map((object) => object.subarray(10, 60)),
          made.sig,
          made.commitId,
        );
        planted.push(
          ...made.names.map((name) => Buffer.from(name, "hex")),
          made.body.subarray(-40),
        );
      }
      const mirror = await mirrorOf(client.house);
      await mirror.pull();
      // Another account stays, so that the file is not just empty.
      await clientOf(here.store);
      if (mutated)
        await here.store.run(
          "obeyAsMirror",
          Buffer.from(account.locator, "hex"),
          makeOrder(account, { kind: "erase" }),
          Date.now(),
        );
      else {
        const target = paths.vault(account.locator);
        const body = JSON.stringify({
          order: Buffer.from(makeOrder(account, { kind: "erase" })).toString("base64"),
        });
        const answer = await client.send(
          target,
          request(account, target, { method: "DELETE", role: "admin", body }),
        );
        if (answer.status !== 204) left += 1;
      }
      await mirror.pull();
      const files = [here.file, mirror.file].flatMap((file) =>
        readdirSync(dirname(file)).map((name) => readFileSync(join(dirname(file), name))),
      );
      const locator = Buffer.from(account.locator, "hex");
      for (const store of [here.store, mirror.store])
        left += (await store.run("history", locator, 1e9)).length;
      markers += planted.length;
      for (const marker of planted)
        if (files.some((file) => file.includes(Buffer.from(marker)))) left += 1;
      await mirror.end();
      await here.end();
    }
    return {
      bad: left,
      figure: `${markers} planted markers, ${left} found in database, log, history and mirror`,
    };
  },
};

export const timeFaults: readonly Fault[] = [clock, wentBack, erased];
