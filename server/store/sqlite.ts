/** The default store: SQLite in two threads, one that writes with group commit and one that reads. */
import { Worker } from "node:worker_threads";
import { migrateSqlite } from "./sqlite-migrate.ts";
import type { OpArgs, OpName, OpResult } from "./ops.ts";
import { onlyReads } from "./ops.ts";
import { pack, type Packed, unpack } from "./pack.ts";
import type { Done, Job } from "./sqlite-worker.ts";
import { type Store, StoreFull, Unavailable } from "./store.ts";

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** More than this may not wait: a server that can not keep up says so. */
const waitingMax = 20_000;

interface Thread {
  send(name: Job["name"], args: unknown[]): Promise<unknown>;
  end(): Promise<void>;
}

function threadOver(file: string, readOnly: boolean, pages: number): Thread {
  const worker = new Worker(new URL("./sqlite-worker.ts", import.meta.url), {
    workerData: { file, readOnly, pages },
  });
  const waiting = new Map<number, Waiting>();
  let jobs: Job[] = [];
  let next = 0;
  let dead: Error | null = null;
  const lost = (error: Error) => {
    dead = new Unavailable(error.message);
    for (const { reject } of waiting.values()) reject(dead);
    waiting.clear();
  };
  worker.on("error", lost);
  worker.on("exit", () => lost(new Error("the database thread has ended")));
  worker.on("message", (packed: Packed) => {
    for (const { id, result, failed, message } of unpack(packed) as Done[]) {
      const one = waiting.get(id);
      waiting.delete(id);
      if (failed === undefined) one?.resolve(result);
      else one?.reject(failed === "full" ? new StoreFull(message) : new Unavailable(message));
    }
  });
  const send = (name: Job["name"], args: unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      if (dead !== null || waiting.size >= waitingMax) {
        reject(dead ?? new Unavailable("too many wait"));
        return;
      }
      const id = next++;
      waiting.set(id, { resolve, reject });
      // One message for all that is asked in this turn of the loop.
      if (jobs.length === 0) {
        setImmediate(() => {
          const packed = pack(jobs);
          jobs = [];
          worker.postMessage(packed, [packed.bytes]);
        });
      }
      jobs.push({ id, name, args });
    });
  return {
    send,
    end: async () => {
      try {
        if (dead === null) await send("close", []);
      } finally {
        worker.removeAllListeners("exit");
        await worker.terminate();
        lost(new Error("closed"));
      }
    },
  };
}

export interface SqliteOptions {
  /** Where a copy is put before the schema is changed; null: none is made. */
  copies: string | null;
  /** At most this many pages of 4 KiB; 0: as many as the disk holds. */
  pages?: number;
}

/** Opens (or makes) the database in this file. Refuses one of a newer schema. */
export async function openSqlite(file: string, options: SqliteOptions): Promise<Store> {
  migrateSqlite(file, options.copies);
  const writer = threadOver(file, false, options.pages ?? 0);
  // A reader opens a database whose journal is a WAL only when the writer has made it one.
  await writer.send("ping", [Date.now()]);
  const reader = threadOver(file, true, 0);
  return {
    engine: "sqlite",
    run: <N extends OpName>(name: N, ...args: OpArgs<N>) =>
      (onlyReads(name) ? reader : writer).send(name, args) as Promise<OpResult<N>>,
    copyTo: async (to) => {
      await reader.send("copyTo", [to]);
    },
    scrub: async () => {
      await writer.send("scrub", []);
    },
    close: async () => {
      await reader.end();
      await writer.end();
    },
  };
}
