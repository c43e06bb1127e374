/**
 * What the user said of fields goes before what Coffer thinks: "this is the user name", "this field of this item",
 * "never fill this", and for one fill "only these". It never leads past what plan.ts refuses for every wish: what
 * is hidden, covered or disabled stays empty, a password goes where dots are shown.
 */
import type { Field, Item } from "../item.ts";
import { kinds } from "../kinds/index.ts";
import type { Correction } from "../sites.ts";
import { textsFor } from "./adapt.ts";
import { takes } from "./custom.ts";
import type { Kinded } from "./field.ts";
import { type FieldMark, findMark } from "./mark.ts";
import { asksPassword, valueOf, type Unit, type Wish } from "./unit.ts";

/** `plan`: as Coffer thinks. `field`: the id of a field of the item that is filled. */
export type Told =
  | { as: "never" }
  | { as: "kind"; token: string }
  | { as: "field"; field: string }
  | { as: "plan" };

/** What is said of the fields of one document, by number; `only`: those that are filled and no other. */
export interface Said {
  by: ReadonlyMap<number, Told>;
  only: ReadonlySet<number> | null;
}

export const nothingSaid: Said = { by: new Map(), only: null };

/**
 * What the corrections of a site say of its fields when this item is filled (null: none in particular). "Never"
 * stands above all, then what was said for this very item. `marks` are those of the fields, in their order.
 */
export function toldBy(
  corrections: readonly Correction[],
  marks: readonly FieldMark[],
  numbers: readonly number[],
  item: string | null,
): Map<number, Told> {
  const by = new Map<number, Told>();
  const strength = { plan: 0, kind: 1, field: 2, never: 3 };
  for (const { mark, say } of corrections) {
    if (say.as === "field" && say.item !== item) continue;
    const told: Told = say.as === "field" ? { as: "field", field: say.field } : say;
    for (const at of findMark(mark, marks, say.as === "never")) {
      const n = numbers[at];
      if (n === undefined) continue;
      if (strength[told.as] > strength[by.get(n)?.as ?? "plan"]) by.set(n, told);
    }
  }
  return by;
}

/** The fields with the kinds that the user gave them; of the others those that are not asked of the user have none. */
export function withKinds(fields: readonly Kinded[], { by }: Said): Kinded[] {
  return fields.map((one) => {
    const told = by.get(one.field.n);
    if (told?.as === "kind") return { field: one.field, token: told.token };
    return one.foreign ? { ...one, token: "none" } : one;
  });
}

/** What is said of a unit; of radio buttons, whatever is said of one of them. */
export function toldOf(unit: Unit, { by }: Said): Told | undefined {
  const all = unit.members.flatMap(({ field }) => by.get(field.n) ?? []);
  return all.find(({ as }) => as === "never") ?? all[0];
}

/** Whether this fill is about the unit: null where nobody has said, one way or the other. */
export function isChosen(unit: Unit, { only }: Said): boolean | null {
  return only === null ? null : unit.members.some(({ field }) => only.has(field.n));
}

/** Wishes as they are after what was said; the map that came in is not changed. */
export function withSaid(
  wishes: ReadonlyMap<Unit, Wish>,
  units: readonly Unit[],
  item: Item,
  critical: ReadonlyMap<string, string>,
  said: Said,
): Map<Unit, Wish> {
  const next = new Map(wishes);
  const named = new Set<number>();
  for (const unit of units) {
    const told = toldOf(unit, said);
    if (told === undefined || told.as === "plan") {
      const wish = wishes.get(unit);
      if (told !== undefined && wish !== undefined) next.set(unit, { ...wish, sure: true });
      continue;
    }
    next.delete(unit);
    if (told.as === "never") continue;
    const field =
      told.as === "field"
        ? item.fields.find(({ id }) => id === told.field)
        : fieldFor(item, told.token);
    const wish = field === undefined ? null : wishOf(unit, item, field, critical);
    if (wish !== null) {
      next.set(unit, wish);
      if (field?.key === "username") named.add(unit.form);
    } else if (told.as === "kind" && item.kind !== "login") {
      // Parts of a value (a year, a second line) come from the item as a whole.
      const own = wishes.get(unit);
      if (own !== undefined) next.set(unit, { ...own, sure: true });
    }
  }
  // The user showed where the user name goes: where Coffer would have put it is another thing.
  for (const unit of units) {
    if (item.kind !== "login" || !named.has(unit.form) || unit.head.field.type === "password")
      continue;
    const own = kindTokens.has(unit.head.token);
    if (own && toldOf(unit, said) === undefined) next.delete(unit);
  }
  return next;
}

/** Where a user name goes when nobody has said so. */
const kindTokens: ReadonlySet<string> = new Set(["username", "email", "tel"]);

/** The built-in field of an item whose value is of this kind. */
function fieldFor(item: Item, token: string): Field | undefined {
  const wanted =
    item.kind !== "login"
      ? token
      : token === "email" || token === "tel"
        ? "username"
        : token === "new-password"
          ? "current-password"
          : token;
  const key = kinds[item.kind].fields.find((one) => one.token === wanted)?.key;
  return key === undefined ? undefined : item.fields.find((field) => field.key === key);
}

function wishOf(
  unit: Unit,
  item: Item,
  field: Field,
  critical: ReadonlyMap<string, string>,
): Wish | null {
  const value = valueOf(field, critical);
  if (value === null || !takes({ ...unit.head, token: "unknown" }, field)) return null;
  const token = kinds[item.kind].fields.find(({ key }) => key === field.key)?.token;
  // A password is never written where it could be read over a shoulder.
  if (token === "current-password" && unit.head.field.type !== "password") return null;
  if (value === asksPassword) return { texts: "step-up", sure: true };
  if (token === undefined) return { texts: [value], sure: true };
  const as = unit.head.token.startsWith(token) ? unit.head.token : token;
  const { field: place } = unit.head;
  const values = (name: string) => (name === token ? value : "");
  const ask = { field: place, beside: new Set([as]), lang: place.lang ?? "" };
  const texts = textsFor(as, values, ask);
  return { texts: texts.length > 0 ? texts : [value], sure: true };
}
