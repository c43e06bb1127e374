/** A whole running server: store, application, ports, and what it does by itself. Stopped, it leaves nothing behind. */
import { randomBytes } from "node:crypto";
import { backupDue, backupsIn, backUp } from "./backup.ts";
import { clockGuard } from "./clock.ts";
import { type Folder, tie } from "./folder.ts";
import type { House } from "./house.ts";
import { hubOver } from "./hub.ts";
import { keepHouse } from "./keeper.ts";
import { listen, type Listening, listenMetrics } from "./listen.ts";
import type { Log } from "./log.ts";
import { metricsOf } from "./metrics.ts";
import { identityIn } from "./mirror/certificate.ts";
import { follow } from "./mirror/follow.ts";
import { listenForMirror } from "./mirror/primary.ts";
import { BadSetting, originsOf, type Settings } from "./settings.ts";
import { openPostgres } from "./store/postgres.ts";
import { openSqlite } from "./store/sqlite.ts";
import type { Store } from "./store/store.ts";

/** The store that the settings name. */
export function openStore(settings: Settings, folder: Folder): Promise<Store> {
  return settings.postgres.length > 0
    ? openPostgres({ urls: settings.postgres })
    : openSqlite(folder.database, { copies: folder.backups });
}

export interface Served {
  house: House;
  port: number;
  /** Where mirrors are listened for; 0 where they are not. */
  mirrorPort: number;
  /** For the first account, where accounts need an invitation. */
  invite: string | null;
  stop(): Promise<void>;
}

const minute = 60_000;
const patience = 10_000;

/** Starts all of it; throws where a port is taken, the database is newer, or the folder is another's. */
export async function serve(settings: Settings, folder: Folder, log: Log): Promise<Served> {
  const store = await openStore(settings, folder);
  const open: { stop(patience: number): Promise<void> }[] = [];
  try {
    await tie(folder, store);
    const role = await store.run("meta", "role");
    if (role === "promoted" && settings.mirror !== null)
      throw new BadSetting("This mirror was promoted: start it without COFFER_MIRROR_OF.");
    const mirror = role === "mirror" || settings.mirror !== null;
    if (settings.mirror !== null) await store.run("setMeta", "role", "mirror");
    const house: House = {
      store,
      rules: settings.rules,
      now: Date.now,
      // Other instances may write into the same database.
      hub: hubOver(store, store.engine === "postgres" ? 300 : null),
      metrics: metricsOf(),
      log,
      state: { role: mirror ? "mirror" : "primary", stopping: false },
    };
    const invite = await inviteFor(house);
    const main = await listen(house, settings.listen);
    open.push(main);
    // Port 0 asks for any: only now it is known what clients call us.
    if (settings.listen.port === 0)
      house.rules.origins = originsOf("", main.port, settings.listen.tls !== null);
    if (settings.metrics !== null)
      open.push(await listenMetrics(house, settings.metrics.host, settings.metrics.port));
    const identity = () => identityIn(folder.path);
    let mirrorPort = 0;
    if (settings.mirrorListen !== null) {
      const { host, port } = settings.mirrorListen;
      const listener = await listenForMirror(house, identity(), host, port);
      mirrorPort = listener.port;
      open.push(listener);
    }
    if (settings.mirror !== null) open.push(follow(house, settings.mirror, identity()));
    const timers = startKeeping(house, settings, folder);
    return {
      house,
      port: main.port,
      mirrorPort,
      invite,
      stop: async () => {
        for (const timer of timers) clearInterval(timer);
        await stopped(open);
        house.hub.stop();
        await store.close();
      },
    };
  } catch (thrown) {
    await stopped(open);
    await store.close();
    throw thrown;
  }
}

async function stopped(open: readonly Pick<Listening, "stop">[]): Promise<void> {
  await Promise.all(open.map((one) => one.stop(patience)));
}

async function inviteFor({ store, rules, now, state }: House): Promise<string | null> {
  if (rules.registration !== "invite" || state.role === "mirror") return null;
  await store.run("dropInvites");
  const invite = randomBytes(16).toString("base64url");
  await store.run("addInvite", invite, now());
  return invite;
}

function startKeeping(house: House, settings: Settings, folder: Folder): NodeJS.Timeout[] {
  const guard = clockGuard(house.store);
  const quietly = (work: () => Promise<unknown>) => () => {
    work().catch((error: Error) => house.log("housekeeping failed", { reason: error.name }));
  };
  const keep = quietly(() => keepHouse(house, guard));
  keep();
  const timers = [setInterval(keep, minute)];
  if (settings.backupHours > 0 && house.store.engine === "sqlite") {
    let under = false;
    const back = quietly(async () => {
      if (under || !backupDue(backupsIn(folder), house.now(), settings.backupHours)) return;
      under = true;
      try {
        const { checked } = await backUp(house.store, folder, house.now());
        house.metrics.set("backup_time", Math.round(house.now() / 1000));
        house.log("backup made and checked", {
          vaults: checked.vaults,
          commits: checked.commits,
          objects: checked.objects,
        });
      } catch (thrown) {
        house.metrics.count("backup_failures_total");
        throw thrown;
      } finally {
        under = false;
      }
    });
    // At the start too: a machine that is on for an hour a day has backups as others do.
    back();
    timers.push(setInterval(back, 10 * minute));
  }
  for (const timer of timers) timer.unref();
  return timers;
}
