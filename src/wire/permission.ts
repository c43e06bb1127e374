/** Asks the browser's user for one site. Only our own windows may, and only in the answer to a click. */
import browser from "webextension-polyfill";

/** Whether Coffer may enter pages and frames of `origin` now. The browser asks; it knows no port. */
export function askForSite(origin: string): Promise<boolean> {
  const { protocol, hostname } = new URL(origin);
  return browser.permissions.request({ origins: [`${protocol}//${hostname}/*`] });
}
