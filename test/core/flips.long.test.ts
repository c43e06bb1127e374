/** An attacker who makes the checksum anew: every bit of a whole small backup, and nothing of it opens. */
import { expect, it } from "vitest";
import { decodeBackup } from "../../src/core/backup.ts";
import { type Bytes, concat } from "../../src/core/bytes.ts";
import { failureCode } from "../../src/core/failure.ts";
import { sha256 } from "../../src/core/hash.ts";
import { flipBit } from "./any.ts";
import { openWhole } from "./vector-vault.ts";
import { inputs, vectorsOf } from "./vectors.ts";

it("a backup with any bit flipped is refused, although its checksum fits", async () => {
  const [vector] = vectorsOf("backup").filter(({ name }) => name === "by its recovery code");
  const given = inputs(vector?.in ?? {});
  const recovery = given.hex("recovery");
  const open = async (file: Bytes) => {
    const { header, manifest, records } = await decodeBackup(file);
    return openWhole(header, manifest, records, { recovery });
  };
  const file = given.hex("file");
  expect((await open(file)).n).toBe(8);
  const body = file.slice(0, -32);
  const opened: number[] = [];
  const names = new Map<string, number>();
  for (let at = 0; at < body.length * 8; at += 32) {
    await Promise.all(
      Array.from({ length: Math.min(32, body.length * 8 - at) }, async (_, i) => {
        const changed = flipBit(body, at + i);
        const remade = concat(changed, await sha256(changed));
        const name = await open(remade).then(() => "opened", failureCode);
        if (name === "opened" || name === "INTERNAL") opened.push(at + i);
        names.set(name, (names.get(name) ?? 0) + 1);
      }),
    );
  }
  expect(opened, JSON.stringify([...names])).toEqual([]);
  expect(names.get("TAMPERED")).toBeGreaterThan(20_000);
});
