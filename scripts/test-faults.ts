/** `npm run test:faults`: every fault of docs/SERVER.md in its full number, a line and a figure each, its mutant caught. */
import { existsSync } from "node:fs";
import { installFromDebian } from "./debian.ts";
import { tool } from "./tool.ts";

/** Exit code of the run. */
export default async function testFaults(args: string[]): Promise<number> {
  const size = args[0] ?? "20";
  if (!existsSync("/usr/bin/faketime")) installFromDebian(["faketime"]);
  const { code } = await tool("vitest", ["run", "--project", "server", "test/server/faults"], {
    env: { COFFER_FAULT_SIZE: size },
  });
  return code;
}
