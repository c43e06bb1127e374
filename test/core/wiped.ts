/** Watches which bytes are overwritten with zeros while something runs: secrets must be among them. */
import { vi } from "vitest";
import { toHex } from "../../src/core/bytes.ts";

/** The contents, in hex, of all that was filled with zeros, each as often as it was. */
export async function wipedBy(run: () => Promise<unknown>): Promise<string[]> {
  const wiped: string[] = [];
  const fill = Uint8Array.prototype.fill;
  const watch = vi.spyOn(Uint8Array.prototype, "fill");
  watch.mockImplementation(function watched(this: Uint8Array, value, start, end) {
    if (value === 0 && this.length <= 1024) wiped.push(toHex(this));
    return fill.call(this, value, start, end);
  });
  try {
    await run();
  } finally {
    watch.mockRestore();
  }
  return wiped;
}
