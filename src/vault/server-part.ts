/** What talks to a backup server: the rows of src/wire/servers.ts, and syncing by itself. Loaded where one is connected. */
import { writeBackupKey } from "../core/backup-key.ts";
import { equalBytes, fromBase64, fromHex, toBase64, toHex, wipe } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { decodeHeader } from "../core/header.ts";
import type { Keyring } from "../core/merge-own.ts";
import { writePairing } from "../core/pairing.ts";
import { serverOrigin } from "../core/server-address.ts";
import type { DeviceLine } from "../wire/servers.ts";
import { conflictsOf, dropConflicts } from "./conflicts.ts";
import { connect, disconnect } from "./connect.ts";
import { signerOf } from "./epoch-keys.ts";
import { withKeyring } from "./keyring.ts";
import { readLog } from "./log.ts";
import { entryOf, isItem, type Opened } from "./opened.ts";
import type { Post } from "./mail-ports.ts";
import type { Servers, World } from "./ports.ts";
import { rotate } from "./rotate.ts";
import type { ServerHandlers, ServerPart } from "./server-door.ts";
import { factorHandlers } from "./server-factors.ts";
import { findAccount, headerOf, join, lookAt } from "./server-join.ts";
import { type Lines, linesOf } from "./server-lines.ts";
import { type Live, liveOf } from "./server-live.ts";
import { restoreState, showState, typedOf } from "./server-state.ts";
import { dropStaged } from "./staged.ts";
import { syncFact } from "./sync-state.ts";
import { use, type Vault } from "./vault.ts";

/** The part over these servers. It keeps one line for each vault. */
export function serverPartOf(servers: Servers, post?: Post): ServerPart {
  const lives = new WeakMap<Vault, Live>();
  const lines = linesOf(servers);
  const liveFor = (vault: Vault): Live => {
    const live = lives.get(vault) ?? liveOf(vault, lines);
    lives.set(vault, live);
    return live;
  };
  return {
    handlers: (vault) => handlersOf(vault, { servers, lines }, liveFor(vault)),
    ring: (vault) => liveFor(vault).ring(),
    look: (vault) => liveFor(vault).look(),
    remote: lines.at,
    ...(post === undefined ? {} : { post }),
  };
}

const quietly = (work: Promise<unknown>) => void work.catch(() => undefined);

function confirm(world: World, typed: string): void {
  if (typed.trim() !== world.confirmation) throw new Failure("CONFIRMATION");
}

function backupKeyOf({ backupKey }: Keyring) {
  if (backupKey === null) throw new Failure("NOT_FOUND");
  return fromBase64(backupKey);
}

function handlersOf(
  vault: Vault,
  reach: { servers: Servers; lines: Lines },
  live: Live,
): ServerHandlers {
  const { world } = vault;
  const { servers } = reach;
  const free = async () => {
    if ((await world.disk.fact(syncFact)) !== null) throw new Failure("CONFLICT");
  };
  return {
    "server.status": () => live.status(),
    "server.test": async ({ url }) => {
      const origin = serverOrigin(url);
      if (origin === null) throw new Failure("SERVER_ADDRESS");
      await servers.probe(origin);
      return { origin };
    },
    "server.connect": async ({ url, invite, proof }) => {
      await use(vault);
      await free();
      const origin = serverOrigin(url);
      if (origin === null) throw new Failure("SERVER_ADDRESS");
      await servers.probe(origin);
      live.reset();
      const name = servers.deviceName();
      await connect(vault, typedOf(proof), null, { origin, invite, name });
      quietly(live.run({ prove: async () => typedOf(proof) }));
      return null;
    },
    "server.link": async ({ way, proof }) => {
      const opened = await use(vault);
      await free();
      live.reset();
      const found = await findAccount(reach, way);
      const header = await headerOf(found);
      if (header !== null && !equalBytes(decodeHeader(header).vaultId, opened.vault.vaultId))
        throw new Failure("OTHER_VAULT");
      const { origin, anchor, backupKey } = found;
      await connect(vault, typedOf(proof), backupKey, {
        origin,
        anchor,
        name: servers.deviceName(),
      });
      quietly(live.run({ prove: async () => typedOf(proof) }));
      return null;
    },
    "server.disconnect": async () => {
      await use(vault);
      live.cancel();
      await disconnect(vault);
      live.reset();
      return null;
    },
    "server.erase": async ({ proof, typed, code }) => {
      confirm(world, typed);
      const { account } = await live.connected();
      await withKeyring(vault, typedOf(proof), async ({ rootKey, header, keyring, save }) => {
        const { seed, signer } = await signerOf(rootKey, header, "admin");
        wipe(seed);
        await account.erase(signer, code);
        // Its account is gone for good: the next connection draws another.
        await save({ ...keyring, backupKey: null });
      });
      live.cancel();
      await disconnect(vault);
      live.reset();
      return null;
    },

    "server.pair": async ({ proof }) => {
      const { state } = await live.connected();
      const { rev, chain } = state.seen;
      return withKeyring(vault, typedOf(proof), async ({ keyring }) => ({
        text: await writePairing({
          origin: state.origin,
          backupKey: backupKeyOf(keyring),
          anchor: { rev, chain },
        }),
      }));
    },
    "server.sheet": async ({ proof }) => {
      const { state } = await live.connected();
      return withKeyring(vault, typedOf(proof), async ({ keyring }) => ({
        key: await writeBackupKey(backupKeyOf(keyring)),
        origin: state.origin,
      }));
    },
    "server.look": async ({ way }) => lookAt(await findAccount(reach, way)),
    "server.join": async ({ way, typed, name }) => {
      if ((await world.disk.open()) !== null) throw new Failure("VAULT_EXISTS");
      const found = await findAccount(reach, way);
      return join(vault, live, found, typed, name ?? servers.deviceName());
    },

    "server.sync": async ({ proof, consent, keep, code, former }) => {
      await use(vault);
      const prove = proof === null ? {} : { prove: async () => typedOf(proof) };
      const then = former === undefined ? {} : { former: typedOf(former) };
      const asked = { ...prove, ...then, code };
      return live.run({ ...asked, evenIfManyGo: consent, keepMine: keep === true });
    },
    "server.rotation.drop": async () => {
      await use(vault);
      await dropStaged(world);
      quietly(live.ring());
      world.tell("server");
      return null;
    },
    ...factorHandlers(vault, live),
    "server.cancel": async () => {
      live.cancel();
      return null;
    },
    "server.anew": async ({ how, proof, typed }) => {
      confirm(world, typed);
      const { state } = await live.connected();
      live.reset();
      const fresh = how === "fresh";
      const name = servers.deviceName();
      await connect(vault, typedOf(proof), null, { origin: state.origin, fresh, name });
      quietly(live.run({ prove: async () => typedOf(proof), keepMine: true }));
      return null;
    },

    "server.words": async () => {
      const { rev, counter, hash } = (await live.connected()).state.seen;
      if (rev === 0) throw new Failure("NOT_FOUND");
      return { rev, words: await (await world.sharing()).stateWords(counter, hash) };
    },
    "server.devices": async ({ proof }) => {
      if (proof === null) throw new Failure("STEP_UP");
      return withKeyring(vault, typedOf(proof), async ({ keyring, opened }) => ({
        devices: await deviceLines(world, opened, keyring),
      }));
    },
    "server.device.rename": ({ id, name, proof }) =>
      withKeyring(vault, typedOf(proof), async ({ keyring, save }) => {
        const place = toBase64(fromHex(id));
        if (!keyring.devices.some((one) => one.id === place)) throw new Failure("NOT_FOUND");
        const renamed = (one: Keyring["devices"][number]) =>
          one.id === place ? { ...one, name } : one;
        await save({ ...keyring, devices: keyring.devices.map(renamed) });
        return null;
      }),
    "server.device.remove": async ({ id, typed, newPassword, others, forgetKeys }) => {
      const { deviceId } = await use(vault);
      if (id === toHex(deviceId)) throw new Failure("INVALID");
      const place = toBase64(fromHex(id));
      // What others have sent comes in first: the keys are changed on top of it.
      await live.run({ prove: async () => typed });
      const rotated = await rotate(vault, {
        typed,
        exposed: false,
        events: newPassword === null ? ["rotated"] : ["rotated", "passwordChanged"],
        ways: { newPassword, others, forgetKeys },
        keyring: (keyring) => ({
          ...keyring,
          devices: keyring.devices.filter((one) => one.id !== place),
        }),
      });
      quietly(live.ring());
      return rotated;
    },

    "server.history": async ({ before }) => {
      await use(vault);
      const { state, account } = await live.connected();
      const { states, next } = await account.history(before);
      return { states: states.map((one) => ({ ...one, now: one.rev === state.seen.rev })), next };
    },
    "server.state": ({ rev, proof }) => showState(vault, live, rev, proof),
    "server.state.restore": (ask) => restoreState(vault, live, ask),

    "server.conflicts": async () => {
      const opened = await use(vault);
      const conflicts = [];
      for (const { id, at, fields } of await conflictsOf(world)) {
        const entry = entryOf(opened, id);
        if (entry !== undefined && isItem(entry))
          conflicts.push({ id, title: entry.title, at, fields });
      }
      return { conflicts };
    },
    "server.conflicts.seen": async ({ ids }) => {
      await use(vault);
      await dropConflicts(world, ids);
      world.tell("server");
      return null;
    },
  };
}

/** The devices of the keyring, each with the time of its last entry in the log. */
async function deviceLines(world: World, opened: Opened, keyring: Keyring): Promise<DeviceLine[]> {
  const last = new Map<string, number>();
  const { log } = await world.locks.hold("vault", () => readLog(world, opened));
  for (const { entry } of log) {
    const id = toHex(entry.deviceId);
    last.set(id, Math.max(last.get(id) ?? 0, entry.at));
  }
  const own = toHex(opened.deviceId);
  const lines = keyring.devices.map(({ id, name, added }) => {
    const hex = toHex(fromBase64(id));
    return { id: hex, name, added, last: last.get(hex) ?? null, own: hex === own };
  });
  return lines.toSorted((a, b) => Number(b.own) - Number(a.own) || a.added - b.added);
}
