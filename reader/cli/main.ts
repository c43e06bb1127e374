/** The command itself. The build writes the version in. */
import { run } from "./run.ts";

declare const cofferVersion: string;

process.exitCode = await run(process.argv.slice(2), cofferVersion);
