/**
 * One request to a target: no cookies, no redirects, no cache, no referrer, an end in time and a limit to what it
 * answers. Whatever a server says, the failure is one of our own names.
 */
import { concat } from "../../core/bytes.ts";
import { TargetFailure, type TargetProblem } from "../../core/target/problem.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Until an answer begins, or goes on (ms). */
const patience = 30_000;
/** A body on its way may take so much longer: 16 kB/s at the least, so that no server keeps us by creeping. */
const slowest = 16;
/** What an answer that is no file may weigh. */
export const smallAnswer = 8 * 2 ** 20;
/** More names than these in one folder are not read. */
export const mostNames = 20_000;

/** How a piece of work is stopped and watched, in the browser's own terms. */
export interface Under {
  signal: AbortSignal;
  /** Told how much of a file has gone or come, 0 to 1. */
  pace: (done: number) => void;
}

export interface Answered {
  status: number;
  headers: Headers;
  body: Bytes;
}

/** Sends a request and reads the whole answer, at most `most` bytes of it (TOO_LARGE). OFFLINE, REDIRECT. */
export async function send(
  request: Request,
  under: Under,
  most = smallAnswer,
  sent = 0,
): Promise<Answered> {
  const late = new AbortController();
  const signal = AbortSignal.any([under.signal, late.signal]);
  let timer = setTimeout(() => late.abort(), patience + sent / slowest);
  let began: number | null = null;
  const goOn = (length: number): void => {
    clearTimeout(timer);
    began ??= performance.now();
    const rest = began + patience + length / slowest - performance.now();
    timer = setTimeout(() => late.abort(), Math.min(patience, rest));
  };
  try {
    const response = await fetch(request, {
      signal,
      credentials: "omit",
      redirect: "manual",
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
    goOn(0);
    const { status, headers, type } = response;
    if (type === "opaqueredirect" || (status >= 300 && status < 400 && status !== 304)) {
      await response.body?.cancel();
      throw new TargetFailure("REDIRECT");
    }
    return {
      status,
      headers,
      body: await read(response, response.ok ? most : smallAnswer, under, goOn),
    };
  } catch (thrown) {
    // The user, or the lock, has stopped it.
    under.signal.throwIfAborted();
    if (thrown instanceof TargetFailure) throw thrown;
    // Whatever else it is: no answer, or it broke off. What the browser says may hold the address.
    throw new TargetFailure("OFFLINE");
  } finally {
    clearTimeout(timer);
  }
}

async function read(
  response: Response,
  most: number,
  under: Under,
  goOn: (length: number) => void,
): Promise<Bytes> {
  const { body, headers } = response;
  if (body === null) return new Uint8Array(0);
  const size = Number(headers.get("content-length") ?? "0");
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of chunks(body)) {
    length += part.length;
    goOn(length);
    if (length > most) throw new TargetFailure("TOO_LARGE");
    parts.push(part);
    if (size > 0) under.pace(Math.min(1, length / size));
  }
  return concat(...parts);
}

/** A stream as an iteration; Chromium's is one only since version 124, and a cancelled one must say so. */
async function* chunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** What is too large for a listing is a folder with too much in it. */
export function asListing(thrown: unknown): never {
  const isLarge = thrown instanceof TargetFailure && thrown.problem === "TOO_LARGE";
  throw isLarge ? new TargetFailure("CROWDED") : thrown;
}

const problems: Record<number, TargetProblem> = {
  401: "DENIED",
  403: "DENIED",
  404: "NOT_THERE",
  // A file may not be put into a folder that is not there (RFC 4918, 9.7.1).
  409: "NOT_THERE",
  410: "NOT_THERE",
  412: "TAKEN",
  413: "TOO_LARGE",
  429: "OFFLINE",
  502: "OFFLINE",
  503: "OFFLINE",
  504: "OFFLINE",
  507: "FULL",
};

/** The failure of a status that is none of those hoped for. */
export function failureOf(status: number): TargetFailure {
  return new TargetFailure(problems[status] ?? "ODD");
}
