/** The built command as a process, on this Node and on an older one where the machine has it. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** A Node of the system that is older than ours, 20 or newer; null where there is none. */
export function olderNode(): string | null {
  const path = "/usr/bin/node";
  if (!existsSync(path)) return null;
  const said = spawnSync(path, ["--version"], { encoding: "utf8" }).stdout;
  const major = Number(/^v(\d+)\./.exec(said)?.[1] ?? 0);
  return major >= 20 && major < 24 ? path : null;
}

export interface Ended {
  code: number | null;
  /** Standard output, and standard error. */
  out: string;
  told: string;
}

/** Runs a program to its end; `typed` is its standard input, given at once or when it has asked with `prompt`. */
export function runIt(
  program: string,
  args: string[],
  typed: string,
  prompt?: string,
): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { env: { ...process.env, LANG: "C.UTF-8", TZ: "UTC" } });
    let out = "";
    let told = "";
    let waits = prompt;
    child.stdout.on("data", (part: Buffer) => {
      out += part.toString();
      if (waits === undefined || !out.includes(waits)) return;
      waits = undefined;
      child.stdin.write(typed);
    });
    child.stderr.on("data", (part: Buffer) => (told += part.toString()));
    // It may end before it has read anything.
    child.stdin.on("error", () => undefined);
    child.on("error", fail);
    child.on("close", (code) => {
      child.stdin.destroy();
      done({ code, out, told });
    });
    if (prompt === undefined) child.stdin.end(typed);
  });
}
