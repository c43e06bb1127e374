/** What a user does, at the door of a vault in memory: the same rows as in the browser. */
import { emptyFields } from "../../src/core/kinds/kind.ts";
import { kinds } from "../../src/core/kinds/index.ts";
import type { Draft, KindName } from "../../src/core/item.ts";
import { fromBase64, toBase64 } from "../../src/core/bytes.ts";
import { handlersOf } from "../../src/vault/handlers.ts";
import { type Vault, vaultOf } from "../../src/vault/vault.ts";
import { type Handlers, partBytes } from "../../src/wire/protocol.ts";
import { type TestWorld, testWorld } from "./world.ts";

export const password = "correct horse battery";

export interface Coffer {
  world: TestWorld;
  vault: Vault;
  ask: Handlers;
}

/** A background over a world; a second one over the same world is the worker started anew. */
export function cofferIn(world: TestWorld = testWorld()): Coffer {
  const vault = vaultOf(world);
  return { world, vault, ask: handlersOf(vault) };
}

type Made = Coffer & { recoveryCode: string };
const made = new Map<string, Promise<Made>>();

/**
 * A fresh profile with an open, empty vault. Each `name` is a vault of its own; it is made once and copied,
 * because deriving its key takes most of a second each time.
 */
export async function cofferWithVault(name = "one"): Promise<Made> {
  let first = made.get(name);
  if (first === undefined) {
    const coffer = cofferIn();
    first = coffer.ask
      .create({ password })
      .then(({ recoveryCode }) => ({ ...coffer, recoveryCode }));
    made.set(name, first);
  }
  const { world, recoveryCode } = await first;
  const copy = testWorld(structuredClone(world.stored));
  for (const [place, text] of world.session) copy.session.set(place, text);
  return { ...cofferIn(copy), recoveryCode };
}

/** A draft of a kind with these values by key. */
export function draftOf(kind: KindName, title: string, values: Record<string, string> = {}): Draft {
  const fields = emptyFields(kinds[kind]).map((field) => ({
    ...field,
    value: values[field.key] ?? "",
  }));
  return { id: null, rev: 0, kind, title, tags: [], favourite: false, origins: [], fields };
}

export function save(coffer: Coffer, draft: Draft, secret: string | null = null) {
  return coffer.ask["item.save"]({ draft, password: secret });
}

export async function titles(coffer: Coffer, text = "", where: "items" | "trash" = "items") {
  const found = await coffer.ask.find({
    text,
    tabId: null,
    where,
    kind: null,
    tag: null,
    favourite: false,
    offset: 0,
    limit: 200,
  });
  return found.rows.map((row) => row.title);
}

/** The whole backup file, as the manager takes it together. */
export async function exportFile(coffer: Coffer): Promise<Uint8Array<ArrayBuffer>> {
  const { parts, bytes } = await coffer.ask["backup.begin"]({});
  const file = new Uint8Array(bytes);
  for (let part = 0; part < parts; part++) {
    file.set(fromBase64((await coffer.ask["backup.part"]({ part })).data), part * partBytes);
  }
  await coffer.ask["backup.done"]({});
  return file;
}

/** Sends a file to the door, as the restore screen does. */
export async function upload(coffer: Coffer, file: Uint8Array<ArrayBuffer>): Promise<void> {
  await coffer.ask["restore.begin"]({ bytes: file.length });
  for (let part = 0; part * partBytes < file.length; part++) {
    const data = toBase64(file.subarray(part * partBytes, (part + 1) * partBytes));
    await coffer.ask["restore.part"]({ part, data });
  }
}

export const apply = {
  by: "password" as const,
  secret: password,
  vaultPassword: null,
  typed: "",
};

/** Lets time pass (ms) with a vault that stays open: its deadlines move along. */
export function pass({ world }: Coffer, ms: number): void {
  world.time.now += ms;
  const text = world.session.get("session");
  if (text === undefined) throw new Error("There is no session to keep.");
  const session = JSON.parse(text) as Record<string, number>;
  for (const name of ["until", "ceiling", "seen"]) session[name] = (session[name] ?? 0) + ms;
  world.session.set("session", JSON.stringify(session));
}
