/**
 * The sites that the user lets Coffer watch. The list is in the settings, sealed and of all devices; that the browser
 * lets us in is its own permission, of this device. The watcher is registered where both agree, and the browser keeps
 * that registration: also while the vault is locked, and readable in the profile (SECURITY.md).
 */
import type { Settings } from "../core/settings.ts";
import {
  everywhere,
  patternsOf,
  type Registered,
  type Watch,
  watchedFor,
} from "../core/watched-site.ts";
import type { Watched } from "../wire/answers.ts";
import { ensureInbox } from "./inbox.ts";
import type { Watcher, World } from "./ports.ts";
import { saveSettings } from "./settings.ts";
import { settingsOf } from "./settings-record.ts";
import { isOpen, look, use, type Vault } from "./vault.ts";

async function isGranted({ watching }: World, site: string): Promise<boolean> {
  const each = await Promise.all(patternsOf(site).map((pattern) => watching.granted(pattern)));
  return each.length > 0 && each.every(Boolean);
}

/** Two sites that differ by their port alone have one pattern: what comes of it is judged by its origin. */
function patternsFor(watched: Settings["watched"]): Registered {
  const all: Registered = {};
  for (const one of watched)
    for (const pattern of patternsOf(one.site))
      all[pattern] = watchedFor.filter((what) => one[what] || all[pattern]?.includes(what));
  return all;
}

const written = (all: Registered) =>
  Object.entries(all)
    .map(([pattern, what]) => `${pattern} ${what.join()}`)
    .toSorted()
    .join("\n");

/** Registers the watcher anew where the list of an open vault, or a permission taken back, asks for it. */
export async function syncWatch(vault: Vault): Promise<void> {
  const { world } = vault;
  await world.locks.hold("watch", async () => {
    const now = await world.watching.registered();
    let wanted: Registered = now;
    if (await isOpen(vault)) {
      const opened = await look(vault);
      const { watched } = settingsOf(vault);
      if (watched.length > 0) await ensureInbox(world, opened);
      wanted = patternsFor(watched);
    }
    const next: Registered = {};
    for (const [pattern, what] of Object.entries(wanted))
      if (await world.watching.granted(pattern)) next[pattern] = what;
    if (written(next) !== written(now)) await world.watching.register(next);
  });
  world.tell("offers");
}

export type Allowed = Record<Watch, boolean>;

/** What these settings allow in a document of this origin. */
export function allowedBy(
  { watched, neverOffer, clipNever, offerPrivate }: Settings,
  origin: string,
  isPrivate: boolean,
): Allowed {
  const here = watched.filter(({ site }) => site === origin || site === everywhere);
  const seen = !isPrivate || offerPrivate;
  return {
    capture: seen && !neverOffer.includes(origin) && here.some(({ capture }) => capture),
    triggers: seen && here.some(({ triggers }) => triggers),
    // Never out of private windows, whatever is set for forms.
    clips: !isPrivate && !clipNever.includes(origin) && here.some(({ clips }) => clips),
  };
}

/** The same of this vault as it is now, null for nothing at all. While it is locked forms alone are heard, and of private windows nothing. */
export async function allowedAt(
  vault: Vault,
  { origin, isPrivate }: Pick<Watcher, "origin" | "isPrivate">,
): Promise<Allowed | null> {
  if (await isOpen(vault)) {
    await look(vault);
    const allowed = allowedBy(settingsOf(vault), origin, isPrivate);
    return watchedFor.some((what) => allowed[what]) ? allowed : null;
  }
  const capture = !isPrivate && (await watchesLocked(vault.world, origin));
  return capture ? { ...nothing, capture } : null;
}

const nothing: Allowed = { capture: false, clips: false, triggers: false };

/** Where the settings can not be read: by what the browser has registered. */
async function watchesLocked({ watching }: World, origin: string): Promise<boolean> {
  const registered = await watching.registered();
  const all = [
    ...patternsOf(origin),
    ...patternsOf(everywhere).filter((one) => sameScheme(one, origin)),
  ];
  return all.some((pattern) => registered[pattern]?.includes("capture"));
}

function sameScheme(pattern: string, origin: string): boolean {
  return pattern.split(":")[0] === origin.split(":")[0];
}

/** The list, each with whether the browser of this device lets us in. */
export async function listWatched(vault: Vault): Promise<Watched> {
  await use(vault);
  await syncWatch(vault);
  const { watched, neverOffer, clipNever } = settingsOf(vault);
  const sites = await Promise.all(
    watched.map(async (one) => ({ ...one, granted: await isGranted(vault.world, one.site) })),
  );
  return { sites, never: neverOffer, neverClips: clipNever };
}

/** A site is watched for something from now on, or not any more; in `tabId` at once. */
export async function setWatched(
  vault: Vault,
  { site, on, tabId, what }: { site: string; on: boolean; tabId: number | null; what: Watch },
): Promise<void> {
  const { world } = vault;
  await use(vault);
  const settings = settingsOf(vault);
  const { watched } = settings;
  const before = watched.find((one) => one.site === site);
  // Whoever allows it has changed their mind about "never".
  const bar = what === "triggers" ? null : bars[what];
  const again = on && bar !== null && settings[bar].includes(site);
  const next = { ...nothing, ...before, site, [what]: on };
  const all = watchedFor.filter((one) => next[one]);
  if (on === (before?.[what] === true) && !again) {
    await syncWatch(vault);
  } else {
    const others = watched.filter((one) => one.site !== site);
    await saveSettings(
      vault,
      {
        ...settings,
        watched: all.length > 0 ? [...others, next] : others,
        ...(bar !== null && again ? { [bar]: settings[bar].filter((one) => one !== site) } : {}),
      },
      [{ event: "settingsChanged" }],
    );
    await syncWatch(vault);
    if (all.length === 0) await giveBack(vault, site);
  }
  if (on && tabId !== null && (await isGranted(world, site)))
    await world.watching.enter(tabId, all);
}

/** A permission that no other site of the list needs. */
async function giveBack(vault: Vault, site: string): Promise<void> {
  const left = new Set(settingsOf(vault).watched.flatMap((one) => patternsOf(one.site)));
  const free = patternsOf(site).filter((pattern) => !left.has(pattern));
  if (free.length > 0) await vault.world.watching.revoke(free);
}

/** The settings that bar a site from something that may be on for all. */
const bars = { capture: "neverOffer", clips: "clipNever" } as const;

/** Nothing is offered, or kept of copies, on this origin any more, whatever is allowed; or it may be again. */
export async function setNever(
  vault: Vault,
  { origin, on, what }: { origin: string; on: boolean; what: keyof typeof bars },
): Promise<void> {
  await use(vault);
  const settings = settingsOf(vault);
  const next = settings[bars[what]].filter((one) => one !== origin);
  if (on) next.push(origin);
  await saveSettings(vault, { ...settings, [bars[what]]: next }, [{ event: "settingsChanged" }]);
  if (on) await setWatched(vault, { site: origin, on: false, tabId: null, what });
}
