/** Finding a copy in the clipboard history: texts are opened for it, some at once, and none is kept open. */
import type { Clip } from "../core/clip.ts";
import { type History, readText } from "./clip-store.ts";
import type { Vault } from "./vault.ts";

/** What the last search found, of which texts: whoever types on looks through these alone. No text is in it. */
interface Found {
  words: readonly string[];
  looked: ReadonlySet<string>;
  fits: ReadonlySet<string>;
}
const lastFound = new WeakMap<Vault, Found>();
/** So many texts are opened at once. */
const together = 16;
/** At the lock: what was looked for is nobody's any more. */
export const forgetSearch = (vault: Vault): boolean => lastFound.delete(vault);
const placeOf = ({ id, origin }: Clip) => `${id} ${origin}`;

/** Those in which every word of a text is found, whatever its case: anywhere in them, or in their site. */
export async function findIn(
  vault: Vault,
  history: History,
  clips: readonly Clip[],
  text: string,
): Promise<Clip[]> {
  const words = text.toWellFormed().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...clips];
  const before = lastFound.get(vault);
  const on = before?.words.every((old) => words.some((word) => word.includes(old))) === true;
  const may = clips.filter(
    (clip) => !on || !before?.looked.has(placeOf(clip)) || before.fits.has(placeOf(clip)),
  );
  const fits: Clip[] = [];
  for (let at = 0; at < may.length; at += together) {
    const some = may.slice(at, at + together);
    const held = await Promise.all(some.map((clip) => holds(vault, history, clip, words)));
    fits.push(...some.filter((_, n) => held[n]));
  }
  const places = (all: readonly Clip[]) => new Set(all.map(placeOf));
  lastFound.set(vault, { words, looked: places(clips), fits: places(fits) });
  return fits;
}

/** A long text is opened for it: the list has its beginning only. */
async function holds(
  { world }: Vault,
  history: History,
  clip: Clip,
  words: readonly string[],
): Promise<boolean> {
  const among = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  if (among(`${clip.preview} ${clip.origin}`)) return true;
  if (clip.bytes <= clip.preview.length) return false;
  const text = await readText(world, history, clip.id).catch(() => null);
  return text !== null && among(`${text} ${clip.origin}`);
}
