/** The audit log in words, and of which item it is shown. */
import { createStore } from "zustand/vanilla";
import type { Item } from "../../core/item.ts";
import { hostOf } from "../../core/origin.ts";
import type { LogLine } from "../../wire/history.ts";
import { say } from "../../wire/words.ts";
import { titleOf } from "../words.ts";

/** The one item whose entries are shown. It does not stand in the address, which a browser remembers. */
export const logItem = createStore<{ item: { id: string; title: string } | null }>(() => ({
  item: null,
}));

/** Shows the entries of one item in the log of the manager. */
export function showLog(item: Pick<Item, "id" | "title">): void {
  logItem.setState({ item: { id: item.id, title: titleOf(item) } });
  location.hash = "#/audit";
}

/** An entry as a sentence. */
export function lineWords({ event, item, origin, sharing }: LogLine): string {
  if (event === null) return say("auditLine.unknown");
  const name =
    item === null || item.title === null
      ? say("audit.goneItem")
      : say("audit.quoted", [titleOf({ title: item.title })]);
  if (event === "filled" && origin !== null)
    return say("auditLine.filledOn", [name, hostOf(origin)]);
  if (event === "filled") return say("auditLine.filled", [name]);
  if (event === "copied" || event === "revealed" || event === "historyForgotten")
    return say(`auditLine.${event}`, [name]);
  const whom = item === null ? say("sharing.nobody") : name;
  const count = sharing !== null && typeof sharing === "object" ? sharing.count : 0;
  if (event === "shared" || event === "received")
    return say(`auditLine.${event}`, count, [count.toLocaleString(), whom]);
  if (event === "sharedLink" || event === "sharedAge")
    return say(`auditLine.${event}`, count, [count.toLocaleString()]);
  if (event === "shareRefused" && sharing === "CANCELLED")
    return say("auditLine.shareRefusedByYou", [whom]);
  if (
    event === "shareRefused" ||
    event === "contactVerified" ||
    event === "contactChanged" ||
    event === "contactHanded"
  )
    return say(`auditLine.${event}`, [whom]);
  return say(`auditLine.${event}`);
}
