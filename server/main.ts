#!/usr/bin/env node
/** The command: `coffer-server [serve | init | invite | check | backup | drill | restore FILE | accept-clock | pair | promote | openapi]`. */
import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { backupsIn, backUp, checkFile, restore } from "./backup.ts";
import { type Checked, checkStore } from "./check.ts";
import { clockGuard } from "./clock.ts";
import { type Folder, openFolder, tie } from "./folder.ts";
import { toHex } from "./bytes.ts";
import { logTo } from "./log.ts";
import { identityIn } from "./mirror/certificate.ts";
import { pair } from "./mirror/primary.ts";
import { openapi } from "./openapi.ts";
import { openStore, serve } from "./serve.ts";
import { BadSetting, readSettings, type Settings } from "./settings.ts";
import type { Store } from "./store/store.ts";

const say = (text: string) => void process.stdout.write(`${text}\n`);
const told = ({ vaults, commits, objects, bytes, faults }: Checked): string =>
  `${vaults} accounts, ${commits} commits, ${objects} objects, ${bytes} bytes: ` +
  (faults.length === 0 ? "whole." : `${faults.length} faults.\n${faults.join("\n")}`);

type Command = (settings: Settings, folder: Folder, rest: string[]) => Promise<number>;

const withStore =
  (work: (store: Store, folder: Folder) => Promise<number>): Command =>
  async (settings, folder) => {
    const store = await openStore(settings, folder);
    try {
      await tie(folder, store);
      return await work(store, folder);
    } finally {
      await store.close();
    }
  };

const run: Command = async (settings, folder) => {
  const log = logTo((line) => void process.stdout.write(line));
  const served = await serve(settings, folder, log);
  say(
    `The backup server listens on ${served.house.rules.origins.join(" and ")}; its data is in ${folder.path}.`,
  );
  if (served.invite !== null) say(`Pairing code for one new account: ${served.invite}`);
  await new Promise<void>((done) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => done());
  });
  log("stopping");
  await served.stop();
  return 0;
};

const commands: Record<string, Command> = {
  serve: run,
  init: run,
  invite: withStore(async (store) => {
    const invite = randomBytes(16).toString("base64url");
    await store.run("addInvite", invite, Date.now());
    say(`Pairing code for one new account: ${invite}`);
    return 0;
  }),
  check: withStore(async (store) => {
    const checked = await checkStore(store);
    say(told(checked));
    return checked.faults.length === 0 ? 0 : 1;
  }),
  backup: withStore(async (store, folder) => {
    const { file, checked } = await backUp(store, folder, Date.now());
    say(`${file}: ${told(checked)}`);
    return 0;
  }),
  drill: async (_settings, folder, [named]) => {
    const newest = backupsIn(folder)[0];
    if (named === undefined && newest === undefined)
      throw new BadSetting("There is no backup yet.");
    const file = named === undefined ? join(folder.backups, newest ?? "") : resolve(named);
    const checked = await checkFile(file);
    say(`${file} opens; ${told(checked)}`);
    return checked.faults.length === 0 ? 0 : 1;
  },
  restore: async (settings, folder, [file]) => {
    if (file === undefined) throw new BadSetting("Which backup? restore FILE");
    if (settings.postgres.length > 0)
      throw new BadSetting("PostgreSQL is restored by its own tools: see docs/SERVER.md.");
    say(
      `Restored: ${told(await restore(folder, resolve(file), Date.now()))} The database of before is kept beside it.`,
    );
    return 0;
  },
  pair: withStore(async (store, folder) => {
    const code = await pair(store);
    say(`Pairing code for the mirror: ${code}`);
    say(`Pin of this primary (COFFER_MIRROR_PIN): ${toHex(identityIn(folder.path).pin)}`);
    return 0;
  }),
  promote: withStore(async (store) => {
    if ((await store.run("meta", "role")) !== "mirror")
      throw new BadSetting("This server is no mirror.");
    const checked = await checkStore(store);
    if (checked.faults.length > 0) throw new BadSetting(`It is not whole: ${told(checked)}`);
    await store.run("setMeta", "role", "promoted");
    await store.run("newLogIds");
    say("It is a primary from its next start on. The old one must not take writes any more.");
    return 0;
  }),
  "accept-clock": withStore(async (store) => {
    await clockGuard(store).accept();
    say("The clock is taken as right; what is out of date is deleted from the next start on.");
    return 0;
  }),
};

/** Exit code; a mistake of the operator's is a sentence, not a stack. */
export async function main(
  args: string[],
  env: Record<string, string | undefined>,
): Promise<number> {
  const [name = "serve", ...rest] = args;
  if (name === "openapi") {
    say(JSON.stringify(openapi(), null, 2));
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    say(`Usage: coffer-server [${Object.keys(commands).join(" | ")}]`);
    return 2;
  }
  try {
    const settings = readSettings(env);
    const folder = openFolder(settings.data, { named: settings.dataNamed, init: name === "init" });
    return await command(settings, folder, rest);
  } catch (thrown) {
    if (thrown instanceof BadSetting) {
      process.stderr.write(`${thrown.message}\n`);
      return 2;
    }
    process.stderr.write(`The server could not go on: ${(thrown as Error).message}\n`);
    return 1;
  }
}

if (import.meta.main) {
  // What it writes is its own, also in a folder that somebody else has made.
  process.umask(0o077);
  process.exit(await main(process.argv.slice(2), process.env));
}
