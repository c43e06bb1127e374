/** What is filled as one: a field, or the radio buttons of one name. */
import type { Kinded } from "./field.ts";

export interface Unit {
  /** Speaks for the unit: of radio buttons the first that can be used. */
  head: Kinded;
  members: Kinded[];
  form: number;
}

/** What an item has for a unit: texts, the best first, or a critical value that is not in hand. */
export interface Wish {
  texts: readonly string[] | "step-up";
  /** Saved from this very field or typed under its name, so no count of matches is needed. */
  sure: boolean;
  /** A field of the user's own: it knows its place, whatever the form around it asks for. */
  own?: true;
  /** Units of one value (parts.ts): all are filled or none. */
  whole?: readonly Unit[];
}

/** In document order. */
export function unitsOf(fields: readonly Kinded[]): Unit[] {
  const units: Unit[] = [];
  const radios = new Map<string, Unit>();
  for (const one of fields) {
    const { type, form, name, n } = one.field;
    const key = `${form} ${name === "" ? n : name}`;
    const known = type === "radio" ? radios.get(key) : undefined;
    if (known === undefined) {
      const unit = { head: one, members: [one], form };
      units.push(unit);
      if (type === "radio") radios.set(key, unit);
    } else {
      known.members.push(one);
      if (known.head.field.obstacle !== null && one.field.obstacle === null) known.head = one;
    }
  }
  return units;
}

/** In place of a value that is critical and not in hand. A symbol: any text may be somebody's value. */
export const asksPassword: unique symbol = Symbol("step-up");

/** The value of an item's field, or `asksPassword` where it is critical and not in hand; null where it has none. */
export function valueOf(
  field: { id: string; critical: boolean; value: string | null },
  critical: ReadonlyMap<string, string>,
): string | typeof asksPassword | null {
  const value = critical.get(field.id) ?? field.value;
  return value === null ? (field.critical ? asksPassword : null) : value === "" ? null : value;
}
