/** JSON of a server, refused by its shape before a parser makes anything of it: a short text can be many values. */
import * as v from "valibot";
import { limits } from "../../server/api.ts";
import { type Bytes, fromUtf8 } from "../core/bytes.ts";
import { Failure, type FailureCode } from "../core/failure.ts";

const depthMost = 8;
/** A page of the history has 500 entries of six. */
const valuesMost = 10_000;

/**
 * The most objects that a vault at a server can have: the commit of a new epoch names all that come and all that go, 32
 * bytes each, in one body; and a first sync sends all of them, of 500 bytes at least, in one upload.
 */
export const objectsMost = limits.commitBody / 64;
/** `"` name in hex `",` */
const nameLength = 67;
/** Header, manifest, and a transition (230 bytes) for each of some thousand rotations. */
const besideNames = 1024 * 1024;
/** The longest state that can be (bytes). */
export const stateCap = objectsMost * nameLength + besideNames;

/** How many values the state of so many bytes can have at most: almost all of it is names. */
export const stateValues = (bytes: number) => Math.floor(bytes / nameLength) + 64;

/** Depth and values, counted over the text; nothing is kept of it. */
function fits(text: string, most: number): boolean {
  let depth = 0;
  let values = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const symbol = text.charCodeAt(i);
    if (inString) {
      if (symbol === 0x5c) i++;
      else if (symbol === 0x22) inString = false;
    } else if (symbol === 0x22) inString = true;
    else if (symbol === 0x2c) values++;
    else if (symbol === 0x5b || symbol === 0x7b) {
      values++;
      if (++depth > depthMost) return false;
    } else if (symbol === 0x5d || symbol === 0x7d) depth--;
    if (values > most) return false;
  }
  return true;
}

/** JSON of a closed shape with so many values; `code` for anything else. */
export function jsonOf<S extends v.GenericSchema>(
  schema: S,
  bytes: Bytes,
  code: FailureCode,
  most = valuesMost,
): v.InferOutput<S> {
  const text = fromUtf8(bytes, code);
  if (!fits(text, most)) throw new Failure(code);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Failure(code);
  }
  const checked = v.safeParse(schema, value);
  if (!checked.success) throw new Failure(code);
  return checked.output;
}
