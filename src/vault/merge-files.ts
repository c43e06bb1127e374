/** Files of a backup on their way into the open vault: sealed anew, or kept where they are here already. */
import { type Bytes, toBase64, wipe } from "../core/bytes.ts";
import { fileKey, openChunk, sealChunk } from "../core/chunk.ts";
import { Failure } from "../core/failure.ts";
import type { Chunk, StoredFile } from "../core/item.ts";
import { randomBytes } from "../core/random.ts";
import { chunksOf, type SealedChunk } from "./files.ts";
import type { Opened } from "./opened.ts";
import type { Listed } from "./set.ts";

/** What a backup is asked for here. */
interface From {
  vaultId: Bytes;
  /** Its chunks by recId in hex. */
  chunks: ReadonlyMap<string, Listed>;
  /** A chunk that is lost or changed fails the whole; else the file is left out, as the rest of what is not sound. */
  complete: boolean;
}

/** The files an item has afterwards, and the chunks that come and go with that. */
export interface BroughtFiles {
  files: StoredFile[];
  come: SealedChunk[];
  go: Chunk[];
}

/**
 * Files as in the backup. A chunk's context names its vault, and a recId is used once: so what comes in gets
 * fresh recIds and a fresh key. A file that the item has here already stays as it is; others of it go.
 */
export async function bringFiles(
  opened: Opened,
  from: From,
  then: readonly StoredFile[],
  here: readonly StoredFile[],
): Promise<BroughtFiles> {
  const brought: BroughtFiles = { files: [], come: [], go: [] };
  const stays = new Set<StoredFile>();
  for (const file of then) {
    const same = here.find((one) => isSame(one, file));
    if (same !== undefined) {
      stays.add(same);
      brought.files.push(same);
      continue;
    }
    const fresh = await sealAnew(opened, from, file).catch((thrown: unknown) => {
      if (from.complete) throw thrown;
      return null;
    });
    if (fresh === null) continue;
    brought.files.push(fresh.file);
    brought.come.push(...fresh.come);
  }
  brought.go = chunksOf(here.filter((one) => !stays.has(one)));
  return brought;
}

function isSame(a: StoredFile, b: StoredFile): boolean {
  return (
    JSON.stringify([a.key, a.chunks.map(({ id, hash }) => [id, hash])]) ===
    JSON.stringify([b.key, b.chunks.map(({ id, hash }) => [id, hash])])
  );
}

async function sealAnew(opened: Opened, from: From, file: StoredFile) {
  const old = await fileKey(file.key);
  const raw = randomBytes(32);
  const key = toBase64(raw);
  wipe(raw);
  const sealing = await fileKey(key);
  const come: SealedChunk[] = [];
  for (const chunk of file.chunks) {
    const there = from.chunks.get(chunk.id);
    if (there === undefined) throw new Failure("MISSING");
    const plaintext = await openChunk(old, from.vaultId, chunk, there.bytes);
    come.push(await sealChunk(sealing, opened.vault, plaintext));
    wipe(plaintext);
  }
  return { file: { ...file, key, chunks: come.map(({ chunk }) => chunk) }, come };
}
