/**
 * "Save this form": what stood in the fields of a page becomes a draft, for review first. A sign-in form
 * becomes a login, a card form a card, an address form an identity; anything else a form of the user's own,
 * whose fields remember where they were found. Left out: search, captcha, one-time codes, all that is hidden.
 */
import { caps, type Draft, type Field, type KindName } from "../item.ts";
import { kinds } from "../kinds/index.ts";
import { emptyFields } from "../kinds/kind.ts";
import { classify } from "./classify.ts";
import type { Kinded, PageField } from "./field.ts";
import { gather, type Caught } from "./gather.ts";
import { unitsOf, type Unit } from "./unit.ts";

/** `origin` as the browser states it; `title` is the page's own. */
export interface CapturePage {
  origin: string;
  title: string;
}

/** A new item's draft (id null); its fields are empty where the page has nothing to save. */
export function draftFromCapture(
  captured: readonly { field: PageField; value: string }[],
  page: CapturePage,
): Draft {
  const values = new Map(captured.map(({ field, value }) => [field.n, value]));
  const caught = chosenForm(unitsOf(ownKinds(captured.map(({ field }) => field))), values);
  const kind = kindOf(caught);
  const { own, left } = gather(kind, caught);
  const base = emptyFields(kinds[kind]).map((field) => ({
    ...field,
    value: cut(own.get(field.key) ?? ""),
  }));
  const more = left.map((one, index) => ownField(one, `f${index + 1}`));
  const host = page.origin.replace(/^https?:\/\//, "");
  return {
    id: null,
    rev: 0,
    kind,
    title: (page.title.trim() || host).slice(0, caps.title),
    tags: [],
    favourite: false,
    origins: page.origin === "" ? [] : [page.origin.slice(0, caps.origin)],
    fields: more.length === 0 && own.size === 0 ? [] : [...base, ...more].slice(0, caps.fields),
  };
}

/** Kinds as they are saved: a friend's address is no part of who the user is, though a form of the user's own may hold it. */
export function ownKinds(fields: readonly PageField[]): Kinded[] {
  return classify(fields).map(({ field, token, foreign }) => ({
    field,
    token: foreign ? "unknown" : token,
  }));
}

/** The form the user stands in, else the one with the most that was typed or chosen. */
function chosenForm(units: readonly Unit[], values: ReadonlyMap<number, string>): Caught[] {
  let best: Caught[] = [];
  let most = -1;
  for (const form of new Set(units.map((unit) => unit.form))) {
    const group = units.filter((unit) => unit.form === form);
    const caught = group.flatMap((unit) => catchUnit(unit, values) ?? []);
    const members = group.flatMap((unit) => unit.members);
    const focused = caught.length > 0 && members.some(({ field }) => field.focused);
    const weight = focused
      ? 10_000
      : members.filter(({ field }) => field.touched).length * 10 + caught.length;
    if (caught.length > 0 && weight > most) [best, most] = [caught, weight];
  }
  return best;
}

function catchUnit({ head, members }: Unit, values: ReadonlyMap<number, string>): Caught | null {
  const { field, token } = head;
  if (token === "none" || token === "one-time-code" || field.obstacle !== null) return null;
  if (field.type === "radio") {
    const texts = members.map((one) => choiceOf(one));
    const at = members.findIndex(({ field: { n } }) => values.get(n) === "true");
    const value = texts[at];
    return value === undefined ? null : { head, value, options: texts };
  }
  const value = values.get(field.n) ?? "";
  if (value.trim() === "") return null;
  if (field.tag === "select") {
    // "Please choose" is no choice.
    if (field.options.some((option) => option.text === value && option.value === "")) return null;
    return {
      head,
      value,
      options: field.options.map(({ text }) => text).filter((text) => text !== ""),
    };
  }
  return { head, value, options: [] };
}

function choiceOf({ field }: Kinded): string {
  const option = field.options[0];
  return option?.text || (option?.value ?? "");
}

const tokensOf = (kind: KindName) =>
  new Set(kinds[kind].fields.flatMap(({ token }) => (token === undefined ? [] : [token])));

/** What it clearly is, or "form". */
function kindOf(caught: readonly Caught[]): KindName {
  const typed = caught.filter(({ head }) => head.field.type !== "checkbox");
  const tokens = typed.map(({ head }) => head.token);
  const others = (pattern: RegExp) => tokens.filter((token) => !pattern.test(token)).length;
  if (tokens.includes("cc-number")) return others(/^cc-|^postal-code$/) === 0 ? "card" : "form";
  if (tokens.some((token) => token.endsWith("-password")))
    return others(/-password$|^(username|email)$/) === 0 ? "login" : "form";
  const identity = tokensOf("identity");
  const known =
    others(/^$/) -
    tokens.filter(
      (token) => !identity.has(token) && !/^(name|bday|tel|address-line|country)/.test(token),
    ).length;
  return known > 2 && known >= tokens.length * 0.8 ? "identity" : "form";
}

function ownField({ head, value, options }: Caught, id: string): Field {
  const { field, token } = head;
  const words = field.label || (field.type === "checkbox" ? choiceOf(head) : "");
  const label = words || field.placeholder || field.near || field.title || field.name || field.id;
  const ticked = field.type === "checkbox";
  const secret = field.type === "password" || /^cc-(csc|number)$/.test(token);
  const type = ticked
    ? "boolean"
    : secret
      ? "hidden"
      : options.length > 0
        ? "choice"
        : field.type === "date" || field.type === "month"
          ? "date"
          : field.tag === "textarea" || value.includes("\n")
            ? "multiline"
            : "text";
  return {
    id,
    key: "",
    label: label.slice(0, caps.label),
    type,
    critical: token === "cc-csc",
    value: cut(value),
    ...(options.length === 0
      ? {}
      : { options: options.slice(0, caps.options).map((text) => text.slice(0, caps.option)) }),
    match: matchOf(head, words),
  };
}

function matchOf({ field, token }: Kinded, words: string): NonNullable<Field["match"]> {
  const name = field.name || field.id;
  const label = words || field.placeholder || field.near;
  return {
    ...(token === "unknown" ? {} : { token: token.slice(0, 60) }),
    ...(name === "" ? {} : { name: name.slice(0, 200) }),
    ...(label === "" ? {} : { label: label.slice(0, 200) }),
  };
}

function cut(value: string): string {
  return value.slice(0, caps.value);
}
