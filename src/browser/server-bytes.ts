/** What a backup server answers as bytes (server/api.ts), read within its caps. */
import { changesMagic, limits, objectsMagic, purgedMagic } from "../../server/api.ts";
import { type Bytes, equalBytes, reader, utf8 } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import type { LoggedCommit, ReducedCommit } from "../vault/ports.ts";

/** A page of changes: magic | logId 16 | rev u64 | u32 n | n × (LP(body) | sig 64). TAMPERED for anything else. */
export function decodeChanges(bytes: Bytes): LoggedCommit[] {
  const from = reader(bytes, "TAMPERED");
  const magic = utf8(changesMagic);
  if (!equalBytes(from.take(magic.length), magic)) throw new Failure("TAMPERED");
  from.take(16 + 8);
  const n = from.u32();
  if (n > limits.changes) throw new Failure("TAMPERED");
  const commits = Array.from({ length: n }, () => ({
    body: from.lengthPrefixed(limits.commitBody),
    sig: from.take(64),
  }));
  from.end();
  return commits;
}

/** What a purge has left: magic | logId 16 | rev u64 | u32 n | n × (epoch u32 | H(body) 32 | sig 64 | LP(manifests)). TAMPERED for anything else. */
export function decodePurged(bytes: Bytes): ReducedCommit[] {
  const from = reader(bytes, "TAMPERED");
  const magic = utf8(purgedMagic);
  if (!equalBytes(from.take(magic.length), magic)) throw new Failure("TAMPERED");
  from.take(16 + 8);
  const n = from.u32();
  if (n > limits.changes) throw new Failure("TAMPERED");
  const rows = Array.from({ length: n }, () => {
    const [keyEpoch, bodyHash, sig] = [from.u32(), from.take(32), from.take(64)];
    const listed = reader(from.lengthPrefixed(limits.commitBody), "TAMPERED");
    const manifests: Bytes[] = [];
    while (listed.left() > 0) manifests.push(listed.lengthPrefixed(limits.manifest));
    // Its own stands first there, and the ancestors behind it.
    const [own, ...ancestors] = manifests;
    if (own === undefined || ancestors.length > limits.ancestors) throw new Failure("TAMPERED");
    return { keyEpoch, bodyHash, sig, manifests: [...ancestors, own] };
  });
  from.end();
  return rows;
}

/** Objects in the order asked: magic | u32 n | n × LP(object), empty where one is not there. TAMPERED for anything else. */
export function decodeObjects(bytes: Bytes): (Bytes | null)[] {
  const from = reader(bytes, "TAMPERED");
  const magic = utf8(objectsMagic);
  if (!equalBytes(from.take(magic.length), magic)) throw new Failure("TAMPERED");
  const n = from.u32();
  if (n > limits.objects) throw new Failure("TAMPERED");
  const found = Array.from({ length: n }, () => from.lengthPrefixed(limits.object));
  from.end();
  return found.map((object) => (object.length === 0 ? null : object));
}
