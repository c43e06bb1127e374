/** Typed triggers: what a watched page is told of them, and what becomes of a word that it tells. */
import { failureCode } from "../core/failure.ts";
import { randomBytes } from "../core/random.ts";
import type { Rendered } from "../core/snippet/render.ts";
import { type Casing, casingOf, recased, sieveOf, type Triggers } from "../core/snippet/trigger.ts";
import type { Features, Said } from "../wire/watch-port.ts";
import { inBoth, insertAtCaret } from "./insert.ts";
import { wishInsert } from "./insert-wish.ts";
import { type Entry, isItem, type Opened } from "./opened.ts";
import type { Watcher } from "./ports.ts";
import { lookAtSnippet } from "./snippet.ts";
import { isOpen, look, use, type Vault } from "./vault.ts";
import { allowedAt } from "./watched.ts";

/** Documents whose ports are open. */
const present = new WeakMap<Vault, Set<Watcher>>();

/** The snippets that can be typed; their hint is the trigger (core/kinds/snippet.ts). */
function typable({ entries }: Opened): Entry[] {
  return entries.filter(
    (entry) => isItem(entry) && entry.kind === "snippet" && entry.trashed === null && entry.hint,
  );
}

/** Tells a document what the user allows there, and keeps it in mind until its port closes. */
export async function tellFeatures(vault: Vault, watcher: Watcher): Promise<void> {
  const all = present.get(vault) ?? new Set();
  // A page keeps nothing to test guesses with while the vault is locked.
  if (!present.has(vault)) vault.afterLock.push(() => tellAll(vault));
  present.set(vault, all);
  if (!all.has(watcher)) {
    all.add(watcher);
    watcher.port.onDisconnect.addListener(() => all.delete(watcher));
  }
  const allowed = await allowedAt(vault, watcher);
  // The user has changed their mind since the port was opened.
  if (allowed === null) return watcher.port.postMessage(nothing);
  const triggers = allowed.triggers ? await triggersOf(vault) : null;
  watcher.port.postMessage({ ...allowed, triggers });
}

const nothing: Features = { capture: false, clips: false, triggers: null };

/** Another salt for each document: two of them can not compare what they were told. */
async function triggersOf(vault: Vault): Promise<Triggers> {
  const [a = 0, b = 0, c = 0, d = 0] = randomBytes(4);
  const salt = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  return sieveOf(
    typable(await look(vault)).map(({ hint }) => hint),
    salt,
  );
}

/** Tells every open document anew: the vault was opened, or the user has changed what is allowed. */
export async function tellAll(vault: Vault): Promise<void> {
  for (const watcher of present.get(vault) ?? [])
    await tellFeatures(vault, watcher).catch(() => undefined);
}

/**
 * A word that a page has told: where it is a trigger, its snippet takes its place. What is to be asked first, and what
 * belongs to another site, opens the popup.
 */
export async function expandTyped(
  vault: Vault,
  { tabId, origin, isPrivate }: Pick<Watcher, "tabId" | "origin" | "isPrivate">,
  { word, end }: Extract<Said, { say: "typed" }>,
): Promise<void> {
  const { world } = vault;
  if (!(await isOpen(vault))) return;
  const opened = await use(vault);
  if ((await allowedAt(vault, { origin, isPrivate }))?.triggers !== true) return;
  const found = typable(opened)
    .map((entry) => ({ entry, casing: casingOf(entry.hint, word) }))
    .toSorted((a, b) => Number(b.casing === "same") - Number(a.casing === "same"))
    .find(({ casing }) => casing !== null);
  if (found === undefined || found.casing === null) return;
  const { id } = found.entry;
  const erase = word + end;
  const openPopup = async (): Promise<void> => {
    await wishInsert(world, { tabId, id, erase });
    if (!(await world.pages.openPopup())) world.pages.badge(tabId, "…");
  };
  try {
    const { problem, prompts, clipboard } = await lookAtSnippet(world, opened, {
      id,
      body: null,
      answers: [],
    });
    // A window of ours says what is wrong with it, asks, and alone reads the clipboard.
    if (problem !== null || prompts.length > 0 || clipboard) return await openPopup();
    const none = { answers: [], clipboard: null, password: null, field: null, sure: null };
    const shape = shapeOf(found.casing, end);
    const done = await insertAtCaret(vault, { ...none, id, tabId, erase }, { origin, shape });
    if (done.foreign !== null || done.problem !== null) await openPopup();
  } catch (thrown) {
    if (failureCode(thrown) === "STEP_UP") await openPopup();
    // The user has typed on, or gone on: what they typed stays as it is.
  }
}

/** The text as its trigger was typed, with what was typed behind it; where a case is changed, plain. */
function shapeOf(casing: Casing, end: string) {
  return (rendered: Rendered) => {
    const { text, cursor, html } = inBoth(rendered);
    return {
      text: recased(text, casing) + end,
      cursor,
      html: html !== "" && casing === "same" ? html + end : "",
    };
  };
}
