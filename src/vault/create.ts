/** Making a vault: the only time that its root key is drawn and its recovery code is known. */
import { type Bytes, wipe } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { encodeHeader, type Header } from "../core/header.ts";
import { calibrate } from "../core/kdf.ts";
import { importClassKey, makeBundle, openBundle } from "../core/keys.ts";
import { setKey } from "../core/manifest.ts";
import { passwordBytes } from "../core/password.ts";
import { randomBytes } from "../core/random.ts";
import { zeroId } from "../core/record.ts";
import { writeRecoveryCode } from "../core/recovery.ts";
import { sealSlot, slotType } from "../core/slot.ts";
import { firstRecords } from "./own-records.ts";
import { emptyOpened, type Opened } from "./opened.ts";
import { beginSession } from "./session.ts";
import { freshDevice, setMark, type Vault } from "./vault.ts";
import { applyEdits } from "./write.ts";

/**
 * Makes a vault: a random root key in two slots, one for the password, one for a recovery code
 * (FORMAT.md 1). Answers the code, which is kept nowhere. VAULT_EXISTS, BAD_PASSWORD, BUSY.
 */
export async function create(vault: Vault, password: string): Promise<{ recoveryCode: string }> {
  const { world } = vault;
  const secret = passwordBytes(password);
  if ((await world.disk.open()) !== null) throw new Failure("VAULT_EXISTS");
  if (await world.mark.there()) throw new Failure("VAULT_LOST");
  const made = await world.locks.tryHold("derive", async () => {
    const cost = await calibrate(() => world.clock.now());
    const context = { vaultId: randomBytes(16), epoch: 1 };
    const rootKey = randomBytes(32);
    const code = randomBytes(20);
    try {
      const header: Header = {
        ...context,
        headerSeq: 1,
        policy: 0,
        slots: [
          await sealSlot(slotType.password, { password: secret }, rootKey, context, { cost }),
          await sealSlot(slotType.recovery, { recovery: code }, rootKey, context),
        ],
      };
      const recoveryCode = await writeRecoveryCode(code);
      await writeNewVault(vault, header, rootKey);
      return { recoveryCode };
    } finally {
      wipe(rootKey, code, secret);
    }
  });
  if (made === null) throw new Failure("BUSY");
  world.tell("status");
  return made;
}

/** The first transaction of a vault: header, settings, keyring, first audit entry, manifest, cache. */
async function writeNewVault(vault: Vault, header: Header, rootKey: Bytes): Promise<void> {
  const { world } = vault;
  const deviceId = await freshDevice(world);
  const bundle = await makeBundle(rootKey, header);
  const headerBytes = await encodeHeader(header, rootKey);
  const { vault: context, keys } = await openBundle(bundle);
  const opened: Opened = {
    ...emptyOpened(),
    vault: context,
    keys,
    deviceId,
    header: headerBytes,
    kSet: await setKey(keys.manifest),
  };
  opened.manifest = { ...opened.manifest, epoch: header.epoch, deviceId };
  const keyring = await importClassKey(rootKey, header, "keyring");
  const first = firstRecords(world.clock.now(), { keyring, settings: keys.settings });
  const { settings, records } = first;
  await applyEdits(
    world,
    opened,
    [{ recId: zeroId, records }],
    [{ event: "created" }],
    headerBytes,
  );
  await setMark(world);
  await beginSession(world, bundle, deviceId, settings);
  vault.generation++;
  vault.opened = opened;
  vault.settings = settings;
}
