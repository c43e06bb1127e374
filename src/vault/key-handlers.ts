/** The rows of passkeys and rotation (FORMAT.md 1, 6). */
import type { AuditEvent } from "../core/audit.ts";
import { fromHex, toHex } from "../core/bytes.ts";
import { encodeQuick, prfSalt, quickMax } from "../core/factor.ts";
import { Failure } from "../core/failure.ts";
import { randomBytes } from "../core/random.ts";
import type { Settings } from "../core/settings.ts";
import type { Ask, Handlers } from "../wire/protocol.ts";
import { keyAsks, quickSlots } from "./opener.ts";
import { rotate } from "./rotate.ts";
import { saveSettings } from "./settings.ts";
import { settingsOf } from "./settings-record.ts";
import { withOwnRootKey } from "./unlock.ts";
import { use, type Vault } from "./vault.ts";
import { sealQuick } from "./ways-in.ts";
import { applyEdits } from "./write.ts";

type KeyHandlers = Pick<
  Handlers,
  "key.asks" | "key.begin" | "key.add" | "key.remove" | "rotate" | "rotate.cancel"
>;

/** Passkeys, password change, rotation. */
export function keyHandlers(vault: Vault): KeyHandlers {
  const { world } = vault;
  return {
    "key.asks": async () => ({ keys: await keyAsks(world) }),
    "key.begin": async () => {
      const opened = await use(vault);
      const slotId = randomBytes(16);
      return {
        slotId: toHex(slotId),
        salt: toHex(await prfSalt(opened.vault.vaultId, slotId)),
      };
    },
    "key.add": (ask) => addKey(vault, ask),
    "key.remove": (ask) => removeKey(vault, ask),
    rotate: ({ typed, newPassword, others, forgetKeys, exposed }) => {
      const events: AuditEvent[] = [exposed ? "rotatedAfterExposure" : "rotated"];
      if (newPassword !== null) events.push("passwordChanged");
      return rotate(vault, { typed, exposed, events, ways: { newPassword, others, forgetKeys } });
    },
    "rotate.cancel": async () => {
      vault.rotating = null;
      return null;
    },
  };
}

async function addKey(vault: Vault, ask: Ask<"key.add">): Promise<{ recoveryCode: string | null }> {
  const { world } = vault;
  const opened = await use(vault);
  const { how, name, typed, key, others } = ask;
  const credential = { rpId: ask.rpId, credentialId: fromHex(ask.credentialId) };
  const there = await keyAsks(world);
  // Names of keys that a rotation has dropped go: there is room for those that can be.
  const named = (settings: Settings): Settings => ({
    ...settings,
    keys: [
      ...settings.keys.filter((one) => there.some(({ slotId }) => slotId === one.slotId)),
      { slotId: key.slotId, name, added: world.clock.now() },
    ],
  });
  if (how === "quick") {
    await withOwnRootKey(world, opened.header, typed, async (rootKey, header) => {
      // Where a second factor is required nothing opens the vault alone (FORMAT.md 1).
      if (header.policy === 2) throw new Failure("POLICY");
      const slot = await sealQuick(key, credential, rootKey, header);
      const slots = [...(await quickSlots(world, header)), slot];
      // One more, and no reader would take the store: all of them were lost.
      if (slots.length > quickMax) throw new Failure("TOO_LARGE");
      await world.disk.setFact("quick", encodeQuick({ epoch: header.epoch, slots }));
    });
    await saveSettings(vault, named(settingsOf(vault)));
    await applyEdits(world, await use(vault), [], [{ event: "keyAdded" }]);
    return { recoveryCode: null };
  }
  const another = there.some(({ alone }) => !alone);
  // A lost key must not be a lost vault (FORMAT.md 1).
  if (!settingsOf(vault).recoveryConfirmed && !another) throw new Failure("RECOVERY_FIRST");
  return rotate(vault, {
    typed,
    exposed: false,
    events: ["rotated", "keyAdded"],
    ways: { newPassword: null, others, forgetKeys: false, add: { how, credential, key } },
    settings: named,
  });
}

async function removeKey(
  vault: Vault,
  ask: Ask<"key.remove">,
): Promise<{ recoveryCode: string | null }> {
  const { world } = vault;
  const opened = await use(vault);
  const { slotId, typed, others } = ask;
  const unnamed = (settings: Settings): Settings => ({
    ...settings,
    keys: settings.keys.filter((one) => one.slotId !== slotId),
  });
  const asked = (await keyAsks(world)).find((one) => one.slotId === slotId);
  if (asked === undefined) throw new Failure("NOT_FOUND");
  if (!asked.alone) {
    return rotate(vault, {
      typed,
      exposed: false,
      events: ["rotated", "keyRemoved"],
      ways: { newPassword: null, others, forgetKeys: true, remove: slotId },
      settings: unnamed,
    });
  }
  await withOwnRootKey(world, opened.header, typed, async (_, header) => {
    const slots = (await quickSlots(world, header)).filter((one) => toHex(one.slotId) !== slotId);
    const store = slots.length === 0 ? null : encodeQuick({ epoch: header.epoch, slots });
    await world.disk.setFact("quick", store);
  });
  await saveSettings(vault, unnamed(settingsOf(vault)));
  await applyEdits(world, await use(vault), [], [{ event: "keyRemoved" }]);
  return { recoveryCode: null };
}
