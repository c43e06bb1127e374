/** Vectors of the padding (FORMAT.md 4). */
import { secondPadding } from "../core/second.ts";
import { buffer } from "../core/second.ts";
import { type Case, fill } from "./fixed.ts";

const lengths = [
  // Those of the first vectors, then every step of the rule nearby and the largest of a record.
  1, 256, 257, 1000, 4096, 65_537, 1_000_000, 255, 258, 271, 272, 273, 511, 512, 513, 1023, 1024,
  1025, 2047, 2048, 2049, 4095, 4097, 32_767, 32_768, 65_535, 65_536, 1_048_575, 1_048_576,
  1_048_577, 2_064_384, 2_097_016,
];

export function padding(): Case[] {
  const body = fill(10, 1);
  const padded = buffer(body, [0x80], new Uint8Array(245));
  const long = buffer(fill(256, 1), [0x80], new Uint8Array(15));
  const unpad = (name: string, bytes: Uint8Array, plaintext: Uint8Array | null): Case =>
    plaintext === null
      ? { name, op: "unpad", in: { padded: bytes }, error: "TAMPERED" }
      : { name, op: "unpad", in: { padded: bytes }, out: { plaintext } };
  return [
    ...lengths.map((length) => ({
      name: `${length} bytes with their 0x80`,
      op: "paddedLength",
      in: { length },
      out: { padded: secondPadding(length) },
    })),
    unpad("of ten bytes", padded, body),
    unpad("of no byte", buffer([0x80], new Uint8Array(255)), new Uint8Array(0)),
    unpad("of 255 bytes: the 0x80 is the last", buffer(fill(255, 1), [0x80]), fill(255, 1)),
    unpad("of 256 bytes: the first Padmé step", long, fill(256, 1)),
    unpad("keeps an 0x80 and zeros of its own", put2(padded), buffer(body, [0x80, 0, 0])),
    unpad("longer than canonical by one", buffer(padded, [0]), null),
    unpad("longer than canonical by a step", buffer(padded, new Uint8Array(16)), null),
    unpad("shorter than canonical", padded.slice(0, 255), null),
    unpad("above 256, shorter than its step", long.slice(0, 271), null),
    unpad("zeros only", new Uint8Array(256), null),
    unpad("no byte at all", new Uint8Array(0), null),
    unpad("one zero", new Uint8Array(1), null),
    unpad("another last byte than 0x80", buffer(body, [0x81], new Uint8Array(245)), null),
    unpad("no mark before the end", fill(256, 1), null),
  ];
}

/** Ten bytes, then 0x80 0 0 as content, then the mark. */
function put2(padded: Uint8Array): Uint8Array {
  const bytes = padded.slice();
  bytes[13] = 0x80;
  return bytes;
}
