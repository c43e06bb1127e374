/**
 * The self-opening export: the reader's page and a backup in one HTML file (FORMAT.md 7). The backup stands
 * in a data block. A browser never runs such a block and no CSP hash covers it, so script, style and policy
 * of the page stay the very bytes whose hashes are published.
 */
import { toBase64 } from "./bytes.ts";
import { Failure } from "./failure.ts";

/** Where the reader's page leaves room for a backup; it is there exactly once. */
export const backupPlace = "<!--coffer-backup-->";

/** Id of the data block. */
export const backupBlock = "coffer-backup";

/**
 * The reader's page with this backup file inside. BAD_FORMAT where the page is no reader, or has one already.
 * Base64 has no "<", so the backup can not end the block.
 */
export function selfOpening(readerHtml: string, backup: Uint8Array): string {
  const parts = readerHtml.split(backupPlace);
  if (parts.length !== 2) throw new Failure("BAD_FORMAT");
  const block = `<script type="application/octet-stream" id="${backupBlock}">${toBase64(backup)}</script>`;
  return parts.join(block);
}
