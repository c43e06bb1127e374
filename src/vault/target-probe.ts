/** Is a target what a run needs it to be? Tried with a small file before anything is kept. */
import { equalBytes, toHex } from "../core/bytes.ts";
import { randomBytes } from "../core/random.ts";
import type { RemoteConfig } from "../core/target/config.ts";
import { TargetFailure } from "../core/target/problem.ts";
import type { FolderConfig } from "./target-port.ts";
import { atTarget } from "./target-work.ts";
import type { Vault } from "./vault.ts";

/** Writes a file, finds it in the list, reads it back and removes it. Throws what does not work. */
export async function probe(
  vault: Vault,
  config: RemoteConfig | FolderConfig,
  id: string,
): Promise<void> {
  const name = `coffer-test-${toHex(randomBytes(8))}.tmp`;
  const bytes = randomBytes(64);
  await atTarget(vault, config, id, async (target, step) => {
    // A wrong address is found before anything is written there.
    await target.list();
    step("writing");
    await target.write(name, bytes);
    try {
      step("reading");
      const listed = (await target.list()).find((one) => one.name === name);
      const back = await target.read(name, bytes.length);
      if (listed?.bytes !== bytes.length || back === null || !equalBytes(back, bytes))
        throw new TargetFailure("DIFFERENT");
    } finally {
      await target.remove(name);
    }
  });
}
