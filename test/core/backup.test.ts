import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { decodeBackup, encodeBackup } from "../../src/core/backup.ts";
import { type Bytes, concat, toHex, u32, u8 } from "../../src/core/bytes.ts";
import { sha256 } from "../../src/core/hash.ts";
import { recordLimit } from "../../src/core/record.ts";
import { filled, flipBit } from "./any.ts";
import { secondBackup } from "./second-set.ts";

const part = (max: number) =>
  fc.uint8Array({ minLength: 392, maxLength: max }).map((array) => new Uint8Array(array));
const remade = async (body: Bytes) => concat(body, await sha256(body));

describe("a backup's container", () => {
  it("reads back as it was written, with the bytes of a second implementation", async () => {
    await fc.assert(
      fc.asyncProperty(
        part(500),
        part(500),
        fc.array(part(600), { maxLength: 5 }),
        async (header, manifest, records) => {
          const file = await encodeBackup({ header, manifest, records });
          expect(toHex(file)).toBe(toHex(secondBackup(header, manifest, records)));
          expect(await decodeBackup(file)).toEqual({ header, manifest, records });
        },
      ),
      { numRuns: 30 },
    );
  });

  it("of which a bit, a byte or an end is wrong is told by the right name", async () => {
    const file = await encodeBackup({
      header: filled(9, 1),
      manifest: filled(9, 2),
      records: [filled(392, 3)],
    });
    for (let bit = 0; bit < file.length * 8; bit++) {
      const code = bit < 48 ? "NOT_A_BACKUP" : /TRUNCATED|CHECKSUM/;
      await expect(decodeBackup(flipBit(file, bit)), `${bit}`).rejects.toThrow(code);
    }
    for (let length = 0; length < file.length; length++) {
      const code = length < 6 ? "NOT_A_BACKUP" : "TRUNCATED";
      await expect(decodeBackup(file.slice(0, length)), `${length}`).rejects.toThrow(code);
    }
    await expect(decodeBackup(concat(file, u8(0)))).rejects.toThrow("TRUNCATED");
    await expect(decodeBackup(flipBit(file, file.length * 8 - 1))).rejects.toThrow("CHECKSUM");
  });

  it("that claims more than it holds is refused before anything is allocated", async () => {
    const file = await encodeBackup({ header: filled(9, 0), manifest: filled(9, 0), records: [] });
    for (const at of [6, 19, 32]) {
      const body = file.slice(0, -32);
      body.set([0xff, 0xff, 0xff, 0xff], at);
      await expect(decodeBackup(await remade(body))).rejects.toThrow("TRUNCATED");
    }
    // So many records that each would be smaller than the smallest: refused by the count alone.
    const body = concat(file.slice(0, 32), u32(13), filled(12 * 396, 0));
    const allocated = vi.spyOn(Array, "from");
    try {
      await expect(decodeBackup(await remade(body))).rejects.toThrow("TRUNCATED");
      expect(allocated).not.toHaveBeenCalled();
    } finally {
      allocated.mockRestore();
    }
  });

  it("holds a header of 16 KiB, a manifest and records of 2 MiB, and nothing longer", async () => {
    const small = { header: filled(9, 0), manifest: filled(9, 0), records: [] as Bytes[] };
    const most = [
      { ...small, header: filled(16_384, 1) },
      { ...small, manifest: filled(recordLimit, 1) },
      { ...small, records: [filled(recordLimit, 1)] },
    ];
    for (const one of most) expect(await decodeBackup(await encodeBackup(one))).toEqual(one);
    const more = [
      { ...small, header: filled(16_385, 1) },
      { ...small, manifest: filled(recordLimit + 1, 1) },
      { ...small, records: [filled(recordLimit + 1, 1)] },
    ];
    for (const one of more) {
      await expect(decodeBackup(await encodeBackup(one))).rejects.toThrow("TRUNCATED");
    }
    // As many of the smallest records as fit exactly.
    const tight = { ...small, records: Array.from({ length: 40 }, (_, i) => filled(392, i)) };
    expect(await decodeBackup(await encodeBackup(tight))).toEqual(tight);
  });
});
