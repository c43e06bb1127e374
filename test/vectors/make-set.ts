/** Vectors of manifest, leaf, sum and cache (FORMAT.md 5, 6, 12). */
import { sha256 } from "@noble/hashes/sha2.js";
import { buffer, secondClassKey, secondSeal } from "../core/second.ts";
import {
  secondHead,
  secondLeaf,
  secondManifest,
  secondPage,
  secondPageId,
  secondPageTerm,
  secondRef,
  secondSet,
  secondSetKey,
  secondSum,
} from "../core/second-set.ts";
import { type Bytes, type Case, fill, flip, put, rootKey, same, vaultId } from "./fixed.ts";
import { auditPair, deviceId, itemPlaintexts, sealVault, zeros16, zeros32 } from "./make-vault.ts";

const manifestKey = secondClassKey(rootKey, vaultId, 1, "manifest");
const cacheKey = secondClassKey(rootKey, vaultId, 1, "cache");
const kSet = secondSetKey(manifestKey);
const context = { schema: 1, vaultId, epoch: 1, recId: zeros16, tombstone: false };
const vault = { vaultId, epoch: 1 };
const sample = sealVault({ ...vault, rootKey }, same(9, 9), 4, {
  rev: 1,
  plaintext: itemPlaintexts.keyring,
});

export function manifest(): Case[] {
  const fields = {
    counter: 41,
    epoch: 1,
    headerHash: fill(32, 1),
    n: 12,
    setMac: fill(32, 0xe0),
    prev: fill(32, 7),
    deviceId,
    made: 1_700_000_000_123,
    auditHead: fill(32, 0x55),
  };
  const seal = (plaintext: Bytes, rev = fields.counter, more: object = {}) =>
    secondSeal(manifestKey, { ...context, cls: 0x20, rev, ...more }, plaintext, fill(32, 0x71));
  const good = seal(secondManifest(fields));
  const within = { key: manifestKey, ...vault };
  const no = (name: string, error: string, record: Bytes, where: object = {}): Case => ({
    name,
    op: "manifest",
    in: { ...within, ...where, record },
    error,
  });
  const refs = sample.records.map(secondRef);
  const { n, setMac } = secondSet(kSet, sample.records);
  const sum = (name: string, records: Bytes[]): Case => {
    return { name, op: "sum", in: { kSet, records }, out: secondSet(kSet, records) };
  };
  const judge = (name: string, records: Bytes[], error?: string): Case => {
    const common = { name, op: "judge", in: { kSet, n, setMac, records } };
    return error === undefined ? { ...common, out: {} } : { ...common, error };
  };
  const [a, b, ...rest] = sample.records as [Bytes, Bytes, ...Bytes[]];
  const revived = [
    ...sample.records,
    secondSeal(
      secondClassKey(rootKey, vaultId, 1, "secret"),
      { ...context, cls: 0x02, recId: fill(16, 0x70), rev: 4 },
      itemPlaintexts.secret,
      fill(32, 4),
    ),
  ];
  const older = secondSeal(
    secondClassKey(rootKey, vaultId, 1, "settings"),
    { ...context, cls: 0x23, rev: 2 },
    itemPlaintexts.index,
    fill(32, 3),
  );
  return [
    { name: "a manifest", op: "manifest", in: { ...within, record: good }, out: fields },
    no("of another vault", "REC_CONTEXT", good, { vaultId: fill(16, 0x11) }),
    no("of another epoch", "REC_CONTEXT", good, { epoch: 2 }),
    no("a counter that is not its revision", "TAMPERED", seal(secondManifest(fields), 40)),
    no(
      "an epoch inside that is not its own",
      "TAMPERED",
      seal(secondManifest({ ...fields, epoch: 2 })),
    ),
    no("a byte too many inside", "TAMPERED", seal(buffer(secondManifest(fields), [0]))),
    no("a byte too few inside", "TAMPERED", seal(secondManifest(fields).slice(0, -1))),
    no("a record of another class", "REC_CONTEXT", seal(secondManifest(fields), 41, { cls: 0x21 })),
    no("another recId", "REC_CONTEXT", seal(secondManifest(fields), 41, { recId: fill(16, 1) })),
    no("a tombstone", "REC_CONTEXT", seal(secondManifest(fields), 41, { tombstone: true })),
    no("its clear counter changed", "TAMPERED", put(good, 51, [42])),
    no("its last bit flipped", "TAMPERED", flip(good, -1)),
    { name: "K_set", op: "setKey", in: { key: manifestKey }, out: { kSet } },
    ...refs.map(({ recId, ref }, i) => ({
      name: `leaf ${i + 1}`,
      op: "leaf",
      in: { kSet, recId, ...ref },
      out: { term: secondLeaf(kSet, recId, ref) },
    })),
    sum("of the empty set", []),
    sum("of one record", [a]),
    sum("of a whole set", sample.records),
    sum("of the set in another order", sample.records.toReversed()),
    {
      name: "a doubled (recId, class)",
      op: "sum",
      in: { kSet, records: [a, b, older] },
      error: "DUPLICATE",
    },
    judge("the set is whole", sample.records),
    judge("a record is missing", [a, ...rest], "MISSING"),
    judge("all are missing", [], "MISSING"),
    judge("a record in another revision", [older, b, ...rest], "TAMPERED"),
    judge("one too many", [...sample.records, put(b, 28, fill(16, 0x99))], "TAMPERED"),
    judge(
      "one with its tombstone taken off",
      [...sample.records.slice(0, -1), put(sample.records.at(-1) as Bytes, 52, [0])],
      "TAMPERED",
    ),
    judge("one with a bit flipped", [flip(a, -1), b, ...rest], "TAMPERED"),
    {
      name: "a tombstone beside a record of its item, both in the sum",
      op: "judge",
      in: { kSet, ...secondSet(kSet, revived), records: revived },
      error: "TAMPERED",
    },
    judge("one twice, another left out", [a, a, ...rest], "DUPLICATE"),
  ];
}

export function cache(): Case[] {
  const ref = (record: Bytes) => secondRef(record).ref;
  const [settings, keyring, , , index, secret, critical, erased] = sample.records as [
    Bytes,
    Bytes,
    Bytes,
    Bytes,
    Bytes,
    Bytes,
    Bytes,
    Bytes,
  ];
  const entries = [
    {
      recId: zeros16,
      lastUsed: 0,
      uses: 0,
      index: new Uint8Array(0),
      refs: [ref(settings), ref(keyring)],
    },
    {
      recId: fill(16, 0x60),
      lastUsed: 1_700_000_000_999,
      uses: 2 ** 32 - 1,
      index: itemPlaintexts.index,
      refs: [ref(index), ref(secret), ref(critical)],
    },
    { recId: fill(16, 0x70), lastUsed: 0, uses: 0, index: new Uint8Array(0), refs: [ref(erased)] },
  ];
  const seal = (page: number, rev: number, plaintext: Bytes) =>
    secondSeal(
      cacheKey,
      { ...context, cls: 0x31, recId: secondPageId(page), rev },
      plaintext,
      fill(32, page),
    );
  const plain = secondPage(entries);
  const pages = [
    seal(0, 4, plain),
    seal(1, 2, secondPage([])),
    seal(300, 4, secondPage(entries.slice(1))),
  ];
  const within = { key: cacheKey, ...vault };
  const page = (name: string, at: number, record: Bytes, out: object): Case => ({
    name,
    op: "page",
    in: { ...within, page: at, record },
    out: { entries: out },
  });
  const noPage = (
    name: string,
    error: string,
    at: number,
    record: Bytes,
    where: object = {},
  ): Case => ({
    name,
    op: "page",
    in: { ...within, ...where, page: at, record },
    error,
  });
  const long = { ...(entries[2] as (typeof entries)[0]), index: new Uint8Array(16_385) };
  const longest = [{ ...long, index: same(16_384, 0x20) }];
  const chains = [
    { deviceId, seq: 2, head: auditPair().head },
    { deviceId: fill(16, 0x01), seq: 1, head: fill(32, 2) },
  ];
  const pageSum = secondSum(
    [0, 1, 300].map((at, i) => secondPageTerm(kSet, at, [4, 2, 4][i] as number, pages[i] as Bytes)),
  );
  const manifestHash = sha256(sample.manifest);
  const headPlain = secondHead(manifestHash, 3, pageSum, chains);
  const sealHead = (plaintext: Bytes, rev = 4) =>
    secondSeal(cacheKey, { ...context, cls: 0x32, rev }, plaintext, fill(32, 0x32));
  const head = sealHead(headPlain);
  const noHead = (name: string, error: string, record: Bytes, counter = 4): Case => ({
    name,
    op: "head",
    in: { ...within, counter, record },
    error,
  });
  return [
    page("settings, an item, an erased item", 0, pages[0] as Bytes, entries),
    page("empty", 1, pages[1] as Bytes, []),
    page("number 300", 300, pages[2] as Bytes, entries.slice(1)),
    page("the longest index", 5, seal(5, 1, secondPage(longest)), longest),
    noPage("in the place of another", "REC_CONTEXT", 1, pages[0] as Bytes),
    noPage("of another vault", "REC_CONTEXT", 0, pages[0] as Bytes, { vaultId: fill(16, 0x11) }),
    noPage("of another epoch", "REC_CONTEXT", 0, pages[0] as Bytes, { epoch: 2 }),
    noPage("a bit flipped", "TAMPERED", 0, flip(pages[0] as Bytes, -1)),
    noPage("its clear revision changed", "TAMPERED", 0, put(pages[0] as Bytes, 51, [5])),
    noPage("a byte too many inside", "TAMPERED", 0, seal(0, 4, buffer(plain, [0]))),
    noPage("a byte too few inside", "TAMPERED", 0, seal(0, 4, plain.slice(0, -1))),
    noPage("an index above 16 KiB", "TAMPERED", 0, seal(0, 4, secondPage([long]))),
    noPage("more entries said than there are", "TAMPERED", 0, seal(0, 4, put(plain, 1, [4]))),
    {
      name: "the sum of three pages",
      op: "pageSum",
      in: { kSet, pages: pages.map((record, i) => ({ page: [0, 1, 300][i], record })) },
      out: { pageSum },
    },
    {
      name: "a head",
      op: "head",
      in: { ...within, counter: 4, record: head },
      out: { manifestHash, nPages: 3, pageSum, chains },
    },
    {
      name: "a head without chains",
      op: "head",
      in: { ...within, counter: 4, record: sealHead(secondHead(zeros32, 0, zeros32, [])) },
      out: { manifestHash: zeros32, nPages: 0, pageSum: zeros32, chains: [] },
    },
    noHead("beside the manifest of another counter", "REC_CONTEXT", head, 5),
    noHead("a page in its place", "REC_CONTEXT", pages[0] as Bytes),
    noHead("a bit flipped", "TAMPERED", flip(head, 130 * 8)),
    noHead("a byte too many inside", "TAMPERED", sealHead(buffer(headPlain, [0]))),
    noHead("a byte too few inside", "TAMPERED", sealHead(headPlain.slice(0, -1))),
  ];
}
