/** The network as this browser gives it to the part that talks to a backup server. Nothing is asked by loading it. */
import browser from "webextension-polyfill";
import { permissionFor } from "../core/server-address.ts";
import type { Net } from "./server-request.ts";

export const net: Net = {
  fetch: (url, init) => fetch(url, init),
  socket: (url) => new WebSocket(url),
  now: () => Date.now(),
  granted: (origin) => browser.permissions.contains({ origins: [permissionFor(origin)] }),
  // A call of the browser's interface counts as an event.
  stayAwake: () => void browser.runtime.getPlatformInfo().catch(() => undefined),
  pause: (ms) => new Promise((done) => setTimeout(done, ms)),
};

/** "Firefox on Linux": what the list of devices calls this one until the user renames it. */
export function deviceName(): string {
  const { userAgent } = navigator;
  const name = /Firefox/.test(userAgent) ? "Firefox" : /Edg\//.test(userAgent) ? "Edge" : "Chrome";
  const systems = ["Windows", "Mac OS", "Android", "CrOS", "Linux"];
  const system = systems.find((one) => userAgent.includes(one));
  return system === undefined ? name : `${name} on ${system.replace("Mac OS", "macOS")}`;
}
