/** A call of the contract as one row: it feeds the router and the OpenAPI document alike. */
import type * as v from "valibot";
import { bytesType, type ProblemCode, type Role } from "./api.ts";
import type { Asked, Authority } from "./auth.ts";
import { fromHex, Malformed } from "./bytes.ts";
import type { House } from "./house.ts";
import { Refused } from "./problem.ts";
import type { Caller } from "./store/vault-row.ts";

/** JSON by a schema, bytes as they are, or no body. */
export type Shape = v.GenericSchema | "bytes" | "nothing";

export interface CallRequest {
  house: House;
  authority: Authority;
  asked: Asked;
  /** Of the path: what stands in braces. */
  params: Record<string, string>;
  query: Record<string, string>;
  /** A header of the request, or "". */
  header: (name: string) => string;
  locator: string;
  /** Seconds this key has to wait, else 0: for who signs with a key of no account, or asks for more than one thing. */
  wait: (name: string, cost?: number) => number;
  /** Nobody we know has signed it: the address pays for that. */
  failed: () => void;
}

export interface Call {
  method: "GET" | "PUT" | "POST" | "DELETE";
  /** `{name}` for parameters. */
  path: string;
  query?: string[];
  says: string;
  /** Who may; empty: the request proves itself (a new account). */
  roles: readonly Role[];
  /** Changes something: refused by a mirror. */
  writes: boolean;
  takes: Shape;
  /** A body may be this long. */
  cap: number;
  gives: Record<number, Shape>;
  problems: readonly ProblemCode[];
  run: (request: CallRequest, caller: Caller) => Promise<Response>;
}

/** JSON as an answer. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  });
}

/** Bytes as an answer. */
export function bytes(value: Uint8Array, headers: Record<string, string> = {}): Response {
  return new Response(value as Uint8Array<ArrayBuffer>, {
    headers: {
      "content-type": bytesType,
      "cache-control": "no-store",
      ...headers,
    },
  });
}

/** A number in the query, or what it is without; Malformed for anything else. */
export function numberIn(query: Record<string, string>, key: string, without: number): number {
  const text = query[key];
  if (text === undefined) return without;
  if (!/^\d{1,15}$/.test(text)) throw new Malformed("number");
  return Number(text);
}

/** A SHA-256 in a path; a constant 404 for anything else. */
export function nameIn(params: Record<string, string>, key: string): Uint8Array {
  return hexIn(params, key, 32);
}

/** So many bytes as lower-case hex in a path; a constant 404 for anything else. */
export function hexIn(params: Record<string, string>, key: string, length: number): Uint8Array {
  const text = params[key] ?? "";
  if (text.length !== 2 * length || !/^[0-9a-f]+$/.test(text)) throw new Refused("not_found");
  return fromHex(text);
}
