/**
 * Copy with auto-clear: the clipboard is cleared only if it still holds our value - after the time set,
 * at lock, after the death of the worker, and after the browser was closed meanwhile.
 *
 * What is remembered is a salted hash, in memory. For the next start it is also on the disk, but sealed:
 * a bare hash there would let anybody with the profile test guesses of a short secret. So after a restart
 * the comparison waits for the unlock, and until then the user is told and may clear at once.
 */
import * as v from "valibot";
import { concat, fromBase64, fromUtf8, toBase64, utf8 } from "../core/bytes.ts";
import { sha256 } from "../core/hash.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import { randomBytes } from "../core/random.ts";
import { openRecord, peekRecord, recordClass, sealRecord } from "../core/record.ts";
import type { Settings } from "../core/settings.ts";
import type { ClipStatus } from "../wire/protocol.ts";
import type { Opened } from "./opened.ts";
import type { ClipProof, World } from "./ports.ts";

const pendingSchema = v.strictObject({
  proof: v.strictObject({ salt: v.string(), hash: v.string() }),
  until: v.number(),
  /** It goes after the first paste that is heard of. */
  once: v.optional(v.boolean(), false),
});
type Pending = v.InferOutput<typeof pendingSchema>;
/** In memory: what of ours is on the clipboard; another text with each copy. */
export const clipPlace = "clip";
/** In memory: what was on the clipboard before our value, sealed. */
const before = "clip-before";
/** Longer texts (UTF-16 units) are not brought back: the memory of a session is small. */
const longestBefore = 200_000;
/** The clipboard's own timer comes so much later (ms) where more is to be done than to clear. */
const grace = 3_000;

/** How a value is copied: for how long, and what becomes of it and of what was there. */
export interface Copying {
  seconds: number;
  once: boolean;
  restore: boolean;
}

/** By the settings; a hidden or critical value stays for a shorter time. */
export function copying(settings: Settings, sensitive = false): Copying {
  const { clipboardSeconds, clipboardSecretSeconds, clipOnce, clipRestore } = settings;
  const seconds = sensitive ? Math.min(clipboardSeconds, clipboardSecretSeconds) : clipboardSeconds;
  return { seconds, once: sensitive && clipOnce, restore: clipRestore };
}

/** Hash of a text under a salt, as the clipboard adapters compare it. */
export async function proofOf(text: string, salt = randomBytes(16)): Promise<ClipProof> {
  return { salt: toBase64(salt), hash: toBase64(await sha256(concat(salt, utf8(text)))) };
}

/** Whether a text is the one of a proof. */
export async function proves(proof: ClipProof, text: string): Promise<boolean> {
  return (await proofOf(text, fromBase64(proof.salt))).hash === proof.hash;
}

async function pendingIn(world: World): Promise<Pending | null> {
  const text = await world.memory.read(clipPlace);
  return text === null ? null : (JSON.parse(text) as Pending);
}

let last: Promise<unknown> = Promise.resolve();

/** One thing with the clipboard after the other: the end of one value's clearing must not forget the next value. */
function clipTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  return mine;
}

/** Whether a text is the one that we have put on the clipboard and not cleared yet. */
export async function isOurs(world: World, text: string): Promise<boolean> {
  const pending = await pendingIn(world);
  return pending !== null && (await proves(pending.proof, text));
}

/** Puts a secret on the clipboard for so many seconds. CLIPBOARD where the browser refuses. */
export function copyText(
  world: World,
  opened: Opened,
  text: string,
  how: Copying,
): Promise<ClipStatus> {
  return clipTurn(() => copyNow(world, opened, text, how));
}

async function copyNow(
  world: World,
  opened: Opened,
  text: string,
  { seconds, once, restore }: Copying,
): Promise<ClipStatus> {
  if (restore) await keepBefore(world, opened);
  else await world.memory.forget([before]);
  const until = world.clock.now() + seconds * 1000;
  const pending: Pending = { proof: await proofOf(text), until, once };
  // Remembered first: should we die in between, nothing of ours stays behind unknown.
  const note = await sealRecord(
    opened.keys.secret,
    noteContext(opened),
    encodeJson(pendingSchema, pending),
  );
  await world.disk.setFact(clipPlace, note).catch(() => undefined); // a full disk is no reason to refuse a copy
  await world.memory.write(clipPlace, JSON.stringify(pending));
  world.clock.wake("clip", until);
  await world.clipboard.write(text, pending.proof, restore ? until + grace : until);
  world.tell("clip");
  return { until };
}

function noteContext(opened: Opened) {
  const { vault } = opened;
  const own = { cls: recordClass.secret, schema: 1, rev: 1, tombstone: false };
  return { ...own, ...vault, recId: randomBytes(16) };
}

/** What is there now comes back later, unless it is a value of ours; of what was there before that we know already. */
async function keepBefore(world: World, opened: Opened): Promise<void> {
  // One that can not be read is no reason to refuse a copy.
  const text = await world.clipboard.read().catch(() => "");
  if (await isOurs(world, text)) return;
  if (text === "" || text.length > longestBefore) return world.memory.forget([before]);
  const sealed = await sealRecord(
    opened.keys.secret,
    noteContext(opened),
    utf8(text.toWellFormed()),
  );
  await world.memory.write(before, toBase64(sealed));
}

/** The text that comes back; "" where there is none, or where the vault is locked by now. */
async function textBefore(world: World, opened: Opened | null): Promise<string> {
  const text = await world.memory.read(before);
  if (text === null || opened === null) return "";
  const bytes = fromBase64(text);
  const plain = await openRecord(opened.keys.secret, peekRecord(bytes), bytes).catch(() => null);
  return plain === null ? "" : fromUtf8(plain, "TAMPERED");
}

/** What of ours may be on the clipboard; `until` is 0 for a value from before the last start. */
export async function clipStatus(world: World): Promise<ClipStatus | null> {
  const pending = await pendingIn(world);
  if (pending !== null) return { until: pending.until };
  return (await world.disk.fact(clipPlace)) === null ? null : { until: 0 };
}

async function forget(world: World): Promise<void> {
  await world.memory.forget([clipPlace, before]);
  await world.disk.setFact(clipPlace, null).catch(() => undefined);
  world.clock.wake("clip", null);
  world.tell("clip");
}

/** Clears our value now if it is still there; answers whether it was. Only a failure keeps it pending. */
export function clearClip(world: World): Promise<boolean> {
  return clipTurn(() => clearPending(world));
}

/** Without the opened vault it is cleared, and nothing comes back: the keys go first. */
async function clearPending(world: World, opened: Opened | null = null): Promise<boolean> {
  const pending = await pendingIn(world);
  if (pending === null) return false;
  const cleared = await world.clipboard.clearIf(pending.proof, await textBefore(world, opened));
  await forget(world);
  return cleared;
}

/** The user asked for it. Where we can not compare (after a restart, locked) it is cleared whatever it holds. */
export function clearNow(world: World): Promise<boolean> {
  return clipTurn(async () => {
    if ((await pendingIn(world)) !== null) return clearPending(world);
    if ((await world.disk.fact(clipPlace)) === null) return false;
    const cleared = await world.clipboard.clearIf(null);
    await forget(world);
    return cleared;
  });
}

/** How long (ms) after a clearing that failed, or a ring that came too early, it is tried again. */
const again = 5_000;

/** The alarm or timer rang. Too early (a newer copy, a clock set back) or in vain, it is asked for again. */
export function clipTime(world: World, opened: Opened | null): Promise<void> {
  return clipTurn(async () => {
    const pending = await pendingIn(world);
    if (pending === null) return;
    const now = world.clock.now();
    const due = now >= pending.until - 250;
    const done =
      due &&
      (await clearPending(world, opened).then(
        () => true,
        () => false,
      ));
    if (!done) world.clock.wake("clip", Math.min(Math.max(pending.until, now + 250), now + again));
  });
}

/** Something was pasted in a page: a value for one paste goes. */
export function clipPasted(world: World, opened: Opened): Promise<void> {
  return clipTurn(async () => {
    if ((await pendingIn(world))?.once === true) await clearPending(world, opened);
  });
}

/** After an unlock: a value from before the last start is compared and cleared. */
export function clearLeftover(world: World, opened: Opened): Promise<void> {
  return clipTurn(async () => {
    if ((await pendingIn(world)) !== null) return;
    const note = await world.disk.fact(clipPlace);
    if (note === null) return;
    const plaintext = await openRecord(opened.keys.secret, peekRecord(note), note).catch(
      () => null,
    );
    // A note of another vault says nothing any more; one that could not be acted on stays for the next time.
    if (plaintext !== null)
      await world.clipboard.clearIf(decodeJson(pendingSchema, plaintext).proof);
    await forget(world);
  });
}
