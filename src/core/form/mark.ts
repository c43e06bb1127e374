/**
 * How a field of a site is known again at the next visit: by what it is called, never by where it stands. Sites
 * move fields, add some and take some away, so an order would name another field tomorrow. Names and ids that
 * look generated (`:r3:`, `field_83921`) are other ones at each visit and say nothing; a label may be translated.
 * So two of three have to agree, or the only one there is, and nothing may speak against it.
 */
import type { PageField } from "./field.ts";
import { squeezed } from "./text.ts";

/** UTF-16 units of each text of a mark. */
export const longest = 60;
export interface FieldMark {
  /** `secret`: shows dots. What is meant for one sort never goes to another. */
  sort: "text" | "secret" | "list" | "tick";
  name: string;
  id: string;
  label: string;
  /**
   * Of fields that are called exactly alike (passenger 1, passenger 2) which one, and of how many. It counts only
   * while there are as many of them: otherwise nobody knows which one was meant.
   */
  nth: number;
  of: number;
}

type Called = Omit<FieldMark, "nth" | "of">;

/** A name or id that a program has made up anew for this visit says nothing: "". */
function lasting(name: string): string {
  const made = /:|\d{4}|[0-9a-f]{8}/i.test(name) && /[:\d]/.test(name);
  return made ? "" : name.slice(0, longest);
}

function sortOf({ tag, type }: PageField): FieldMark["sort"] {
  if (tag === "select") return "list";
  if (type === "password") return "secret";
  return type === "radio" || type === "checkbox" ? "tick" : "text";
}

function called(field: PageField): Called {
  const own = field.type === "checkbox" ? (field.options[0]?.text ?? "") : "";
  const words = field.label || own || field.placeholder || field.near || field.title;
  return {
    sort: sortOf(field),
    name: lasting(field.name),
    id: lasting(field.id),
    label: squeezed(words).slice(0, longest),
  };
}

/** One text for those that are called exactly alike. */
function key({ sort, name, id, label }: Called): string {
  return JSON.stringify([sort, name, id, label]);
}

/** The marks of all fields of one document, in their order. */
export function marksOf(fields: readonly PageField[]): FieldMark[] {
  const names = fields.map(called);
  const totals = new Map<string, number>();
  for (const one of names) totals.set(key(one), (totals.get(key(one)) ?? 0) + 1);
  const seen = new Map<string, number>();
  return names.map((one) => {
    const nth = seen.get(key(one)) ?? 0;
    seen.set(key(one), nth + 1);
    return { ...one, nth, of: totals.get(key(one)) ?? 1 };
  });
}

/** One text for a mark: the same for the same field, however often it is asked. */
export function markKey(mark: FieldMark): string {
  return JSON.stringify([mark.sort, mark.name, mark.id, mark.label, mark.nth, mark.of]);
}

/** How much speaks for it being the same field; below 3 it is not. */
function likeness(a: Called, b: Called): number {
  if (a.sort !== b.sort) return 0;
  const part = (x: string, y: string, weight: number) =>
    x === "" || y === "" ? 0 : x === y ? weight : -3;
  return part(a.name, b.name, 4) + part(a.id, b.id, 4) + part(a.label, b.label, 3);
}

/**
 * Places in `marks` of the field that `mark` names: one, or none where it is gone or no longer certain.
 * `careful`: for "never fill this", where all that it may be are answered.
 */
export function findMark(
  mark: FieldMark,
  marks: readonly FieldMark[],
  careful: boolean,
): readonly number[] {
  const wanted = key(mark);
  const twins = marks.flatMap((one, at) => (key(one) === wanted ? [at] : []));
  if (twins.length > 0) {
    if (twins.length === mark.of) return twins.slice(mark.nth, mark.nth + 1);
    return careful ? twins : [];
  }
  if (mark.of > 1) return [];
  const scores = marks.map((one) => likeness(mark, one));
  const best = Math.max(0, ...scores);
  const places = best < 3 ? [] : scores.flatMap((score, at) => (score === best ? [at] : []));
  return places.length === 1 || careful ? places : [];
}
