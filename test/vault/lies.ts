/** The ways in which a server lies to one device, and by which names each may be refused. */
import { decodeCommit, encodeCommit, firstChain, nextChain } from "../../src/core/commit.ts";
import type { FailureCode } from "../../src/core/failure.ts";
import type { LoggedCommit, Remote } from "../../src/vault/ports.ts";
import { readState, type Seen } from "../../src/vault/sync-state.ts";
import { use } from "../../src/vault/vault.ts";
import { type Log, remoteOf, type Server } from "./remote.ts";
import type { Device } from "./two.ts";

type Bytes = Uint8Array<ArrayBuffer>;

interface Told {
  remote: Remote;
  names: FailureCode[];
}

/** What a liar works with: an honest server, its log, and what the device has seen. */
interface Stage {
  honest: Remote;
  log: Log;
  seen: Seen;
}

/** Null where the lie can not be told now: there is nothing new to lie about. */
type Lie = (stage: Stage) => Told | null | Promise<Told | null>;

const flipped = (bytes: Bytes, at = 0): Bytes => {
  const other = bytes.slice();
  other[at] = (other[at] ?? 0) ^ 1;
  return other;
};

/** The chain of a log at a revision. */
export async function chainAt({ commits }: Log, rev: number): Promise<Bytes> {
  let chain = firstChain;
  for (const { body } of commits.slice(0, rev)) chain = await nextChain(chain, body);
  return chain;
}

/** There is something new, and bodies of it to lie about: behind a purge sync-purged.test.ts does. */
const isNew = ({ log, seen }: Stage) => log.rev > seen.rev && log.purgedTo <= seen.rev;

/** Other commits than the honest ones, from a revision on. */
function withCommits(
  { honest }: Stage,
  change: (commits: LoggedCommit[], since: number) => LoggedCommit[],
): Remote {
  return {
    ...honest,
    changes: async (since) => {
      const found = await honest.changes(since);
      return typeof found === "string" ? found : change(found, since);
    },
  };
}

/** The first new commit, changed. */
function withFirst(stage: Stage, change: (commit: LoggedCommit) => LoggedCommit): Remote {
  return withCommits(stage, ([first, ...rest], since) =>
    since === stage.seen.rev && first !== undefined
      ? [change(first), ...rest]
      : first === undefined
        ? []
        : [first, ...rest],
  );
}

/** Objects of the commits that are new to the device and still live. */
function bringsObjects({ log, seen }: Stage): boolean {
  return log.commits
    .slice(seen.rev)
    .some(({ body }) => decodeCommit(body).adds.some((name) => log.live.has(name)));
}

async function rewound(stage: Stage, rev: number): Promise<Remote> {
  const { honest, log } = stage;
  const chain = await chainAt(log, rev);
  return {
    ...honest,
    head: async () => ({ logId: log.logId, rev, chain }),
    changes: async (since) => (since > rev ? "ahead" : log.commits.slice(since, rev)),
  };
}

const table = {
  "goes back": async (stage) =>
    stage.seen.rev < 1
      ? null
      : { remote: await rewound(stage, stage.seen.rev - 1), names: ["ROLLBACK"] },
  "has no account": ({ honest }) => ({
    remote: { ...honest, head: async () => null },
    names: ["MISSING"],
  }),
  "has another history": ({ honest, log }) => ({
    remote: {
      ...honest,
      head: async () => ({ logId: log.logId, rev: log.rev, chain: flipped(log.chain) }),
    },
    names: ["FORK"],
  }),
  "says it has none so new": (stage) =>
    isNew(stage)
      ? { remote: { ...stage.honest, changes: async () => "ahead" }, names: ["ROLLBACK"] }
      : null,
  "holds the log back": (stage) =>
    isNew(stage)
      ? { remote: { ...stage.honest, changes: async () => [] }, names: ["MISSING"] }
      : null,
  "leaves one commit out": (stage) =>
    isNew(stage) && stage.log.rev > stage.seen.rev + 1
      ? {
          remote: withCommits(stage, (found, since) =>
            since === stage.seen.rev ? found.slice(1) : found,
          ),
          names: ["MISSING"],
        }
      : null,
  "tells an old commit again": (stage) => {
    const old = stage.log.commits[stage.seen.rev - 1];
    if (!isNew(stage) || old === undefined) return null;
    return { remote: withFirst(stage, () => old), names: ["FORK"] };
  },
  "forges a signature": (stage) =>
    isNew(stage)
      ? {
          remote: withFirst(stage, ({ body, sig }) => ({ body, sig: flipped(sig, 5) })),
          names: ["TAMPERED"],
        }
      : null,
  "changes what is added": (stage) =>
    isNew(stage)
      ? {
          remote: withFirst(stage, ({ body, sig }) => {
            const read = decodeCommit(body);
            return { body: encodeCommit({ ...read, adds: read.adds.slice(1) }), sig };
          }),
          names: ["TAMPERED"],
        }
      : null,
  "says another base": (stage) =>
    isNew(stage)
      ? {
          remote: withFirst(stage, ({ body, sig }) => {
            const read = decodeCommit(body);
            return { body: encodeCommit({ ...read, baseChain: flipped(read.baseChain) }), sig };
          }),
          names: ["FORK"],
        }
      : null,
  "takes a commit of another vault": (stage) =>
    isNew(stage)
      ? {
          remote: withFirst(stage, ({ body, sig }) => {
            const read = decodeCommit(body);
            return { body: encodeCommit({ ...read, locator: flipped(read.locator) }), sig };
          }),
          names: ["TAMPERED"],
        }
      : null,
  "withholds an object": (stage) =>
    bringsObjects(stage)
      ? { remote: { ...stage.honest, object: async () => null }, names: ["MISSING"] }
      : null,
  "changes an object": (stage) =>
    bringsObjects(stage)
      ? {
          remote: {
            ...stage.honest,
            object: async (name) =>
              flipped((await stage.honest.object(name)) ?? new Uint8Array(600), 100),
          },
          names: ["TAMPERED"],
        }
      : null,
  "gives another object": (stage) => {
    const other = [...stage.log.objects.values()].toReversed();
    if (!bringsObjects(stage)) return null;
    let at = 0;
    const remote: Remote = {
      ...stage.honest,
      object: async (name) => {
        const found = other[at++ % other.length] as Bytes;
        return stage.log.objects.get(name) === found ? null : found;
      },
    };
    return { remote, names: ["TAMPERED", "MISSING"] };
  },
} satisfies Record<string, Lie>;

export type LieName = keyof typeof table;
export const lieNames = Object.keys(table) as LieName[];

/** The lie told to this device by this server; null where it can not be told now. */
export async function tell(name: LieName, server: Server, device: Device): Promise<Told | null> {
  // What waits to be sent is sent first, to whomever: that is no lie.
  if (server.log === null || device.world.stored.facts.has("outbox")) return null;
  const state = await readState(device.world, await use(device.vault));
  if (state === null) return null;
  const lie: Lie = table[name];
  return lie({ honest: remoteOf(server), log: server.log, seen: state.seen });
}
