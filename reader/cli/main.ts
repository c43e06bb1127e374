/** The command itself. The build writes the version in. */
import { run } from "./run.ts";

declare const cofferVersion: string;

// `coffer-reader ... | head` closes early: that is no fault, and nothing is left to say.
process.stdout.on("error", ({ code }: { code?: string }) => {
  process.exit(code === "EPIPE" ? 0 : 1);
});

process.exitCode = await run(process.argv.slice(2), cofferVersion);
