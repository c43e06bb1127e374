/** Random bytes of the platform, refused where the platform's generator is plainly broken. */
import { type Bytes, equalBytes } from "./bytes.ts";
import { Failure } from "./failure.ts";

let last: Bytes = new Uint8Array(0);

/**
 * `length` fresh random bytes. A generator that answers zeros, or twice the same, is broken:
 * then nothing may be sealed, so it throws INTERNAL.
 */
export function randomBytes(length: number): Bytes {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  if (length >= 12) {
    if (bytes.every((byte) => byte === 0)) throw new Failure("INTERNAL");
    if (equalBytes(bytes, last)) throw new Failure("INTERNAL");
    last = bytes.slice();
  }
  return bytes;
}
