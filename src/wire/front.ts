/** For pages of ours that stay: another page may be in front by now. Nothing is learned here of which. */
import browser from "webextension-polyfill";

/** What happens at once, as when a window with many tabs comes in front, is told once. */
const calm = 60;

/** Calls `hear` when another tab is in front, or the page in it is another; a moment later, and once for many. */
export function onFront(hear: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(hear, calm);
  };
  browser.tabs.onActivated.addListener(soon);
  browser.windows.onFocusChanged.addListener(soon);
  browser.tabs.onUpdated.addListener((_tab, { status, url }) => {
    if (status === "complete" || url !== undefined) soon();
  });
}
