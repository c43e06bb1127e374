/** The rows of an item's history: earlier values read, copied and forgotten. */
import { Failure } from "../core/failure.ts";
import {
  type ItemCritical,
  itemCriticalSchema,
  type ItemSecret,
  itemSecretSchema,
} from "../core/item.ts";
import { encodeJson } from "../core/json.ts";
import { recordClass } from "../core/record.ts";
import type { Past } from "../wire/history.ts";
import type { Ask, Handlers, Reply } from "../wire/protocol.ts";
import { copying, copyText } from "./copy.ts";
import { inTurn, itemEntry, readCritical, readSecret } from "./items.ts";
import { type Entry, type Opened, refOf } from "./opened.ts";
import type { World } from "./ports.ts";
import { settingsOf } from "./settings-record.ts";
import { stepUp, stillOpen, use, type Vault, withCritical } from "./vault.ts";
import { applyEdits, type Edit } from "./write.ts";

type PastHandlers = Pick<Handlers, "item.past" | "past.copy" | "past.forget">;

/** Earlier values of an item's fields. */
export function pastHandlers(vault: Vault): PastHandlers {
  const { world } = vault;
  return {
    "item.past": (ask) => readPast(vault, ask),
    "past.copy": (ask) => copyPast(vault, ask),
    "past.forget": async ({ id, password }) => {
      const opened = await use(vault);
      await withCritical(vault, opened, password, (key) => forgetPast(world, opened, id, key));
      world.tell("items");
      return null;
    },
  };
}

function hasCritical(entry: Entry): boolean {
  return refOf(entry.refs, recordClass.critical) !== undefined;
}

function asPast(past: ItemSecret["past"], critical: boolean): Past[] {
  return past.map((one) => ({ ...one, critical }));
}

/** Newest first. Without the critical ones `more` says that there may be some. */
async function readPast(vault: Vault, ask: Ask<"item.past">): Promise<Reply<"item.past">> {
  const { world } = vault;
  const opened = await use(vault);
  const still = stillOpen(vault);
  const entry = itemEntry(opened, ask.id);
  const plain = asPast((await readSecret(world, opened, entry)).past, false);
  const critical = ask.critical
    ? await stepUp(vault, opened, ask.password, async (key) => {
        const { past } = await readCritical(world, opened, entry, key);
        const happened = [{ event: "revealed" as const, recId: entry.recId }];
        await applyEdits(world, opened, [], happened).catch(() => undefined);
        return asPast(past, true);
      })
    : [];
  still();
  const past = [...plain, ...critical].toSorted((a, b) => b.at - a.at);
  return { past, more: !ask.critical && hasCritical(entry) };
}

async function copyPast(vault: Vault, ask: Ask<"past.copy">): Promise<Reply<"past.copy">> {
  const { world } = vault;
  const opened = await use(vault);
  const still = stillOpen(vault);
  const entry = itemEntry(opened, ask.id);
  const among = (past: ItemSecret["past"]) =>
    past.find(({ field, at }) => field === ask.field && at === ask.at)?.value;
  let value = among((await readSecret(world, opened, entry)).past);
  if (value === undefined && hasCritical(entry)) {
    value = await stepUp(vault, opened, ask.password, async (key) =>
      among((await readCritical(world, opened, entry, key)).past),
    );
  }
  if (value === undefined) throw new Failure("NOT_FOUND");
  still();
  const copied = await copyText(world, opened, value, copying(settingsOf(vault), true));
  await applyEdits(
    world,
    opened,
    [{ recId: entry.recId, used: world.clock.now() }],
    [{ event: "copied", recId: entry.recId }],
  ).catch(() => undefined);
  return copied;
}

/** All of it goes in one action, that of critical fields too: an item that has such values needs the key (STEP_UP). */
function forgetPast(
  world: World,
  opened: Opened,
  id: string,
  key: CryptoKey | null,
): Promise<void> {
  return inTurn(world, async () => {
    const entry = itemEntry(opened, id);
    if (key === null && hasCritical(entry)) throw new Failure("STEP_UP");
    const edit: Edit = { recId: entry.recId, records: [], drop: [] };
    const secret: ItemSecret = { ...(await readSecret(world, opened, entry)), past: [] };
    edit.records?.push({
      cls: recordClass.secret,
      key: opened.keys.secret,
      plaintext: encodeJson(itemSecretSchema, secret),
    });
    if (key !== null && hasCritical(entry)) {
      const { values } = await readCritical(world, opened, entry, key);
      const critical: ItemCritical = { values, past: [] };
      if (values.length === 0) edit.drop?.push(recordClass.critical);
      else {
        const plaintext = encodeJson(itemCriticalSchema, critical);
        edit.records?.push({ cls: recordClass.critical, key, plaintext });
      }
    }
    await applyEdits(world, opened, [edit], [{ event: "historyForgotten", recId: entry.recId }]);
  });
}
