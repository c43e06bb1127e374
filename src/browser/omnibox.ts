/** "cf" in the address bar: titles of items that fit, while the vault is open. Enter shows the item in our tab. */
import browser from "webextension-polyfill";
import { say } from "../wire/words.ts";
import type { Wishes } from "./events.ts";

const most = 6;
const address = (id: string) => browser.runtime.getURL(`manager.html#/item/${id}`);
const home = () => browser.runtime.getURL("manager.html#/");
/** Chromium reads suggestions as XML, Firefox as they are. */
const plain = (text: string) =>
  browser.runtime.getURL("").startsWith("chrome")
    ? text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
    : text;

/** Call it while the background starts. */
export function listenToAddresses(find: Wishes["suggest"]): void {
  const { omnibox } = browser;
  omnibox.onInputStarted.addListener(() => {
    omnibox.setDefaultSuggestion({ description: plain(say("omnibox.about")) });
  });
  omnibox.onInputChanged.addListener((text, suggest) => {
    void offered(text, find).then(suggest, () => suggest([]));
  });
  omnibox.onInputEntered.addListener((text, disposition) => {
    void show(text, disposition === "currentTab", find);
  });
}

async function offered(text: string, find: Wishes["suggest"]) {
  const found = await find(text);
  if (found === null)
    browser.omnibox.setDefaultSuggestion({ description: plain(say("omnibox.locked")) });
  return (found ?? [])
    .slice(0, most)
    .map(({ id, title }) => ({ content: address(id), description: plain(title) }));
}

/** What was chosen of the list, or the best match of what was typed; else our list. */
async function show(text: string, here: boolean, find: Wishes["suggest"]): Promise<void> {
  const chosen = text.startsWith(address("")) ? text : undefined;
  const [best] = chosen === undefined ? ((await find(text).catch(() => null)) ?? []) : [];
  const url = chosen ?? (best === undefined ? home() : address(best.id));
  if (here) await browser.tabs.update({ url });
  else await browser.tabs.create({ url });
}
