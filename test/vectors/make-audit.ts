/** Vectors of the audit log (FORMAT.md 7 and 12). */
import { sha256 } from "@noble/hashes/sha2.js";
import { buffer } from "../core/second.ts";
import { secondAuditHead } from "../core/second-set.ts";
import { type Bytes, type Case, fill, put, same } from "./fixed.ts";
import { auditPair, deviceId } from "./make-vault.ts";

export function audit(): Case[] {
  const { entries } = auditPair();
  const [one, two] = entries as [Bytes, Bytes];
  const other = put(one, 0, fill(16, 0x01));
  const ends = [
    { deviceId, seq: 2, head: sha256(two) },
    { deviceId: fill(16, 0x01), seq: 1, head: sha256(other) },
  ];
  const entry = {
    deviceId,
    seq: 2,
    prev: sha256(one),
    unixMs: 1_700_000_000_500,
    code: 4,
    recId: fill(16, 0x60),
  };
  const no = (name: string, list: Bytes[]): Case => ({
    name,
    op: "chains",
    in: { entries: list },
    error: "TAMPERED",
  });
  return [
    { name: "an entry", op: "entry", in: { plaintext: two }, out: entry },
    {
      name: "an entry of an unknown code",
      op: "entry",
      in: { plaintext: put(two, 64, [0xff, 0xfe]) },
      out: { ...entry, code: 0xfffe },
    },
    {
      name: "a byte too many",
      op: "entry",
      in: { plaintext: buffer(two, [0]) },
      error: "TAMPERED",
    },
    { name: "a byte too few", op: "entry", in: { plaintext: two.slice(0, -1) }, error: "TAMPERED" },
    {
      name: "a number above 2^53",
      op: "entry",
      in: { plaintext: put(two, 16, same(8, 255)) },
      error: "TAMPERED",
    },
    {
      name: "no entry at all",
      op: "chains",
      in: { entries: [] },
      out: { auditHead: secondAuditHead([]) },
    },
    {
      name: "one device",
      op: "chains",
      in: { entries: [one, two] },
      out: { auditHead: secondAuditHead(ends.slice(0, 1)) },
    },
    {
      name: "two devices, in any order",
      op: "chains",
      in: { entries: [two, other, one] },
      out: { auditHead: secondAuditHead(ends) },
    },
    no("the first entry gone", [two]),
    no("an entry twice", [one, one, two]),
    no("an entry changed", [put(one, 65, [2]), two]),
    no("an entry given to another device", [one, put(two, 0, fill(16, 0x01))]),
    no("a first entry that says it has one before it", [put(one, 24, [1])]),
    no("a first entry that is not number 1", [put(one, 23, [2])]),
  ];
}
