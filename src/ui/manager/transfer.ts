/** A backup file on its way out of and into the vault, a part at a time. Ciphertext only. */
import { type Bytes, concat, fromBase64, toBase64, toHex } from "../../core/bytes.ts";
import { Failure } from "../../core/failure.ts";
import { sha256 } from "../../core/hash.ts";
import { backupInside, selfOpening } from "../../core/self-opening.ts";
import { call } from "../../wire/call.ts";
import type { Proof, Reply } from "../../wire/protocol.ts";
import { ask } from "../state/app.ts";
import { backupLimit, partBytes } from "./sizes.ts";

/** Told how far it is, 0 to 1; answers false to stop. */
export type Pace = (done: number) => boolean;

/** A backup file ready to be handed to the browser. */
export interface Packed {
  name: string;
  items: number;
  file: Blob;
}

/** Reads a file once more and hashes it part by part, as the vault did with the one that it opened. */
async function sumOf(file: Blob): Promise<string> {
  const hashes: Bytes[] = [];
  for (let at = 0; at < file.size; at += partBytes) {
    const part = await file.slice(at, at + partBytes).arrayBuffer();
    hashes.push(await sha256(new Uint8Array(part)));
  }
  return toHex(await sha256(concat(...hashes)));
}

/** What is to be packed: the vault of now, a state set aside, or an export under a password of its own. */
export type Source =
  | { of: "vault" }
  | { of: "kept"; at: number }
  | { of: "export"; password: string; proof: Proof };

function begin(source: Source): Promise<Reply<"backup.begin">> {
  if (source.of === "export") {
    const { password, proof } = source;
    return ask("export.begin", { password, proof });
  }
  return ask("backup.begin", source.of === "kept" ? { kept: source.at } : {});
}

/**
 * The whole backup as a file in memory of the browser: CANCELLED where the pace says stop, CHECKSUM where what
 * arrived is not what the vault made and opened again.
 */
export async function packBackup(source: Source, pace: Pace): Promise<Packed> {
  const begun = await begin(source);
  const parts: Blob[] = [];
  for (let part = 0; part < begun.parts; part++) {
    if (!pace(part / begun.parts)) throw new Failure("CANCELLED");
    const { data } = await ask("backup.part", { part });
    // A Blob may leave the memory of the page; an array of bytes may not.
    parts.push(new Blob([fromBase64(data)]));
  }
  const file = new Blob(parts, { type: "application/octet-stream" });
  if (file.size !== begun.bytes) throw new Failure("TRUNCATED");
  if ((await sumOf(file)) !== begun.sum) throw new Failure("CHECKSUM");
  return { name: begun.name, items: begun.items, file };
}

/** The offline reader, as it comes with the extension (docs/READER.md). */
export async function readerPage(): Promise<Blob> {
  return (await fetch("/reader.html")).blob();
}

/** The reader with this backup inside: one page that opens in any browser (FORMAT.md 7). */
export async function asPage({ name, items, file }: Packed): Promise<Packed> {
  const html = await (await readerPage()).text();
  const bytes = new Uint8Array(await file.arrayBuffer());
  const page = new Blob([selfOpening(html, bytes)], { type: "text/html" });
  return { name: name.replace(/coffer$/, "html"), items, file: page };
}

/** The backup in a file that was chosen: the file itself, or what a page that opens itself has inside. */
async function backupIn(file: File): Promise<Blob> {
  if (!/\.html?$/i.test(file.name)) return file;
  const inside = backupInside(await file.text());
  if (inside === null) throw new Failure("NOT_A_BACKUP");
  return new Blob([inside]);
}

/** Hands a file to the browser's downloads. */
export function download(name: string, file: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has its own hold on the blob once it has begun; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * Sends a file to be restored and has its shape and checksum judged. It needs no open vault.
 * NOT_A_BACKUP for an empty file, TOO_LARGE above the limit, CANCELLED where the pace says stop.
 */
export async function sendBackup(chosen: File, pace: Pace): Promise<Reply<"restore.check">> {
  const file = await backupIn(chosen);
  if (file.size === 0) throw new Failure("NOT_A_BACKUP");
  if (file.size > backupLimit) throw new Failure("TOO_LARGE");
  await call("restore.begin", { bytes: file.size });
  const parts = Math.ceil(file.size / partBytes);
  for (let part = 0; part < parts; part++) {
    if (!pace(part / parts)) {
      await call("restore.cancel", {});
      throw new Failure("CANCELLED");
    }
    const bytes = await file.slice(part * partBytes, (part + 1) * partBytes).arrayBuffer();
    await call("restore.part", { part, data: toBase64(new Uint8Array(bytes)) });
  }
  pace(1);
  return call("restore.check", {});
}
