/**
 * Signed requests (FORMAT.md 8): nothing of a body is acted on before its hash is signed by a registered key, for this
 * server, this target and this minute. Whatever is wrong has one answer.
 */
import { dropRole, type Role, limits, locatorSchema, requestText, targetPattern } from "./api.ts";
import { type Bytes, equalBytes, fromBase64, fromHex, sha256, toHex, utf8 } from "./bytes.ts";
import { signedByLater } from "./ed25519.ts";
import type { House } from "./house.ts";
import type { VaultRow } from "./store/schema.ts";
import type { Caller } from "./store/vault-row.ts";
import * as v from "valibot";

export interface Asked {
  method: string;
  /** Path and query, as they came. */
  target: string;
  body: Uint8Array;
  authorization: string;
  /** As the client wrote it: it says only which of our origins to try first. */
  host: string;
}

const form =
  /^Coffer (read|write|admin|drop), (\d{1,15}), ([A-Za-z0-9_-]{22}), ([A-Za-z0-9_-]{86})$/;

type Keys = Record<Role, Uint8Array>;
const keysOf = (row: VaultRow): Keys => ({
  read: row.read_pk,
  write: row.write_pk,
  admin: row.admin_pk,
});

/** Verified against where the account is unknown, so that both take the same time. */
const nobody: Bytes = fromHex("5866666666666666666666666666666666666666666666666666666666666666");

/** Somebody who puts something into a mailbox: nobody knows who. */
export interface Dropper {
  nonce: Uint8Array;
  now: number;
}

export interface Authority {
  /** The caller, where one of these roles of this account has signed exactly this; else null. */
  callerOf(asked: Asked, locator: string, may: readonly Role[]): Promise<Caller | null>;
  /** The same for an account that is still to be made: the key is in the request. */
  newcomerOf(asked: Asked, locator: string, readPk: Uint8Array): Promise<Caller | null>;
  /** The key that may write, as far as it is remembered: what it is now only the store can say. */
  writeKeyOf(locator: string): Uint8Array | undefined;
  /** Who knows the address of this mailbox has signed exactly this; else null. `dropPk` null: there is no such mailbox. */
  dropperOf(asked: Asked, box: string, dropPk: Uint8Array | null): Promise<Dropper | null>;
  /** Keys were changed: ask the store again. */
  forget(locator: string): void;
}

/** The judge of requests over a store; it remembers public keys and asks again before it says no. */
export function authorityOf({ store, rules, now }: House): Authority {
  const known = new Map<string, Keys>();
  const load = async (locator: string): Promise<Keys | null> => {
    const row = await store.run("vault", fromHex(locator));
    if (row === null) {
      known.delete(locator);
      return null;
    }
    if (known.size >= 20_000) known.delete(known.keys().next().value ?? "");
    known.set(locator, keysOf(row));
    return keysOf(row);
  };
  /** What was signed, for each origin this server answers to; null where nothing could be right. */
  const read = (asked: Asked, locator: string) => {
    const [, role, ms, nonce, sig] = form.exec(asked.authorization) ?? [];
    if (role === undefined || ms === undefined || nonce === undefined || sig === undefined)
      return null;
    if (!targetPattern.test(asked.target) || !sorted(asked.target)) return null;
    if (!v.is(locatorSchema, locator)) return null;
    if (Math.abs(Number(ms) - now()) > limits.clock) return null;
    const nonceBytes = fromBase64(nonce);
    const bodyHash = toHex(sha256(asked.body));
    const isLikely = (origin: string) => origin.endsWith(`//${asked.host}`);
    const likely = rules.origins.filter(isLikely);
    const others = rules.origins.filter((origin) => !isLikely(origin));
    // Made when it is tried: mostly the first is the one.
    const texts = [...likely, ...others].map(
      (serverOrigin) => () =>
        utf8(
          requestText({
            method: asked.method,
            target: asked.target,
            bodyHash,
            serverOrigin,
            locator,
            role: role as Role | typeof dropRole,
            unixMs: Number(ms),
            nonce,
          }),
        ),
    );
    return { role: role as Role | typeof dropRole, nonce: nonceBytes, sig: fromBase64(sig), texts };
  };
  const holds = async (pk: Uint8Array, texts: readonly (() => Bytes)[], sig: Uint8Array) => {
    for (const text of texts) if (await signedByLater(pk, text(), sig)) return true;
    return false;
  };
  return {
    callerOf: async (asked, locator, may) => {
      const request = read(asked, locator);
      if (request === null || request.role === dropRole) return null;
      const { role, nonce, texts, sig } = request;
      if (!may.includes(role)) return null;
      // A device that was removed through another instance has no admin key any more: that is never remembered.
      const remembered = role === "admin" ? undefined : known.get(locator)?.[role];
      const caller = (pk: Uint8Array): Caller => ({
        locator: fromHex(locator),
        role,
        pk,
        nonce,
        now: now(),
      });
      if (remembered !== undefined && (await holds(remembered, texts, sig)))
        return caller(remembered);
      const keys = await load(locator);
      const pk = keys?.[role];
      if (pk === undefined) {
        await holds(nobody, texts, sig);
        return null;
      }
      if (remembered !== undefined && equalBytes(remembered, pk)) return null;
      return (await holds(pk, texts, sig)) ? caller(pk) : null;
    },
    newcomerOf: async (asked, locator, readPk) => {
      const request = read(asked, locator);
      if (request === null || request.role !== "read") return null;
      const { role, nonce, texts, sig } = request;
      if (!(await holds(readPk, texts, sig))) return null;
      return { locator: fromHex(locator), role, pk: readPk, nonce, now: now() };
    },
    writeKeyOf: (locator) => known.get(locator)?.write,
    dropperOf: async (asked, box, dropPk) => {
      const request = read(asked, box);
      if (request === null || request.role !== dropRole) return null;
      const { nonce, texts, sig } = request;
      const held = await holds(dropPk ?? nobody, texts, sig);
      return held && dropPk !== null ? { nonce, now: now() } : null;
    },
    forget: (locator) => void known.delete(locator),
  };
}

/** Query keys in order, each once: one text for one request. */
function sorted(target: string): boolean {
  const [, query = ""] = target.split("?");
  const keys = query === "" ? [] : query.split("&").map((pair) => pair.split("=")[0] ?? "");
  return keys.every((key, i) => i === 0 || (keys[i - 1] as string) < key);
}
