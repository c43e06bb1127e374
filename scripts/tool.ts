/** Runs a command-line tool of a package of ours on this very Node. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";

/** Root of the project. */
export const root = resolve(import.meta.dirname, "..");

/** What the last line of every test command says. */
export interface Count {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, and what passed at its second try, a line each: they stand again above the last line. */
  told?: string[];
}

interface Outcome {
  code: number;
  /** What it printed, where it was asked to be quiet; else "". */
  output: string;
}

/** Where `name` of the package lies: package.json says so, and no shell or `.cmd` is between. */
function program(name: string, pkg: string): string {
  const folder = join(root, "node_modules", pkg);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    bin: string | Record<string, string>;
  };
  const path = typeof bin === "string" ? bin : bin[name];
  if (path === undefined) throw new Error(`${pkg} has no command ${name}`);
  return join(folder, path);
}

/** Runs `name args` to its end; quiet collects the output instead of printing it. */
export function tool(
  name: string,
  args: string[],
  options: { pkg?: string; quiet?: boolean; env?: Record<string, string> } = {},
): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [program(name, options.pkg ?? name), ...args], {
      cwd: root,
      stdio: [
        "ignore",
        ...(options.quiet ? (["pipe", "pipe"] as const) : (["inherit", "inherit"] as const)),
      ],
      env: {
        ...process.env,
        PATH: [
          dirname(process.execPath),
          join(root, "node_modules", ".bin"),
          process.env["PATH"] ?? "",
        ].join(delimiter),
        ...options.env,
      },
    });
    let output = "";
    child.stdout?.on("data", (bytes: Buffer) => (output += bytes.toString()));
    child.stderr?.on("data", (bytes: Buffer) => (output += bytes.toString()));
    child.on("error", fail);
    child.on("close", (code) => done({ code: code ?? 1, output }));
  });
}
