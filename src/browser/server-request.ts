/**
 * One signed request to a backup server (FORMAT.md 8) over fetch. Nothing goes along but what is signed: no cookies, no
 * referrer, no cache; no redirect is followed. Every answer has a cap and a time, and is believed nothing.
 */
import {
  authorization,
  bytesType,
  type Problem,
  type ProblemCode,
  problems,
  problemSchema,
  requestText,
  type Role,
  stepUpHeader,
} from "../../server/api.ts";
import type { Account } from "../core/backup-key.ts";
import { type Bytes, toBase64, toHex, utf8 } from "../core/bytes.ts";
import { Failure, type FailureCode } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { randomBytes } from "../core/random.ts";
import { sign, type SigningKey, signingKey } from "../core/sign.ts";
import { type ClockSaid, serverClocks } from "./server-clock.ts";
import { jsonOf } from "./server-json.ts";

/** What it runs on; a test brings its own. */
export interface Net {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  socket: (url: string) => WebSocket;
  now: () => number;
  /** The browser lets us reach this origin. */
  granted: (origin: string) => Promise<boolean>;
  /** Keeps a worker from being stopped while something comes in. */
  stayAwake: () => void;
  pause: (ms: number) => Promise<void>;
}

/** Waits (ms) for a whole answer; a part of 1 MiB has to fit on a slow line. */
const patience = 90_000;
/** A server that says "too many" is asked again this often, and waited for this long (s) in all. */
const patientTries = 30;
const patientFor = 120;
const none: Bytes = new Uint8Array(0);

export interface Asked {
  method: "GET" | "PUT" | "POST" | "DELETE" | "SOCKET";
  target: string;
  body?: Bytes;
  role?: Role;
  /** Of another role than read. */
  key?: SigningKey;
  json?: boolean;
  /** Of the account's second factor. */
  proof?: string | undefined;
  /** The protocol lets the server ask for one here (docs/SERVER.md, "Second factor"). */
  guarded?: boolean;
  /** Bytes of the answer. */
  cap: number;
}

export interface Answered {
  status: number;
  /** Where it is an error of the contract. */
  problem: Problem | null;
  type: string;
  bytes: Bytes;
}

type Kind = NonNullable<Problem["kinds"]>[number];

/** A line to one account at one origin. */
export interface Line {
  locator: string;
  /**
   * OFFLINE where no whole answer of the contract came; CANCELLED after `stop`; CLOCK where our time was refused;
   * SERVER_ASKS where it wants a second factor for what needs none.
   */
  ask(asked: Asked): Promise<Answered>;
  /** The value of Authorization for what is asked. */
  sign(asked: Asked): Promise<string>;
  stop(): void;
  /** What second factors the server has asked for; none until it did. */
  kinds(): Kind[];
  /** By the clock of the server (ms since 1970). */
  now(): number;
}

const base64url = (bytes: Bytes) =>
  toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

const clocks = serverClocks();

/** The line; nothing is asked yet. */
export function lineTo(net: Net, { locator, readSeed }: Account, origin: string): Line {
  const name = toHex(locator);
  const stopping = new AbortController();
  const stopped = new Promise<void>((done) =>
    stopping.signal.addEventListener("abort", () => done(), { once: true }),
  );
  let reading: Promise<SigningKey> | undefined;
  let kinds: Kind[] = [];
  const signed = async ({ method, target, body = none, role = "read", key }: Asked) => {
    reading ??= signingKey(readSeed);
    const unixMs = clocks.at(origin, net.now());
    const nonce = base64url(randomBytes(16));
    const text = requestText({
      method,
      target,
      bodyHash: toHex(await sha256(body)),
      serverOrigin: origin,
      locator: name,
      role,
      unixMs,
      nonce,
    });
    const signature = await sign(key ?? (await reading), utf8(text));
    return authorization(role, unixMs, nonce, base64url(signature));
  };
  const once = async (asked: Asked): Promise<Answered & { wait: number; clock: ClockSaid }> => {
    if (stopping.signal.aborted) throw new Failure("CANCELLED");
    const { method, target, body = none, cap } = asked;
    const headers: Record<string, string> = { Authorization: await signed(asked) };
    if (body.length > 0)
      headers["Content-Type"] = asked.json === true ? "application/json" : bytesType;
    if (asked.proof !== undefined) headers[stepUpHeader] = asked.proof;
    try {
      const response = await net.fetch(origin + target, {
        ...plain,
        method,
        headers,
        ...(body.length > 0 ? { body } : {}),
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(patience)]),
      });
      // An answer that took our signature has nothing to say about our clock.
      const clock =
        response.status === 404
          ? clocks.note(origin, response.headers.get("Date"), net.now())
          : "same";
      const wait = Number(response.headers.get("Retry-After") ?? "1");
      return { ...(await read(response, cap)), wait, clock };
    } catch (thrown) {
      if (stopping.signal.aborted) throw new Failure("CANCELLED");
      throw thrown instanceof Failure ? thrown : new Failure("OFFLINE");
    }
  };
  return {
    locator: name,
    sign: signed,
    stop: () => stopping.abort(),
    kinds: () => kinds,
    now: () => clocks.at(origin, net.now()),
    ask: async (asked) => {
      let corrected = false;
      let waited = 0;
      for (let tries = 0; tries < patientTries && waited < patientFor; tries++) {
        const answer = await once(asked);
        // Whatever is wrong with a signature is a 404, the time too: the answer has told the server's.
        if (answer.clock === "beyond") throw new Failure("CLOCK");
        if (answer.clock === "moved" && !corrected) {
          corrected = true;
          continue;
        }
        if (answer.problem?.code === "too_many") {
          const seconds = answer.wait >= 0 && answer.wait <= 60 ? answer.wait : 60;
          waited += seconds;
          // Whoever stops the line does not wait until the server lets us ask again.
          await Promise.race([net.pause(Math.max(seconds, 0.2) * 1000), stopped]);
          continue;
        }
        if (asksForCode(answer) && asked.guarded !== true) throw new Failure("SERVER_ASKS");
        kinds = answer.problem?.kinds ?? kinds;
        if (answer.status === 503) throw new Failure("OFFLINE");
        return answer;
      }
      throw new Failure("OFFLINE");
    },
  };
}

const asksForCode = ({ problem }: Answered) =>
  problem?.code === "step_up_required" || problem?.code === "step_up_failed";

/** What every request of ours has. */
export const plain = {
  redirect: "error",
  credentials: "omit",
  cache: "no-store",
  referrerPolicy: "no-referrer",
  mode: "cors",
} as const satisfies RequestInit;

/** The whole answer, if it is one of the contract; OFFLINE for what a proxy or a hotel puts in its place. */
export async function read(response: Response, cap: number): Promise<Answered> {
  const type = (response.headers.get("Content-Type") ?? "").split(";")[0]?.trim() ?? "";
  const { status } = response;
  if (response.redirected) throw new Failure("OFFLINE");
  const bytes = await capped(response, cap);
  if (status >= 200 && status < 300) return { status, problem: null, type, bytes };
  if (type !== "application/problem+json") throw new Failure("OFFLINE");
  const problem = jsonOf(problemSchema, bytes, "OFFLINE");
  if (problem.status !== status || problems[problem.code] !== status) throw new Failure("OFFLINE");
  return { status, problem, type, bytes };
}

/** The body, read no further than `cap`: TAMPERED then, and the line is closed. */
export async function capped(response: Response, cap: number): Promise<Bytes> {
  if (Number(response.headers.get("Content-Length") ?? "0") > cap) {
    await response.body?.cancel().catch(() => undefined);
    throw new Failure("TAMPERED");
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  const from = response.body?.getReader();
  for (let next = await from?.read(); next?.done === false; next = await from?.read()) {
    length += next.value.length;
    if (length > cap) {
      await from?.cancel().catch(() => undefined);
      throw new Failure("TAMPERED");
    }
    parts.push(next.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What errors of the contract are here; all others are OFFLINE: they say nothing of what was asked. */
const refusals: Partial<Record<ProblemCode, FailureCode>> = {
  too_large: "TOO_LARGE",
  full: "SERVER_FULL",
  registration_closed: "SERVER_CLOSED",
  exists: "FORK",
  step_up_required: "SERVER_CODE",
  step_up_failed: "SERVER_CODE_WRONG",
  invalid: "INVALID",
};

/** The failure that a refusal of the contract is here. */
export function refused({ problem }: Answered): Failure {
  return new Failure((problem === null ? undefined : refusals[problem.code]) ?? "OFFLINE");
}

/** The one answer to all that is unknown, unsigned or not allowed. */
export function isMissing({ problem }: Answered): boolean {
  return problem?.code === "not_found";
}

/** The bytes of an answer in JSON; OFFLINE for any other. */
export function json({ type, bytes }: Answered): Bytes {
  if (type !== "application/json") throw new Failure("OFFLINE");
  return bytes;
}
