/** JSON from outside: refused by size and depth before it is parsed (30,000 nested arrays do parse), then by its schema. */
import * as v from "valibot";
import { limits } from "./api.ts";
import { Malformed } from "./bytes.ts";

/** Whether brackets nest deeper than `max` outside of strings. */
export function deeperThan(bytes: Uint8Array, max: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inString) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > max) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return false;
}

/** The value of these bytes as the schema has it; Malformed for anything else. */
export function readJson<T extends v.GenericSchema>(
  schema: T,
  bytes: Uint8Array,
): v.InferOutput<T> {
  if (bytes.length > limits.json || deeperThan(bytes, limits.jsonDepth))
    throw new Malformed("json");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Malformed("json");
  }
  const read = v.safeParse(schema, value);
  if (!read.success) throw new Malformed("json");
  return read.output;
}
