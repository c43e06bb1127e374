/** The rows about targets: where backup files go by themselves (docs/TARGETS.md). Secrets go in, none comes out. */
import * as v from "valibot";
import type { FailureCode } from "../core/failure.ts";
import { remoteSchema, targetHead, targetId } from "../core/target/config.ts";
import type { TargetProblem } from "../core/target/problem.ts";
import type { Rhythm } from "../core/target/schedule.ts";
import { nothing, row, text } from "./start-rows.ts";

/** What is under way: one run at a time. `done` from 0 to 1, of the whole. */
export interface TargetWork {
  id: string;
  step: "packing" | "writing" | "reading" | "checking" | "tidying" | "fetching";
  done: number;
}

/** What a window is told of a target. */
export interface TargetLine {
  id: string;
  kind: "folder" | "dav" | "s3";
  name: string;
  every: Rhythm;
  /** Address, or bucket and address; "" for a folder, whose name the window reads from the browser. */
  where: string;
  /** Its host, as the browser is asked about it; null for a folder. */
  origin: string | null;
  /** False: another device writes to it, or this one did before a restore. */
  ours: boolean;
  added: number;
  /** When a file was last written there, read back and found well, or found unchanged and well (ms). */
  done: number | null;
  /** That file. `opened`: it was opened with the keys of the vault; else its checksum alone was looked at. */
  last: { name: string; bytes: number; opened: boolean } | null;
  tried: number | null;
  /** Why the last try failed. */
  problem: TargetProblem | FailureCode | null;
  /** Old files could not be removed at the last run. */
  untidy: boolean;
  next: number | null;
  overdue: boolean;
}

/** A backup file at a target: of this vault by its name, or any other file with the ending of one. */
export interface TargetBackup {
  name: string;
  bytes: number;
  /** As its name says (ms); null for a file that was put there otherwise. */
  at: number | null;
  ours: boolean;
}

/** What was asked, or why the target said no. */
export type Told<T> = { done: T } | { problem: TargetProblem };

const id = targetId;
/** A target of the list, or the one that `target.visit` has opened for once. */
const place = v.union([id, v.literal("visit")]);
/** A folder is under this id with the browser already (src/wire/folders.ts). */
const folderSchema = v.strictObject({ kind: v.literal("folder"), id });

export const targetRows = {
  /** Also while locked: then only folders. */
  "target.list": row<{ targets: TargetLine[]; work: TargetWork | null }>()("app", nothing),
  /** Tries it with a small file first; what does not work is not kept. */
  "target.add": row<Told<{ id: string }>>()(
    "app",
    v.strictObject({
      ...targetHead,
      config: v.variant("kind", [...remoteSchema.options, folderSchema]),
    }),
  ),
  /** `secret`: another password or secret key, tried first; null keeps it. */
  "target.change": row<Told<null>>()(
    "app",
    v.strictObject({ id, ...targetHead, secret: v.nullable(text(1000)) }),
  ),
  /** Forgets it; the files there stay. */
  "target.remove": row<null>()("app", v.strictObject({ id })),
  /** From now on this device writes to it. */
  "target.here": row<null>()("app", v.strictObject({ id })),
  /** Writes, reads and removes a small file. */
  "target.test": row<Told<null>>()("app", v.strictObject({ id })),
  /** A run now, to its end. BUSY where one is under way; CANCELLED. */
  "target.run": row<Told<{ name: string; items: number; removed: number }>>()(
    "app",
    v.strictObject({ id }),
  ),
  /** Stops what is under way. */
  "target.stop": row<null>()("app", nothing),
  /** A target for once, to restore from, also where there is no vault; it is forgotten with `config: null`. */
  "target.visit": row<null>()("app", v.strictObject({ config: v.nullable(remoteSchema) })),
  /** Backup files there, the newest first. */
  "target.files": row<Told<{ files: TargetBackup[] }>>()("app", v.strictObject({ id: place })),
  /** Brings a file to where `restore.check` looks for it. */
  "target.fetch": row<Told<{ bytes: number }>>()(
    "app",
    v.strictObject({ id: place, name: text(255) }),
  ),
} as const;
