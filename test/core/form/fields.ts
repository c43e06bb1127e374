/** Fields and items for the tests of this folder, short to write. */
import { classify } from "../../../src/core/form/classify.ts";
import type { PageField } from "../../../src/core/form/field.ts";
import { plan, type Plan } from "../../../src/core/form/plan.ts";
import type { Field, Item, KindName } from "../../../src/core/item.ts";
import { emptyFields } from "../../../src/core/kinds/kind.ts";
import { kinds } from "../../../src/core/kinds/index.ts";

/** A field of a page; all that is not said is empty. */
export function pageField(some: Partial<PageField> = {}): PageField {
  return {
    n: 0,
    tag: "input",
    type: some.tag === undefined || some.tag === "input" ? "text" : "",
    name: "",
    id: "",
    autocomplete: "",
    label: "",
    placeholder: "",
    title: "",
    near: "",
    after: "",
    form: 0,
    maxLength: -1,
    pattern: "",
    inputMode: "",
    options: [],
    touched: false,
    focused: false,
    obstacle: null,
    ...some,
  };
}

/** Fields of one form, numbered; `context` are the form's words. */
export function form(context: string, ...fields: Partial<PageField>[]): PageField[] {
  return fields.map((field, n) => pageField({ n, ...field, ...(n === 0 ? { context } : {}) }));
}

/** A select with these texts; each value is its place. */
export function list(label: string, ...texts: string[]): Partial<PageField> {
  return { tag: "select", label, options: texts.map((text, at) => ({ value: String(at), text })) };
}

/** An item of a kind with values by key, and fields of its own. */
export function item(
  kind: KindName,
  values: Record<string, string> = {},
  own: (Partial<Field> & { label: string })[] = [],
): Item {
  const fields = emptyFields(kinds[kind]).map((field) => ({
    ...field,
    value: field.critical ? null : (values[field.key] ?? ""),
  }));
  const more = own.map((field, at): Field => ({
    id: `f${at}`,
    key: "",
    type: "text",
    critical: false,
    value: "",
    ...field,
  }));
  return {
    id: "0".repeat(32),
    rev: 1,
    kind,
    title: "",
    tags: [],
    favourite: false,
    origins: [],
    fields: [...fields, ...more],
    created: 0,
    modified: 0,
    trashed: null,
  };
}

/** Classified and planned; critical values by field id. */
export function planned(
  fields: PageField[],
  it: Item,
  options: { critical?: Record<string, string>; keepTyped?: boolean } = {},
): Plan {
  return plan(classify(fields), it, {
    critical: new Map(Object.entries(options.critical ?? {})),
    keepTyped: options.keepTyped ?? false,
  });
}

/** What would stand in the page: number of the field to text, option text or tick. */
export function result(fields: PageField[], { steps }: Plan): Record<number, string | boolean> {
  return Object.fromEntries(
    steps.map((step) => [
      step.n,
      step.do === "text"
        ? step.value
        : step.do === "check"
          ? step.on
          : (fields.find(({ n }) => n === step.n)?.options[step.index]?.text ?? "?"),
    ]),
  );
}

export const ada = item("identity", {
  "honorific-prefix": "Mrs",
  "given-name": "Ada",
  "additional-name": "King",
  "family-name": "Lovelace",
  bday: "1815-12-10",
  sex: "female",
  email: "ada@engine.example",
  tel: "+1 (212) 555-0123",
  organization: "Analytical Engines",
  "street-address": "12 St James's Square\nFlat 3\nRear house",
  "postal-code": "10115",
  "address-level2": "Berlin",
  "address-level1": "California",
  country: "DE",
});
export const visa = item("card", {
  "cc-name": "Ada King Lovelace",
  "cc-number": "4111 1111 1111 1111",
  "cc-exp": "2029-07",
});
export const login = item("login", { username: "ada", password: "s3cret" });
