/** Files of an item on their way into the vault and out of it, a part at a time. */
import { createStore } from "zustand/vanilla";
import { fromBase64, toBase64 } from "../../core/bytes.ts";
import { Failure, failureCode } from "../../core/failure.ts";
import { fileName } from "../../core/file-name.ts";
import type { FileLine } from "../../core/item.ts";
import { call } from "../../wire/call.ts";
import { say } from "../../wire/words.ts";
import { fileLimit, filesLimit, partBytes } from "../manager/sizes.ts";
import { download } from "../manager/transfer.ts";
import { sizeOf } from "../words.ts";
import { app, ask, attempt, tell, toast } from "./app.ts";

/** What is on its way now; one at a time in a window. */
export interface Moving {
  /** Id of the item. */
  item: string;
  name: string;
  way: "in" | "out";
  /** 0 to 1. */
  done: number;
}

/** It goes on while other screens are shown. */
export const moving = createStore<{ now: Moving | null }>(() => ({ now: null }));

let stopped = false;

/** Stops what is on its way; nothing of it stays. */
export function stopMoving(): void {
  stopped = true;
}

/** A background that was stopped in the middle knows nothing of the upload: it is begun so often. */
const tries = 3;

function complain(text: string): void {
  app.setState({ toast: { text, bad: true, action: null } });
}

/** Told how far it is; throws CANCELLED where the user stopped it. */
function pace(done: number): void {
  if (stopped) throw new Failure("CANCELLED");
  const { now } = moving.getState();
  if (now !== null) moving.setState({ now: { ...now, done } });
}

/** One thing on its way; BUSY while there is another. */
async function move<T>(what: Omit<Moving, "done">, work: () => Promise<T>): Promise<T> {
  if (moving.getState().now !== null) throw new Failure("BUSY");
  stopped = false;
  moving.setState({ now: { ...what, done: 0 } });
  try {
    return await work();
  } finally {
    moving.setState({ now: null });
  }
}

/** Attaches files one after the other; the first that fails ends it, and is named. */
export async function attach(item: string, files: readonly File[], there: number): Promise<void> {
  const large = files.find(({ size }) => size > fileLimit);
  if (large) return complain(say("files.tooLarge", [fileName(large.name), sizeOf(large.size)]));
  if (there + files.length > filesLimit) return complain(say("files.tooMany", [filesLimit]));
  await attempt(async () => {
    for (const file of files) {
      const name = fileName(file.name);
      await move({ item, name, way: "in" }, () => send(item, name, file));
      toast(say("files.attached", [name]));
    }
  });
}

async function send(item: string, name: string, file: File): Promise<void> {
  for (let left = tries - 1; ; left--) {
    try {
      await sendOnce(item, name, file);
      return;
    } catch (thrown) {
      if (failureCode(thrown) !== "CANCELLED" || stopped || left === 0) throw thrown;
    }
  }
}

async function sendOnce(item: string, name: string, file: File): Promise<void> {
  const { upload } = await ask("file.begin", { id: item, name, bytes: file.size });
  try {
    const parts = Math.max(1, Math.ceil(file.size / partBytes));
    for (let part = 0; part < parts; part++) {
      pace(part / parts);
      const bytes = await file.slice(part * partBytes, (part + 1) * partBytes).arrayBuffer();
      await ask("file.part", { upload, part, data: toBase64(new Uint8Array(bytes)) });
    }
    pace(1);
    await ask("file.end", { upload, attach: true });
  } catch (thrown) {
    void call("file.end", { upload, attach: false }).catch(() => undefined);
    // A folder, or a file that went away or changed meanwhile: the browser refuses to read it.
    if (thrown instanceof DOMException) {
      complain(say("files.unreadable", [name]));
      throw new Failure("CANCELLED");
    }
    throw thrown;
  }
}

/** The whole file, in memory of the browser; CANCELLED where the user stops it. */
export function fetchFile(item: string, line: FileLine, type: string): Promise<Blob> {
  const { file, name, bytes, parts } = line;
  return move({ item, name, way: "out" }, async () => {
    const blobs: Blob[] = [];
    for (let part = 0; part < parts; part++) {
      pace(part / parts);
      const { data } = await ask("file.read", { id: item, file, part });
      blobs.push(new Blob([fromBase64(data)]));
    }
    const whole = new Blob(blobs, { type });
    if (whole.size !== bytes) throw new Failure("TAMPERED");
    return whole;
  });
}

/** Hands the file to the browser's downloads, under its own name made harmless. */
export async function saveFile(item: string, line: FileLine): Promise<void> {
  await attempt(async () => {
    const blob = await fetchFile(item, line, "application/octet-stream");
    const name = fileName(line.name);
    download(name, blob);
    toast(say("files.saved", [name]));
  });
}

/** Takes a file away for ever. Who calls has asked the user. */
export async function removeFile(item: string, line: FileLine): Promise<void> {
  try {
    await ask("file.remove", { id: item, file: line.file });
    toast(say("files.removed", [line.name]));
  } catch (thrown) {
    tell(thrown);
  }
}

/** Pictures that are shown: never SVG, which is a document. By the ending; the bytes decide in the end. */
const pictures: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  bmp: "image/bmp",
};
const texts = new Set(["txt", "md", "csv", "tsv", "log", "json", "ini", "conf", "yml", "yaml"]);

/** How a file can be shown in our own page: as the picture of a type, as plain text, or not at all. */
export function previewOf(name: string): { picture: string } | "text" | null {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const picture = Object.hasOwn(pictures, ending) ? pictures[ending] : undefined;
  if (picture !== undefined) return { picture };
  return texts.has(ending) ? "text" : null;
}
