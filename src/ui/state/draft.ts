/** Pure changes of a draft: what the editor does to an item, without a screen. */
import {
  type Draft,
  type Field,
  type FieldType,
  type Item,
  type KindName,
  caps,
} from "../../core/item.ts";
import { kinds } from "../../core/kinds/index.ts";
import { emptyFields } from "../../core/kinds/kind.ts";
import { hostOf } from "../../core/origin.ts";
import { beginningOf } from "../../core/shown.ts";
import { siteOfRule } from "../../core/site.ts";

/** A new item of a kind with its built-in fields, empty. */
export function newDraft(kind: KindName, title = "", origins: string[] = []): Draft {
  return {
    id: null,
    rev: 0,
    kind,
    title: title.slice(0, caps.title),
    tags: [],
    favourite: false,
    origins,
    fields: emptyFields(kinds[kind]),
  };
}

/** The draft of a stored item. Built-in fields that it lacks are put in, empty, in the kind's order. */
export function draftOf(item: Item): Draft {
  const { id, rev, kind, title, tags, favourite, origins } = item;
  return withBuiltIn({ id, rev, kind, title, tags, favourite, origins, fields: item.fields });
}

/** The draft with every built-in field of its kind, in the kind's order. */
export function withBuiltIn(draft: Draft): Draft {
  const missing = emptyFields(kinds[draft.kind]).filter(
    (field) => !draft.fields.some((own) => own.key === field.key),
  );
  if (missing.length === 0) return draft;
  const order = new Map(kinds[draft.kind].fields.map((field, n) => [field.key, n]));
  const rank = (field: Field): number => order.get(field.key) ?? order.size;
  const taken = new Set(draft.fields.map((field) => field.id));
  const added = missing.map((field) =>
    taken.has(field.id) ? { ...field, id: newFieldId(taken) } : field,
  );
  // A stable sort: fields of the user's own keep their order, after the built-in ones.
  return { ...draft, fields: [...draft.fields, ...added].toSorted((a, b) => rank(a) - rank(b)) };
}

/** An id that no field has. */
export function newFieldId(taken: ReadonlySet<string>): string {
  for (let n = taken.size + 1; ; n++) if (!taken.has(`f${n}`)) return `f${n}`;
}

/** One more field at the end; the same draft where the cap is reached. */
export function addField(draft: Draft, type: FieldType): Draft {
  if (draft.fields.length >= caps.fields) return draft;
  const field: Field = {
    id: newFieldId(new Set(draft.fields.map((own) => own.id))),
    key: "",
    label: "",
    type,
    critical: false,
    value: type === "boolean" ? "false" : "",
    ...(type === "choice" ? { options: [] } : {}),
  };
  return { ...draft, fields: [...draft.fields, field] };
}

/** The draft with one field changed. */
export function changeField(draft: Draft, id: string, change: Partial<Field>): Draft {
  return {
    ...draft,
    fields: draft.fields.map((field) => (field.id === id ? { ...field, ...change } : field)),
  };
}

/** Another type; the value stays where it can. */
export function retype(draft: Draft, id: string, type: FieldType): Draft {
  const field = draft.fields.find((own) => own.id === id);
  if (field === undefined || field.type === type) return draft;
  const { options, ...rest } = field;
  const value =
    type === "boolean" && field.value !== null ? String(field.value === "true") : field.value;
  const next: Field = { ...rest, type, value };
  if (type === "choice") next.options = options ?? (value ? [value.slice(0, caps.option)] : []);
  return { ...draft, fields: draft.fields.map((own) => (own.id === id ? next : own)) };
}

/** The draft without one field. */
export function removeField(draft: Draft, id: string): Draft {
  return { ...draft, fields: draft.fields.filter((field) => field.id !== id) };
}

/** One place up (-1) or down (+1). */
export function moveField(draft: Draft, id: string, by: -1 | 1): Draft {
  const from = draft.fields.findIndex((field) => field.id === id);
  const to = from + by;
  const fields = draft.fields.slice();
  const [moved] = fields.splice(from, 1);
  if (from < 0 || moved === undefined || to < 0 || to > fields.length) return draft;
  fields.splice(to, 0, moved);
  return { ...draft, fields };
}

/** Choices typed one a line, without empty lines and repetitions, within the caps. */
export function optionsOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim().slice(0, caps.option));
  return [...new Set(lines.filter((line) => line !== ""))].slice(0, caps.options);
}

/** Whether anything was typed that a save would keep. */
export function differs(a: Draft, b: Draft): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}

/** A new item of its own with everything in `draft`; `values` stand in for critical values not in hand. */
export function asCopy(
  draft: Draft,
  title: string,
  values: readonly { field: string; value: string }[],
): Draft {
  return {
    ...draft,
    id: null,
    rev: 0,
    title: title.slice(0, caps.title),
    fields: draft.fields.map((field) => ({
      ...field,
      value: field.value ?? values.find((own) => own.field === field.id)?.value ?? "",
    })),
  };
}

/**
 * The title, or where there is none: the first line of a snippet, the site, the second line of the kind.
 * Never the text of a note or a hidden value; "" where nothing will do.
 */
export function guessTitle(draft: Draft): string {
  const title = draft.title.trim();
  if (title !== "") return draft.title;
  const value = (key: string): string =>
    draft.fields.find((field) => field.key === key)?.value ?? "";
  const line = draft.kind === "snippet" ? (value("body").trim().split("\n")[0] ?? "") : "";
  const site = draft.origins[0] === undefined ? "" : hostOf(siteOfRule(draft.origins[0]));
  return beginningOf((line || site || kinds[draft.kind].hint(value)).trim(), 60);
}
