/**
 * The mirror: pulls from its primary, believes nothing. It takes only commits that the registered key has signed and that
 * stand on its own head; so it is the witness when the primary goes back or forks. It obeys orders of the account's admin.
 */
import { randomInt } from "node:crypto";
import * as v from "valibot";
import { limits } from "../api.ts";
import { equalBytes, fromBase64, fromHex, reader, sha256, toHex } from "../bytes.ts";
import { decodeCommit } from "../commit.ts";
import type { House } from "../house.ts";
import { scrub } from "../keeper.ts";
import type { MirrorSettings } from "../settings.ts";
import type { Identity } from "./certificate.ts";
import { ask, Fault } from "./asking.ts";
import { begin } from "./begin.ts";
import { type Channel, reauthenticate } from "./channel.ts";
import { connectToPrimary } from "./connect.ts";

const vaultsSchema = v.object({
  vaults: v.array(
    v.object({
      locator: v.string(),
      rev: v.number(),
      chain: v.string(),
      keyEpoch: v.number(),
      readPk: v.string(),
      writePk: v.string(),
      adminPk: v.string(),
    }),
  ),
});
type Told = v.InferOutput<typeof vaultsSchema>["vaults"][number];

/** What one round found. `faults` are for the operator: the primary went back, forked, or holds something back. */
export interface Round {
  commits: number;
  faults: string[];
}

/** One round over all accounts of the primary. */
export async function pullAll(house: House, channel: Channel): Promise<Round> {
  const round: Round = { commits: 0, faults: [] };
  await obeyOrders(house, channel, round);
  for (let after = ""; ;) {
    const { vaults } = v.parse(vaultsSchema, (await ask(channel, { ask: "vaults", after })).about);
    for (const told of vaults) {
      try {
        await pullOne(house, channel, told, round);
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown;
        // Six digits tell accounts apart and name none.
        round.faults.push(`${told.locator.slice(0, 6)}…: ${thrown.message}`);
      }
    }
    const last = vaults.at(-1);
    if (last === undefined) return round;
    after = last.locator;
  }
}

async function obeyOrders(house: House, channel: Channel, round: Round): Promise<void> {
  const { store, now } = house;
  const answer = await ask(channel, { ask: "orders" });
  const from = reader(answer.bytes);
  while (from.left() > 0) {
    const locator = from.take(16);
    const done = await store.run("obeyAsMirror", locator, from.lengthPrefixed(1024), now());
    if (done === "done") house.state.toScrub = true;
    if (done === "refused")
      round.faults.push(
        `${toHex(locator).slice(0, 6)}…: an order is not signed, or not yet to be done`,
      );
  }
  // Where it fails it is done with the next round.
  await scrub(house).catch(() => undefined);
}

async function pullOne(house: House, channel: Channel, told: Told, round: Round): Promise<void> {
  const { store } = house;
  const locator = fromHex(told.locator);
  const row = (await store.run("vault", locator)) ?? (await adopted(house, told));
  if (row === null) throw new Fault("its keys are not those of before");
  let { rev } = row;
  if (told.rev < rev) throw new Fault(`the primary went back from ${rev} to ${told.rev}`);
  if (told.rev === rev && told.chain !== toHex(row.chain))
    throw new Fault(`the primary has another history at ${rev}`);
  while (rev < told.rev) {
    const page = await ask(channel, { ask: "changes", locator: told.locator, since: rev });
    if (page.about["is"] === "compacted" && rev === 0) {
      rev = await begin(house, channel, told.locator);
      round.commits += rev;
      continue;
    }
    if (page.about["is"] === "compacted")
      throw new Fault(`the primary has purged what follows ${rev}, which this mirror never had`);
    if (page.about["is"] !== "page")
      throw new Fault(`the primary does not give what follows ${rev}`);
    const commits = commitsIn(page.bytes);
    if (commits.length === 0) throw new Fault(`the primary holds back what follows ${rev}`);
    for (const { body, sig } of commits) {
      rev = await addOne(house, channel, told.locator, rev, body, sig);
      round.commits += 1;
    }
  }
  for (let holes = await holesIn(store, locator); holes.length > 0;) {
    for (const name of holes) {
      const object = await fetchObject(channel, told.locator, name);
      if (object === null) throw new Fault("an object of the head is missing");
      await store.run("fillHole", locator, name, object);
    }
    holes = await holesIn(store, locator);
  }
  const now = await store.run("vault", locator);
  if (now !== null)
    house.hub.changed(told.locator, {
      rev: now.rev,
      chain: toHex(now.chain),
      logId: toHex(now.log_id),
    });
}

const holesIn = (store: House["store"], locator: Uint8Array) => store.run("holes", locator);

async function adopted({ store, now }: House, told: Told) {
  const locator = fromHex(told.locator);
  const made = await store.run("create", {
    locator,
    nonce: new Uint8Array(16),
    keyEpoch: told.keyEpoch,
    readPk: fromBase64(told.readPk),
    writePk: fromBase64(told.writePk),
    adminPk: fromBase64(told.adminPk),
    now: now(),
    registration: "mirror",
    invite: "",
  });
  return made === "created" || made === "there" ? store.run("vault", locator) : null;
}

function commitsIn(
  bytes: Uint8Array,
): { body: Uint8Array<ArrayBuffer>; sig: Uint8Array<ArrayBuffer> }[] {
  const from = reader(bytes);
  from.take(6 + 16 + 8);
  const commits = Array.from({ length: from.u32() }, () => ({
    body: from.lengthPrefixed(limits.commitBody),
    sig: from.take(64),
  }));
  from.end();
  return commits;
}

async function fetchObject(
  channel: Channel,
  locator: string,
  name: Uint8Array,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const answer = await ask(channel, { ask: "object", locator, name: toHex(name) });
  if (answer.about["there"] !== true) return null;
  if (!equalBytes(sha256(answer.bytes), name))
    throw new Fault("an object is another than its name says");
  return answer.bytes.slice();
}

async function addOne(
  { store, now }: House,
  channel: Channel,
  locator: string,
  rev: number,
  body: Uint8Array<ArrayBuffer>,
  sig: Uint8Array<ArrayBuffer>,
): Promise<number> {
  const objects: Uint8Array<ArrayBuffer>[] = [];
  // An old commit may have added what was dropped and forgotten since: the primary has it no more.
  const absent = new Set<string>();
  for (const name of decodeCommit(body).adds) {
    const object = await fetchObject(channel, locator, name);
    if (object === null) absent.add(toHex(name));
    else objects.push(object);
  }
  const answer = await store.run("mirrored", {
    locator: fromHex(locator),
    upload: { body, sig, objects },
    absent,
    now: now(),
  });
  if (answer.is !== "committed" || answer.rev !== rev + 1)
    throw new Fault(`commit ${rev + 1} is refused: ${answer.is}`);
  return answer.rev;
}

export interface Following {
  /** What the last round found; null before the first. */
  last(): Round | null;
  /** A new code or address: the connection is made anew at once. */
  change(settings: MirrorSettings): void;
  connections(): number;
  stop(): Promise<void>;
}

const backOffMax = 60_000;

/** ms to wait after so many losses in a row: twice as long each time up to a minute, and not all at once after an outage. */
export function backOff(losses: number): number {
  const most = Math.min(backOffMax, 500 * 2 ** Math.min(losses, 10));
  return most / 2 + randomInt(most / 2);
}

/** Follows the primary until it is stopped: a round every `pauseMs`, over one connection as long as it is good (`until`). */
export function follow(
  house: House,
  first: MirrorSettings,
  identity: Identity,
  pauseMs = 2000,
  until: { ms: number; bytes: number } = reauthenticate,
): Following {
  let settings = first;
  const state = { stopped: false };
  let last: Round | null = null;
  let connections = 0;
  let wake: () => void = () => undefined;
  let drop: () => void = () => undefined;
  const pause = (ms: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, ms);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });

  const session = async (): Promise<void> => {
    const used = settings;
    const { channel, socket, pin } = await connectToPrimary(used, identity);
    drop = () => socket.destroy();
    connections += 1;
    const since = performance.now();
    try {
      if (used.pin === "") settings = { ...settings, pin };
      const old = () => performance.now() - since > until.ms || channel.used() > until.bytes;
      while (!state.stopped && used.code === settings.code && used.of === settings.of && !old()) {
        last = await pullAll(house, channel);
        house.metrics.set("mirror_faults", last.faults.length);
        house.metrics.count("mirror_commits_total", {}, last.commits);
        for (const fault of last.faults) house.log("mirror fault", { fault });
        await pause(pauseMs);
      }
      channel.goodbye();
    } finally {
      drop = () => undefined;
      if (!socket.writableEnded) socket.destroy();
    }
  };

  const run = (async () => {
    for (let losses = 0; !state.stopped;) {
      try {
        await session();
        losses = 0;
      } catch (thrown) {
        losses += 1;
        house.metrics.count("mirror_losses_total");
        house.log("mirror lost its primary", { reason: (thrown as Error).message.slice(0, 60) });
        if (!state.stopped) await pause(backOff(losses));
      }
    }
  })();

  return {
    last: () => last,
    change: (next) => {
      settings = next;
      drop();
      wake();
    },
    connections: () => connections,
    stop: async () => {
      state.stopped = true;
      drop();
      wake();
      await run;
    },
  };
}
