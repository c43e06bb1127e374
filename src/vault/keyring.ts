/** The keyring (FORMAT.md 3): opened for one use, with the password typed for it. */
import { toBase64 } from "../core/bytes.ts";
import type { Bytes } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import type { Header } from "../core/header.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import { keyringSchema } from "../core/keyring.ts";
import { importClassKey } from "../core/keys.ts";
import type { Keyring } from "../core/merge-own.ts";
import { recordClass } from "../core/record.ts";
import type { Typed } from "../wire/protocol.ts";
import { openOne } from "./items.ts";
import { entryOf, type Opened, zeroHex } from "./opened.ts";
import { withOwnRootKey } from "./unlock.ts";
import { noteFailure, stillOpen, use, type Vault } from "./vault.ts";
import { applyEdits } from "./write.ts";

export interface OpenKeyring {
  keyring: Keyring;
  rootKey: Bytes;
  header: Header;
  opened: Opened;
  /** Writes it anew, though it says the same: it counts as changed here. */
  save(next: Keyring): Promise<void>;
}

/** Lends the keyring and the root key to `work`. WRONG_SECRET, BUSY, LOCKED. */
export async function withKeyring<T>(
  vault: Vault,
  typed: Typed,
  work: (open: OpenKeyring) => Promise<T>,
): Promise<T> {
  const { world } = vault;
  const opened = await use(vault);
  const still = stillOpen(vault);
  return noteFailure(world, () =>
    withOwnRootKey(world, opened.header, typed, async (rootKey, header) => {
      still();
      const key = await importClassKey(rootKey, header, "keyring");
      const entry = entryOf(opened, zeroHex);
      if (entry === undefined) throw new Failure("MISSING");
      const bytes = await openOne(world, opened, entry, recordClass.keyring, key);
      const keyring = decodeJson(keyringSchema, bytes);
      const save = async (next: Keyring) => {
        still();
        const plaintext = encodeJson(keyringSchema, next);
        const record = { cls: recordClass.keyring, key, plaintext };
        await world.locks.hold("turn", () =>
          applyEdits(world, opened, [{ recId: entry.recId, records: [record] }], []),
        );
      };
      return work({ keyring, rootKey, header, opened, save });
    }),
  );
}

/**
 * The keyring with this device in its list as of now, under the name it had: a device that was removed, and is connected
 * again, is there because of this time. `alone`: the others are those that the server's keyring has.
 */
export function withDevice(
  keyring: Keyring,
  {
    deviceId,
    name,
    added,
    alone,
  }: { deviceId: Bytes; name: string; added: number; alone: boolean },
): Keyring {
  const id = toBase64(deviceId);
  const known = keyring.devices.find((one) => one.id === id)?.name;
  const others = alone ? [] : keyring.devices.filter((one) => one.id !== id);
  return {
    ...keyring,
    devices: [...others, { id, name: (known ?? name).slice(0, 100), added }],
  };
}
