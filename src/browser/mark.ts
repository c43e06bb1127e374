/** The hint that a vault is here, in storage.local: it lies apart from the database and does not die with it. */
import browser from "webextension-polyfill";
import type { Mark } from "../vault/ports.ts";

const place = "vault";

export const mark: Mark = {
  there: async () => (await browser.storage.local.get(place))[place] === true,
  set: (there) =>
    there ? browser.storage.local.set({ [place]: true }) : browser.storage.local.remove(place),
};
