import { randomBytes } from "node:crypto";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { expect, test } from "vitest";
import { pack, type Packed, unpack } from "../../server/store/pack.ts";

const over = (value: unknown): unknown => {
  const { port1, port2 } = new MessageChannel();
  const packed = pack(value);
  port1.postMessage(packed, [packed.bytes]);
  const came = receiveMessageOnPort(port2)?.message as Packed;
  port1.close();
  return unpack(came);
};

test("what goes between the threads comes out as it went in", () => {
  const long = new Uint8Array(randomBytes(3000));
  const value = [
    { id: 1, name: "commit", args: [{ sent: long, now: 5, none: null, nothing: undefined }] },
    { id: 2, result: [new Uint8Array(0), long.slice(0, 64), long.slice(0, 65), "text", true] },
    { id: 3, failed: "full", deep: [[{ at: [new Uint8Array([1])] }]] },
  ];
  expect(over(value)).toEqual(value);
  expect(over([])).toEqual([]);
  expect(over([{ id: 1, result: undefined }])).toEqual([{ id: 1, result: undefined }]);
});

test("bytes that lie in a larger buffer go without what is around them", () => {
  const pool = Buffer.from("secret around, 16 bytes of own, secret around");
  const part = pool.subarray(15, 31);
  const packed = pack([part]);
  expect(packed.bytes.byteLength).toBe(16);
  expect(over([part])).toEqual([new Uint8Array(part)]);
  // The giver's bytes are still its own.
  expect(pool.length).toBe(45);
});

test("rows of a database, which have no prototype, and sets go too", () => {
  const row = Object.assign(Object.create(null) as Record<string, unknown>, {
    name: new Uint8Array([1, 2]),
    rev: 3,
  });
  expect(over([{ result: [row] }])).toEqual([
    { result: [{ name: new Uint8Array([1, 2]), rev: 3 }] },
  ]);
  expect(over([new Set(["a"])])).toEqual([new Set(["a"])]);
});

test("short bytes do not hold on to the message they came in", () => {
  const [short, long] = over([new Uint8Array(32), new Uint8Array(1000)]) as Uint8Array[];
  expect(short?.buffer.byteLength).toBe(32);
  expect(long?.buffer.byteLength).toBe(1032);
});
