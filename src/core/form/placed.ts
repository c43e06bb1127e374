/** The values of an item laid out over the fields of a page: whose, which part, in which form. */
import { textsFor } from "./adapt.ts";
import type { Ask, Values } from "./adapt/ask.ts";
import { partTexts, roleTexts, rolesOf, type Role } from "./parts.ts";
import { modeOf, sectionOf, type Mode } from "./section.ts";
import { stepFor } from "./step.ts";
import type { Unit, Wish } from "./unit.ts";

/** Wishes by unit; `locked` are tokens of values that are critical and not in hand. */
export function placed(
  units: readonly Unit[],
  locked: ReadonlySet<string>,
  valuesFor: (mode: Mode) => Values,
): Map<Unit, Wish> {
  const roles = rolesOf(units);
  const tokenOf = (unit: Unit) => roles.get(unit)?.token ?? unit.head.token;
  const lang =
    units
      .flatMap(({ members }) => members.map(({ field }) => field.lang ?? ""))
      .find((text) => text !== "") ?? "";
  const sections = new Map<string, Set<string>>();
  for (const unit of units) {
    const section = sectionOf(unit.head.field);
    sections.set(section, (sections.get(section) ?? new Set()).add(tokenOf(unit)));
  }
  const wishes = new Map<Unit, Wish>();
  const runs = new Map<readonly Unit[], Part>();
  for (const unit of units) {
    const { field } = unit.head;
    const token = tokenOf(unit);
    if (locked.has(unit.head.token)) wishes.set(unit, { texts: "step-up", sure: false });
    // Only what is to be hidden may stand where dots are shown.
    if (field.type === "password" && !/^(cc-|one-time-code$)/.test(token)) continue;
    const values = valuesFor(modeOf(field));
    const section = sections.get(sectionOf(field)) ?? new Set();
    const { whole } = roles.get(unit) ?? {};
    let ask: Ask = { field, beside: besideOf(token, whole?.map(tokenOf) ?? [], section), lang };
    if (whole === undefined) {
      const texts = roleTexts(token, values) ?? textsFor(token, values, ask);
      if (texts.length > 0) wishes.set(unit, { texts, sure: false });
      continue;
    }
    const part = runs.get(whole) ?? partOf(whole, roles, values, ask);
    runs.set(whole, part);
    if (part.uncoded) {
      if (token === "tel-country-code") continue;
      ask = { ...ask, beside: without(ask.beside, "tel-country-code"), worldly: true };
    }
    const texts = part.texts?.get(unit) ?? "";
    const mine = texts !== "" ? [texts] : part.texts === null ? [] : textsFor(token, values, ask);
    if (part.valued && (mine.length > 0 || part.texts === null))
      wishes.set(unit, { texts: mine, sure: false, whole });
  }
  return wishes;
}

/** What becomes of one value over several fields. */
interface Part {
  /** The item has the value at all. */
  valued: boolean;
  /** Of the boxes that each take a part; null where they do not hold it whole. */
  texts: ReadonlyMap<Unit, string> | null;
  /** There is a field for the country code, and it can not be filled with this one. */
  uncoded: boolean;
}

function partOf(
  whole: readonly Unit[],
  roles: ReadonlyMap<Unit, Role>,
  values: Values,
  ask: Ask,
): Part {
  const texts = partTexts(whole, roles, values);
  const token = whole[0]?.head.token ?? "";
  const valued = values(token.startsWith("tel") ? "tel" : token) !== "";
  const code = whole.find(({ head }) => head.token === "tel-country-code");
  if (code === undefined) return { valued, texts, uncoded: false };
  const dial = textsFor("tel-country-code", values, { ...ask, field: code.head.field });
  // Of a number that names no country there is no code to fill; it stays as the user wrote it.
  const uncoded =
    dial.length > 0 && (code.head.field.obstacle !== null || stepFor(code, dial) === null);
  return { valued, texts: uncoded && (texts?.size ?? 0) > 0 ? null : texts, uncoded };
}

function besideOf(
  token: string,
  run: readonly string[],
  section: ReadonlySet<string>,
): Set<string> {
  if (!token.startsWith("tel")) return new Set(section);
  return new Set([...run, ...(section.has("country") ? ["country"] : [])]);
}

function without(tokens: ReadonlySet<string>, token: string): Set<string> {
  return new Set([...tokens].filter((one) => one !== token));
}
