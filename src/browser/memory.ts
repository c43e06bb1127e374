/**
 * storage.session: survives the worker, dies with the browser, is not written to the profile and is closed
 * to content scripts (FORMAT.md 6). Strings only: Chromium turns bytes and keys silently into {}.
 */
import browser from "webextension-polyfill";
import type { Memory } from "../vault/ports.ts";

interface Session {
  setAccessLevel?: (options: { accessLevel: "TRUSTED_CONTEXTS" }) => Promise<void>;
}

const session = browser.storage.session;
// The default already, said where it can be said: content scripts stay out. Firefox has no such call.
(session as Session).setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" }).catch(() => undefined);

export const memory: Memory = {
  read: async (name) => {
    const { [name]: text } = await session.get(name);
    return typeof text === "string" ? text : null;
  },
  write: (name, text) => session.set({ [name]: text }),
  forget: (names) => session.remove(names),
};
