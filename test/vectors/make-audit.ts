/** Vectors of the audit log (FORMAT.md 7 and 12). */
import { sha256 } from "@noble/hashes/sha2.js";
import { be, buffer, lp } from "../core/second.ts";
import {
  secondAudit,
  secondAuditHead,
  secondCheckpoint,
  type SecondChain,
} from "../core/second-set.ts";
import { type Bytes, type Case, fill, put, same, utf8 } from "./fixed.ts";
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
    more: new Uint8Array(0),
  };
  const origin = lp(utf8("https://shop.example:8443"));
  const entryOf = (name: string, code: number, more: Bytes): Case => ({
    name,
    op: "entry",
    in: { plaintext: buffer(put(two, 64, be(code, 2)), more) },
    out: { ...entry, code, more },
  });
  const noEntry = (name: string, code: number, more: Bytes): Case => ({
    name,
    op: "entry",
    in: { plaintext: buffer(put(two, 64, be(code, 2)), more) },
    error: "TAMPERED",
  });
  /** The first entry went: the third says so. */
  const place = { deviceId, seq: 1, head: sha256(one) };
  const cut = (chains: SecondChain[]) =>
    secondAudit({
      deviceId,
      seq: 3,
      prev: sha256(two),
      at: 1_700_000_009_000,
      code: 17,
      recId: same(16, 0),
      more: secondCheckpoint(chains),
    });
  const gone = { deviceId: fill(16, 0x02), seq: 9, head: fill(32, 9) };
  const cutHead = (checkpoint: Bytes, more: SecondChain[] = []) =>
    secondAuditHead([{ deviceId, seq: 3, head: sha256(checkpoint) }, ...more]);
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
    entryOf("a fill with its origin", 4, origin),
    entryOf("what a newer version adds", 60_000, fill(50, 3)),
    entryOf("a checkpoint of two devices", 17, secondCheckpoint([gone, place])),
    noEntry("a fill with what is no origin", 4, lp(utf8("https://shop.example/path"))),
    noEntry(
      "a fill with an origin that is not in its normal form",
      4,
      lp(utf8("https://shop.example:443")),
    ),
    noEntry("a fill with an empty origin", 4, lp(new Uint8Array(0))),
    noEntry("a fill with a byte behind its origin", 4, buffer(origin, [0])),
    noEntry("a copy with an origin", 5, origin),
    noEntry("more than 64 KiB of a newer version", 60_000, same(65_537, 0)),
    noEntry("a checkpoint of nothing", 17, be(0, 2)),
    noEntry("a checkpoint without its count", 17, new Uint8Array(0)),
    noEntry(
      "a checkpoint of one device twice",
      17,
      secondCheckpoint([place, { ...place, seq: 2 }]),
    ),
    noEntry(
      "a checkpoint out of order",
      17,
      put(secondCheckpoint([gone, place]), 2, fill(16, 0xf0)),
    ),
    noEntry("a checkpoint of seq 0", 17, secondCheckpoint([{ ...place, seq: 0 }])),
    {
      name: "a log that was cut, with its checkpoint",
      op: "chains",
      in: { entries: [cut([place]), two] },
      out: { auditHead: cutHead(cut([place])) },
    },
    {
      name: "a checkpoint whose entries are still there",
      op: "chains",
      in: { entries: [one, two, cut([place])] },
      out: { auditHead: cutHead(cut([place])) },
    },
    {
      name: "a device of which nothing is left",
      op: "chains",
      in: { entries: [one, two, cut([gone])] },
      out: { auditHead: cutHead(cut([gone]), [gone]) },
    },
    no("a log that was cut deeper than its checkpoint", [cut([place])]),
    no("a checkpoint that says another hash than the entry has", [
      one,
      two,
      cut([{ ...place, head: fill(32, 1) }]),
    ]),
    no("a checkpoint that says another hash than the next entry", [
      two,
      cut([{ ...place, head: fill(32, 1) }]),
    ]),
    no("the first entry gone", [two]),
    no("an entry twice", [one, one, two]),
    no("an entry changed", [put(one, 65, [2]), two]),
    no("an entry given to another device", [one, put(two, 0, fill(16, 0x01))]),
    no("a first entry that says it has one before it", [put(one, 24, [1])]),
    no("a first entry that is not number 1", [put(one, 23, [2])]),
  ];
}
