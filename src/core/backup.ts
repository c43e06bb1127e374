/**
 * The backup file (FORMAT.md 7):
 * "CFBK1\0" ‖ LP(header) ‖ LP(manifest) ‖ u32 n ‖ n × LP(record) ‖ H(all before)
 *
 * H is a checksum against accidents; what protects the file is the manifest inside.
 */
import { type Bytes, concat, equalBytes, lengthPrefixed, reader, u32, utf8 } from "./bytes.ts";
import { Failure } from "./failure.ts";
import { sha256 } from "./hash.ts";
import { headerLimit } from "./header.ts";
import { recordLimit } from "./record.ts";

const magic = utf8("CFBK1\0");
/** LP and the smallest record: clear part, 256 bytes, tag. */
const recordLeast = 4 + 120 + 256 + 16;

export interface Backup {
  header: Bytes;
  manifest: Bytes;
  records: Bytes[];
}

/** The whole backup file (FORMAT.md 7), its checksum at the end. */
export async function encodeBackup(backup: Backup): Promise<Bytes> {
  const body = concat(
    magic,
    lengthPrefixed(backup.header),
    lengthPrefixed(backup.manifest),
    u32(backup.records.length),
    ...backup.records.map(lengthPrefixed),
  );
  return concat(body, await sha256(body));
}

/**
 * The parts of a backup file, none of them authenticated yet. NOT_A_BACKUP, TRUNCATED or CHECKSUM.
 * Lengths are checked against the file before anything is allocated.
 */
export async function decodeBackup(file: Bytes): Promise<Backup> {
  if (file.length < magic.length || !equalBytes(file.subarray(0, magic.length), magic)) {
    throw new Failure("NOT_A_BACKUP");
  }
  const from = reader(file.subarray(magic.length), "TRUNCATED");
  const header = from.lengthPrefixed(headerLimit);
  const manifest = from.lengthPrefixed(recordLimit);
  const count = from.u32();
  if (count > from.left() / recordLeast) throw new Failure("TRUNCATED");
  const records = Array.from({ length: count }, () => from.lengthPrefixed(recordLimit));
  const checksum = from.take(32);
  from.end();
  if (!equalBytes(await sha256(file.slice(0, -32)), checksum)) throw new Failure("CHECKSUM");
  return { header, manifest, records };
}
