/** A state of the server's history, opened as a backup would be, and items brought back from it (FORMAT.md 6, 8). */
import { Failure } from "../core/failure.ts";
import { decodeHeader } from "../core/header.ts";
import type { ItemIndex } from "../core/item.ts";
import { openManifest } from "../core/manifest.ts";
import { objectName, openHeader, openObject, sealObject } from "../core/object.ts";
import { type Bytes, toHex } from "../core/bytes.ts";
import { recordClass } from "../core/record.ts";
import type { Proof, Typed } from "../wire/protocol.ts";
import type { ServerState } from "../wire/servers.ts";
import { openBackupSet } from "./backup-set.ts";
import { type EpochKeys, pastEpochsOf, sessionEpoch } from "./epoch-keys.ts";
import { fetchKept } from "./fetched.ts";
import { withKeyring } from "./keyring.ts";
import { mergeBackup, unchanged } from "./merge.ts";
import { entryOf, isListed, type Opened } from "./opened.ts";
import { bytesOf, ownSet } from "./record-set.ts";
import { keepAside } from "./repair.ts";
import type { OpenBackup } from "./restore.ts";
import type { Live } from "./server-live.ts";
import { stepUp, use, type Vault } from "./vault.ts";

/** A proof as `Typed`; a bare text is the password. */
export function typedOf(proof: Proof): Typed {
  return typeof proof === "string" ? { by: "password", secret: proof } : proof;
}

/** The state of a revision; NOT_FOUND where it is not kept, STEP_UP where its key is of before and no proof was given. */
async function openState(
  vault: Vault,
  live: Live,
  rev: number,
  proof: Proof | null,
): Promise<OpenBackup> {
  const { world } = vault;
  const opened = await use(vault);
  return live.working(async (step) => {
    const { state, account } = await live.connected();
    const served = await account.state(rev);
    if (served === null) throw new Failure("NOT_FOUND");
    const keys = await keysOf(vault, opened, served.keyEpoch, proof);
    const header = await openHeader(state.account.headerKey, served.header);
    const here = keys.vault.epoch === opened.vault.epoch ? await objectsHere(vault, keys) : null;
    const manifest = await openObject(keys.objects, served.manifest);
    // Nobody has signed the names: as many as the manifest says, and what does not open ends it.
    const { n } = await openManifest(keys.keys.manifest, keys.vault, manifest);
    const names = new Set(served.objects);
    if (names.size < n) throw new Failure("MISSING");
    if (names.size > n) throw new Failure("TAMPERED");
    const missing = new Set([...names].filter((name) => here?.has(name) !== true));
    const records = await fetchKept(
      world,
      account,
      missing,
      (done, total) => step({ phase: "fetching", done, total }),
      (object) => openObject(keys.objects, object),
    );
    for (const name of names) {
      const own = here?.get(name);
      if (own !== undefined) records.push(await own());
    }
    const found = await openBackupSet({ header, manifest, records }, keys.vault, keys.keys);
    if (found.problem !== null) throw new Failure(found.problem);
    // Without a proof no critical record is ever opened: `restoreState` asks for it first.
    const critical = keys.critical ?? keys.keys.secret;
    return { header: decodeHeader(header), keys: keys.keys, critical, ...found, complete: true };
  });
}

/** The keys of an epoch: of the session, with the critical one where it was proved; or of before, from the keyring. */
async function keysOf(
  vault: Vault,
  opened: Opened,
  epoch: number,
  proof: Proof | null,
): Promise<EpochKeys> {
  if (epoch === opened.vault.epoch) {
    const keys = await sessionEpoch(opened);
    if (proof === null) return keys;
    return stepUp(vault, opened, proof, async (critical) => ({ ...keys, critical }));
  }
  if (proof === null) throw new Failure("STEP_UP");
  return withKeyring(vault, typedOf(proof), async ({ keyring, header }) => {
    const past = (await pastEpochsOf(header.vaultId, keyring)).get(epoch);
    if (past === undefined) throw new Failure("NOT_FOUND");
    return past;
  });
}

/** Records of this disk by the name of their object: they need not be fetched. */
async function objectsHere(
  { world, opened }: Vault,
  keys: EpochKeys,
): Promise<Map<string, () => Promise<Bytes>>> {
  const found = new Map<string, () => Promise<Bytes>>();
  if (opened === null) return found;
  const own = [...(await ownSet(world, opened)).values()];
  for (let at = 0; at < own.length; at += 256) {
    const some = own.slice(at, at + 256).map(async (rec) => {
      const name = await objectName(await sealObject(keys.objects, await bytesOf(world, rec)));
      found.set(name, () => bytesOf(world, rec));
    });
    await Promise.all(some);
  }
  return found;
}

/** How an item of a state stands to the vault of now. */
function comparing(opened: Opened, { set }: OpenBackup) {
  const byPlace = new Map(
    set.map((one) => [`${toHex(one.context.recId)}/${one.context.cls}`, one]),
  );
  return (id: string, { title, modified, trashed }: ItemIndex) => {
    const entry = entryOf(opened, id);
    if (entry === undefined || !isListed(entry)) return "gone";
    if (entry.trashed !== null && trashed === null) return "trashed";
    // Records of another epoch, or brought back before, are other bytes: then the time of the last edit tells.
    const edited = entry.modified !== modified || entry.title !== title;
    return unchanged(entry, byPlace) || !edited ? "same" : "differs";
  };
}

/** What a state holds, beside what is here now. */
export async function showState(
  vault: Vault,
  live: Live,
  rev: number,
  proof: Proof | null,
): Promise<ServerState> {
  const state = await openState(vault, live, rev, proof);
  const opened = await use(vault);
  const hereOf = comparing(opened, state);
  const items = [...state.indexes].flatMap(([id, index]): ServerState["items"] => {
    const { kind, title, hint, trashed } = index;
    if (kind === "contact") return [];
    return [{ id, kind, title, hint, trashed: trashed !== null, here: hereOf(id, index) }];
  });
  const newer = opened.entries.filter(
    (entry) => isListed(entry) && entry.trashed === null && !state.indexes.has(entry.id),
  ).length;
  return { rev, made: state.manifest.made, items, newer };
}

/** Brings items back as new revisions; answers how many. */
export async function restoreState(
  vault: Vault,
  live: Live,
  ask: { rev: number; ids: string[] | null; exact: boolean; typed: string; proof: Proof | null },
): Promise<{ items: number }> {
  const { world } = vault;
  const { rev, ids, exact, proof } = ask;
  if (exact && ids !== null) throw new Failure("INVALID");
  if (exact && ask.typed.trim() !== world.confirmation) throw new Failure("CONFIRMATION");
  const state = await openState(vault, live, rev, proof);
  const opened = await use(vault);
  const hereOf = comparing(opened, state);
  const differ = () =>
    [...state.indexes].flatMap(([id, index]) => (hereOf(id, index) === "same" ? [] : [id]));
  const only = exact ? null : new Set(ids ?? differ());
  const asks = state.set.some(
    ({ context }) =>
      context.cls === recordClass.critical && (only === null || only.has(toHex(context.recId))),
  );
  if (asks && proof === null) throw new Failure("STEP_UP");
  const own =
    asks && proof !== null ? await stepUp(vault, opened, proof, async (key) => key) : null;
  if (exact) await keepAside(world, opened.header, opened.sealed);
  return { items: await mergeBackup(world, opened, state, exact, own, only) };
}
