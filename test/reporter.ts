/**
 * Counts the tests for the last line of `npm test`, and names what was skipped and why: a skipped test
 * that nobody sees is a test that does not exist.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Reporter, TestModule } from "vitest/node";

/** Writes `{passed, failed, skipped}` as JSON into the file named by COFFER_COUNT. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      let failedInside = 0;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "passed") count.passed += 1;
        else if (result.state === "failed") failedInside += 1;
        else {
          count.skipped += 1;
          const note = result.state === "skipped" && result.note ? `: ${result.note}` : "";
          console.log(` skipped  ${test.fullName}${note}`);
        }
      }
      // A file that could not be read, or whose set-up failed, has no failed test but is a failure.
      count.failed += failedInside === 0 && !module.ok() ? 1 : failedInside;
    }
    const file = process.env["COFFER_COUNT"];
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(count));
  }
}
