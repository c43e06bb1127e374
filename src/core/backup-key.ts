/**
 * The backup key of a connected server (FORMAT.md 8): 16 random bytes, and what is derived from them: the name of
 * the account, the seed of the key that may read, and the key under which the header travels.
 */
import { type Bytes, label } from "./bytes.ts";
import { type CodeKind, readCode, writeCode } from "./checked-code.ts";
import { hkdf, hkdfKey } from "./hash.ts";

const kind: CodeKind = { bytes: 16, label: "bk", mistyped: "BAD_BACKUP_KEY" };
const none: Bytes = new Uint8Array(0);

/** 26 symbols and two check symbols in groups, as they are printed. */
export function writeBackupKey(key: Bytes): Promise<string> {
  return writeCode(kind, key);
}

/** The 16 bytes of a typed key; BAD_BACKUP_KEY where it is mistyped. */
export function readBackupKey(typed: string): Promise<Bytes> {
  return readCode(kind, typed);
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
