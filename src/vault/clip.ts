/**
 * The end of a copied value (its beginning is copy.ts): the clipboard is cleared only if it still holds our value - after the time set,
 * at lock, after the death of the worker, and after the browser was closed meanwhile.
 *
 * What is remembered is a salted hash, in memory. For the next start it is also on the disk, but sealed:
 * a bare hash there would let anybody with the profile test guesses of a short secret. So after a restart
 * the comparison waits for the unlock, and until then the user is told and may clear at once.
 */
import { concat, fromBase64, toBase64, utf8 } from "../core/bytes.ts";
import { sha256 } from "../core/hash.ts";
import { randomBytes } from "../core/random.ts";
import type { ClipStatus } from "../wire/protocol.ts";
import type { ClipProof, World } from "./ports.ts";

/** What is remembered of a value of ours. */
export interface Pending {
  proof: ClipProof;
  until: number;
  /** It goes after the first paste that is heard of. */
  once: boolean;
}
/** In memory: what of ours is on the clipboard; another text with each copy. */
export const clipPlace = "clip";
/** In memory: what was on the clipboard before our value, sealed. */
export const clipBefore = "clip-before";
/** Hash of a text under a salt, as the clipboard adapters compare it. */
export async function proofOf(text: string, salt = randomBytes(16)): Promise<ClipProof> {
  return { salt: toBase64(salt), hash: toBase64(await sha256(concat(salt, utf8(text)))) };
}

/** Whether a text is the one of a proof. */
export async function proves(proof: ClipProof, text: string): Promise<boolean> {
  return (await proofOf(text, fromBase64(proof.salt))).hash === proof.hash;
}

/** What of ours is on the clipboard now. */
export async function pendingIn(world: World): Promise<Pending | null> {
  const text = await world.memory.read(clipPlace);
  return text === null ? null : (JSON.parse(text) as Pending);
}

let last: Promise<unknown> = Promise.resolve();

/** One thing with the clipboard after the other: the end of one value's clearing must not forget the next value. */
export function clipTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  return mine;
}

/** What of ours may be on the clipboard; `until` is 0 for a value from before the last start. */
export async function clipStatus(world: World): Promise<ClipStatus | null> {
  const pending = await pendingIn(world);
  if (pending !== null) return { until: pending.until };
  return (await world.disk.fact(clipPlace)) === null ? null : { until: 0 };
}

/** Nothing of ours is there any more. */
export async function forgetClip(world: World): Promise<void> {
  await world.memory.forget([clipPlace, clipBefore]);
  await world.disk.setFact(clipPlace, null).catch(() => undefined);
  world.clock.wake("clip", null);
  world.tell("clip");
}

/** Clears our value now if it is still there; answers whether it was. Only a failure keeps it pending. */
export function clearClip(world: World): Promise<boolean> {
  return clipTurn(() => clearPending(world));
}

/** Within a turn; `instead` is what was there before, where it comes back. */
export async function clearPending(world: World, instead = ""): Promise<boolean> {
  const pending = await pendingIn(world);
  if (pending === null) return false;
  const cleared = await world.clipboard.clearIf(pending.proof, instead);
  await forgetClip(world);
  return cleared;
}

/** The user asked for it. Where we can not compare (after a restart, locked) it is cleared whatever it holds. */
export function clearNow(world: World): Promise<boolean> {
  return clipTurn(async () => {
    if ((await pendingIn(world)) !== null) return clearPending(world);
    if ((await world.disk.fact(clipPlace)) === null) return false;
    const cleared = await world.clipboard.clearIf(null);
    await forgetClip(world);
    return cleared;
  });
}
