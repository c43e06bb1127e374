/** What is done with the clipboard history: kept, listed, found, pinned, taken away and brought back. */
import { toBase64, toHex, utf8 } from "../core/bytes.ts";
import {
  type Clip,
  clipCaps,
  type ClipIndex,
  type ClipLimits,
  endOf,
  leavesOut,
  mayPin,
  previewOf,
  trim,
} from "../core/clip.ts";
import { findSecret } from "../core/detect/secret.ts";
import { Failure, failureCode } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { randomBytes } from "../core/random.ts";
import type { ClipLine } from "../wire/clips.ts";
import { findIn } from "./clip-search.ts";
import { isOurs } from "./copy.ts";
import {
  ensureHistory,
  type History,
  openHistory,
  readList,
  readText,
  strays,
  writeList,
} from "./clip-store.ts";
import type { Opened } from "./opened.ts";
import { settingsOf } from "./settings-record.ts";
import { isOpen, look, type Vault } from "./vault.ts";

/** What was taken away can be brought back for this long (ms). */
const undoTime = 60_000;

function limitsOf(vault: Vault): ClipLimits {
  const { clipCount, clipDays, clipMegabytes } = settingsOf(vault);
  return { count: clipCount, days: clipDays, megabytes: clipMegabytes };
}

interface Next {
  list: ClipIndex;
  put?: Record<string, string>;
}

/** One change after the other: `work` makes the next list, or answers null for none; what it names no more goes. */
async function change(
  vault: Vault,
  opened: Opened,
  make: boolean,
  work: (list: ClipIndex, history: History) => Promise<Next | null> | Next | null,
): Promise<void> {
  const { world } = vault;
  await world.locks.hold("clips", async () => {
    const history = await (make ? ensureHistory : openHistory)(world, opened);
    if (history === null) return;
    const before = await readList(world, history);
    const next = await work(before, history);
    if (next === null) return;
    const now = world.clock.now();
    const { stay } = trim(next.list.clips, limitsOf(vault), now);
    const { removed } = next.list;
    const list: ClipIndex = {
      clips: stay,
      removed: removed.until > now ? removed : { until: 0, clips: [] },
    };
    const left = new Set([...list.clips, ...list.removed.clips].map(({ id }) => id));
    const known = [...before.clips, ...before.removed.clips].map(({ id }) => id);
    const drop = known.filter((id) => !left.has(id));
    const put = Object.entries(next.put ?? {}).filter(([id]) => left.has(id));
    await writeList(world, history, list, { put: Object.fromEntries(put), drop });
    wake(vault, list);
  });
  world.tell("clips");
}

/** Asks for the time at which the next of them has had its time. */
function wake(vault: Vault, { clips, removed }: ClipIndex): void {
  const limits = limitsOf(vault);
  const ends = clips.flatMap((clip) => endOf(clip, limits) ?? []);
  if (removed.clips.length > 0) ends.push(removed.until);
  vault.world.clock.wake("clips", ends.length === 0 ? null : Math.min(...ends));
}

/**
 * Keeps one copy of a page, if the rules let it; the session's time does not move by it. The same text again comes to
 * the top. Called for sites where the user wants it alone.
 */
export async function keepCopy(
  vault: Vault,
  { text: copied, origin }: { text: string; origin: string },
): Promise<void> {
  const { world } = vault;
  if (!(await isOpen(vault))) return;
  const opened = await look(vault);
  // A half of a surrogate pair has no UTF-8: it is kept as the sign for what is not known, as the clipboard does.
  const text = copied.toWellFormed();
  const bytes = utf8(text);
  if (bytes.length > clipCaps.bytes || leavesOut(text) !== null) return;
  const { clipPatterns } = settingsOf(vault);
  if (clipPatterns.length > 0) {
    const { occurs } = await world.sites.patterns();
    if (clipPatterns.some((pattern) => occurs(pattern, text))) return;
  }
  // What Coffer itself has put there is in the vault already.
  if (await isOurs(world, text)) return;
  const hash = toBase64(await sha256(bytes));
  const at = world.clock.now();
  await change(vault, opened, true, (list) => {
    const same = list.clips.find((clip) => clip.hash === hash);
    const others = list.clips.filter((clip) => clip !== same);
    if (same !== undefined)
      return { list: { ...list, clips: [{ ...same, at, origin }, ...others] } };
    const clip: Clip = {
      id: toHex(randomBytes(16)),
      origin,
      at,
      bytes: bytes.length,
      hash,
      preview: previewOf(text),
      secret: findSecret(text)?.kind ?? null,
      pinned: false,
      until: null,
    };
    return { list: { ...list, clips: [clip, ...others] }, put: { [clip.id]: text } };
  });
}

/** What has had its time goes, and so do texts that no list names. Harmless while locked, or without a history. */
export async function sweepClips(vault: Vault): Promise<void> {
  if (!(await isOpen(vault))) return;
  const { world } = vault;
  const opened = await look(vault);
  await change(vault, opened, false, async (list) => {
    const lost = await strays(world, list);
    if (lost.length > 0)
      await world.disk.changeClips(Object.fromEntries(lost.map((id) => [id, null])));
    const over = list.removed.clips.length > 0 && list.removed.until <= world.clock.now();
    const { go } = trim(list.clips, limitsOf(vault), world.clock.now());
    if (over || go.length > 0) return { list };
    wake(vault, list);
    return null;
  });
}

function lineOf(clip: Clip, limits: ClipLimits): ClipLine {
  const { id, origin, at, bytes, secret, pinned } = clip;
  const preview = secret === null ? clip.preview : "";
  return { id, origin, at, bytes, preview, secret, pinned, until: endOf(clip, limits) };
}

/** Those in which every word is found, pinned ones first, then the newest; secrets without their text. */
export async function listClips(
  vault: Vault,
  opened: Opened,
  { text, offset, limit }: { text: string; offset: number; limit: number },
): Promise<{ clips: ClipLine[]; total: number; all: number; bytes: number }> {
  const { world } = vault;
  const history = await openHistory(world, opened);
  if (history === null) return { clips: [], total: 0, all: 0, bytes: 0 };
  const limits = limitsOf(vault);
  const list = await readList(world, history);
  const clips = trim(list.clips, limits, world.clock.now()).stay;
  const fits = await findIn(vault, history, clips, text);
  const sorted = [...fits.filter(({ pinned }) => pinned), ...fits.filter(({ pinned }) => !pinned)];
  return {
    clips: sorted.slice(offset, offset + limit).map((clip) => lineOf(clip, limits)),
    total: sorted.length,
    all: clips.length,
    bytes: clips.reduce((sum, clip) => sum + clip.bytes, 0),
  };
}

/** One text as it was copied, and what it looks like. NOT_FOUND where it is gone. */
export async function readClip(
  vault: Vault,
  opened: Opened,
  id: string,
): Promise<{ text: string; secret: Clip["secret"] }> {
  const { world } = vault;
  const history = await openHistory(world, opened);
  const clip = history && (await readList(world, history)).clips.find((one) => one.id === id);
  const text = history && clip ? await readText(world, history, id) : null;
  if (text === null) throw new Failure("NOT_FOUND");
  return { text, secret: clip?.secret ?? null };
}

/** Pins one, or gives it an end. NOT_FOUND where it is gone, TOO_LARGE where pinned ones have half of the room. */
export function changeClip(
  vault: Vault,
  opened: Opened,
  id: string,
  part: Partial<Pick<Clip, "pinned" | "until">>,
): Promise<void> {
  return change(vault, opened, false, (list) => {
    const clip = list.clips.find((one) => one.id === id);
    if (clip === undefined) throw new Failure("NOT_FOUND");
    if (part.pinned === true && !mayPin(list.clips, clip, limitsOf(vault)))
      throw new Failure("TOO_LARGE");
    // One that is let go counts its days from now.
    const at = part.pinned === false ? vault.world.clock.now() : clip.at;
    const clips = list.clips.map((one) => (one === clip ? { ...clip, at, ...part } : one));
    return { list: { ...list, clips: clips.toSorted((a, b) => b.at - a.at) } };
  });
}

/**
 * Takes these away, or with null all; for a minute they can be brought back. Answers how many. A history that can not be
 * read any more is taken away whole, and does not come back.
 */
export async function removeClips(
  vault: Vault,
  opened: Opened,
  ids: readonly string[] | null,
): Promise<number> {
  let count = 0;
  const removed = change(vault, opened, false, (list) => {
    const go = list.clips.filter(({ id }) => ids === null || ids.includes(id));
    count = go.length;
    const until = vault.world.clock.now() + undoTime;
    const clips = list.clips.filter((clip) => !go.includes(clip));
    return { list: { clips, removed: { until, clips: go } } };
  });
  await removed.catch(async (thrown: unknown) => {
    if (ids !== null || failureCode(thrown) !== "TAMPERED") throw thrown;
    await vault.world.disk.changeClips({}, true);
    vault.world.tell("clips");
  });
  return count;
}

/** Brings back what was taken away last, as far as there is room; answers how many. */
export async function bringBack(vault: Vault, opened: Opened): Promise<number> {
  let count = 0;
  await change(vault, opened, false, (list) => {
    const { until, clips } = list.removed;
    if (until <= vault.world.clock.now()) return null;
    const known = new Set(list.clips.map(({ hash }) => hash));
    const back = clips.filter(({ hash }) => !known.has(hash));
    count = back.length;
    const all = [...list.clips, ...back].toSorted((a, b) => b.at - a.at);
    return { list: { clips: all, removed: { until: 0, clips: [] } } };
  });
  return count;
}
