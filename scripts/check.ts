/** `npm run check`: format, lint, types, unused code. Each counts as one test. */
import { type Count, tool } from "./tool.ts";

interface Check {
  name: string;
  run: () => ReturnType<typeof tool>;
}

const checks: Check[] = [
  { name: "format", run: () => tool("oxfmt", ["--check", "."], { quiet: true }) },
  {
    name: "lint",
    run: () => tool("oxlint", ["--type-aware", "--deny-warnings", "."], { quiet: true }),
  },
  { name: "types", run: () => tool("tsc", ["-b", "--pretty"], { pkg: "typescript", quiet: true }) },
  { name: "unused code", run: () => tool("knip", ["--no-progress"], { quiet: true }) },
];

/** Runs all of them, whatever the others say; prints what a failing one says. */
export async function runChecks(): Promise<Count> {
  const told: string[] = [];
  const count: Count = { passed: 0, failed: 0, skipped: 0, told };
  for (const { name, run } of checks) {
    const start = performance.now();
    const { code, output } = await run();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    if (code === 0) {
      count.passed += 1;
      console.log(`✓ ${name} (${seconds} s)`);
    } else {
      count.failed += 1;
      told.push(` failed   ${name}`);
      console.log(`✗ ${name} (${seconds} s)\n${output}`);
    }
  }
  return count;
}

/** Exit code: 0 where nothing was found. */
export default async function check(): Promise<number> {
  return (await runChecks()).failed === 0 ? 0 : 1;
}
