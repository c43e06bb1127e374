/** Protocol row -> one call. A row without a handler does not compile (ARCHITECTURE.md 2). */
import type { Bytes } from "../core/bytes.ts";
import { failureCode } from "../core/failure.ts";
import { decodeHeader } from "../core/header.ts";
import { recordClass } from "../core/record.ts";
import { originOf, hostOf } from "../core/origin.ts";
import type { clipRows } from "../wire/clips.ts";
import type { Handlers, Status } from "../wire/protocol.ts";
import type { serverRows } from "../wire/servers.ts";
import { clearClip, clearNow, clipStatus } from "./clip.ts";
import type { sharingRows } from "../wire/sharing.ts";
import type { targetRows } from "../wire/targets.ts";
import { keepDraft, readDraft, unsealDrafts } from "./draft.ts";
import { dismissReport, lastReport } from "./fill-report.ts";
import { find, overview, siteTest } from "./find.ts";
import { readItem } from "./items.ts";
import { entryOf, type Opened, refOf, zeroHex } from "./opened.ts";
import type { World } from "./ports.ts";
import { lockTime } from "./session.ts";
import { settingsOf } from "./settings-record.ts";
import { isOpen, lock, look, stillOpen, stronger, unlock, use, type Vault } from "./vault.ts";
import { hasOffers, waitingFor } from "./waiting.ts";

/** Rows that are answered by what is loaded late (later.ts); all others are here. */
type LateRow =
  | "create"
  | "vault.giveUp"
  | "key.asks"
  | "key.begin"
  | "key.add"
  | "key.remove"
  | "rotate"
  | "rotate.cancel"
  | "recovery.confirm"
  | "settings.save"
  | "item.reveal"
  | "item.save"
  | "item.favourite"
  | "item.trash"
  | "item.restore"
  | "item.erase"
  | "fill"
  | "fill.undo"
  | "capture"
  | "site.check"
  | "offer.list"
  | "offer.save"
  | "offer.drop"
  | "watch.list"
  | "watch.set"
  | "watch.never"
  | "backup.begin"
  | "backup.part"
  | "export.begin"
  | "backup.done"
  | "backup.check"
  | "backup.since"
  | "restore.begin"
  | "restore.part"
  | "restore.check"
  | "restore.open"
  | "restore.apply"
  | "restore.cancel"
  | "kept.list"
  | "kept.drop"
  | "repair"
  | "audit.list"
  | "audit.export"
  | "item.past"
  | "past.copy"
  | "past.forget"
  | "file.list"
  | "file.begin"
  | "file.part"
  | "file.end"
  | "file.read"
  | "file.remove"
  | "snippet.look"
  | "snippet.text"
  | "snippet.copy"
  | "insert.take"
  | "insert"
  | "folder.move"
  | keyof typeof clipRows
  | keyof typeof sharingRows
  | keyof typeof serverRows
  | keyof typeof targetRows
  | "page.look"
  | "page.outline"
  | "page.pick"
  | "page.picked"
  | "frame.allow"
  | "site.read"
  | "site.change"
  | "site.list";

export type LateHandlers = Pick<Handlers, LateRow>;

/** `own`, and beside it every late row as a function that loads the late part once and asks it. */
function withLate(vault: Vault, own: Omit<Handlers, LateRow>): Handlers {
  let loading: Promise<LateHandlers> | undefined;
  const ask = async (row: LateRow, content: unknown) => {
    loading ??= vault.world.later().then(({ handlers }) => handlers(vault));
    // One that could not be loaded is asked for again.
    loading.catch(() => (loading = undefined));
    // What changes or packs the vault begins before a rotation or after it: one under way has other keys at its end.
    if (!/^(rotate|key\.|copy$|clip\.)/.test(row)) await vault.turning;
    const handler = (await loading)[row] as (content: unknown) => Promise<unknown>;
    return handler(content);
  };
  // The door asks for rows of the protocol only: a second list of their names would weigh on the start.
  return new Proxy(own, {
    get: (here, row) =>
      Object.hasOwn(here, row)
        ? Reflect.get(here, row)
        : (content: unknown) => ask(row as LateRow, content),
  }) as Handlers;
}

/** All that the door can ask of this vault. */
export function handlersOf(vault: Vault): Handlers {
  const { world } = vault;

  vault.afterLock.push(
    async () => void (await clearClip(world)),
    // A lock takes every badge away; what waits is still there, sealed.
    async () => {
      if (await hasOffers(world)) await (await world.later()).showOffers(world);
    },
  );
  vault.afterUnlock.push(
    (opened) => unsealDrafts(world, opened),
    // Behind it: an unlock waits for nothing that it does not need.
    async (opened) =>
      void world
        .later()
        .then(({ behindUnlock, syncWatch, tellAll }) =>
          Promise.all([behindUnlock(vault, opened), syncWatch(vault), tellAll(vault)]),
        )
        .catch(() => undefined),
  );

  const own: Omit<Handlers, LateRow> = {
    status: () => status(vault),
    unlock: async (typed) => {
      await unlock(vault, typed);
      if ((await waitingFor(world)) === null) return { resumed: null };
      return { resumed: await (await world.later()).resume(vault) };
    },
    lock: async () => {
      await lock(vault);
      return null;
    },
    find: async (ask) => {
      const opened = await use(vault);
      const still = stillOpen(vault);
      const page = ask.tabId === null ? null : await world.pages.tab(ask.tabId);
      const url = page?.url ?? null;
      const refs = entryOf(opened, zeroHex)?.refs ?? [];
      // Nothing was ever said of a site: nothing is loaded for it.
      const said = url !== null && refOf(refs, recordClass.sites) !== undefined;
      const off = said && (await (await world.later()).siteIsOff(world, opened, url));
      const belongs = await siteTest(vault, opened, off ? null : url);
      // A list is there at once; what is typed is looked for by the late part, which the unlock has begun to load.
      const listed =
        ask.text.trim() === ""
          ? find(opened, ask, belongs)
          : (await world.later()).search(vault, opened, ask, belongs);
      still();
      return off ? { ...listed, off } : listed;
    },
    "item.read": async ({ id }) => readItem(world, await use(vault), id),
    "draft.read": async ({ slot }) => {
      await use(vault);
      return { draft: await readDraft(world, slot) };
    },
    // Allowed while locked: what is typed at that moment must not be lost (ARCHITECTURE.md 4).
    "draft.keep": async ({ slot, draft }) => {
      await keepDraft(world, slot, draft);
      return null;
    },

    "clip.clear": async () => ({ cleared: await clearNow(world) }),

    here: async () => {
      const page = await world.pages.here();
      const url = page?.url ?? null;
      const origin = url === null ? null : originOf(url);
      return {
        tabId: page?.tabId ?? null,
        origin,
        host: origin === null ? null : hostOf(origin),
        reachable: page?.reachable ?? false,
      };
    },
    "fill.dismiss": async () => {
      await dismissReport(world);
      return null;
    },
    "fill.report": async ({ tabId }) => {
      await use(vault);
      return { report: await lastReport(world, tabId) };
    },
  };
  return withLate(vault, own);
}

async function status(vault: Vault): Promise<Status> {
  const { world } = vault;
  const clip = await clipStatus(world);
  const opened = (await isOpen(vault)) ? await lookOrNull(vault) : null;
  if (opened !== null) {
    return {
      state: "open",
      ...overview(opened),
      lockAt: (await lockTime(world)) ?? 0,
      clip,
      settings: settingsOf(vault),
      problem: opened.problem,
      renew: (await world.disk.fact("renew")) !== null,
      stronger: (await world.memory.read(stronger)) !== null,
      rotating: vault.rotating,
      offers: await hasOffers(world),
      keys: await keysOf(world, opened.header),
    };
  }
  const opening = await world.disk.open();
  if (opening === null) return { state: "none", lost: await world.mark.there() };
  const keys = await keysOf(world, opening.header);
  return { state: "locked", waiting: await waitingFor(world), clip, keys };
}

/** Null where it turned out to be locked while it was loaded. */
async function lookOrNull(vault: Vault): Promise<Opened | null> {
  try {
    return await look(vault);
  } catch (thrown) {
    if (failureCode(thrown) === "LOCKED") return null;
    throw thrown;
  }
}

async function keysOf(world: World, header: Bytes): Promise<{ second: boolean; quick: boolean }> {
  return { second: needsKey(header), quick: (await world.disk.fact("quick")) !== null };
}

/** A header that can not be read is told by the unlock. */
function needsKey(header: Bytes): boolean {
  try {
    return decodeHeader(header).policy === 2;
  } catch {
    return false;
  }
}
