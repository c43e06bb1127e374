/** Shapes of what the door is asked and answers about backup files. */
import * as v from "valibot";
import type { FailureCode } from "../core/failure.ts";
import { key, password } from "./start-rows.ts";

/** What opens a backup file, and what else the message carries: the way in is always one of the file's own. */
export function backupSecrets<E extends v.ObjectEntries>(rest: E) {
  return [
    v.strictObject({ by: v.literal("password"), secret: password, ...rest }),
    v.strictObject({ by: v.literal("recovery"), secret: password, ...rest }),
    v.strictObject({ by: v.literal("passwordAndKey"), secret: password, key, ...rest }),
  ] as const;
}

/** A backup file that is ready to be handed out. */
export interface BackupBegun {
  name: string;
  bytes: number;
  parts: number;
  items: number;
  /** Hex of H over the hashes of the parts, in their order: what arrives must be what was opened here. */
  sum: string;
}

/** What a backup file is worth. */
export interface BackupCheck {
  items: number;
  trashed: number;
  records: number;
  /** The manifest's own time (ms since 1970): the state it holds. */
  made: number;
  /** Null where the file is complete. */
  problem: FailureCode | null;
  /** Items that are new, different or gone in the vault since; null for another vault. */
  changed: number | null;
}

/** What a backup holds, told before it is restored. */
export interface BackupReport {
  items: number;
  trashed: number;
  records: number;
  /** The manifest's own time (ms since 1970). */
  made: number;
  /** Every record the manifest counts is there and unchanged. */
  complete: boolean;
  /** No vault here, the vault that is open here, or another one. */
  here: "empty" | "same" | "other" | "locked";
  /** Critical values in it; bringing them into a vault of another key needs that vault's password. */
  critical: number;
}
