/** The port `Servers` over fetch and WebSocket: the calls of server/api.ts, and what of their answers is of the right shape. */
import {
  bytesType,
  committedSchema,
  headSchema,
  historySchema,
  limits,
  orderKinds,
  orderLabel,
  partsMagic,
  paths,
  stateSchema,
  uploadMagic,
} from "../../server/api.ts";
import type { Account } from "../core/backup-key.ts";
import {
  type Bytes,
  concat,
  fromBase64,
  fromHex,
  lengthPrefixed,
  toBase64,
  toHex,
  u32,
  u64,
  u8,
  utf8,
} from "../core/bytes.ts";
import { decodeCommit } from "../core/commit.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { sign } from "../core/sign.ts";
import type { LoggedCommit, ServerAccount, Servers, Step } from "../vault/ports.ts";
import {
  type Answered,
  isMissing,
  json,
  lineTo,
  type Line,
  type Net,
  plain,
  read,
  refused,
} from "./server-request.ts";
import { factorsAt } from "./server-factors.ts";
import { decodeChanges, decodeObjects, decodePurged } from "./server-bytes.ts";
import { jsonOf, stateCap, stateValues } from "./server-json.ts";
import { watchHead } from "./server-socket.ts";

const small = 64 * 1024;
/** 500 entries of the history. */
const historyCap = 512 * 1024;

/** Backup servers as this browser reaches them. */
export function serversOver(net: Net, name: () => string): Servers {
  return {
    deviceName: name,
    account: (account, origin) => accountAt(net, account, origin),
    probe: async (origin) => {
      if (!(await net.granted(origin))) throw new Failure("SERVER_PERMISSION");
      let response: Response;
      try {
        response = await net.fetch(origin + paths.openapi, {
          ...plain,
          method: "GET",
          signal: AbortSignal.timeout(15_000),
        });
      } catch {
        throw new Failure("OFFLINE");
      }
      const answer = await read(response, 2 * 1024 * 1024).catch(() => null);
      if (answer === null || answer.type !== "application/json" || !isOurs(answer.bytes))
        throw new Failure("NOT_A_SERVER");
    },
  };
}

/** The document of a Coffer server says so. */
function isOurs(bytes: Bytes): boolean {
  try {
    const said = JSON.parse(new TextDecoder().decode(bytes)) as { info?: { title?: unknown } };
    return said.info?.title === "Coffer backup server";
  } catch {
    return false;
  }
}

function binary({ type, bytes }: Answered): Bytes {
  if (type !== bytesType) throw new Failure("OFFLINE");
  return bytes;
}

function accountAt(net: Net, account: Account, origin: string): ServerAccount {
  const line = lineTo(net, account, origin);
  const { locator } = line;
  let room: { bytes: number; most: number } | null = null;
  const head = async () => {
    // Every sync begins here: what the user has taken back holds at once.
    if (!(await net.granted(origin))) throw new Failure("SERVER_PERMISSION");
    const answer = await line.ask({ method: "GET", target: paths.vault(locator), cap: small });
    if (isMissing(answer)) return null;
    if (answer.problem !== null) throw refused(answer);
    const told = jsonOf(headSchema, json(answer), "TAMPERED");
    room = { bytes: told.bytes, most: told.bytesMax };
    return { logId: fromHex(told.logId), rev: told.rev, chain: fromHex(told.chain) };
  };
  return {
    room: () => room,
    kinds: line.kinds,
    stop: line.stop,
    head,
    create: async ({ keyEpoch, readPk, writePk, adminPk }, invite) => {
      const keys = {
        keyEpoch,
        readPk: toHex(readPk),
        writePk: toHex(writePk),
        adminPk: toHex(adminPk),
        ...(invite === undefined ? {} : { invite }),
      };
      const target = paths.vault(locator);
      const body = utf8(JSON.stringify(keys));
      const answer = await line.ask({ method: "PUT", target, body, json: true, cap: small });
      if (answer.problem !== null) throw refused(answer);
    },
    changes: async (since) => {
      const target = paths.changes(locator, since);
      const cap = limits.commitBody + limits.page;
      const answer = await line.ask({ method: "GET", target, cap });
      if (answer.problem?.code === "ahead") return "ahead";
      if (answer.problem?.code === "compacted") return "compacted";
      if (answer.problem !== null)
        throw isMissing(answer) ? new Failure("MISSING") : refused(answer);
      return decodeChanges(binary(answer));
    },
    purged: async (since) => {
      const target = paths.purged(locator, since);
      const cap = limits.commitBody + limits.page;
      const answer = await line.ask({ method: "GET", target, cap });
      if (answer.problem !== null)
        throw isMissing(answer) ? new Failure("MISSING") : refused(answer);
      return decodePurged(binary(answer));
    },
    object: async (name) => {
      const target = paths.object(locator, name);
      const answer = await line.ask({ method: "GET", target, cap: limits.object });
      if (isMissing(answer)) return null;
      if (answer.problem !== null) throw refused(answer);
      return binary(answer);
    },
    objects: async (names) => {
      const target = paths.objects(locator);
      const body = concat(...names.map((name) => fromHex(name)));
      const cap = limits.object + limits.page;
      const answer = await line.ask({ method: "POST", target, body, cap });
      if (answer.problem !== null)
        throw isMissing(answer) ? new Failure("MISSING") : refused(answer);
      return decodeObjects(binary(answer));
    },
    commit: (commit, sent, proof) => sendCommit(line, commit, sent, proof),
    history: async (before) => {
      const target =
        before === null ? paths.history(locator) : paths.historyBefore(locator, before);
      const answer = await line.ask({ method: "GET", target, cap: historyCap });
      if (answer.problem !== null) throw refused(answer);
      const { entries, next } = jsonOf(historySchema, json(answer), "TAMPERED");
      const states = entries
        .filter(({ kept }) => kept)
        .map(({ rev, at, bytes }) => ({ rev, at, bytes }));
      // Behind the first that is not kept there are none that are.
      return { states, next: states.length < entries.length ? null : next };
    },
    state: async (rev) => {
      const answer = await line.ask({
        method: "GET",
        target: paths.at(locator, rev),
        cap: stateCap,
      });
      if (isMissing(answer) || answer.problem?.code === "compacted") return null;
      if (answer.problem !== null) throw refused(answer);
      const text = json(answer);
      const state = jsonOf(stateSchema, text, "TAMPERED", stateValues(text.length));
      const { keyEpoch, objects } = state;
      // Another state than the one that was asked for.
      if (state.rev !== rev) throw new Failure("TAMPERED");
      try {
        const [header, manifest] = [fromBase64(state.header), fromBase64(state.manifest)];
        return { rev: state.rev, keyEpoch, objects, header, manifest };
      } catch {
        throw new Failure("TAMPERED");
      }
    },
    factors: factorsAt(line),
    erase: async (key, proof) => {
      const place = fromHex(locator);
      const start = concat(utf8(orderLabel), u8(orderKinds.erase), place, u64(0));
      const text = concat(start, u64(line.now()));
      const order = toBase64(concat(text, await sign(key, text)));
      const answer = await line.ask({
        method: "DELETE",
        target: paths.vault(locator),
        body: utf8(JSON.stringify({ order })),
        json: true,
        role: "admin",
        key,
        proof,
        guarded: true,
        cap: small,
      });
      if (answer.problem === null) return;
      if (!isMissing(answer)) throw refused(answer);
      // The same answer is for a key that is not the admin's any more: only an account that is gone was erased before.
      if ((await head()) !== null) throw new Failure("SERVER_KEYS");
    },
    watch: (hear) => watchHead(net, line, origin, hear),
  };
}

/**
 * Sends a commit. Above 1 MiB in parts, each under its hash: those that are there from a try before are not sent again.
 * An answer that says nothing clear is OFFLINE: then it may have been added, and is sent again as it is.
 */
async function sendCommit(
  line: Line,
  { body, sig, objects }: LoggedCommit & { objects: Bytes[] },
  sent?: Step,
  proof?: string,
): ReturnType<ServerAccount["commit"]> {
  const { locator } = line;
  const listed = objects.map(lengthPrefixed);
  const upload = concat(
    utf8(uploadMagic),
    lengthPrefixed(body),
    sig,
    u32(objects.length),
    ...listed,
  );
  if (upload.length > limits.upload) throw new Failure("TOO_LARGE");
  const whole = upload.length <= limits.part;
  const closing = whole ? upload : await sendParts(line, upload, sent);
  const target = paths.commits(locator);
  // Of all commits a change of the keys alone.
  const guarded = decodeCommit(body).transition.length > 0;
  const answer = await line
    .ask({ method: "POST", target, body: closing, proof, guarded, cap: small })
    .catch((thrown: unknown) => {
      throw thrown instanceof Failure && /^(CANCELLED|SERVER_ASKS)$/.test(thrown.code)
        ? thrown
        : new Failure("OFFLINE");
    });
  if (answer.status === 409) return "stale";
  // An account that is not there any more is told by its head: nothing is given up for a 404.
  if (answer.problem !== null) throw refused(answer);
  const { rev, chain } = jsonOf(committedSchema, json(answer), "OFFLINE");
  return { rev, chain: fromHex(chain) };
}

async function sendParts(line: Line, upload: Bytes, sent?: Step): Promise<Bytes> {
  const names: Bytes[] = [];
  for (let at = 0; at < upload.length; at += limits.part) {
    sent?.(at, upload.length);
    const part = upload.slice(at, at + limits.part);
    const name = await sha256(part);
    names.push(name);
    const target = paths.part(line.locator, toHex(name));
    const there = await line.ask({ method: "GET", target, cap: small });
    if (there.problem === null) continue;
    const stored = await line.ask({ method: "PUT", target, body: part, cap: small });
    if (stored.problem !== null) throw refused(stored);
  }
  sent?.(upload.length, upload.length);
  return concat(utf8(partsMagic), u32(names.length), ...names);
}
