import { describe, expect, it } from "vitest";
import { hkdfKey, sha256 } from "../../src/core/hash.ts";
import { type Manifest, setKey, sumSet } from "../../src/core/manifest.ts";
import { peekRecord, recordClass, sealRecord } from "../../src/core/record.ts";
import { judgeSet } from "../../src/vault/set.ts";
import { filled } from "./any.ts";

const key = await hkdfKey(filled(32, 7));
const kSet = await setKey(key);

async function member(id: number, rev = 1, tombstone = false) {
  const vault = { vaultId: filled(16, 1), epoch: 1 };
  const context = {
    cls: recordClass.index,
    schema: 1,
    ...vault,
    recId: filled(16, id),
    rev,
    tombstone,
  };
  const bytes = await sealRecord(key, context, filled(3, 1));
  return { context: peekRecord(bytes), hash: await sha256(bytes) };
}

const set = await Promise.all([1, 2, 3, 4].map((id) => member(id)));
const [first, ...rest] = set as [(typeof set)[0], ...typeof set];
const refs = set.map(({ context, hash }) => ({ recId: context.recId, ref: { ...context, hash } }));
const manifest = (await sumSet(kSet, refs)) as Manifest;
const judge = (records: typeof set) => judgeSet(kSet, manifest, records);

describe("a set of records, against its manifest", () => {
  it("is whole in any order", async () => {
    expect(await judge(set)).toBeNull();
    expect(await judge(set.toReversed())).toBeNull();
  });

  it("lacks something, or has something twice or too much", async () => {
    expect(await judge(rest)).toBe("MISSING");
    expect(await judge([])).toBe("MISSING");
    expect(await judge([...set, await member(5)])).toBe("TAMPERED");
    await expect(judge([first, first, ...rest])).rejects.toThrow("DUPLICATE");
  });

  it("is not the one that was pinned, where a single record is another", async () => {
    const instead = [
      await member(1, 2),
      await member(1, 1, true),
      await member(9),
      await member(1),
      { ...first, hash: filled(32, 0) },
    ];
    for (const other of instead) expect(await judge([other, ...rest])).toBe("TAMPERED");
  });
});
