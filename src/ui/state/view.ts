/** What stands in front: the popup shows one of these, the manager shows it beside the list. */
import { createStore } from "zustand/vanilla";
import type { FillReport, Offer } from "../../wire/protocol.ts";
import type { FieldMark } from "../../core/form/mark.ts";
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
  /** The fields of an item, one of which goes to the caret. */
  | { name: "insert"; id: string }
  /** The switch for the site in front. */
  | { name: "watch" }
  | { name: "clips" }
  /** What a fill of this item would do. */
  | { name: "check"; item: Filled }
  /** The fields of the page; `at` is the one that is spoken of. */
  | { name: "fields"; at: Place | null };

/** What must be known of an item to fill it. */
export interface Filled {
  id: string;
  title: string;
  origins: string[];
}

/** A field of the page in front. */
export interface Place {
  frame: number;
  mark: FieldMark;
}

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
