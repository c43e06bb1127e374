/** The reader's core over backups of a real vault whose ways in have changed (FORMAT.md 1 and 6). */
import { expect, test } from "vitest";
import { decodeBackup } from "../../src/core/backup.ts";
import { toBase64, toHex } from "../../src/core/bytes.ts";
import { failureCode, type FailureCode } from "../../src/core/failure.ts";
import { decodeHeader } from "../../src/core/header.ts";
import { type OpenBackup, openBackup } from "../../src/core/open-backup.ts";
import { randomBytes } from "../../src/core/random.ts";
import type { TypedSecret } from "../../src/core/root-key.ts";
import { slotType } from "../../src/core/slot.ts";
import {
  type Coffer,
  cofferWithVault,
  draftOf,
  exportFile,
  password,
  save,
} from "../vault/steps.ts";

const byPassword = { by: "password", secret: password } as const;

async function vaultWithCard(): Promise<Coffer & { recoveryCode: string }> {
  const coffer = await cofferWithVault();
  await save(coffer, draftOf("card", "Bank", { "cc-csc": "CANARY" }), password);
  await coffer.ask["recovery.confirm"]({ code: coffer.recoveryCode });
  return coffer;
}

const outcome = async (
  file: Uint8Array<ArrayBuffer>,
  typed: TypedSecret,
): Promise<FailureCode | OpenBackup> =>
  openBackup(await decodeBackup(file), typed).catch((thrown: unknown) => failureCode(thrown));

async function expectCard(opened: FailureCode | OpenBackup): Promise<void> {
  if (typeof opened === "string") throw new Error(`It was refused: ${opened}`);
  expect(opened.check).toMatchObject({ items: 1, complete: true });
  const item = await opened.item(opened.rows[0]?.id ?? "");
  expect(item.partial).toBe(false);
  expect(item.fields.find(({ key }) => key === "cc-csc")?.value).toBe("CANARY");
}

test("after a change of the password: the new one opens the new backup, the old one only the old", async () => {
  const coffer = await vaultWithCard();
  const before = await exportFile(coffer);
  const { recoveryCode } = await coffer.ask.rotate({
    typed: byPassword,
    newPassword: "another horse battery",
    others: [],
    forgetKeys: false,
    exposed: false,
  });
  const after = await exportFile(coffer);
  expect(decodeHeader((await decodeBackup(after)).header).epoch).toBe(2);
  await expectCard(await outcome(after, { by: "password", secret: "another horse battery" }));
  await expectCard(await outcome(after, { by: "recovery", secret: recoveryCode }));
  expect(await outcome(after, byPassword)).toBe("WRONG_SECRET");
  const oldCode: TypedSecret = { by: "recovery", secret: coffer.recoveryCode };
  expect(await outcome(after, oldCode)).toBe("WRONG_SECRET");
  await expectCard(await outcome(before, oldCode));
});

test("with a passkey as second factor the password alone opens nothing, and says so; the recovery code does", async () => {
  const coffer = await vaultWithCard();
  const { slotId } = await coffer.ask["key.begin"]({});
  const { recoveryCode } = await coffer.ask["key.add"]({
    how: "second",
    name: "my key",
    rpId: "extension",
    credentialId: toHex(randomBytes(20)),
    key: { slotId, prf: toBase64(randomBytes(32)) },
    typed: byPassword,
    others: [],
  });
  const file = await exportFile(coffer);
  const { slots } = decodeHeader((await decodeBackup(file)).header);
  expect(slots.map(({ type }) => type)).toContain(slotType.passwordAndKey);
  expect(await outcome(file, byPassword)).toBe("FACTOR_MISSING");
  await expectCard(await outcome(file, { by: "recovery", secret: recoveryCode ?? "" }));
});
