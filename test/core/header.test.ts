import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { type Bytes, concat, u8, utf8 } from "../../src/core/bytes.ts";
import { checkHeaderMac, decodeHeader, encodeHeader, type Header } from "../../src/core/header.ts";
import { openSlot, sealSlot, type Slot, slotType } from "../../src/core/slot.ts";
import { bytesOf, bytesTo, filled, unsigned } from "./any.ts";
import { secondHeader, secondSlot } from "./second.ts";

const vault = { vaultId: filled(16, 4), epoch: 1 };
const rootKey: Bytes = filled(32, 9);
const cost = { m: 65_536, t: 3, p: 1 };
const recovery = filled(20, 6);
/** A slot by its shape: what stands inside does not matter to a header. */
const slotOf = (type: number, id: number, ext: Bytes = new Uint8Array(0)): Slot => ({
  type,
  slotId: filled(16, id),
  salt: filled(16, id),
  cost: type === slotType.recovery ? { m: 0, t: 0, p: 0 } : cost,
  commit: filled(32, 1),
  nonce: filled(12, 2),
  wrap: filled(48, 3),
  ext,
});

let header: Header;
let bytes: Bytes;

beforeEach(async () => {
  const code = await sealSlot(slotType.recovery, { recovery }, rootKey, vault);
  header = { ...vault, headerSeq: 1, policy: 0, slots: [slotOf(1, 1), code] };
  bytes = await encodeHeader(header, rootKey);
});

describe("a header", () => {
  it("reads back as it was written and proves itself under its root key only", async () => {
    expect(decodeHeader(bytes)).toEqual(header);
    await checkHeaderMac(decodeHeader(bytes), bytes, rootKey);
    await expect(checkHeaderMac(header, bytes, filled(32, 1))).rejects.toThrow("TAMPERED");
    await expect(checkHeaderMac(header, concat(bytes, u8(0)), rootKey)).rejects.toThrow("TAMPERED");
    await expect(checkHeaderMac(header, bytes.slice(0, -1), rootKey)).rejects.toThrow("TAMPERED");
  });

  it("of any sound shape reads back as it was written", async () => {
    const shape = fc.record({
      vaultId: bytesOf(16),
      epoch: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
      headerSeq: unsigned(53),
      twoFactors: fc.boolean(),
      ext: bytesTo(1024),
      rest: fc.array(fc.boolean(), { maxLength: 7 }),
      key: bytesOf(32),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ twoFactors, rest, key, ext, ...fields }) => {
        const first = twoFactors ? slotOf(2, 0, ext) : slotOf(1, 0);
        const others = rest.map((code, i) => slotOf(code ? 3 : 2, i + 1, code ? undefined : ext));
        const made = { ...fields, policy: twoFactors ? 2 : 0, slots: [first, ...others] };
        const written = await encodeHeader(made, key);
        expect(decodeHeader(written)).toEqual(made);
        await checkHeaderMac(made, written, key);
      }),
      { numRuns: 50 },
    );
  });

  it("made by a second implementation opens", async () => {
    const slot = { type: 3, slotId: filled(16, 2), salt: filled(16, 3), m: 0, t: 0, p: 0 };
    const made = secondSlot(slot, { recovery }, rootKey, vault.vaultId, 1, filled(12, 8));
    const first = secondSlot(
      { ...slot, type: 1, slotId: filled(16, 9), ...cost },
      {},
      rootKey,
      vault.vaultId,
      1,
      filled(12, 8),
    );
    const whole = new Uint8Array(secondHeader(vault.vaultId, 1, 1, [first, made], rootKey));
    const read = decodeHeader(whole);
    const key = await openSlot(read.slots[1] as Slot, { recovery }, vault);
    expect(key).toEqual(rootKey);
    await checkHeaderMac(read, whole, key);
  });

  it("whose slots and policy contradict each other is neither written nor read", async () => {
    const cases: [string, Partial<Header>][] = [
      ["POLICY", { slots: [slotOf(3, 1)] }],
      ["POLICY", { policy: 2 }],
      ["POLICY", { policy: 2, slots: [slotOf(1, 1), slotOf(2, 2)] }],
      ["POLICY", { policy: 1 }],
      ["POLICY", { policy: 3, slots: [slotOf(2, 2)] }],
      ["POLICY", { policy: 128 }],
      ["DUPLICATE", { slots: [slotOf(1, 1), slotOf(3, 1)] }],
      ["DUPLICATE", { slots: [slotOf(1, 1), slotOf(3, 2), slotOf(3, 1)] }],
      ["BAD_FORMAT", { slots: [] }],
      ["BAD_FORMAT", { slots: Array.from({ length: 9 }, (_, i) => slotOf(1, i)) }],
      ["BAD_FORMAT", { epoch: 0 }],
    ];
    for (const [code, fault] of cases) {
      await expect(
        encodeHeader({ ...header, ...fault }, rootKey),
        JSON.stringify(fault),
      ).rejects.toThrow(code);
    }
    const sound: Partial<Header>[] = [
      { policy: 2, slots: [slotOf(2, 1)] },
      { slots: [slotOf(2, 1)] },
      { slots: [slotOf(1, 1)] },
      { slots: [slotOf(3, 1), slotOf(2, 2), slotOf(1, 3)] },
      { slots: Array.from({ length: 8 }, (_, i) => slotOf(1, i)) },
    ];
    for (const one of sound) {
      const made = { ...header, ...one };
      expect(decodeHeader(await encodeHeader(made, rootKey))).toEqual(made);
    }
  });

  it("of another length, magic or slot count is refused before anything of it is believed", () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeHeader(bytes.slice(0, length))).toThrow("BAD_FORMAT");
    }
    expect(() => decodeHeader(concat(bytes, u8(0)))).toThrow("BAD_FORMAT");
    expect(() => decodeHeader(filled(16 * 1024 + 1, 0))).toThrow("BAD_FORMAT");
    const over = [
      [0, 0x63],
      [7, 0],
      [7, 2],
      [37, 0],
      [37, 9],
      [37, 1],
      [37, 3],
    ] as const;
    for (const [at, value] of over) {
      const bad = bytes.slice();
      bad[at] = value;
      expect(() => decodeHeader(bad), `${at} ${value}`).toThrow("BAD_FORMAT");
    }
  });

  it("is no header where it is not of Coffer", () => {
    expect(() => decodeHeader(concat(utf8("COFFEE\0\u0001"), bytes.slice(8)))).toThrow(
      "BAD_FORMAT",
    );
  });
});
