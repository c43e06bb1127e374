/** The last step of a restore: what the user chose is done, and what it replaces is kept. */
import { Failure } from "../core/failure.ts";
import { importClassKey, makeBundle } from "../core/keys.ts";
import { zeroId } from "../core/record.ts";
import type { BackupReport } from "../wire/backups.ts";
import type { Ask } from "../wire/protocol.ts";
import { entryOf, refOf, zeroHex } from "./opened.ts";
import { firstRecords } from "./own-records.ts";
import { keepAside } from "./repair.ts";
import { mergeBackup, sameKeys } from "./merge.ts";
import { adoptBackup, type Incoming, readIncoming, reportOf, withBackup } from "./restore.ts";
import { beginTidying } from "./tidy.ts";
import { applyEdits } from "./write.ts";
import { enter, freshDevice, isOpen, lock, stepUp, use, type Vault } from "./vault.ts";

/** Opens the backup and tells what is in it and what it would mean here. */
export async function inspectBackup(
  vault: Vault,
  incoming: Incoming,
  typed: Ask<"restore.open">,
): Promise<BackupReport> {
  const backup = await readIncoming(vault.world, incoming);
  return withBackup(vault.world, backup, typed, async (open) =>
    reportOf(open, await whatIsHere(vault, open)),
  );
}

async function whatIsHere(
  vault: Vault,
  open: Parameters<typeof sameKeys>[1],
): Promise<BackupReport["here"]> {
  if ((await vault.world.disk.open()) === null) return "empty";
  if (!(await isOpen(vault))) return "locked";
  return (await sameKeys(await use(vault), open)) ? "same" : "other";
}

/** Does it. Answers how many items came in (or, with "exact", changed). */
export async function applyRestore(
  vault: Vault,
  incoming: Incoming,
  ask: Ask<"restore.apply">,
): Promise<{ items: number }> {
  const { world } = vault;
  const risky = ask.how === "exact" || ask.how === "replace";
  if (risky && ask.typed.trim() !== world.confirmation) throw new Failure("CONFIRMATION");
  const backup = await readIncoming(world, incoming);
  if (ask.how === "add" || ask.how === "exact") return merge(vault, backup, ask);

  const there = await world.disk.open();
  if (ask.how === "adopt" && there !== null) throw new Failure("VAULT_EXISTS");
  const { bundle, items, keyring } = await withBackup(
    world,
    backup,
    ask,
    async (open, rootKey) => ({
      bundle: await makeBundle(rootKey, open.header),
      items: reportOf(open, "empty").items,
      keyring: await importClassKey(rootKey, open.header, "keyring"),
    }),
  );
  if (there !== null) {
    await keepAside(world, there.header, there.manifest);
    await lock(vault);
  }
  await beginTidying(world);
  await adoptBackup(world, backup, there?.manifest ?? null);
  // What this device knew of the vault before says nothing of this one.
  for (const fact of ["quick", "renew", "costs"]) await world.disk.setFact(fact, null);
  await freshDevice(world);
  await enter(vault, bundle, "restored");
  await addOwnRecords(vault, keyring);
  return { items };
}

async function merge(
  vault: Vault,
  backup: Awaited<ReturnType<typeof readIncoming>>,
  ask: Ask<"restore.apply">,
): Promise<{ items: number }> {
  const { world } = vault;
  const opened = await use(vault);
  // The critical key of this vault: the backup's own where the root key is the same, else by its password.
  const other = await ownCriticalKey(vault, ask);
  return withBackup(world, backup, ask, async (open) => {
    const critical = (await sameKeys(opened, open)) ? open.critical : other;
    if (ask.how === "exact") await keepAside(world, opened.header, opened.sealed);
    return { items: await mergeBackup(world, opened, open, ask.how === "exact", critical) };
  });
}

async function ownCriticalKey(vault: Vault, ask: Ask<"restore.apply">): Promise<CryptoKey | null> {
  if (ask.vaultPassword === null) return null;
  return stepUp(vault, await use(vault), ask.vaultPassword, async (key) => key);
}

/** An export (FORMAT.md 7) has neither keyring nor settings: a vault that is adopted from one gets its own. */
async function addOwnRecords(vault: Vault, keyring: CryptoKey): Promise<void> {
  const opened = await use(vault);
  const refs = entryOf(opened, zeroHex)?.refs ?? [];
  const first = firstRecords(null, { keyring, settings: opened.keys.settings });
  const records = first.records.filter(({ cls }) => refOf(refs, cls) === undefined);
  if (records.length > 0) await applyEdits(vault.world, opened, [{ recId: zeroId, records }], []);
}
