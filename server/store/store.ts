/** The store behind the server: one interface, one list of operations, two engines. */
import type { OpArgs, OpName, OpResult } from "./ops.ts";

export interface Store {
  engine: "sqlite" | "postgres";
  /**
   * Runs an operation in one transaction. What it resolves to is durable. Throws StoreFull where the disk is full, and
   * Unavailable where the engine can not be reached or does not say whether it was done: then nothing may be claimed.
   */
  run<N extends OpName>(name: N, ...args: OpArgs<N>): Promise<OpResult<N>>;
  /** A copy of the whole store into a file; throws where the engine is backed up by its own tools. */
  copyTo(file: string): Promise<void>;
  /**
   * After an erasure: SQLite has overwritten what was deleted and now empties its log; PostgreSQL frees it for reuse, which
   * may take long. Throws where it could not, which undoes nothing: it is to be tried again.
   */
  scrub(): Promise<void>;
  close(): Promise<void>;
}

/** The disk is full: nothing was written, reads go on (507). */
export class StoreFull extends Error {}

/** The engine can not be reached, or was lost before it said whether it was done (503). */
export class Unavailable extends Error {}
