/** Files at the door of a vault in memory, as the item screen sends and fetches them. */
import { expect } from "vitest";
import { fromBase64, toBase64 } from "../../src/core/bytes.ts";
import { partBytes } from "../../src/wire/protocol.ts";
import type { Coffer } from "./steps.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that no other file has and that do not repeat from chunk to chunk. */
export function contentOf(length: number, seed: number): Bytes {
  const bytes = new Uint8Array(length);
  let state = seed + 1;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** Sends all parts of a file; answers the upload, which is not attached yet. */
export async function send(coffer: Coffer, id: string, name: string, content: Bytes) {
  const { upload } = await coffer.ask["file.begin"]({ id, name, bytes: content.length });
  for (let part = 0; part === 0 || part * partBytes < content.length; part++) {
    const data = toBase64(content.subarray(part * partBytes, (part + 1) * partBytes));
    await coffer.ask["file.part"]({ upload, part, data });
  }
  return upload;
}

/** Attaches a file to an item; answers its id. */
export async function attach(coffer: Coffer, id: string, name: string, content: Bytes) {
  const upload = await send(coffer, id, name, content);
  await coffer.ask["file.end"]({ upload, attach: true });
  const { files } = await coffer.ask["file.list"]({ id });
  return files.at(-1)?.file ?? "";
}

/** The content of a file of an item, found by its name. */
export async function fetch(coffer: Coffer, id: string, name: string): Promise<Bytes> {
  const { files } = await coffer.ask["file.list"]({ id });
  const line = files.find((one) => one.name === name);
  if (line === undefined) throw new Error(`no file ${name}`);
  const content = new Uint8Array(line.bytes);
  for (let part = 0; part < line.parts; part++) {
    const { data } = await coffer.ask["file.read"]({ id, file: line.file, part });
    content.set(fromBase64(data), part * partBytes);
  }
  return content;
}

/** Names of an item's files. */
export async function names(coffer: Coffer, id: string): Promise<string[]> {
  return (await coffer.ask["file.list"]({ id })).files.map(({ name }) => name);
}

/** Keys of the chunks on the disk. */
export function chunksOnDisk({ world }: Coffer): string[] {
  return [...world.stored.records].filter(([, { cls }]) => cls === 4).map(([key]) => key);
}

/** The disk holds what the manifest pins: a backup judges the set anew. `chunks` of them are of files. */
export async function expectWhole(coffer: Coffer, chunks: number): Promise<void> {
  await coffer.ask["backup.begin"]({});
  expect(chunksOnDisk(coffer)).toHaveLength(chunks);
}
