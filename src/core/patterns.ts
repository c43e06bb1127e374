/**
 * Regular expressions that a user wrote for addresses, by `re2js`: the time of a match is linear to the address,
 * whatever the pattern, and what can not be matched so (back references, look-around) is no pattern here.
 */
import { RE2JS } from "re2js";

/** Addresses longer than this match no pattern. */
const longest = 4096;
const known = new Map<string, RE2JS | null>();

function compiled(pattern: string): RE2JS | null {
  let engine = known.get(pattern);
  if (engine === undefined) {
    try {
      engine = RE2JS.compile(pattern);
    } catch {
      engine = null;
    }
    if (known.size >= 500) known.clear();
    known.set(pattern, engine);
  }
  return engine;
}

/** Whether it is a pattern that can be matched in linear time. */
export function compiles(pattern: string): boolean {
  return compiled(pattern) !== null;
}

/** Longer texts (UTF-16 units) are not looked through: nobody knows then what is in them. */
const longestText = 100_000;

/** Whether it is found anywhere in a text, or may be: in one of more than 100,000 characters it counts as found. */
export function occurs(pattern: string, text: string): boolean {
  return text.length > longestText || compiled(pattern)?.matcher(text).find() === true;
}

/** Whether it matches the whole address. */
export function matchesAll(pattern: string, address: string): boolean {
  return address.length <= longest && compiled(pattern)?.matches(address) === true;
}
