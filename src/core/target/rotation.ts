/**
 * Which backup files of a target stay (docs/TARGETS.md): the newest of each of the last 7 days that have one, of the
 * last 4 weeks and the last 12 months. A pure function of the names in the folder; it never says to remove what it does
 * not know to be ours and old.
 */
import { type Bytes, toHex } from "../bytes.ts";

/** A file in a target's folder, whoever put it there. */
export interface TargetFile {
  name: string;
  bytes: number;
}

/** What is kept: so many days, weeks (from Monday) and months that have a file, by UTC. */
export interface Rule {
  daily: number;
  weekly: number;
  monthly: number;
}
export const rule: Rule = { daily: 7, weekly: 4, monthly: 12 };

const hour = 3_600_000;
const day = 24 * hour;
const shape =
  /^coffer-([0-9a-f]{8})-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[0-9a-f]{8}\.coffer(\.part)?$/;

/** Eight hex digits that tell files of one vault from those of another in the same folder. */
export function vaultTag(vaultId: Bytes): string {
  return toHex(vaultId).slice(0, 8);
}

/** The name of a new file: vault, time (ms, to the second) and four random bytes, so that it is nobody else's. */
export function fileName(tag: string, at: number, random: Bytes): string {
  const time = new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  return `coffer-${tag}-${time}-${toHex(random).slice(0, 8)}.coffer`;
}

/** The same while it is being written, where a target knows no other way to make a file appear whole. */
export function partName(name: string): string {
  return `${name}.part`;
}

/** The name of a file in the folder itself: no way to somewhere else, nothing that can not be shown, 255 signs at most. */
export function isPlainName(name: string): boolean {
  return name.length <= 255 && /^(?!\.*$)[^/\\\p{Cc}\p{Cs}]+$/u.test(name);
}

/** What a name says; null where it is not one of `fileName` or `partName`. Time in ms. */
export function readName(name: string): { tag: string; at: number; part: boolean } | null {
  const found = shape.exec(name);
  if (found === null) return null;
  const [, tag = "", ...rest] = found;
  const [year, month, date, hours, minutes, seconds] = rest.slice(0, 6).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const at = Date.UTC(year, month - 1, date, hours, minutes, seconds);
  // The 31st of February is no day: somebody else's name.
  if (fileName(tag, at, new Uint8Array(4)).slice(0, 32) !== name.slice(0, 32)) return null;
  return { tag, at, part: found[8] !== undefined };
}

/** Whole files of a vault, the newest first; equal times in the order of their names. An empty one is no backup. */
export function ownFiles(
  files: readonly TargetFile[],
  tag: string,
): (TargetFile & { at: number })[] {
  return files
    .flatMap((file) => {
      const read = readName(file.name);
      const whole = read?.part === false && read.tag === tag && file.bytes > 0;
      return !whole ? [] : [{ ...file, at: read.at }];
    })
    .toSorted((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1));
}

/**
 * Names of files to remove, the oldest first, after `proved` was written and read back. `proved` and the newest stay in
 * any case. What is dated later than an hour from now was written by a clock that went wrong: it neither counts nor goes.
 * A file left half-written or empty goes after a day.
 */
export function rotation(
  files: readonly TargetFile[],
  ask: { tag: string; proved: string; now: number; rule: Rule },
): string[] {
  const { tag, proved, now } = ask;
  const [newest, ...older] = ownFiles(files, tag);
  const known = (newest === undefined ? [] : [newest, ...older]).filter(
    ({ at }) => at <= now + hour,
  );
  const kept = new Set([proved, ...(newest === undefined ? [] : [newest.name])]);
  keepEach(known, ask.rule.daily, (at) => Math.floor(at / day), kept);
  // The first of January 1970 was a Thursday.
  keepEach(known, ask.rule.weekly, (at) => Math.floor((at / day + 3) / 7), kept);
  keepEach(known, ask.rule.monthly, (at) => new Date(at).toISOString().slice(0, 7), kept);
  const parts = files.flatMap(({ name, bytes }) => {
    const read = readName(name);
    const isLeft = read?.tag === tag && (read.part || bytes === 0) && read.at + day < now;
    return isLeft && name !== proved ? [name] : [];
  });
  const gone = known.filter(({ name }) => !kept.has(name)).map(({ name }) => name);
  return [...parts.toSorted(), ...gone.toReversed()];
}

/** The newest file of each of the last `count` periods that have one. */
function keepEach(
  newestFirst: readonly (TargetFile & { at: number })[],
  count: number,
  period: (at: number) => number | string,
  kept: Set<string>,
): void {
  const seen = new Set<number | string>();
  for (const { name, at } of newestFirst) {
    const one = period(at);
    if (seen.has(one)) continue;
    if (seen.size === count) return;
    seen.add(one);
    kept.add(name);
  }
}
