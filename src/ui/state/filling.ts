/** Filling the page in front, from the popup: the report, the password where it is asked, the foreign site. */
import { createStore } from "zustand/vanilla";
import { Failure, failureCode } from "../../core/failure.ts";
import type { KindName } from "../../core/item.ts";
import { kinds } from "../../core/kinds/index.ts";
import type { Unlocked } from "../../wire/protocol.ts";
import { app, ask, tell } from "./app.ts";
import { editor, type Filled, show } from "./view.ts";

/** What is going on with the page in front. */
export interface Filling {
  busy: "fill" | "capture" | null;
  /** The item belongs to another site: what the confirm names. */
  adopt: Filled | null;
}

/** The fill of this window. */
export const filling = createStore<Filling>(() => ({ busy: null, adopt: null }));

/** Whether the main thing of this kind is a fill, here and now. */
export function fills(kind: KindName): boolean {
  const { here } = app.getState();
  return kinds[kind].main === "fill" && here.reachable && here.tabId !== null;
}

/** Fills the page in front and shows the report. `adopt`: the user said that this site belongs to the item. */
export async function fill(item: Filled, adopt = false): Promise<void> {
  const { tabId, origin } = app.getState().here;
  if (tabId === null || filling.getState().busy !== null) return;
  filling.setState({ busy: "fill", adopt: null });
  try {
    const report = await ask("fill", { id: item.id, tabId, origin, password: null, adopt });
    // Beside the page: the user may be at another one by now, of which this report says nothing.
    if (app.getState().here.tabId === tabId) show({ name: "report", report });
  } catch (thrown) {
    if (failureCode(thrown) === "OTHER_ORIGIN" && !adopt) filling.setState({ adopt: item });
    else {
      tell(thrown);
      // The fields may be in a frame of another site, which the preview names and asks about.
      if (failureCode(thrown) === "NO_FIELDS") show({ name: "check", item });
    }
  } finally {
    filling.setState({ busy: null });
  }
}

/** The user does not want the item on this site. */
export function dropAdopt(): void {
  filling.setState({ adopt: null });
}

/** How long after a fill by command or menu the popup still opens on its report (ms). */
export const reportFresh = 15_000;

/** Opens the report of a fill that was just made in this tab; answers whether there was one. */
export async function resumeReport(): Promise<boolean> {
  const { tabId } = app.getState().here;
  if (tabId === null) return false;
  const { report } = await ask("fill.report", { tabId });
  if (report === null || report.undone || Date.now() - report.at > reportFresh) return false;
  show({ name: "report", report });
  return true;
}

/** Goes on with what waited for the unlock; answers whether anything did. */
export async function resume(resumed: Unlocked["resumed"]): Promise<boolean> {
  if (resumed === null) return false;
  if ("fill" in resumed) show({ name: "report", report: resumed.fill });
  else if ("draft" in resumed) return (await editor()).resumeDraft();
  else {
    tell(new Failure(resumed.failed));
    return false;
  }
  return true;
}

/** The form of the page as a draft, for review. */
export async function saveForm(): Promise<void> {
  const { tabId } = app.getState().here;
  if (tabId === null || filling.getState().busy !== null) return;
  filling.setState({ busy: "capture" });
  try {
    const { draft } = await ask("capture", { tabId });
    (await editor()).reviewDraft(draft);
  } catch (thrown) {
    tell(thrown);
  } finally {
    filling.setState({ busy: null });
  }
}
