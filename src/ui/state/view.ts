/** What stands in front: the popup shows one of these, the manager shows it beside the list. */
import { createStore } from "zustand/vanilla";
import type { FillReport, Offer } from "../../wire/protocol.ts";
import { app, ask } from "./app.ts";
import { finder } from "./finder.ts";

/** One screen and what it shows. */
export type View =
  | { name: "list" }
  | { name: "item"; id: string }
  | { name: "edit" }
  | { name: "report"; report: FillReport }
  /** What a watched page has sent. */
  | { name: "offer"; offer: Offer }
  /** The switch for the site in front. */
  | { name: "watch" }
  | { name: "clips" };

/** The screen in front. */
export const view = createStore<{ view: View }>(() => ({ view: { name: "list" } }));

/** Puts a screen in front. */
export function show(next: View): void {
  view.setState({ view: next });
}

/** The list of this window. */
export const list = finder(
  (question) => ask("find", question),
  () => app.getState().here.tabId,
);

/** What the editor needs; it is loaded when it is first wanted, or while the user looks at the list. */
export function editor(): Promise<typeof import("./editing.ts")> {
  return import("./editing.ts");
}
