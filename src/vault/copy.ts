/**
 * A value goes onto the clipboard, and what was there before comes back: the part of clip.ts that needs keys, and that
 * neither start nor lock needs.
 */
import * as v from "valibot";
import { fromBase64, fromUtf8, toBase64, utf8 } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import { randomBytes } from "../core/random.ts";
import { openRecord, peekRecord, recordClass, sealRecord } from "../core/record.ts";
import type { Settings } from "../core/settings.ts";
import type { Ask, ClipStatus, Reply } from "../wire/protocol.ts";
import {
  clearPending,
  clipBefore,
  clipPlace,
  clipTurn,
  forgetClip,
  type Pending,
  pendingIn,
  proofOf,
  proves,
} from "./clip.ts";
import { itemEntry, readCritical, readSecret } from "./items.ts";
import { type Opened, refOf } from "./opened.ts";
import type { World } from "./ports.ts";
import { settingsOf } from "./settings-record.ts";
import { isOpen, look, stepUp, stillOpen, use, type Vault } from "./vault.ts";
import { applyEdits } from "./write.ts";

const pendingSchema = v.strictObject({
  proof: v.strictObject({ salt: v.string(), hash: v.string() }),
  until: v.number(),
  /** It goes after the first paste that is heard of. */
  once: v.optional(v.boolean(), false),
});
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
  else await world.memory.forget([clipBefore]);
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
  if (text === "" || text.length > longestBefore) return world.memory.forget([clipBefore]);
  const sealed = await sealRecord(
    opened.keys.secret,
    noteContext(opened),
    utf8(text.toWellFormed()),
  );
  await world.memory.write(clipBefore, toBase64(sealed));
}

/** The text that comes back; "" where there is none, or where the vault is locked by now. */
async function textBefore(world: World, opened: Opened | null): Promise<string> {
  const text = await world.memory.read(clipBefore);
  if (text === null || opened === null) return "";
  const bytes = fromBase64(text);
  const plain = await openRecord(opened.keys.secret, peekRecord(bytes), bytes).catch(() => null);
  return plain === null ? "" : fromUtf8(plain, "TAMPERED");
}

/** How long (ms) after a clearing that failed, or a ring that came too early, it is tried again. */
const again = 5_000;

/** The alarm or timer rang. Too early (a newer copy, a clock set back) or in vain, it is asked for again. */
export async function clipTime(vault: Vault): Promise<void> {
  const { world } = vault;
  const opened = (await isOpen(vault)) ? await look(vault).catch(() => null) : null;
  return clipTurn(async () => {
    const pending = await pendingIn(world);
    if (pending === null) return;
    const now = world.clock.now();
    const due = now >= pending.until - 250;
    const done =
      due &&
      (await clearPending(world, await textBefore(world, opened)).then(
        () => true,
        () => false,
      ));
    if (!done) world.clock.wake("clip", Math.min(Math.max(pending.until, now + 250), now + again));
  });
}

/** Something was pasted in a page: a value for one paste goes. */
export function clipPasted(world: World, opened: Opened): Promise<void> {
  return clipTurn(async () => {
    if ((await pendingIn(world))?.once === true)
      await clearPending(world, await textBefore(world, opened));
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
    await forgetClip(world);
  });
}

/** Copies one field of an item; a critical one needs the password (STEP_UP). */
export async function copyField(vault: Vault, ask: Ask<"copy">): Promise<Reply<"copy">> {
  const { world } = vault;
  const opened = await use(vault);
  const still = stillOpen(vault);
  const entry = itemEntry(opened, ask.id);
  const { fields } = await readSecret(world, opened, entry);
  const field = fields.find((one) => one.id === ask.field);
  if (field === undefined) throw new Failure("NOT_FOUND");
  let value = field.value;
  if (field.critical && value === null) {
    value = await stepUp(vault, opened, ask.password, async (key) => {
      if (refOf(entry.refs, recordClass.critical) === undefined) return null;
      const critical = await readCritical(world, opened, entry, key);
      return critical.values.find((one) => one.field === field.id)?.value ?? null;
    });
  }
  if (value === null) throw new Failure("NOT_FOUND");
  still();
  const sensitive = field.critical || field.type === "hidden";
  const copied = await copyText(world, opened, value, copying(settingsOf(vault), sensitive));
  // The value is on the clipboard: that the use could not be written down is no reason to say otherwise.
  const used = { recId: entry.recId, used: world.clock.now() };
  const noted = [{ event: "copied", recId: entry.recId }] as const;
  await applyEdits(world, opened, [used], [...noted]).catch(() => undefined);
  return copied;
}
