/** What the browser tells the background: commands, menus, idle, start. Each becomes one call. */
import browser, { type Menus, type Tabs } from "webextension-polyfill";
import type { Watcher } from "../vault/ports.ts";
import { say } from "../wire/words.ts";
import { listenToAddresses } from "./omnibox.ts";
import { pages } from "./pages.ts";
import { openPanel, openWindow } from "./panel.ts";

import { listenForWatchers } from "./watching.ts";

/** An item offered under the address bar. */
export interface Suggested {
  id: string;
  title: string;
}

/** What the events lead to; the vault implements it. */
export interface Wishes {
  fill(tabId: number): void;
  undoFill(tabId: number): void;
  saveForm(tabId: number): void;
  /** `fallback`: the selected text as the menu knows it, without its line breaks. */
  saveSelection(tabId: number, fallback: string): void;
  /** The next of several values that wait to be pasted. */
  nextValue(): void;
  /** The user wants to insert something where the caret of this tab is. */
  insert(tabId: number): Promise<void>;
  lock(): void;
  /** What an address that begins with our word may lead to; null while locked. */
  suggest(text: string): Promise<Suggested[] | null>;
  /** A document of a watched site has opened its port. */
  meet(watcher: Watcher): void;
  /** The browser lets us into other sites than before. */
  permissionsChanged(): void;
  /** The user is away from the computer, or has locked it. */
  away(): void;
}

type Entry = { id: string; title: string; contexts: Menus.ContextType[] };

function entries(): Entry[] {
  return [
    { id: "fill", title: say("menu.fill"), contexts: ["page", "editable"] },
    { id: "insert", title: say("menu.insert"), contexts: ["editable"] },
    { id: "save-form", title: say("menu.saveForm"), contexts: ["page", "editable"] },
    { id: "save-selection", title: say("menu.saveSelection"), contexts: ["selection"] },
    { id: "lock", title: say("menu.lock"), contexts: ["action"] },
    { id: "panel", title: say("menu.panel"), contexts: ["action"] },
    { id: "window", title: say("menu.window"), contexts: ["action"] },
  ];
}

async function makeMenus(): Promise<void> {
  await browser.contextMenus.removeAll();
  for (const entry of entries()) browser.contextMenus.create(entry);
}

async function front(): Promise<number | undefined> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  return tab?.id;
}

async function act(
  what: string,
  tab: Tabs.Tab | undefined,
  text: string,
  wishes: Wishes,
): Promise<void> {
  // Both want the user's gesture, which is gone after the first wait.
  if (what === "panel") return openPanel(tab?.windowId);
  if (what === "window") return openWindow();
  if (what === "insert") return insert(tab, wishes);
  if (what === "lock") return wishes.lock();
  if (what === "next-value") return wishes.nextValue();
  const tabId = tab?.id ?? (await front());
  if (tabId === undefined) return;
  if (what === "fill") wishes.fill(tabId);
  if (what === "undo-fill") wishes.undoFill(tabId);
  if (what === "save-form") wishes.saveForm(tabId);
  if (what === "save-selection") wishes.saveSelection(tabId, text);
}

/** The popup in insert mode; where the browser does not open it, the small window does. */
async function insert(tab: Tabs.Tab | undefined, wishes: Wishes): Promise<void> {
  // Firefox opens it within the gesture only: before the first wait. It hears of the wish once that is kept.
  const opening = pages.openPopup();
  const tabId = tab?.id ?? (await front());
  if (tabId !== undefined) await wishes.insert(tabId);
  if (!(await opening)) openWindow("#insert");
}

/** Call it while the background starts: a later listener misses the event that woke it. */
export function listen(wishes: Wishes): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    void makeMenus();
    if (reason === "install") {
      void browser.tabs.create({ url: browser.runtime.getURL("manager.html#/setup") });
    }
  });
  browser.runtime.onStartup.addListener(() => void makeMenus());
  browser.commands.onCommand.addListener((command: string, tab?: Tabs.Tab) => {
    void act(command, tab, "", wishes);
  });
  browser.contextMenus.onClicked.addListener((info, tab) => {
    void act(String(info.menuItemId), tab, info.selectionText ?? "", wishes);
  });
  listenToAddresses(wishes.suggest);
  listenForWatchers(wishes.meet, wishes.permissionsChanged);
  browser.idle.onStateChanged.addListener((state) => {
    if (state !== "active") wishes.away();
  });
}
