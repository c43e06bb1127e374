/**
 * The same app beside the page: in the browser's side panel, its sidebar, or a small window of its own. It stays
 * while the user goes from page to page, so it asks anew which one is in front.
 */
import { onFront } from "../wire/front.ts";
import { startPopup } from "./popup.tsx";
import { app, lookHere } from "./state/app.ts";
import { list, show, view } from "./state/view.ts";

/** Puts the app into `root`. */
export function startPanel(root: HTMLElement): void {
  startPopup(root, "panel");
  onFront(() => void look());
}

async function look(): Promise<void> {
  const before = app.getState().here.tabId;
  const { tabId } = await lookHere();
  // The report of a fill speaks of its page.
  if (tabId !== before && view.getState().view.name === "report") show({ name: "list" });
  list.again();
}
