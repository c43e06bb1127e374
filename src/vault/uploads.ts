/**
 * Files on their way in, a part at a time. Each part is sealed as it comes and waits in the memory of this
 * worker: nothing is on the disk before the whole file is, in one action. A worker that dies, a lock or a
 * cancel leaves nothing to clean up; the window begins again.
 */
import { type Bytes, fromBase64, toBase64, toHex, wipe } from "../core/bytes.ts";
import { chunkCount, chunkLength, fileKey, sealChunk } from "../core/chunk.ts";
import { Failure } from "../core/failure.ts";
import { fileName } from "../core/file-name.ts";
import { caps } from "../core/item.ts";
import { randomBytes } from "../core/random.ts";
import type { Ask } from "../wire/protocol.ts";
import { attachFile, listFiles, type SealedChunk } from "./files.ts";
import type { Opened } from "./opened.ts";
import type { World } from "./ports.ts";

/** One file that is coming in. */
interface Upload {
  id: string;
  name: string;
  bytes: number;
  /** Base64, as the item will keep it. */
  key: string;
  sealing: Promise<CryptoKey>;
  chunks: SealedChunk[];
  /** A part is being sealed. */
  busy: boolean;
}

/** By the id that the window was given. */
export type Uploads = Map<string, Upload>;

/** So many at once, one a window; the oldest gives way, as that of a window that was closed. */
const most = 3;

/** Begins one; TOO_LARGE and NOT_FOUND before a byte is sent. */
export async function beginUpload(
  world: World,
  opened: Opened,
  uploads: Uploads,
  { id, name, bytes }: Ask<"file.begin">,
): Promise<{ upload: string }> {
  if (bytes > caps.file) throw new Failure("TOO_LARGE");
  const there = await listFiles(world, opened, id);
  if (there.length >= caps.files) throw new Failure("TOO_LARGE");
  const [oldest] = uploads.keys();
  if (uploads.size >= most && oldest !== undefined) uploads.delete(oldest);
  const raw = randomBytes(32);
  const key = toBase64(raw);
  wipe(raw);
  const upload = toHex(randomBytes(16));
  const sealing = fileKey(key);
  uploads.set(upload, { id, name: fileName(name), bytes, key, sealing, chunks: [], busy: false });
  return { upload };
}

/** Takes one part. INVALID for one that is out of order or of another length than it must have. */
export async function takePart(
  opened: Opened,
  uploads: Uploads,
  ask: Ask<"file.part">,
): Promise<void> {
  const upload = uploadOf(uploads, ask.upload);
  const plaintext: Bytes = fromBase64(ask.data);
  try {
    const fits =
      !upload.busy &&
      ask.part === upload.chunks.length &&
      ask.part < chunkCount(upload.bytes) &&
      plaintext.length === chunkLength(upload.bytes, ask.part);
    if (!fits) throw new Failure("INVALID");
    upload.busy = true;
    try {
      upload.chunks.push(await sealChunk(await upload.sealing, opened.vault, plaintext));
    } finally {
      // Only by whom it was set: a part that is refused meanwhile must not let in another.
      upload.busy = false;
    }
  } finally {
    wipe(plaintext);
  }
}

/** Attaches the file, whole, or forgets it. INVALID where parts are missing; whatever comes, it is over. */
export async function endUpload(
  world: World,
  opened: Opened,
  uploads: Uploads,
  ask: Ask<"file.end">,
): Promise<void> {
  if (!ask.attach) {
    uploads.delete(ask.upload);
    return;
  }
  const upload = uploadOf(uploads, ask.upload);
  uploads.delete(ask.upload);
  const { id, name, bytes, key, chunks } = upload;
  if (upload.busy || chunks.length !== chunkCount(bytes)) throw new Failure("INVALID");
  const file = { name, bytes, key, chunks: chunks.map(({ chunk }) => chunk) };
  await attachFile(world, opened, id, file, chunks);
}

function uploadOf(uploads: Uploads, id: string): Upload {
  const upload = uploads.get(id);
  if (upload === undefined) throw new Failure("CANCELLED");
  return upload;
}
