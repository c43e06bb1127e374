import { beforeAll, describe, expect, it } from "vitest";
import * as v from "valibot";
import { auditHead } from "../../src/core/audit.ts";
import { chainsOf, decodeAuditEntry } from "../../src/core/audit-log.ts";
import { decodeBackup } from "../../src/core/backup.ts";
import { type Bytes, equalBytes, fromBase64, label, reader } from "../../src/core/bytes.ts";
import { openHead, openPage, pageTerm } from "../../src/core/cache.ts";
import { decodeCredential, encodeCredential, prfSalt } from "../../src/core/factor.ts";
import { Failure, failureCode } from "../../src/core/failure.ts";
import { hkdf, hkdfKey, hmacKey, sha256 } from "../../src/core/hash.ts";
import { checkHeaderMac, decodeHeader } from "../../src/core/header.ts";
import { itemCriticalSchema, itemIndexSchema, itemSecretSchema } from "../../src/core/item.ts";
import { decodeJson } from "../../src/core/json.ts";
import { checkCost, stretch } from "../../src/core/kdf.ts";
import { keyringSchema } from "../../src/core/keyring.ts";
import { type ClassKeyName, deriveClassKey } from "../../src/core/keys.ts";
import { addTerm, emptySum, leaf, type Manifest, openManifest } from "../../src/core/manifest.ts";
import { setKey, sumSet } from "../../src/core/manifest.ts";
import { pad, paddedLength, unpad } from "../../src/core/padding.ts";
import { passwordBytes } from "../../src/core/password.ts";
import { openRecord, peekRecord, sealRecord } from "../../src/core/record.ts";
import { readRecoveryCode, writeRecoveryCode } from "../../src/core/recovery.ts";
import { openSlot, readSlot, type Slot, slotType } from "../../src/core/slot.ts";
import { judgeSet } from "../../src/vault/set.ts";
import { rememberedArgon2 } from "./fake-argon2.ts";
import { openHeader, openWhole, secretOf } from "./vector-vault.ts";
import { type Inputs, inputs, shown, vectorsOf } from "./vectors.ts";

type Op = (given: Inputs, out: Inputs) => unknown;

/** A slot by itself, of the header or of the device. */
function slotOf(bytes: Bytes): Slot {
  const from = reader(bytes, "BAD_FORMAT");
  const slot = readSlot(from, Object.values(slotType));
  from.end();
  return slot;
}

const vaultOf = (given: Inputs) => ({
  vaultId: given.hex("vaultId"),
  epoch: given.number("epoch"),
});
const contextOf = (given: Inputs) => ({
  ...vaultOf(given),
  cls: given.number("cls"),
  schema: given.number("schema"),
  recId: given.hex("recId"),
  rev: given.number("rev"),
  tombstone: given.flag("tombstone"),
});
const listed = (records: Bytes[]) =>
  Promise.all(
    records.map(async (bytes) => ({ context: peekRecord(bytes), hash: await sha256(bytes) })),
  );
const wholeOf = (given: Inputs) =>
  openWhole(given.hex("header"), given.hex("manifest"), given.hexes("records"), secretOf(given));

/** Opens, and where it opened, seals again: the same bytes come out. */
const record: Op = async (given, out) => {
  const key = await hkdfKey(given.hex("key"));
  const sealed = given.hex("record");
  const plaintext = await openRecord(key, contextOf(given), sealed);
  const again = await sealRecord(key, contextOf(given), plaintext, out.hex("salt"));
  expect(again).toEqual(sealed);
  return { plaintext, salt: sealed.slice(56, 88) };
};

const schemas: Record<string, v.GenericSchema> = {
  index: itemIndexSchema,
  secret: itemSecretSchema,
  critical: itemCriticalSchema,
};

const ops: Record<string, Record<string, Op>> = {
  kdf: {
    argon2id: async (given) => ({
      derived: await stretch(passwordBytes(given.text("password")), given.hex("salt"), {
        m: given.number("m"),
        t: given.number("t"),
        p: given.number("p"),
      }),
    }),
    cost: (given) => {
      const cost = { m: given.number("m"), t: given.number("t"), p: given.number("p") };
      checkCost(given.number("type"), cost);
      return {};
    },
    password: (given) => ({ bytes: passwordBytes(given.text("password")) }),
    classKey: async (given) => ({
      key: await deriveClassKey(
        given.hex("rootKey"),
        vaultOf(given),
        given.text("name") as ClassKeyName,
      ),
    }),
  },
  recovery: {
    write: async (given) => ({ text: await writeRecoveryCode(given.hex("bytes")) }),
    read: async (given) => ({ bytes: await readRecoveryCode(given.text("text")) }),
  },
  slots: {
    open: async (given) => ({
      rootKey: await openSlot(slotOf(given.hex("slot")), secretOf(given), vaultOf(given)),
    }),
    ext: (given) => {
      const credential = { rpId: given.text("rpId"), credentialId: given.hex("credentialId") };
      expect(decodeCredential(encodeCredential(credential))).toEqual(credential);
      return { ext: encodeCredential(credential) };
    },
    prfSalt: async (given) => ({
      salt: await prfSalt(given.hex("vaultId"), given.hex("slotId")),
    }),
  },
  header: {
    check: async (given) => {
      const header = decodeHeader(given.hex("header"));
      await checkHeaderMac(header, given.hex("header"), given.hex("rootKey"));
      const { slots, ...fields } = header;
      return { ...fields, types: slots.map(({ type }) => type) };
    },
    open: async (given) => {
      const { rootKey } = await openHeader(given.hex("header"), secretOf(given));
      return { rootKey };
    },
  },
  padding: {
    paddedLength: (given) => ({ padded: paddedLength(given.number("length")) }),
    unpad: (given) => {
      const plaintext = unpad(given.hex("padded"));
      expect(pad(plaintext)).toEqual(given.hex("padded"));
      return { plaintext };
    },
  },
  records: {
    record,
    json: (given) => ({
      value: decodeJson(schemas[given.text("schema")] as v.GenericSchema, given.hex("plaintext")),
    }),
  },
  manifest: {
    manifest: async (given) =>
      openManifest(await hkdfKey(given.hex("key")), vaultOf(given), given.hex("record")),
    setKey: async (given) => ({
      kSet: await hkdf(await hkdfKey(given.hex("key")), new Uint8Array(0), label("set"), 32),
    }),
    leaf: async (given) => {
      const kSet = await hmacKey(given.hex("kSet"));
      const ref = {
        ...contextOf(inputs({ ...given.raw, vaultId: "", epoch: 0 })),
        hash: given.hex("hash"),
      };
      return { term: await leaf(kSet, given.hex("recId"), ref) };
    },
    sum: async (given) => {
      const set = (await listed(given.hexes("records"))).map(({ context, hash }) => ({
        recId: context.recId,
        ref: { ...context, hash },
      }));
      return sumSet(await hmacKey(given.hex("kSet")), set);
    },
    judge: async (given) => {
      const manifest = { n: given.number("n"), setMac: given.hex("setMac") } as Manifest;
      const set = await listed(given.hexes("records"));
      const problem = await judgeSet(await hmacKey(given.hex("kSet")), manifest, set);
      if (problem !== null) throw new Failure(problem);
      return {};
    },
  },
  cache: {
    page: async (given) => {
      const key = await hkdfKey(given.hex("key"));
      return {
        entries: await openPage(key, vaultOf(given), given.number("page"), given.hex("record")),
      };
    },
    pageSum: async (given) => {
      const kSet = await hmacKey(given.hex("kSet"));
      let pageSum = emptySum;
      for (const one of (given.raw["pages"] as Record<string, unknown>[]).map(inputs)) {
        pageSum = addTerm(pageSum, await pageTerm(kSet, one.number("page"), one.hex("record")));
      }
      return { pageSum };
    },
    head: async (given) => {
      const key = await hkdfKey(given.hex("key"));
      const counter = given.number("counter");
      const head = await openHead(key, vaultOf(given), counter, given.hex("record"));
      const { manifestHash, pages: nPages, pageSum, audit: chains } = head;
      return { manifestHash, nPages, pageSum, chains };
    },
  },
  audit: {
    entry: (given) => {
      const { at: unixMs, ...entry } = decodeAuditEntry(given.hex("plaintext"));
      return { ...entry, unixMs };
    },
    chains: async (given) => {
      const chains = await chainsOf(given.hexes("entries").map(decodeAuditEntry));
      if (chains === null) throw new Failure("TAMPERED");
      return { auditHead: await auditHead(chains) };
    },
  },
  rotation: {
    vault: wholeOf,
    record,
    past: async (given) => {
      const now = await wholeOf(given);
      const keyring = now.records.find(({ cls }) => cls === 0x22)?.plaintext as Bytes;
      const entry = decodeJson(keyringSchema, keyring).past[0];
      const { epoch, lastCounter, ...rest } = entry as NonNullable<typeof entry>;
      const rootKey = fromBase64(rest.rootKey);
      const old = inputs(given.raw["past"] as Record<string, unknown>);
      const header = decodeHeader(old.hex("header"));
      await checkHeaderMac(header, old.hex("header"), rootKey);
      const manifestKey = await hkdfKey(await deriveClassKey(rootKey, header, "manifest"));
      const manifest = await openManifest(manifestKey, header, old.hex("manifest"));
      const lastHash = await sha256(old.hex("manifest"));
      expect(manifest.counter).toBe(lastCounter);
      expect(equalBytes(lastHash, fromBase64(rest.lastHash))).toBe(true);
      const set = await listed(old.hexes("records"));
      expect(await judgeSet(await setKey(manifestKey), manifest, set)).toBeNull();
      return { epoch, rootKey, lastCounter, lastHash };
    },
  },
  backup: {
    backup: async (given) => {
      const { header, manifest, records } = await decodeBackup(given.hex("file"));
      return openWhole(header, manifest, records, secretOf(given));
    },
  },
};

beforeAll(rememberedArgon2);

describe.each(Object.entries(ops))("the vectors of %s", (part, known) => {
  it.each(vectorsOf(part))("$op: $name", async ({ op, in: raw, out, error }) => {
    const run = known[op];
    if (run === undefined) throw new Error(`${op} is no operation`);
    const answer = async () => run(inputs(raw), inputs((out ?? {}) as Record<string, unknown>));
    if (error === undefined) expect(shown(await answer())).toEqual(out);
    else expect(await answer().then(shown, failureCode)).toBe(error);
  });
});
