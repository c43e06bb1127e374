/** The rows that put something on the clipboard, and those of its history. */
import type { Handlers } from "../wire/protocol.ts";
import { forgetSearch } from "./clip-search.ts";
import { copyField, copying, copyText } from "./copy.ts";
import { bringBack, changeClip, listClips, readClip, removeClips } from "./clips.ts";
import { settingsOf } from "./settings-record.ts";
import { stillOpen, use, type Vault } from "./vault.ts";

type ClipHandlers = Pick<
  Handlers,
  | "copy"
  | "clip.text"
  | "clips.list"
  | "clips.read"
  | "clips.copy"
  | "clips.pin"
  | "clips.expire"
  | "clips.remove"
  | "clips.undo"
>;

/** Copies and the history, as our own pages see them. */
export function clipHandlers(vault: Vault): ClipHandlers {
  const { world } = vault;
  vault.afterLock.push(async () => void forgetSearch(vault));
  return {
    copy: (ask) => copyField(vault, ask),
    "clip.text": async ({ text }) =>
      copyText(world, await use(vault), text, copying(settingsOf(vault), true)),
    "clips.list": async (ask) => {
      const opened = await use(vault);
      const still = stillOpen(vault);
      const listed = await listClips(vault, opened, ask);
      still();
      return listed;
    },
    "clips.read": async ({ id }) => {
      const opened = await use(vault);
      const still = stillOpen(vault);
      const { text } = await readClip(vault, opened, id);
      still();
      return { text };
    },
    "clips.copy": async ({ id }) => {
      const opened = await use(vault);
      const still = stillOpen(vault);
      const { text, secret } = await readClip(vault, opened, id);
      still();
      return copyText(world, opened, text, copying(settingsOf(vault), secret !== null));
    },
    "clips.pin": async ({ id, on }) => {
      await changeClip(vault, await use(vault), id, { pinned: on });
      return null;
    },
    "clips.expire": async ({ id, minutes }) => {
      const until = minutes === null ? null : world.clock.now() + minutes * 60_000;
      await changeClip(vault, await use(vault), id, { until });
      return null;
    },
    "clips.remove": async ({ ids }) => ({
      count: await removeClips(vault, await use(vault), ids),
    }),
    "clips.undo": async () => ({ count: await bringBack(vault, await use(vault)) }),
  };
}
