/** The browser's own question whether we may enter a site. */
import browser from "webextension-polyfill";

/** Asks for these match patterns; call it in the click itself, or the browser refuses. False: the user said no. */
export function requestSites(origins: string[]): Promise<boolean> {
  return browser.permissions.request({ origins }).catch(() => false);
}

/** Whether Coffer may enter pages and frames of `origin` now. The browser asks; it knows no port. */
export function askForSite(origin: string): Promise<boolean> {
  const { protocol, hostname } = new URL(origin);
  return requestSites([`${protocol}//${hostname}/*`]);
}
