/** Refusals as RFC 9457 says them; and the one constant 404 for all that is unknown, unsigned or not allowed. */
import { type Problem, type ProblemCode, problems } from "./api.ts";

const titles: Record<ProblemCode, string> = {
  not_found: "Not found",
  invalid: "The request is not what this call takes",
  too_large: "Larger than this server takes",
  stale_base: "The log stands elsewhere",
  key_epoch: "The keys are of another epoch",
  exists: "The account is there with other keys",
  registration_closed: "New accounts need an invitation, or are not taken",
  step_up_required: "A second factor is needed",
  step_up_failed: "The second factor did not hold",
  compacted: "That part of the history is gone",
  ahead: "The log is not that long",
  too_many: "Too many requests",
  full: "The account or the disk is full; nothing was deleted",
  read_only: "This server is a mirror",
  unavailable: "Not now: please try again",
};

/** An answer of this code, with what may be said beside it. */
export function refusal(
  code: ProblemCode,
  beside: Partial<Problem> = {},
  headers: Record<string, string> = {},
): Response {
  const status = problems[code];
  const body: Problem = { type: "about:blank", title: titles[code], status, code, ...beside };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...headers,
    },
  });
}

/** Thrown inside a handler to end it with this answer. */
export class Refused extends Error {
  code: ProblemCode;
  beside: Partial<Problem>;
  constructor(code: ProblemCode, beside: Partial<Problem> = {}) {
    super(code);
    this.code = code;
    this.beside = beside;
  }
}
