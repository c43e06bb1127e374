/** `coffer-reader FILE`: opens a backup in a terminal (FORMAT.md 7). It reads; what it writes was asked for. */
import { readFileSync } from "node:fs";
import { decodeBackup } from "../../src/core/backup.ts";
import { inChunks } from "../../src/core/backup-set.ts";
import type { Bytes } from "../../src/core/bytes.ts";
import { Failure } from "../../src/core/failure.ts";
import { decodeHeader } from "../../src/core/header.ts";
import { provideArgon2 } from "../../src/core/kdf.ts";
import { type BackupItem, openBackup, type OpenBackup } from "../../src/core/open-backup.ts";
import { backupInside } from "../../src/core/self-opening.ts";
import { exportJson } from "../shared/json.ts";
import { allowsWasm, pureArgon2 } from "../shared/pure.ts";
import { sentence, say } from "../shared/words.ts";
import { help, type Options, readOptions, Usage } from "./options.ts";
import { askSecret } from "./secret.ts";
import { checkText, itemText, listText, safe } from "./show.ts";
import { checkFree, NotWritten, saveFiles, writeNew } from "./write.ts";

/** Exit codes; `reader.exits` in the locale tells them. */
const exit = { complete: 0, notOpened: 1, usage: 2, incomplete: 3, notFound: 4, stopped: 130 };

const out = (text: string) => process.stdout.write(text);
const tell = (text: string) => process.stderr.write(text);

/** Does what the arguments ask and answers the exit code. Every refusal is one sentence. */
export async function run(args: string[], version: string): Promise<number> {
  try {
    const options = readOptions(args);
    if (options === "help") out(help());
    else if (options === "version") out(`coffer-reader ${version}\n`);
    else return await read(options);
    return exit.complete;
  } catch (thrown) {
    if (thrown instanceof Usage || thrown instanceof NotWritten) {
      tell(`${safe(thrown.message)}\n`);
      return thrown instanceof Usage ? exit.usage : exit.notOpened;
    }
    tell(`${sentence(thrown)}\n`);
    return exit.notOpened;
  }
}

/** Bytes of the backup; a self-opening page has it inside. */
function fileBytes(path: string): Bytes {
  let bytes: Bytes;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch {
    throw new NotWritten(say("reader.noFile", path));
  }
  if (bytes[0] !== 0x3c) return bytes; // "<"
  const inside = backupInside(new TextDecoder().decode(bytes));
  if (inside === null) throw new Failure("NOT_A_BACKUP");
  return inside;
}

async function read(options: Options): Promise<number> {
  const { json } = options;
  // Everything that can be refused is refused before a password is typed.
  const backup = await decodeBackup(fileBytes(options.file));
  decodeHeader(backup.header);
  if (json !== null && json !== "-") checkFree(json);
  const by = options.recovery ? "recovery" : "password";
  const secret = await askSecret(say(options.recovery ? "reader.askCode" : "reader.askPassword"));
  if (secret === null) return exit.stopped;

  provideArgon2(async () =>
    allowsWasm(globalThis)
      ? (await import("../../src/core/argon2.ts")).argon2id
      : pureArgon2(() => undefined),
  );
  const opened = await openBackup(backup, { by, secret });
  try {
    // With JSON on standard output nothing else may stand there.
    (json === "-" ? tell : out)(checkText(opened));
    const found = await answer(opened, options);
    return found ? (opened.check.complete ? exit.complete : exit.incomplete) : exit.notFound;
  } finally {
    opened.close();
  }
}

/** What was asked for, or the list; false where what was looked for is not there. */
async function answer(opened: OpenBackup, options: Options): Promise<boolean> {
  const { show, json, files } = options;
  const item = show === null ? null : await pick(opened, show);
  if (show !== null && item === null) return false;
  if (item !== null) out(`\n${itemText(item, options.reveal)}`);
  if (json !== null) await writeJson(opened, json);
  if (files !== null) {
    const items = item === null ? await everyItem(opened) : [item];
    for (const path of await saveFiles(opened, items, files)) {
      tell(`${say("reader.unencrypted", safe(path))}\n`);
    }
  }
  if (show !== null || json !== null || files !== null) return true;
  const list = listText(opened, options.search, options.trash);
  if (list === null) tell(`${say("reader.nothing")}\n`);
  else out(`\n${list}`);
  return list !== null || options.search === "";
}

async function pick(opened: OpenBackup, digits: string): Promise<BackupItem | null> {
  const found = opened.rows.filter(({ id }) => id.startsWith(digits.toLowerCase()));
  const [first] = found;
  if (first !== undefined && found.length === 1 && digits !== "") return opened.item(first.id);
  tell(`${say(found.length > 1 ? "reader.manyFound" : "reader.notFound")}\n`);
  return null;
}

function everyItem(opened: OpenBackup): Promise<BackupItem[]> {
  return inChunks(opened.rows, ({ id }) => opened.item(id));
}

async function writeJson(opened: OpenBackup, to: string): Promise<void> {
  const text = await exportJson(opened);
  if (to === "-") {
    out(text);
    return;
  }
  writeNew(to, text);
  tell(`${say("reader.unencrypted", safe(to))}\n`);
}
