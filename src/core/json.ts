/** Plaintexts of items and settings are JSON; nothing is believed before a closed schema saw it. */
import * as v from "valibot";
import { type Bytes, fromUtf8, utf8 } from "./bytes.ts";
import { Failure } from "./failure.ts";

const depthLimit = 16;

/** Refuses deep nesting before a parser sees it. */
function checkDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const symbol = text.charCodeAt(i);
    if (inString) {
      if (symbol === 0x5c) i++;
      else if (symbol === 0x22) inString = false;
    } else if (symbol === 0x22) inString = true;
    else if (symbol === 0x5b || symbol === 0x7b) {
      if (++depth > depthLimit) throw new Failure("TAMPERED");
    } else if (symbol === 0x5d || symbol === 0x7d) depth--;
  }
}

/** JSON of a value that fits its schema; INVALID where it does not. */
export function encodeJson<S extends v.GenericSchema>(schema: S, value: v.InferOutput<S>): Bytes {
  const checked = v.safeParse(schema, value);
  if (!checked.success) throw new Failure("INVALID");
  return utf8(JSON.stringify(checked.output));
}

/** The value of an authenticated plaintext; TAMPERED where it does not fit its schema. */
export function decodeJson<S extends v.GenericSchema>(schema: S, bytes: Bytes): v.InferOutput<S> {
  const text = fromUtf8(bytes, "TAMPERED");
  checkDepth(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Failure("TAMPERED");
  }
  const checked = v.safeParse(schema, value);
  if (!checked.success) throw new Failure("TAMPERED");
  return checked.output;
}
