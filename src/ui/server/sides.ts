/** Which earlier values of an item are the other side of a conflict. */
import type { Past } from "../../wire/history.ts";
import type { ConflictLine } from "../../wire/servers.ts";

/**
 * One value a field: what gave way in the merge. At the same moment the device that lost had replaced an older value;
 * that one stands a second time in the history, where the winner replaced it too, and is no side of its own.
 */
export function sidesOf(past: readonly Past[], fields: ConflictLine["fields"]): Past[] {
  return fields.flatMap(({ field, at }) => {
    const own = past.filter((one) => one.field === field);
    const found = own.filter((one) => one.at === at);
    const elsewhere = (one: Past) =>
      own.some((other) => other.at !== at && other.value === one.value);
    const side = found.find((one) => !elsewhere(one)) ?? found[0];
    return side === undefined ? [] : [side];
  });
}
