/** The browser's own question whether we may enter a site. */
import browser from "webextension-polyfill";

/** Asks for these match patterns; call it in the click itself, or the browser refuses. False: the user said no. */
export function requestSites(origins: string[]): Promise<boolean> {
  return browser.permissions.request({ origins }).catch(() => false);
}

/** The match pattern of an origin. The browser knows no port in it. */
export function sitePattern(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

/** Whether Coffer may enter pages and frames of `origin`, or speak to it, from now on. The browser asks. */
export function askForSite(origin: string): Promise<boolean> {
  return requestSites([sitePattern(origin)]);
}
