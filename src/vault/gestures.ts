/**
 * What the user asks for outside our windows: a keyboard command or a menu entry. Where the vault is locked
 * it waits in memory, the popup opens on the password box, and the unlock goes on with it.
 */
import { Failure, failureCode } from "../core/failure.ts";
import { caps, type Draft } from "../core/item.ts";
import { emptyFields } from "../core/kinds/kind.ts";
import { kinds } from "../core/kinds/index.ts";
import type { FillReport, Unlocked } from "../wire/protocol.ts";
import { originOf } from "../core/origin.ts";
import { beginningOf } from "../core/shown.ts";
import { literal } from "../core/snippet/parse.ts";
import { keepDraft, readDraft } from "./draft.ts";
import { captureForm, fillPage, selectionOf } from "./fill.ts";
import { sayFailed } from "./insert-wish.ts";
import type { World } from "./ports.ts";
import {
  snippetsPlace,
  type Waiting,
  waitingFill,
  waitingPlace,
  waitingSnippets,
} from "./waiting.ts";
import { isOpen, stillOpen, use, type Vault } from "./vault.ts";
import { saveItem } from "./save-item.ts";
import { settingsOf } from "./settings-record.ts";
import { candidates } from "./sites.ts";

const cyclePlace = "cycle";
/** Pressing the command again within this time (ms) takes the next match. */
const cycleTime = 10_000;

interface Cycle {
  tabId: number;
  url: string;
  /** Filled last. */
  id: string;
  /** The round, in the order it began with: each use changes the order by recency. */
  ids: string[];
  at: number;
}

/** Asks for the password: the popup opens, or the user opens it. */
async function askToUnlock(world: World): Promise<void> {
  world.tell("status");
  await world.pages.openPopup();
}

/** After an unlock: snippets that waited are saved, and the fill that was asked for is done. */
export async function resume(vault: Vault): Promise<Unlocked["resumed"]> {
  const { world } = vault;
  try {
    await saveWaiting(vault);
    const waiting = await waitingFill(world);
    await world.memory.forget([waitingPlace]);
    if (waiting === null) return null;
    const url = (await world.pages.tab(waiting.tabId))?.url ?? null;
    // Another page is in front by now: the user did not mean that one.
    if (url === null || originOf(url) !== waiting.origin) throw new Failure("PAGE_GONE");
    return { fill: await fillNext(vault, waiting.tabId) };
  } catch (thrown) {
    return { failed: failureCode(thrown) };
  }
}

/** Each is forgotten only once it is on the disk. */
async function saveWaiting(vault: Vault): Promise<void> {
  const { world } = vault;
  for (let left = await waitingSnippets(world); left.length > 0; left = left.slice(1)) {
    await saveItem(world, await use(vault), left[0] as Draft, null);
    if (left.length === 1) await world.memory.forget([snippetsPlace]);
    else await world.memory.write(snippetsPlace, JSON.stringify(left.slice(1)));
  }
}

/** Alt+Shift+L and "Fill from Coffer": the best match of the page; again, the next one. */
export async function fillCommand(vault: Vault, tabId: number): Promise<void> {
  const { world } = vault;
  if (!(await isOpen(vault))) {
    const url = (await world.pages.tab(tabId))?.url ?? null;
    const origin = url === null ? null : originOf(url);
    const waiting: Waiting = { tabId, origin, at: world.clock.now() };
    await world.memory.write(waitingPlace, JSON.stringify(waiting));
    return askToUnlock(world);
  }
  try {
    await fillNext(vault, tabId);
  } catch {
    // The popup shows what is there for this page, and says why a fill from there fails.
    world.pages.badge(tabId, "!");
    await world.pages.openPopup();
  }
}

/** Fills the match after the one filled last on this page within ten seconds. NO_MATCH where there is none. */
async function fillNext(vault: Vault, tabId: number): Promise<FillReport> {
  const { world } = vault;
  const opened = await use(vault);
  const url = (await world.pages.tab(tabId))?.url;
  if (url === undefined || url === null) throw new Failure("NO_PAGE");
  const cycle = await cycleIn(world, tabId, url);
  const matches = await candidates(vault, opened, url);
  if (matches.length === 0) throw new Failure("NO_MATCH");
  const ids = matches.map((entry) => entry.id);
  const order = cycle === null ? ids : cycle.ids.filter((id) => ids.includes(id));
  const at = cycle === null ? 0 : (order.indexOf(cycle.id) + 1) % order.length;
  const id = order[at] ?? ids[0] ?? "";
  const report = await fillPage(world, opened, {
    id,
    tabId,
    origin: originOf(url),
    still: stillOpen(vault),
    critical: null,
    adopt: false,
    keepTyped: settingsOf(vault).keepTyped,
    siteWide: settingsOf(vault).siteWide,
    undoFirst: cycle !== null,
    only: null,
  });
  const next: Cycle = { tabId, url, id, ids: order, at: world.clock.now() };
  await world.memory.write(cyclePlace, JSON.stringify(next));
  return report;
}

async function cycleIn(world: World, tabId: number, url: string): Promise<Cycle | null> {
  const text = await world.memory.read(cyclePlace);
  if (text === null) return null;
  const cycle = JSON.parse(text) as Cycle;
  const fresh = world.clock.now() - cycle.at < cycleTime;
  return fresh && cycle.tabId === tabId && cycle.url === url ? cycle : null;
}

/** Alt+Shift+C and "Save the selection": a snippet, at once; `fallback` is what the menu itself knows. */
export async function saveSelection(vault: Vault, tabId: number, fallback: string): Promise<void> {
  const { world } = vault;
  const page = await selectionOf(world, tabId).catch(() => ({ text: "", title: "", origin: "" }));
  const text = page.text.trim() === "" ? fallback : page.text;
  if (text.trim() === "") {
    world.pages.badge(tabId, "–");
    return;
  }
  // What a page sends is cut there (pageCaps): half of a text, called saved, would be a loss.
  const body = literal(text);
  if (text.length >= caps.value || body.length > caps.value)
    return sayFailed(world, tabId, "TOO_LARGE");
  const draft = snippetDraft(text, body);
  const wait = async () => {
    const waiting = [...(await waitingSnippets(world)), draft];
    await world.memory.write(snippetsPlace, JSON.stringify(waiting));
    await askToUnlock(world);
  };
  if (!(await isOpen(vault))) return wait();
  try {
    await saveItem(world, await use(vault), draft, null);
    world.pages.badge(tabId, "✓");
  } catch {
    // It waits for the next unlock, when there may be room on the disk.
    world.pages.badge(tabId, "!");
    await wait();
  }
}

/** `body`: what a page says is text, never a template: a page must not write one that reads the vault. */
function snippetDraft(text: string, body: string): Draft {
  const title = beginningOf(text.trim().replace(/\s+/g, " "), 60);
  const fields = emptyFields(kinds.snippet).map((field) => ({
    ...field,
    value: field.key === "body" ? body : "",
  }));
  return {
    id: null,
    rev: 0,
    kind: "snippet",
    title,
    tags: [],
    favourite: false,
    origins: [],
    fields,
  };
}

/**
 * "Save this form": the draft waits in the popup for review. Where the vault is locked, or a half-typed item
 * stands in the popup, that comes first: the popup opens and nothing is read from the page.
 */
export async function saveForm(vault: Vault, tabId: number): Promise<void> {
  const { world } = vault;
  if (!(await isOpen(vault))) return askToUnlock(world);
  try {
    if ((await readDraft(world, "popup")) === null)
      await keepDraft(world, "popup", await captureForm(world, tabId));
  } catch {
    world.pages.badge(tabId, "!");
    return;
  }
  await world.pages.openPopup();
}
