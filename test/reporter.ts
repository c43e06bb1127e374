/**
 * Counts the tests for the last line of `npm test`, and names what was skipped and why: a skipped test
 * that nobody sees is a test that does not exist. So is one that passed at its second try only.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import type { Count } from "../scripts/tool.ts";

/** Writes a `Count` of scripts/tool.ts for each file, as JSON, into the file named by COFFER_COUNT. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const counts: Record<string, Count> = {};
    for (const module of modules) counts[module.relativeModuleId] = countOf(module);
    if (unhandled.length > 0) {
      const told = unhandled.map((error) => ` failed   beside the tests: ${messageOf(error)}`);
      counts[""] = { passed: 0, failed: told.length, skipped: 0, told };
    }
    const file = process.env["COFFER_COUNT"];
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(counts));
  }
}

function countOf(module: TestModule): Count {
  const told: string[] = [];
  const count = { passed: 0, failed: 0, skipped: 0, told };
  for (const test of module.children.allTests()) {
    const result = test.result();
    const name = `${module.relativeModuleId} > ${test.fullName}`;
    if (result.state === "passed") {
      count.passed += 1;
      if (test.diagnostic()?.flaky) told.push(` 2nd try  ${name}`);
    } else if (result.state === "failed") {
      count.failed += 1;
      told.push(` failed   ${name}: ${messageOf(result.errors[0])}`);
    } else {
      count.skipped += 1;
      const note = result.state === "skipped" && result.note ? `: ${result.note}` : "";
      console.log(` skipped  ${test.fullName}${note}`);
    }
  }
  // A file that could not be read, or whose set-up failed, has no failed test but is a failure.
  if (count.failed === 0 && !module.ok()) {
    count.failed = 1;
    told.push(` failed   ${module.relativeModuleId}`);
  }
  return count;
}

function messageOf(error: unknown): string {
  const { message = "" } = (error ?? {}) as { message?: string };
  return message.split("\n", 1)[0] ?? "";
}
