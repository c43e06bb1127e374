/** One item of two devices: its records opened, merged (core/merge-item.ts), and sealed where they are new. */
import { type Bytes, equalBytes } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import {
  itemCriticalSchema,
  itemIndexSchema,
  type ItemSecret,
  itemSecretSchema,
} from "../core/item.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import { type GaveWay, type ItemVersion, mergeItem, wasEdited } from "../core/merge-item.ts";
import { openRecord, recordClass, sealRecord } from "../core/record.ts";
import { encodeWithin } from "./field-values.ts";
import { noCritical, noSecret } from "./items.ts";
import type { EpochKeys } from "./epoch-keys.ts";
import type { World } from "./ports.ts";
import { bytesOf, type Rec, sameRec, toRec } from "./record-set.ts";
import { schema } from "./write.ts";

/** The records of one item by class. */
export type Group = ReadonlyMap<number, Rec>;

export const itemClasses = [recordClass.index, recordClass.secret, recordClass.critical] as const;

/** One item in three versions. `own` and `base` are sealed under `from`, `served` under `to`. */
export interface ThreeGroups {
  world: World;
  from: EpochKeys;
  to: EpochKeys;
  base: Group;
  own: Group;
  served: Group;
  /** What would go from here stays, and is an edit of now (the brake, FORMAT.md 5). */
  keep: boolean;
  /** Called where a value gave way to another. */
  conflict?: (sides: GaveWay[]) => void;
}

type Texts = Map<number, Bytes>;

/** Plaintexts of the records that a key is in hand for. */
async function textsOf(world: World, keys: EpochKeys, group: Group): Promise<Texts> {
  const texts: Texts = new Map();
  for (const cls of itemClasses) {
    const key = { 1: keys.keys.index, 2: keys.keys.secret, 3: keys.critical }[cls];
    const rec = group.get(cls);
    if (rec === undefined || key === null) continue;
    texts.set(cls, await openRecord(key, rec.context, await bytesOf(world, rec)));
  }
  return texts;
}

/** A tombstone holds its time, or nothing; no index is as short (FORMAT.md 12). */
const erasedLength = 8;

/** Null for an item that is erased or not there. */
function versionOf(texts: Texts, opened: boolean): ItemVersion | null {
  const index = texts.get(recordClass.index);
  if (index === undefined || index.length <= erasedLength) return null;
  const secret = texts.get(recordClass.secret);
  const critical = texts.get(recordClass.critical);
  return {
    index: decodeJson(itemIndexSchema, index),
    secret: secret === undefined ? noSecret : decodeJson(itemSecretSchema, secret),
    critical: opened
      ? critical === undefined
        ? noCritical
        : decodeJson(itemCriticalSchema, critical)
      : null,
  };
}

function textsFrom({ index, secret, critical }: ItemVersion): Texts {
  const texts: Texts = new Map([
    [recordClass.index, encodeJson(itemIndexSchema, index)],
    [recordClass.secret, encodeWithin(secret, (one) => encodeJson(itemSecretSchema, one))],
  ]);
  if (critical !== null && critical.values.length + critical.past.length > 0)
    texts.set(
      recordClass.critical,
      encodeWithin(critical, (one) => encodeJson(itemCriticalSchema, one)),
    );
  return texts;
}

/**
 * The records of the merged item; chunks that its files need are added to `needed`. STEP_UP where critical values must
 * be looked at and their key is not in hand.
 */
export async function mergeGroups(groups: ThreeGroups, needed: Set<string>): Promise<Group> {
  const { world, from, to, base, own, served } = groups;
  const [b, o, s] = [
    await textsOf(world, from, base),
    await textsOf(world, from, own),
    await textsOf(world, to, served),
  ];
  const opened = from.critical !== null && to.critical !== null;
  const [ours, theirs] = [versionOf(o, opened), versionOf(s, opened)];
  // Without a common version an edit stands against erasure and trash.
  const was = groups.keep && goes(ours, theirs) ? null : versionOf(b, opened);
  // A record that was not opened is changed where its bytes are: without its key nobody seals it anew.
  const changed = (group: Group) =>
    !opened && !sameRec(group.get(recordClass.critical), base.get(recordClass.critical));
  const edited = {
    ours: ours !== null && (wasEdited(was, ours) || changed(own)),
    theirs: theirs !== null && (wasEdited(was, theirs) || changed(served)),
  };
  const result = choose(ours, theirs, edited);
  const need = (version: ItemVersion | null) => {
    for (const file of version?.secret.files ?? [])
      for (const { id } of file.chunks) needed.add(id);
  };
  if (result !== "both") need(result === "own" ? ours : theirs);
  if (result === "served") return served;
  if (result === "own") return sealed(groups, o, s, opened ? null : own.get(recordClass.critical));
  if (!opened && mustOpen(groups, was, ours as ItemVersion, theirs as ItemVersion))
    throw new Failure("STEP_UP");
  const sides = [ours as ItemVersion, theirs as ItemVersion] as const;
  const merged = mergeItem(was, ...sides, groups.conflict);
  need(merged);
  const kept = opened ? null : unopened(groups);
  return sealed(groups, textsFrom(merged), s, kept);
}

/** Whether an item that is here would be erased or in the trash as it is served. */
function goes(ours: ItemVersion | null, theirs: ItemVersion | null): boolean {
  if (ours === null || ours.index.trashed !== null) return false;
  return theirs === null || theirs.index.trashed !== null;
}

/** An edit stands against an erasure of an older version; an erasure against what nobody changed. */
function choose(
  ours: ItemVersion | null,
  theirs: ItemVersion | null,
  edited: { ours: boolean; theirs: boolean },
): "own" | "served" | "both" {
  if (ours === null) return theirs === null || edited.theirs ? "served" : "own";
  if (theirs === null) return edited.ours ? "own" : "served";
  return "both";
}

const criticalFields = ({ fields }: ItemSecret) =>
  fields
    .filter((field) => field.critical)
    .map(({ id }) => id)
    .toSorted()
    .join();

/** Both changed the critical record, or do not agree on which fields it holds. */
function mustOpen(
  { base, own, served }: ThreeGroups,
  was: ItemVersion | null,
  ours: ItemVersion,
  theirs: ItemVersion,
): boolean {
  if (criticalFields(ours.secret) !== criticalFields(theirs.secret)) return true;
  const [b, o, s] = [base, own, served].map((group) => group.get(recordClass.critical));
  return !sameRec(o, s) && (was === null || (!sameRec(o, b) && !sameRec(s, b)));
}

/** The critical record of the side that changed it. */
function unopened({ base, own, served }: ThreeGroups): Rec | undefined {
  const [b, o, s] = [base, own, served].map((group) => group.get(recordClass.critical));
  return sameRec(o, b) ? s : o;
}

/**
 * Records of these texts: the served one where it says the same, else our own where its revision is above, else sealed
 * anew above every revision there was. `critical` is taken as it is where it was not opened (null: it was).
 */
async function sealed(
  { world, from, to, own, served }: ThreeGroups,
  texts: Texts,
  theirs: Texts,
  critical: Rec | undefined | null,
): Promise<Group> {
  const result = new Map<number, Rec>();
  const erased = (texts.get(recordClass.index)?.length ?? 0) <= erasedLength;
  const highest = Math.max(
    0,
    ...[...own.values(), ...served.values()].map(({ context }) => context.rev),
  );
  for (const cls of itemClasses) {
    if (cls === recordClass.critical && critical !== null) {
      if (critical !== undefined) result.set(cls, critical);
      continue;
    }
    const text = texts.get(cls);
    if (text === undefined) continue;
    const [mine, his] = [own.get(cls), served.get(cls)];
    const same = theirs.get(cls);
    if (his !== undefined && same !== undefined && equalBytes(text, same)) {
      result.set(cls, his);
      continue;
    }
    const old =
      mine !== undefined && from === to ? await textsOf(world, from, new Map([[cls, mine]])) : null;
    const above = mine !== undefined && mine.context.rev > (his?.context.rev ?? 0);
    const unchanged = old?.get(cls);
    if (mine !== undefined && above && unchanged !== undefined && equalBytes(text, unchanged)) {
      result.set(cls, mine);
      continue;
    }
    const key = { 1: to.keys.index, 2: to.keys.secret, 3: to.critical }[cls];
    if (key === null) throw new Failure("STEP_UP");
    const context = {
      cls,
      schema,
      ...to.vault,
      recId: ([...own.values(), ...served.values()][0] as Rec).context.recId,
      rev: highest + 1,
      tombstone: erased,
    };
    result.set(cls, await toRec(await sealRecord(key, context, text)));
  }
  return result;
}
