/**
 * Two versions of one item made into one, field by field against the last common version (FORMAT.md 12). Of a true
 * conflict the side that was modified later stands, and the other side's value goes into the history of the item:
 * no value that anybody saved is lost. The answer is the same on every device, whichever side is whose.
 */
import { caps, type Field, type ItemCritical, type ItemIndex, type ItemSecret } from "./item.ts";
import { same, three, union } from "./three-way.ts";

/** An item as it was at one time. `critical` is null where its record was not opened. */
export interface ItemVersion {
  index: ItemIndex;
  secret: ItemSecret;
  critical: ItemCritical | null;
}

type Past = ItemSecret["past"][number];

/** In the history, where the title of the other side goes: no field has this id. */
export const titlePast = "_title";

/**
 * Whether a version was changed since `base`, beside going into the trash or among the favourites. Its content says so,
 * not its time: a merge with a later edit, or a clock that was wrong, may leave the time as it was.
 */
export function wasEdited(base: ItemVersion | null, version: ItemVersion): boolean {
  if (base === null) return true;
  const backFromTrash = base.index.trashed !== null && version.index.trashed === null;
  return backFromTrash || !same(contentOf(base), contentOf(version));
}

function contentOf({ index, secret, critical }: ItemVersion) {
  return { index: { ...index, trashed: null, favourite: false }, secret, critical };
}

/**
 * The merged item. Without a common version (null) all that differs is a conflict, and nothing is taken away.
 * `conflict` is called where a value gave way, which is in the history then.
 */
export function mergeItem(
  base: ItemVersion | null,
  a: ItemVersion,
  b: ItemVersion,
  conflict?: () => void,
): ItemVersion {
  const [winner, loser] = later(a, b) ? [a, b] : [b, a];
  const lost: { past: Past; critical: boolean }[] = [];
  const fields = mergeFields(base, winner, loser, lost);
  const index = mergeIndex(base, winner, loser, lost);
  if (lost.length > 0) conflict?.();
  const critical = winner.critical === null || loser.critical === null ? null : fields;
  const asks = new Set(fields.filter((field) => field.critical).map(({ id }) => id));
  // What one side has forgotten stays forgotten, though the other side still has it from before.
  const known = union(base && pastOf(base), pastOf(winner), pastOf(loser), (one) =>
    JSON.stringify(one),
  );
  const asked = new Set(
    [winner, loser].flatMap((side) => side.critical?.past ?? []).map((one) => JSON.stringify(one)),
  );
  // A value that ever asked for the password keeps asking.
  const asking = (one: Past) =>
    critical !== null && (asks.has(one.field) || asked.has(JSON.stringify(one)));
  const lostOf = (ask: boolean) =>
    lost.filter((one) => (one.critical || asking(one.past)) === ask).map(({ past }) => past);
  return {
    index,
    secret: {
      fields: critical === null ? fields : fields.map(toMarker),
      past: history(
        known.filter((one) => !asking(one)),
        lostOf(false),
      ),
      files: union(
        base?.secret.files ?? null,
        winner.secret.files,
        loser.secret.files,
        ({ key }) => key,
      ),
    },
    critical: critical && {
      values: fields
        .filter((field) => field.critical && field.value !== null && field.value !== "")
        .map(({ id, value }) => ({ field: id, value: value ?? "" })),
      past: history(known.filter(asking), lostOf(true)),
    },
  };
}

function pastOf({ secret, critical }: ItemVersion): Past[] {
  return [...secret.past, ...(critical?.past ?? [])];
}

/** Whether `a` was modified later; of the same time the one whose text sorts later, so that all devices agree. */
function later(a: ItemVersion, b: ItemVersion): boolean {
  if (a.index.modified !== b.index.modified) return a.index.modified > b.index.modified;
  return JSON.stringify(a) > JSON.stringify(b);
}

function toMarker(field: Field): Field {
  return field.critical ? { ...field, value: field.value === "" ? "" : null } : field;
}

/** A field with its value, wherever that stands. Null stays where the critical record was not opened. */
function valued({ critical }: ItemVersion, field: Field): Field {
  if (!field.critical || critical === null) return field;
  return { ...field, value: critical.values.find((one) => one.field === field.id)?.value ?? "" };
}

function fieldsOf(version: ItemVersion): Map<string, Field> {
  return new Map(version.secret.fields.map((field) => [field.id, valued(version, field)]));
}

function mergeFields(
  base: ItemVersion | null,
  winner: ItemVersion,
  loser: ItemVersion,
  lost: { past: Past; critical: boolean }[],
): Field[] {
  const was = base === null ? null : fieldsOf(base);
  const [first, second] = [fieldsOf(winner), fieldsOf(loser)];
  const result: Field[] = [];
  for (const [id, field] of first) {
    const other = second.get(id);
    if (other !== undefined) result.push(mergeField(was?.get(id), field, other, loser, lost));
    else if (!taken(was, field)) result.push(field);
  }
  // What only the other side has stands after what it stood after there.
  let at = 0;
  for (const [id, field] of second) {
    const place = result.findIndex((one) => one.id === id);
    if (place >= 0) at = place + 1;
    else if (!taken(was, field)) result.splice(at++, 0, field);
  }
  for (const field of result.splice(caps.fields)) lose(lost, field, field.critical, loser);
  return result;
}

/** The other side took this field away, and it is as it was. */
function taken(was: ReadonlyMap<string, Field> | null, field: Field): boolean {
  return was !== null && same(was.get(field.id), field);
}

function mergeField(
  was: Field | undefined,
  field: Field,
  other: Field,
  loser: ItemVersion,
  lost: { past: Past; critical: boolean }[],
): Field {
  const of = <K extends keyof Field>(key: K): Field[K] =>
    three(was === undefined ? null : { value: was[key] }, field[key], other[key], (ours) => ours);
  const value = three(
    was === undefined ? null : { value: was.value },
    field.value,
    other.value,
    (ours, theirs) => {
      if (theirs !== null)
        lose(lost, { ...other, value: theirs }, field.critical || other.critical, loser);
      return ours;
    },
  );
  const critical = was === undefined ? field.critical || other.critical : of("critical");
  const [options, match] = [of("options"), of("match")];
  return {
    id: field.id,
    key: of("key"),
    label: of("label"),
    type: of("type"),
    critical,
    value,
    ...(options && { options }),
    ...(match && { match }),
  };
}

function lose(
  lost: { past: Past; critical: boolean }[],
  field: Field,
  critical: boolean,
  from: ItemVersion,
): void {
  if (field.value === null || field.value === "") return;
  lost.push({ past: { field: field.id, value: field.value, at: from.index.modified }, critical });
}

/** Newest first, each once, at most `caps.past` of a field. */
function history(known: readonly Past[], lost: readonly Past[]): Past[] {
  const kept = new Map(known.map((one) => [JSON.stringify(one), one]));
  const values = new Set(known.map(({ field, value }) => JSON.stringify([field, value])));
  const fresh = lost.filter(({ field, value }) => !values.has(JSON.stringify([field, value])));
  const sorted = [...kept.values(), ...fresh].toSorted(
    (a, b) => b.at - a.at || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1),
  );
  const counts = new Map<string, number>();
  return sorted.filter(({ field }) => {
    const count = (counts.get(field) ?? 0) + 1;
    counts.set(field, count);
    return count <= caps.past;
  });
}

function mergeIndex(
  base: ItemVersion | null,
  winner: ItemVersion,
  loser: ItemVersion,
  lost: { past: Past; critical: boolean }[],
): ItemIndex {
  const [was, a, b] = [base?.index ?? null, winner.index, loser.index];
  const of = <K extends keyof ItemIndex>(
    key: K,
    both: (a: ItemIndex[K], b: ItemIndex[K]) => ItemIndex[K],
  ) => three(was && { value: was[key] }, a[key], b[key], both);
  const list = (key: "tags" | "origins", most: number) =>
    union(was?.[key] ?? null, a[key], b[key], (one) => one).slice(0, most);
  return {
    kind: of("kind", (ours) => ours),
    title: of("title", (ours, value) => {
      if (value !== "")
        lost.push({ past: { field: titlePast, value, at: b.modified }, critical: false });
      return ours;
    }),
    hint: of("hint", (ours) => ours),
    tags: list("tags", caps.tags),
    favourite: of("favourite", () => true),
    origins: list("origins", caps.origins),
    created: Math.min(a.created, b.created),
    modified: Math.max(a.modified, b.modified),
    trashed: mergeTrash(base, winner, loser),
  };
}

/** An edit, or a way out of the trash, stands against a trash of an older version. */
function mergeTrash(base: ItemVersion | null, a: ItemVersion, b: ItemVersion): number | null {
  const [inA, inB] = [a.index.trashed, b.index.trashed];
  if (inA !== null && inB !== null) return Math.max(inA, inB);
  if (inA === null && inB === null) return null;
  const [live, trashed] = inA === null ? [a, b] : [b, a];
  return wasEdited(base, live) ? null : trashed.index.trashed;
}
