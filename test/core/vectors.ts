/** The vector files of test/vectors, read for the real code: hex becomes bytes at its first use. */
import { readFileSync } from "node:fs";
import { type Bytes, fromHex, toHex } from "../../src/core/bytes.ts";

/** Named inputs of a case; each is read as what the operation needs. */
export interface Inputs {
  hex(name: string): Bytes;
  maybeHex(name: string): Bytes | undefined;
  text(name: string): string;
  number(name: string): number;
  flag(name: string): boolean;
  hexes(name: string): Bytes[];
  raw: Record<string, unknown>;
}

interface Case {
  name: string;
  op: string;
  in: Record<string, unknown>;
  out?: unknown;
  error?: string;
}

/** All cases of a part. */
export function vectorsOf(part: string): Case[] {
  const file = new URL(`../vectors/${part}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { cases: Case[] }).cases;
}

/** The inputs of a case, or of an object within it. */
export function inputs(raw: Record<string, unknown>): Inputs {
  const given = (name: string) => {
    if (raw[name] === undefined) throw new Error(`the vector has no ${name}`);
    return raw[name];
  };
  return {
    hex: (name) => fromHex(given(name) as string),
    maybeHex: (name) => (raw[name] === undefined ? undefined : fromHex(raw[name] as string)),
    text: (name) => given(name) as string,
    number: (name) => given(name) as number,
    flag: (name) => given(name) as boolean,
    hexes: (name) => (given(name) as string[]).map(fromHex),
    raw,
  };
}

/** Byte arrays as hex, at any depth: an answer in the form of a vector. */
export function shown(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(inner)]));
}
