/** The rows about targets (src/wire/targets.ts). */
import { toHex } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { randomBytes } from "../core/random.ts";
import type { RemoteConfig } from "../core/target/config.ts";
import { TargetFailure, targetProblem } from "../core/target/problem.ts";
import { isPlainName, readName } from "../core/target/rotation.ts";
import { backupLimit, type Handlers, partBytes } from "../wire/protocol.ts";
import type { TargetBackup, targetRows, Told } from "../wire/targets.ts";
import { beginRestore, incomingOf } from "./restore.ts";
import { probe } from "./target-probe.ts";
import { noteRun, runTarget } from "./target-run.ts";
import { changeFacts, freshRuns, mostTargets, readFacts, writeStored } from "./target-store.ts";
import { atTarget, stopWork, workOf } from "./target-work.ts";
import { linesOf, type Place, placeOf, schedule } from "./targets.ts";
import { use, type Vault } from "./vault.ts";

type TargetHandlers = Pick<Handlers, keyof typeof targetRows>;

/** What a target said no to is an answer; everything else is a failure of the row. */
async function told<T>(work: () => Promise<T>): Promise<Told<T>> {
  try {
    return { done: await work() };
  } catch (thrown) {
    const problem = targetProblem(thrown);
    if (problem === null) throw thrown;
    return { problem };
  }
}

/** List, add, change, remove, test, run, stop, and what is there to be restored. */
export function targetHandlers(vault: Vault): TargetHandlers {
  const { world } = vault;
  let visited: RemoteConfig | null = null;
  vault.afterLock.push(async () => void (visited = null));

  const configOf = async (id: string): Promise<Place["config"]> => {
    if (id !== "visit") return (await placeOf(world, await use(vault), id)).config;
    if (visited === null) throw new Failure("NOT_FOUND");
    return visited;
  };
  const changed = async (): Promise<null> => {
    await schedule(vault);
    world.tell("targets");
    return null;
  };

  return {
    "target.list": async () => ({
      targets: (await world.disk.open()) === null ? [] : await linesOf(vault),
      work: workOf(vault),
    }),
    "target.add": ({ name, every, config }) =>
      told(async () => {
        const opened = await use(vault);
        const lines = await linesOf(vault);
        const isFull = (folder: boolean) =>
          lines.filter(({ kind }) => (kind === "folder") === folder).length >= mostTargets;
        if (isFull(config.kind === "folder")) throw new Failure("TOO_LARGE");
        const id = config.kind === "folder" ? config.id : toHex(randomBytes(16));
        if (lines.some((one) => one.id === id)) throw new Failure("CONFLICT");
        await probe(vault, config, id);
        if (vault.opened !== opened) throw new Failure("BUSY");
        const runs = freshRuns(world.clock.now());
        if (config.kind !== "folder") {
          const device = toHex(opened.deviceId);
          await writeStored(world, opened, id, { name, every, device, config });
        }
        await changeFacts(world, (facts) => {
          facts.runs[id] = runs;
          if (config.kind === "folder") facts.folders.push({ id, name, every });
        });
        await changed();
        return { id };
      }),
    "target.change": ({ id, name, every, secret }) =>
      told(async () => {
        const opened = await use(vault);
        const { config, device } = await placeOf(world, opened, id);
        if (config.kind === "folder" || device === null) {
          await changeFacts(world, (facts) => {
            facts.folders = facts.folders.map((one) => (one.id === id ? { id, name, every } : one));
          });
          return changed();
        }
        const next = secret === null ? config : withSecret(config, secret);
        if (secret !== null) await probe(vault, next, id);
        if (vault.opened !== opened) throw new Failure("BUSY");
        await writeStored(world, opened, id, { name, every, device, config: next });
        // With another password there is no reason to wait for the next try.
        if (secret !== null) await noteRun(world, id, () => ({ fails: 0, problem: null }));
        return changed();
      }),
    "target.remove": async ({ id }) => {
      const opened = await use(vault);
      const { device } = await placeOf(world, opened, id);
      if (workOf(vault)?.id === id) stopWork(vault, "CANCELLED");
      if (device !== null) await writeStored(world, opened, id, null);
      await changeFacts(world, (facts) => {
        delete facts.runs[id];
        facts.folders = facts.folders.filter((one) => one.id !== id);
      });
      return changed();
    },
    "target.here": async ({ id }) => {
      const opened = await use(vault);
      const { name, every, config } = await placeOf(world, opened, id);
      if (config.kind === "folder") return null;
      const device = toHex(opened.deviceId);
      await writeStored(world, opened, id, { name, every, device, config });
      await noteRun(world, id, () => ({ added: world.clock.now() }));
      return changed();
    },
    "target.test": ({ id }) =>
      told(async () => {
        await probe(vault, await configOf(id), id);
        await noteRun(world, id, () => ({ fails: 0, problem: null }));
        return changed();
      }),
    "target.run": ({ id }) =>
      told(async () => {
        const opened = await use(vault);
        const place = await placeOf(world, opened, id);
        try {
          const { name, items, removed } = await runTarget(vault, place, opened, true);
          return { name, items: items ?? 0, removed };
        } finally {
          await schedule(vault);
        }
      }),
    "target.stop": async () => {
      stopWork(vault, "CANCELLED");
      return null;
    },
    "target.visit": async ({ config }) => {
      visited = config;
      return null;
    },
    "target.files": ({ id }) =>
      told(async () => {
        const config = await configOf(id);
        const listed = await atTarget(vault, config, id, async (target, step) => {
          step("fetching");
          return target.list();
        });
        const facts = await readFacts(world);
        const vaultHere = facts === null ? null : facts.vault.slice(0, 8);
        const files = listed.flatMap(({ name, bytes }): TargetBackup[] => {
          if (!name.endsWith(".coffer") || bytes === 0) return [];
          const read = readName(name);
          return [{ name, bytes, at: read?.at ?? null, ours: read?.tag === vaultHere }];
        });
        return { files: files.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0)).slice(0, 1000) };
      }),
    "target.fetch": ({ id, name }) =>
      told(async () => {
        if (!isPlainName(name)) throw new Failure("INVALID");
        const file = await atTarget(vault, await configOf(id), id, async (target, step) => {
          step("fetching");
          return target.read(name, backupLimit);
        });
        if (file === null) throw new TargetFailure("NOT_THERE");
        await beginRestore(world, incomingOf(world), file.length);
        for (let part = 0; part * partBytes < file.length; part++)
          await world.disk.stage(part, file.slice(part * partBytes, (part + 1) * partBytes));
        return { bytes: file.length };
      }),
  };
}

function withSecret(config: RemoteConfig, secret: string): RemoteConfig {
  return config.kind === "dav" ? { ...config, password: secret } : { ...config, secret };
}
