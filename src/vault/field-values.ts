/** What becomes of an item's values when a draft is saved: kept, moved between classes, or put into the history. */
import type { Bytes } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { caps, type Draft, type Field, type ItemCritical, type ItemSecret } from "../core/item.ts";

/** Below the size of a record (FORMAT.md 4) after padding. */
const plaintextLimit = 1_900_000;

/** The bytes of a record with as much of the history as there is room for; TOO_LARGE where even none fits. */
export function encodeWithin<T extends { past: ItemSecret["past"] }>(
  value: T,
  encode: (value: T) => Bytes,
): Bytes {
  for (let past = value.past; ; past = past.slice(0, Math.floor(past.length / 2))) {
    const bytes = encode({ ...value, past });
    if (bytes.length <= plaintextLimit) return bytes;
    if (past.length === 0) throw new Failure("TOO_LARGE");
  }
}

/** "" for a critical field without a value, null for one whose value is in the critical record. */
export function marker(field: Field): string | null {
  return field.value === "" ? "" : null;
}

/** Fields as they are stored: a value of null is allowed for critical fields only. */
export function tidyFields(draft: Draft, old: ItemSecret): Field[] {
  return draft.fields.map((field) => {
    const was = old.fields.find((one) => one.id === field.id);
    // "Keep its value", of a field that was plain until now: the value it has.
    if (field.value === null && was !== undefined && !was.critical)
      return { ...field, value: was.value };
    return field.value === null && !field.critical ? { ...field, value: "" } : field;
  });
}

/** Earlier values, newest first, at most `caps.past` of a field: nothing that was saved is lost by an edit. */
export function pastOf(
  past: ItemSecret["past"],
  old: readonly Field[],
  fields: readonly Field[],
  at: number,
): ItemSecret["past"] {
  const gone = old.filter((field) => {
    const now = fields.find((one) => one.id === field.id);
    return (
      !field.critical && field.value !== null && field.value !== "" && now?.value !== field.value
    );
  });
  return capPast([
    ...gone.map((field) => ({ field: field.id, value: field.value ?? "", at })),
    ...past,
  ]);
}

function capPast(past: ItemSecret["past"]): ItemSecret["past"] {
  const counts = new Map<string, number>();
  return past.filter(({ field }) => {
    const count = (counts.get(field) ?? 0) + 1;
    counts.set(field, count);
    return count <= caps.past;
  });
}

/** The critical record after the draft: null keeps a value, text sets it, "" or a missing field takes it away. */
export function criticalOf(
  old: ItemCritical,
  fields: readonly Field[],
  moved: ItemSecret["past"],
  at: number,
): ItemCritical {
  const values: ItemCritical["values"] = [];
  for (const field of fields) {
    if (!field.critical) continue;
    const value = field.value ?? old.values.find((one) => one.field === field.id)?.value ?? "";
    if (value !== "") values.push({ field: field.id, value });
  }
  const gone = old.values.filter(
    (was) => !values.some((now) => now.field === was.field && now.value === was.value),
  );
  return { values, past: capPast([...gone.map((was) => ({ ...was, at })), ...moved, ...old.past]) };
}
