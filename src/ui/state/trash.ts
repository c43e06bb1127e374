/** Into the trash and out of it, and the star: what one does to whole items. */
import type { Row } from "../../core/item.ts";
import { say } from "../../wire/words.ts";
import { dayOf } from "../words.ts";
import { type App, ask, attempt, tell, toast } from "./app.ts";
import { list, show, view } from "./view.ts";

/** Moves items into the trash and offers the way back. */
export async function trash(ids: string[]): Promise<void> {
  await attempt(async () => {
    const { count } = await ask("item.trash", { ids });
    leave(ids);
    list.again();
    toast(say("detail.trashed", count), { words: say("app.undo"), run: () => void restore(ids) });
  });
}

/** Takes items out of the trash. */
export async function restore(ids: string[]): Promise<void> {
  await attempt(async () => {
    const { count } = await ask("item.restore", { ids });
    list.again();
    toast(say("detail.restored", count));
  });
}

/** For ever. Who calls has asked the user. */
export async function erase(ids: string[]): Promise<void> {
  await attempt(async () => {
    const { count } = await ask("item.erase", { ids });
    leave(ids);
    list.again();
    toast(say("detail.erased", count));
  });
}

/** Days that an item stays in the trash; null where it stays. */
export function trashDaysOf({ status }: Pick<App, "status">): number | null {
  return status?.state === "open" ? status.settings.trashDays : null;
}

/** When an item that was put into the trash then (ms) goes from there. */
export function goesWords(trashed: number, days: number | null): string {
  if (days === null) return say("retention.stays");
  return say("retention.goes", [dayOf(trashed + days * 86_400_000)]);
}

function leave(ids: readonly string[]): void {
  const { view: now } = view.getState();
  if (now.name === "item" && ids.includes(now.id)) show({ name: "list" });
}

/** Every id in the trash, however many. */
export async function trashedIds(): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const found = await ask("find", {
      text: "",
      tabId: null,
      where: "trash",
      kind: null,
      tag: null,
      favourite: false,
      offset: ids.length,
      limit: 200,
    });
    ids.push(...found.rows.map((row) => row.id));
    if (found.rows.length === 0 || ids.length >= found.total) return ids;
  }
}

/** Sets or takes the star. */
export async function favourite(row: Pick<Row, "id">, on: boolean): Promise<void> {
  try {
    await ask("item.favourite", { id: row.id, on });
    list.again();
  } catch (thrown) {
    tell(thrown);
  }
}
