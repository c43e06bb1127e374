/** The rows of files: in, out, away. */
import { toBase64, wipe } from "../core/bytes.ts";
import type { Handlers } from "../wire/protocol.ts";
import { listFiles, readPart, removeFile } from "./files.ts";
import { beginUpload, endUpload, takePart, type Uploads } from "./uploads.ts";
import { stillOpen, use, type Vault } from "./vault.ts";

type FileHandlers = Pick<Handlers, Extract<keyof Handlers, `file.${string}`>>;

/** Lists, takes in, hands out and removes the files of items. */
export function fileHandlers(vault: Vault): FileHandlers {
  const { world } = vault;
  const uploads: Uploads = new Map();
  vault.afterLock.push(async () => uploads.clear());
  return {
    "file.list": async ({ id }) => ({ files: await listFiles(world, await use(vault), id) }),
    "file.begin": async (ask) => beginUpload(world, await use(vault), uploads, ask),
    "file.part": async (ask) => {
      await takePart(await use(vault), uploads, ask);
      return null;
    },
    "file.end": async (ask) => {
      await endUpload(world, await use(vault), uploads, ask);
      return null;
    },
    "file.read": async (ask) => {
      const opened = await use(vault);
      const still = stillOpen(vault);
      const plaintext = await readPart(world, opened, ask);
      still();
      const data = toBase64(plaintext);
      wipe(plaintext);
      return { data };
    },
    "file.remove": async ({ id, file }) => {
      await removeFile(world, await use(vault), id, file);
      return null;
    },
  };
}
