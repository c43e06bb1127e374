/** Vaults of a given size, sealed in Node by the very code of the extension, as backup files to be restored. */
import { argon2id } from "../../src/core/argon2.ts";
import { provideArgon2 } from "../../src/core/kdf.ts";
import { randomBytes } from "../../src/core/random.ts";
import { recordClass } from "../../src/core/record.ts";
import { itemSecretSchema } from "../../src/core/item.ts";
import { encodeJson } from "../../src/core/json.ts";
import { use } from "../../src/vault/vault.ts";
import { applyEdits, type Edit } from "../../src/vault/write.ts";
import { cofferWithVault, draftOf, exportFile } from "../../test/vault/steps.ts";

/** The backup file of a vault with `count` logins; its password is that of test/vault/steps.ts. */
export async function vaultOfSize(count: number): Promise<Uint8Array<ArrayBuffer>> {
  provideArgon2(async () => argon2id);
  const coffer = await cofferWithVault(`of ${count}`);
  const opened = await use(coffer.vault);
  const edits = Array.from({ length: count }, (_, i): Edit => {
    const { fields } = draftOf("login", "", { username: `user${i}`, password: `pass word ${i}` });
    const secret = encodeJson(itemSecretSchema, { fields, past: [], files: [] });
    return {
      recId: randomBytes(16),
      index: {
        kind: "login",
        title: `Login number ${i}`,
        hint: `user${i}`,
        tags: [`tag ${i % 20}`],
        favourite: i % 100 === 0,
        origins: [`https://site${i}.example`],
        created: i,
        modified: i,
        trashed: null,
      },
      records: [{ cls: recordClass.secret, key: opened.keys.secret, plaintext: secret }],
    };
  });
  await applyEdits(coffer.world, opened, edits, []);
  return exportFile(coffer);
}
