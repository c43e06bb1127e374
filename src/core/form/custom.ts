/** Fields of the user's own, and of a saved form: found again by what was saved of them, or by their label. */
import type { Field, Item } from "../item.ts";
import type { Kinded, PageField } from "./field.ts";
import { modeIn, modeOf } from "./section.ts";
import { squeezed } from "./text.ts";
import { asksPassword, valueOf, type Unit, type Wish } from "./unit.ts";

/** Each field goes to the unit it fits best, each unit takes one. */
export function ownWishes(
  units: readonly Unit[],
  item: Item,
  critical: ReadonlyMap<string, string>,
): Map<Unit, Wish> {
  const pairs: { unit: Unit; field: Field; score: number }[] = [];
  for (const field of item.fields) {
    if (field.key !== "" || valueOf(field, critical) === null) continue;
    for (const unit of units) {
      const score =
        takes(unit.head, field) && sameMode(unit.head, field) ? likeness(unit.head, field) : 0;
      if (score > 2) pairs.push({ unit, field, score });
    }
  }
  const wishes = new Map<Unit, Wish>();
  const placed = new Set<string>();
  // Stable: of equals the first field goes to the first unit.
  for (const { unit, field } of pairs.toSorted((a, b) => b.score - a.score)) {
    if (wishes.has(unit) || placed.has(field.id)) continue;
    const value = valueOf(field, critical);
    if (value === null) continue;
    wishes.set(unit, {
      texts: value === asksPassword ? "step-up" : [value],
      sure: true,
      own: true,
    });
    placed.add(field.id);
  }
  return wishes;
}

/** A value of this type can stand there without harm. */
export function takes({ field, token }: Kinded, { type, match }: Field): boolean {
  if (token === "none" && match === undefined) return false;
  if (field.type === "password") return type === "hidden";
  if (type === "hidden" && /password/.test(match?.token ?? "")) return false;
  if (field.type === "checkbox") return type === "boolean";
  return type !== "boolean";
}

/** What was saved as the city of the bill is not the city of the delivery, though both are called "City". */
function sameMode({ field }: Kinded, { label, match }: Field): boolean {
  if (alike(match?.name, [field.name, field.id])) return true;
  const mine = modeIn(match?.name ?? "") || modeIn(match?.label ?? label);
  return mine === "" || mine === modeOf(field);
}

function alike(wish: string | undefined, own: readonly string[]): boolean {
  const wanted = squeezed(wish ?? "");
  return wanted !== "" && own.some((text) => squeezed(text) === wanted);
}

function likeness({ field, token }: Kinded, { label, match }: Field): number {
  if (match === undefined)
    return alike(label, [
      wordsOf(field),
      field.placeholder,
      field.near,
      field.title,
      field.name,
      field.id,
    ])
      ? 3
      : 0;
  return (
    (alike(match.name, [field.name, field.id]) ? 4 : 0) +
    (alike(match.label, [wordsOf(field), field.placeholder, field.near]) ? 3 : 0) +
    (match.token === token && !/^(none|unknown)$/.test(token) ? 2 : 0) +
    // The user may have changed the label and nothing else is left to go by.
    (alike(label, [wordsOf(field)]) ? 1 : 0)
  );
}

/** The label; of a checkbox its own text. */
function wordsOf(field: PageField): string {
  return field.label || (field.type === "checkbox" ? (field.options[0]?.text ?? "") : "");
}
