/**
 * The backup key of a connected server (FORMAT.md 8): 16 random bytes, and what is derived from them: the name of
 * the account, the seed of the key that may read, and the key under which the header travels.
 */
import { type Bytes, concat, label } from "./bytes.ts";
import { checkSymbols, inGroups, readSymbols, tidySymbols, writeSymbols } from "./crockford.ts";
import { Failure } from "./failure.ts";
import { hkdf, hkdfKey } from "./hash.ts";

const keyBytes = 16;
/** 130 bits for 128: the last two are 0. */
const keySymbols = 26;
const checks = 2;
const none: Bytes = new Uint8Array(0);

/** 26 symbols, the last of them with two spare bits of 0, and two check symbols, in groups, as they are printed. */
export async function writeBackupKey(key: Bytes): Promise<string> {
  const symbols = writeSymbols(concat(key, new Uint8Array(4))).slice(0, keySymbols);
  return inGroups(symbols + (await checkSymbols(label("bk", key), checks)));
}

/** The 16 bytes of a typed key; BAD_BACKUP_KEY where it is mistyped. */
export async function readBackupKey(typed: string): Promise<Bytes> {
  const text = tidySymbols(typed);
  if (text.length !== keySymbols + checks) throw new Failure("BAD_BACKUP_KEY");
  const key = readSymbols(text.slice(0, keySymbols))?.slice(0, keyBytes);
  // Written again it is the same, spare bits and check symbols too.
  if (key === undefined || tidySymbols(await writeBackupKey(key)) !== text)
    throw new Failure("BAD_BACKUP_KEY");
  return key;
}

/** What the session keeps of a backup key. None of it leads back to the key. */
export interface Account {
  /** 16 bytes; in URLs as hex. */
  locator: Bytes;
  /** Seed of the Ed25519 key that may fetch. */
  readSeed: Bytes;
  /** Seals the header on its way (object.ts). */
  headerKey: Bytes;
}

/** The account of a backup key. */
export async function accountOf(backupKey: Bytes): Promise<Account> {
  const ikm = await hkdfKey(backupKey);
  const derive = (name: string, length: number) => hkdf(ikm, none, label(`server/${name}`), length);
  return {
    locator: await derive("locator", 16),
    readSeed: await derive("read", 32),
    headerKey: await derive("header", 32),
  };
}
