/** Targets in memory for tests of the vault: a place where files lie, which can be told to fail. */
import { TargetFailure, type TargetProblem } from "../../src/core/target/problem.ts";
import type { FolderConfig, Target, Targets, Watch } from "../../src/vault/target-port.ts";
import type { RemoteConfig } from "../../src/core/target/config.ts";
import { readName } from "../../src/core/target/rotation.ts";
import { type Coffer, cofferWithVault, draftOf, save } from "./steps.ts";

type Bytes = Uint8Array<ArrayBuffer>;
type Deed = keyof Target;

export interface Store {
  files: Map<string, Bytes>;
  /** Every call, in order: "write coffer-...". */
  calls: string[];
  /** Looks at each call before it is done; may throw, or do something else in between. */
  before: ((deed: Deed, name: string) => void | Promise<void>) | null;
  /** Changes what a read gives out. */
  bend: ((bytes: Bytes) => Bytes) | null;
  /** Every configuration that was reached. */
  reached: (RemoteConfig | FolderConfig)[];
}

/** A place, and the port through which a world reaches it. */
export function storeOf(): Store & { targets: Targets } {
  const store: Store = { files: new Map(), calls: [], before: null, bend: null, reached: [] };
  const targetFor = (watch: Watch): Target => {
    const stop = new AbortController();
    watch.onStop((why) => stop.abort(why));
    const call = async (deed: Deed, name = ""): Promise<void> => {
      stop.signal.throwIfAborted();
      store.calls.push(`${deed} ${name}`.trim());
      await store.before?.(deed, name);
      // Stopped while it was under way.
      stop.signal.throwIfAborted();
    };
    return {
      list: async () => {
        await call("list");
        return [...store.files].map(([name, { length }]) => ({ name, bytes: length }));
      },
      read: async (name, most) => {
        await call("read", name);
        const there = store.files.get(name);
        if (there === undefined) return null;
        const given = store.bend?.(there) ?? there;
        if (given.length > most) throw new TargetFailure("TOO_LARGE");
        watch.pace(1);
        return given.slice();
      },
      write: async (name, bytes) => {
        await call("write", name);
        if (store.files.has(name)) throw new TargetFailure("TAKEN");
        store.files.set(name, bytes.slice());
      },
      remove: async (name) => {
        await call("remove", name);
        store.files.delete(name);
      },
    };
  };
  const targets: Targets = {
    reach: async (config, watch, work) => {
      store.reached.push(config);
      return work(targetFor(watch));
    },
  };
  return Object.assign(store, { targets });
}

export const dav: RemoteConfig = {
  kind: "dav",
  url: "https://cloud.example/dav/",
  user: "ada",
  password: "WEBDAV-SECRET-CANARY",
};
export const folderId = "f".repeat(32);

/** A vault with an item in it, and a world that reaches a store. */
export async function cofferWithStore() {
  const coffer = await cofferWithVault();
  const store = reaching(coffer);
  await save(coffer, draftOf("snippet", "Greeting", { body: "Dear Sir or Madam" }));
  return { coffer, store };
}

/** Lets this background reach a store. */
export function reaching(coffer: Coffer, store = storeOf()) {
  coffer.world.targets = async () => store.targets;
  return store;
}

/** Fails each call of one sort. */
export function failing(wanted: Deed, problem: TargetProblem, only = /./) {
  return (deed: Deed, name: string): void => {
    if (deed === wanted && only.test(name || "list")) throw new TargetFailure(problem);
  };
}

/** Adds a target and answers its id. */
export async function addTarget(
  { ask }: Coffer,
  config: RemoteConfig | FolderConfig = dav,
  every: "daily" | "weekly" | "never" = "daily",
): Promise<string> {
  const told = await ask["target.add"]({ name: "Cloud", every, config });
  if (!("done" in told)) throw new Error(`The target said ${told.problem}.`);
  return told.done.id;
}

/** Backup files in a store, the oldest first. */
export function backupsIn({ files }: Store): string[] {
  const at = (name: string) => readName(name)?.at ?? 0;
  return [...files.keys()]
    .filter((name) => readName(name) !== null)
    .toSorted((a, b) => at(a) - at(b));
}
