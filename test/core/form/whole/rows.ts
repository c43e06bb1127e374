/** How whole forms are written down here. */
import type { PageField } from "../../../../src/core/form/field.ts";
import { list } from "../fields.ts";

/** A field and its token; "empty" where nothing may be filled: `none` or `unknown`. */
type Row = [Partial<PageField>, string];
/** What a form is called here, its words, and each field with its kind. */
export type Form = [title: string, context: string, rows: Row[]];

export const word = (label: string, name = ""): Partial<PageField> => ({
  type: "password",
  label,
  name,
});
export const by = (name: string, label = ""): Partial<PageField> => ({ name, label });
export const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_none, at) => String(from + at));
export const days = list("", "Day", ...numbers(1, 31));
export const months = list(
  "",
  "Month",
  ..."Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "),
);
export const years = list("", "Year", ...numbers(1930, 2020));
export const expMonths = list("", "MM", ...numbers(1, 12));
export const expYears = list("", "YYYY", ...numbers(2026, 2040));
export const countries = list("Country", "Germany", "France", "Spain", "Italy", "Poland", "Norway");

/** A row of an old table: the text stands in the cell before, maybe another one behind. */
export const at = (name: string, near: string, after = ""): Partial<PageField> => ({
  name,
  near,
  after,
});
export const hint = (name: string, placeholder: string): Partial<PageField> => ({
  name,
  placeholder,
});
export const mail = (name: string, label = ""): Partial<PageField> => ({
  type: "email",
  name,
  label,
});
export const phone = (name: string, label = ""): Partial<PageField> => ({
  type: "tel",
  name,
  label,
});
export const area = (name: string, label = ""): Partial<PageField> => ({
  tag: "textarea",
  type: "",
  name,
  label,
});
export const pick = (name: string, label: string, ...texts: string[]): Partial<PageField> => ({
  ...list(label, ...texts),
  name,
});
/** A password in a row of an old table. */
export const dots = (name: string, near: string, after = ""): Partial<PageField> => ({
  ...at(name, near, after),
  type: "password",
});
