/** The app beside the page: Chromium's side panel, Firefox's sidebar, or a window of its own. */
import browser from "webextension-polyfill";

interface Beside {
  sidePanel?: { open(where: { windowId: number }): Promise<void> };
  sidebarAction?: { open(): Promise<void> };
}

/** Opens it in this window; only within the user's gesture. Where the browser has none, the small window opens. */
export function openPanel(windowId: number | undefined): void {
  // The polyfill knows neither.
  const { chrome } = globalThis as unknown as { chrome: Beside };
  const opening =
    chrome.sidebarAction?.open() ??
    (windowId === undefined ? undefined : chrome.sidePanel?.open({ windowId }));
  if (opening === undefined) openWindow();
  else void opening.catch(() => openWindow());
}

/** A window of its own, which stays where the user puts it; with "#insert" it goes away once it has inserted. */
export function openWindow(hash = ""): void {
  const url = browser.runtime.getURL(`sidepanel.html${hash}`);
  void browser.windows
    .create({ url, type: "popup", width: 400, height: 640 })
    .catch(() => undefined);
}
