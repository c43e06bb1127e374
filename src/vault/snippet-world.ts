/** What a template may see of the vault, gathered before it runs: nested snippets, fields of items, counters. */
import { Failure } from "../core/failure.ts";
import type { Field } from "../core/item.ts";
import { readCounters } from "../core/snippet/counters.ts";
import type { Format, Nested } from "../core/snippet/shape.ts";
import { TemplateError } from "../core/snippet/failure.ts";
import { fieldNamed, oneNamed } from "../core/snippet/names.ts";
import { parseTemplate } from "../core/snippet/parse.ts";
import { type References, referencesOf } from "../core/snippet/references.ts";
import { readSecret } from "./items.ts";
import { type Entry, isListed, type Opened } from "./opened.ts";
import type { World } from "./ports.ts";

/** Snippets that one template may reach; each means to open a record. */
const snippetLimit = 200;

/** A field that a template names: where it is and, unless it is critical, its value. */
export interface Named {
  entry: Entry;
  field: Field;
}

/** All that was found; what was not stands as the error to be thrown where it is used. */
export interface Gathered {
  root: Nested;
  snippets: Map<string, Nested | TemplateError>;
  fields: Map<string, Named | TemplateError>;
  /** By the id of the snippet. */
  counters: Map<string, Map<string, number>>;
  /** Over all templates reached. */
  uses: Pick<References, "clipboard" | "page" | "counters">;
}

/** The format of a stored snippet. */
function formatOf(fields: readonly Field[]): Format {
  const value = fields.find(({ key }) => key === "format")?.value;
  return value === "markdown" || value === "html" ? value : "plain";
}

/** The text of a stored snippet; STEP_UP where the user has made it critical. */
export function bodyOf(fields: readonly Pick<Field, "key" | "critical" | "value">[]): string {
  const body = fields.find(({ key }) => key === "body");
  if (body?.critical === true && body.value === null) throw new Failure("STEP_UP");
  return body?.value ?? "";
}

/** A stored snippet, read; throws a TemplateError where its text is no template. */
export async function snippetOf(
  world: World,
  opened: Opened,
  entry: Entry,
): Promise<{ nested: Nested; counters: Map<string, number> }> {
  const { fields } = await readSecret(world, opened, entry);
  const counted = fields.find(({ key, critical }) => key === "counters" && !critical)?.value ?? "";
  return {
    nested: {
      title: entry.title,
      owner: entry.id,
      format: formatOf(fields),
      template: parseTemplate(bodyOf(fields)),
    },
    counters: readCounters(counted),
  };
}

/** Everything that `root` can reach. Reads each record once; opens no critical one. */
export async function gather(
  world: World,
  opened: Opened,
  root: Nested,
  counters: Map<string, number>,
): Promise<Gathered> {
  const live = opened.entries.filter((entry) => isListed(entry) && entry.trashed === null);
  const gathered: Gathered = {
    root,
    snippets: new Map(),
    fields: new Map(),
    counters: new Map([[root.owner, counters]]),
    uses: { clipboard: false, page: false, counters: false },
  };
  const waiting = [root];
  const read = new Map<string, Nested>([[root.owner, root]]);
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const found = referencesOf(at.template);
    gathered.uses.clipboard ||= found.clipboard;
    gathered.uses.page ||= found.page;
    gathered.uses.counters ||= found.counters;
    for (const name of found.snippets) {
      if (gathered.snippets.has(name)) continue;
      const next = await orError(() => nestedOf(name));
      gathered.snippets.set(name, next);
      if (!(next instanceof TemplateError) && !read.has(next.owner)) {
        read.set(next.owner, next);
        waiting.push(next);
      }
    }
    for (const [key, { item, field }] of found.fields) {
      if (gathered.fields.has(key)) continue;
      gathered.fields.set(key, await orError(() => fieldOf(item, field)));
    }
  }
  return gathered;

  async function nestedOf(name: string): Promise<Nested> {
    const snippets = live.filter(({ kind }) => kind === "snippet");
    const entry = oneNamed(snippets, name, { none: "NO_SNIPPET", two: "TWO_SNIPPETS" });
    const known = read.get(entry.id);
    if (known !== undefined) return known;
    if (read.size >= snippetLimit) throw new TemplateError("TOO_MANY", name);
    const { nested, counters: own } = await snippetOf(world, opened, entry);
    gathered.counters.set(entry.id, own);
    return nested;
  }

  async function fieldOf(item: string, field: string): Promise<Named> {
    const entry = oneNamed(live, item, { none: "NO_ITEM", two: "TWO_ITEMS" });
    const { fields } = await readSecret(world, opened, entry);
    return { entry, field: fieldNamed(fields, item, field) };
  }
}

async function orError<T>(work: () => Promise<T>): Promise<T | TemplateError> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof TemplateError) return thrown;
    throw thrown;
  }
}

/** What was gathered under a name, or its error, thrown anew so that it gets a place of its own. */
export function given<T>(
  found: ReadonlyMap<string, T | TemplateError>,
  key: string,
  name: string,
): T {
  const one = found.get(key);
  if (one === undefined) throw new TemplateError("UNKNOWN_NAME", name);
  if (one instanceof TemplateError) {
    const again = new TemplateError(one.code, one.named);
    // The text of a nested snippet is no template: said of that snippet, at the outer place.
    if (one.at !== null) again.within = name;
    throw again;
  }
  return one;
}
