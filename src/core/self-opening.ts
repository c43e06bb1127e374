/**
 * The self-opening export: the reader's page and a backup in one HTML file (FORMAT.md 7). The backup stands
 * in a data block. A browser never runs such a block and no CSP hash covers it, so script, style and policy
 * of the page stay the very bytes whose hashes are published.
 */
import { type Bytes, fromBase64, toBase64 } from "./bytes.ts";
import { Failure } from "./failure.ts";

/** Where the reader's page leaves room for a backup; it is there exactly once. */
const place = "<!--coffer-backup-->";

/** Id of the data block. */
export const backupBlock = "coffer-backup";

/** Id of the data block with shared items (FORMAT.md 9). */
export const linkBlock = "coffer-link";

const startOf = (id: string) => `<script type="application/octet-stream" id="${id}">`;
const start = startOf(backupBlock);
const end = "</script>";

/**
 * The reader's page with this backup file inside. BAD_FORMAT where the page is no reader, or has one already.
 * Base64 has no "<", so the backup can not end the block.
 */
export function selfOpening(readerHtml: string, backup: Uint8Array): string {
  return withBlock(readerHtml, backupBlock, backup);
}

/** The same with items that were shared (core/share/link.ts): who has the key of them opens the page. */
export function sharedPage(readerHtml: string, sealed: Uint8Array): string {
  return withBlock(readerHtml, linkBlock, sealed);
}

function withBlock(readerHtml: string, id: string, bytes: Uint8Array): string {
  const parts = readerHtml.split(place);
  if (parts.length !== 2) throw new Failure("BAD_FORMAT");
  return parts.join(startOf(id) + toBase64(bytes) + end);
}

/** The backup file inside such a page; null where there is none. INVALID for a block that is no base64. */
export function backupInside(html: string): Bytes | null {
  const from = html.indexOf(start);
  if (from < 0) return null;
  const to = html.indexOf(end, from);
  return fromBase64(html.slice(from + start.length, to < 0 ? html.length : to));
}
