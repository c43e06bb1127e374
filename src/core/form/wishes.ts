/** What the built-in fields of an item want to fill: by token, and for a login by the shape of the form. */
import type { Item } from "../item.ts";
import { kinds } from "../kinds/index.ts";
import { valuesByMode } from "./modes.ts";
import { placed } from "./placed.ts";
import { says } from "./signals/index.ts";
import { plainWords } from "./text.ts";
import { asksPassword, valueOf, type Unit, type Wish } from "./unit.ts";

/** Wishes by unit; what has none is left alone. */
export function kindWishes(
  units: readonly Unit[],
  item: Item,
  critical: ReadonlyMap<string, string>,
): Map<Unit, Wish> {
  const values = new Map<string, string>();
  const locked = new Set<string>();
  for (const { key, token } of kinds[item.kind].fields) {
    const field = item.fields.find((one) => one.key === key);
    const value = field === undefined ? null : valueOf(field, critical);
    if (token === undefined || value === null) continue;
    if (value === asksPassword) locked.add(token);
    else values.set(token, value);
  }
  if (item.kind === "login") return loginWishes(units, values);
  return placed(units, locked, valuesByMode(item, values, critical));
}

const open = ({ head }: Unit) => head.field.obstacle === null;

function loginWishes(units: readonly Unit[], values: ReadonlyMap<string, string>): Map<Unit, Wish> {
  const wishes = new Map<Unit, Wish>();
  const user = values.get("username");
  const password = values.get("current-password");
  const asked = units.filter(
    ({ head }) => head.field.type === "password" && head.token.endsWith("-password"),
  );
  const current = asked.filter(({ head }) => head.token === "current-password");
  const takes = current.some(open) ? current : asked;
  if (password !== undefined)
    for (const unit of takes)
      wishes.set(unit, { texts: [password], sure: unit.head.field.focused });
  if (user === undefined) return wishes;
  for (const form of new Set(units.map((unit) => unit.form))) {
    const group = units.filter((unit) => unit.form === form);
    const unit = userField(
      group,
      units,
      user,
      takes.some((one) => one.form === form && open(one)),
    );
    if (unit !== undefined)
      wishes.set(unit, { texts: [user], sure: unit.head.token === "username" });
  }
  return wishes;
}

/** Where the user name goes in one form: never a search box, never a newsletter beside the real thing. */
function userField(
  group: readonly Unit[],
  all: readonly Unit[],
  user: string,
  withPassword: boolean,
): Unit | undefined {
  const typed = group.filter(
    (unit) =>
      /^(text|email|tel|number|)$/.test(unit.head.field.type) && unit.head.field.tag === "input",
  );
  const by = (token: string) =>
    typed
      .filter(({ head }) => head.token === token)
      .toSorted((a, b) => Number(open(b)) - Number(open(a)))[0];
  const name = by("username");
  const mail = by("email");
  if (withPassword) {
    if (name !== undefined && mail !== undefined && user.includes("@")) return mail;
    return name ?? mail ?? (/^\+?[\d\s]+$/.test(user) ? by("tel") : undefined);
  }
  if (name !== undefined || mail === undefined) return name;
  const context = plainWords(group.map(({ head }) => head.field.context ?? "").join(" "));
  const lone =
    all.filter(
      (unit) => open(unit) && unit.head.token !== "none" && unit.head.field.type !== "checkbox",
    ).length === 1;
  return mail.head.field.focused || lone || (says("sign-in", context) && !says("sign-up", context))
    ? mail
    : undefined;
}
