/** Saving a draft, as one action on the disk. */
import { toHex } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import {
  caps,
  type Draft,
  type Field,
  type Item,
  itemCriticalSchema,
  type ItemIndex,
  type ItemSecret,
} from "../core/item.ts";
import { encodeJson } from "../core/json.ts";
import { kinds } from "../core/kinds/index.ts";
import { randomBytes } from "../core/random.ts";
import { recordClass } from "../core/record.ts";
import { readRule } from "../core/site.ts";
import { criticalOf, encodeWithin, marker, pastOf, tidyFields } from "./field-values.ts";
import { secretRecord } from "./files.ts";
import {
  inTurn,
  itemEntry,
  noCritical,
  noSecret,
  readCritical,
  readItem,
  readSecret,
} from "./items.ts";
import { type Entry, type Opened, refOf } from "./opened.ts";
import type { World } from "./ports.ts";
import { checkRule } from "./sites.ts";
import { applyEdits, type Edit } from "./write.ts";

/** Saving needs the password where a critical value is new, changed or taken away. */
export async function needsStepUp(world: World, opened: Opened, draft: Draft): Promise<boolean> {
  const given = draft.fields.some(
    (field) => field.critical && field.value !== null && field.value !== "",
  );
  if (draft.id === null || given) return given;
  const entry = itemEntry(opened, draft.id);
  const before = await readSecret(world, opened, entry);
  if (turnsCritical(before, draft)) return true;
  if (refOf(entry.refs, recordClass.critical) === undefined) return false;
  const kept = new Set(
    draft.fields.filter((field) => field.critical && field.value === null).map((f) => f.id),
  );
  return before.fields.some(
    (field) => field.critical && field.value === null && !kept.has(field.id),
  );
}

/** A field that was plain until now and asks each time from now on: its values, old ones too, move. */
function turnsCritical(old: ItemSecret, draft: Draft): boolean {
  const asks = new Set(draft.fields.filter((field) => field.critical).map((field) => field.id));
  return (
    old.past.some(({ field }) => asks.has(field)) ||
    old.fields.some((field) => !field.critical && field.value !== "" && asks.has(field.id))
  );
}

/**
 * Saves a draft as one action. CONFLICT where the item was changed since the draft was begun,
 * STEP_UP where critical values change and no key is given, INVALID for a site that is none.
 */
export function saveItem(
  world: World,
  opened: Opened,
  draft: Draft,
  criticalKey: CryptoKey | null,
): Promise<Item> {
  return inTurn(world, () => saveNow(world, opened, draft, criticalKey));
}

async function saveNow(
  world: World,
  opened: Opened,
  draft: Draft,
  criticalKey: CryptoKey | null,
): Promise<Item> {
  const before = draft.id === null ? undefined : itemEntry(opened, draft.id);
  const rev = refOf(before?.refs ?? [], recordClass.index)?.rev ?? 0;
  if (before !== undefined && rev !== draft.rev) throw new Failure("CONFLICT");
  const old = before === undefined ? noSecret : await readSecret(world, opened, before);
  const fields = tidyFields(draft, old);
  const ids = new Set(fields.map((field) => field.id));
  if (ids.size !== fields.length) throw new Failure("INVALID");
  if (criticalKey === null && (await needsStepUp(world, opened, draft)))
    throw new Failure("STEP_UP");

  const origins = await rulesOf(world, draft, before);
  const now = world.clock.now();
  const recId = before?.recId ?? randomBytes(16);
  const past = pastOf(old.past, old.fields, fields, now);
  // A field that asks each time from now on takes its earlier values along.
  const asks = new Set(fields.filter((field) => field.critical).map((field) => field.id));
  const secret: ItemSecret = {
    fields: fields.map((field) => (field.critical ? { ...field, value: marker(field) } : field)),
    past: past.filter(({ field }) => !asks.has(field)),
    files: old.files,
  };
  const records: NonNullable<Edit["records"]> = [secretRecord(opened, secret)];
  const drop: number[] = [];
  if (criticalKey !== null) {
    const oldCritical =
      before === undefined ? noCritical : await readCritical(world, opened, before, criticalKey);
    const moved = past.filter(({ field }) => asks.has(field));
    const critical = criticalOf(oldCritical, fields, moved, now);
    const plaintext = encodeWithin(critical, (one) => encodeJson(itemCriticalSchema, one));
    if (critical.values.length > 0 || critical.past.length > 0) {
      records.push({ cls: recordClass.critical, key: criticalKey, plaintext });
    } else drop.push(recordClass.critical);
  }
  const index = indexOf(draft, origins, fields, before, now);
  await applyEdits(world, opened, [{ recId, index, records, drop }], []);
  world.tell("items");
  return readItem(world, opened, toHex(recId));
}

/** The rules of a draft as they are kept; INVALID for one that is none. A rule the item has already stays as it is. */
async function rulesOf(world: World, draft: Draft, before: Entry | undefined): Promise<string[]> {
  const rules: string[] = [];
  for (const typed of draft.origins.filter((one) => one.trim() !== "")) {
    const checked = await checkRule(world, readRule(typed));
    if ("stored" in checked) rules.push(checked.stored);
    else if (before?.origins.includes(typed) === true) rules.push(typed);
    else throw new Failure("INVALID");
  }
  return [...new Set(rules)];
}

/** The index of an item with these fields and rules. */
export function indexOf(
  draft: Pick<Draft, "kind" | "title" | "tags" | "favourite">,
  origins: string[],
  fields: readonly Field[],
  before: Entry | undefined,
  now: number,
): ItemIndex {
  const kind = kinds[draft.kind];
  const valueOf = (key: string) =>
    fields.find((field) => field.key === key && !field.critical)?.value ?? "";
  const tags = draft.tags.map((tag) => tag.trim()).filter((tag) => tag !== "");
  return {
    kind: draft.kind,
    title: draft.title.trim(),
    hint: kind.hint(valueOf).replace(/\s+/g, " ").slice(0, caps.hint),
    tags: [...new Set(tags)],
    favourite: draft.favourite,
    origins,
    created: before?.created ?? now,
    modified: now,
    trashed: before?.trashed ?? null,
  };
}
