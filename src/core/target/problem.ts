/** Why a target said no: a closed union of names beside those of `failure.ts`, each with a sentence under `targetProblem`. */
export const targetProblems = [
  "OFFLINE", // no answer, or it broke off in the middle, or it crept
  "DENIED", // name, password or key are refused, or may not do this
  "SIGN_IN", // it asks for a way of signing in that Coffer does not speak
  "NOT_THERE", // no such folder or bucket
  "FULL",
  "CLOCK", // signed with a time that the store refuses
  "REDIRECT", // it sends us elsewhere; we do not go
  "ODD", // an answer that makes no sense
  "TOO_LARGE",
  "CROWDED", // more lies there than Coffer reads a list of
  "TAKEN", // a file of this name is there and is not ours
  "DIFFERENT", // what is read back is not what was written
  "SITE", // the browser does not let us reach this host (any more)
  "FOLDER", // the browser does not let us write into this folder (any more)
] as const;

export type TargetProblem = (typeof targetProblems)[number];

/** Thrown by targets. It carries a name and no data: what a server says is nobody's message. */
export class TargetFailure extends Error {
  readonly problem: TargetProblem;
  constructor(problem: TargetProblem) {
    super(problem);
    this.name = "TargetFailure";
    this.problem = problem;
  }
}

/**
 * The name of what was thrown, null for any other failure. By name, not by class: the part of the background that reaches
 * targets has a copy of its own (docs/ARCHITECTURE.md 9).
 */
export function targetProblem(thrown: unknown): TargetProblem | null {
  if (!(thrown instanceof Error) || thrown.name !== "TargetFailure") return null;
  const { problem } = thrown as Partial<TargetFailure>;
  return targetProblems.find((one) => one === problem) ?? "ODD";
}
