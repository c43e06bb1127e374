/** What the user said of the fields of one document: what is remembered of its origin, and what is asked for now. */
import type { FormEngine } from "../core/form/engine.ts";
import type { PageField } from "../core/form/field.ts";
import type { FieldMark } from "../core/form/mark.ts";
import type { Said, Told } from "../core/form/said.ts";
import { siteOf, type Sites } from "../core/sites.ts";

/** One field that is to be filled, from this field of the item; null: as Coffer thinks. */
export interface Chosen {
  frame: number;
  mark: FieldMark;
  field: string | null;
}

export interface Saying {
  sites: Sites;
  item: string | null;
  /** What the user chose in the preview, for this fill. */
  chosen: readonly Chosen[];
  /** These fields and no other. */
  only: boolean;
}

/**
 * By number of the field. What is remembered is looked up by the browser-set origin of the very document, so it never
 * leads into another one. A field that was chosen and is no longer certain is not filled.
 */
export function saidOf(
  { marksOf, toldBy, findMark }: FormEngine,
  { origin, frame }: { origin: string; frame: number },
  fields: readonly PageField[],
  { sites, item, chosen, only }: Saying,
): Said & { marks: FieldMark[] } {
  const marks = marksOf(fields);
  const numbers = fields.map(({ n }) => n);
  const known = toldBy(siteOf(sites, origin)?.said ?? [], marks, numbers, item);
  // What is remembered of the others stays: what they are tells what this one takes.
  const by = new Map<number, Told>(known);
  const these = new Set<number>();
  for (const { mark, field } of chosen.filter((one) => one.frame === frame)) {
    const n = numbers[findMark(mark, marks, false)[0] ?? -1];
    if (n === undefined) continue;
    these.add(n);
    if (field !== null) by.set(n, { as: "field", field });
    else if (known.get(n)?.as === "never") by.set(n, { as: "plan" });
  }
  return { by, only: only ? these : null, marks };
}
