/** The port `Remote` over the real application: what the extension's client does, request by request. */
import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { authorization, paths, requestText, stateSchema } from "../../server/api.ts";
import { encodeParts, encodeUpload } from "../../server/commit.ts";
import type { Account } from "../../src/core/backup-key.ts";
import { decodePurged } from "../../src/browser/server-bytes.ts";
import {
  type Bytes,
  concat,
  fromBase64,
  fromHex,
  reader,
  toHex,
  utf8,
} from "../../src/core/bytes.ts";
import { Failure } from "../../src/core/failure.ts";
import { sign, signingKey } from "../../src/core/sign.ts";
import type { LoggedCommit, Remote } from "../../src/vault/ports.ts";
import { sha, testOrigin } from "./account.ts";

export type Send = (target: string, init: RequestInit) => Promise<Response>;

const part = 1024 * 1024;
const none: Bytes = new Uint8Array(0);

/** The account on the server behind `send`. Every request is signed by the read key: the commit carries its own signature. */
export function remoteOver(
  send: Send,
  { locator, readSeed }: Account,
  origin = testOrigin,
): Remote {
  const name = toHex(locator);
  const ask = async (target: string, method = "GET", body: Bytes = none): Promise<Response> => {
    const unixMs = Date.now();
    const nonce = randomBytes(16).toString("base64url");
    const text = requestText({
      method,
      target,
      bodyHash: toHex(sha(body)),
      serverOrigin: origin,
      locator: name,
      role: "read",
      unixMs,
      nonce,
    });
    const sig = await sign(await signingKey(readSeed), utf8(text));
    const headers: Record<string, string> = {
      authorization: authorization("read", unixMs, nonce, Buffer.from(sig).toString("base64url")),
    };
    const init =
      body.length === 0
        ? { method, headers }
        : { method, headers: { ...headers, "content-length": String(body.length) }, body };
    let response: Response;
    try {
      response = await send(target, init);
    } catch {
      throw new Failure("OFFLINE");
    }
    if (response.status === 503 || response.status === 429) throw new Failure("OFFLINE");
    return response;
  };
  const refused = (status: number): Failure =>
    new Failure(status === 413 ? "TOO_LARGE" : status === 507 ? "SERVER_FULL" : "INVALID");
  return {
    head: async () => {
      const response = await ask(paths.vault(name));
      if (response.status === 404) return null;
      const { logId, rev, chain } = (await response.json()) as Record<"logId" | "chain", string> & {
        rev: number;
      };
      return { logId: fromHex(logId), rev, chain: fromHex(chain) };
    },
    create: async ({ keyEpoch, readPk, writePk, adminPk }) => {
      const keys = {
        keyEpoch,
        readPk: toHex(readPk),
        writePk: toHex(writePk),
        adminPk: toHex(adminPk),
      };
      const response = await ask(paths.vault(name), "PUT", utf8(JSON.stringify(keys)));
      if (!response.ok) throw refused(response.status);
    },
    changes: async (since) => {
      const response = await ask(paths.changes(name, since));
      if (response.status === 416) return "ahead";
      if (response.status === 410) return "compacted";
      if (!response.ok) throw refused(response.status);
      const from = reader(new Uint8Array(await response.arrayBuffer()), "TAMPERED");
      from.take(6 + 16 + 8);
      return Array.from({ length: from.u32() }, () => ({
        body: from.lengthPrefixed(1 << 25),
        sig: from.take(64),
      }));
    },
    purged: async (since) => {
      const response = await ask(paths.purged(name, since));
      if (!response.ok) throw refused(response.status);
      return decodePurged(new Uint8Array(await response.arrayBuffer()));
    },
    state: async (rev) => {
      const response = await ask(paths.at(name, rev));
      if (!response.ok) return null;
      const { keyEpoch, header, manifest, objects } = v.parse(stateSchema, await response.json());
      return {
        rev,
        keyEpoch,
        header: fromBase64(header),
        manifest: fromBase64(manifest),
        objects,
      };
    },
    object: async (object) => {
      const response = await ask(paths.object(name, object));
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
    },
    commit: async (commit: LoggedCommit & { objects: Bytes[] }) => {
      let sent = encodeUpload(commit);
      if (sent.length > part) {
        const names: Bytes[] = [];
        for (let at = 0; at < sent.length; at += part) {
          const bytes = sent.slice(at, at + part);
          names.push(sha(bytes));
          const stored = await ask(paths.part(name, toHex(sha(bytes))), "PUT", bytes);
          if (!stored.ok) throw refused(stored.status);
        }
        sent = encodeParts(names);
      }
      const response = await ask(paths.commits(name), "POST", concat(sent));
      if (response.status === 409) return "stale";
      if (!response.ok) throw refused(response.status);
      const { rev, chain } = (await response.json()) as { rev: number; chain: string };
      return { rev, chain: fromHex(chain) };
    },
  };
}
