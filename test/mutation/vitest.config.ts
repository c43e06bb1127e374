/** What Stryker runs against each mutant of the format files: the tests of the format, and nothing else. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/core/*.test.ts"],
    exclude: [
      "test/core/*.long.test.ts",
      "test/core/origin.test.ts",
      "test/core/python.test.ts",
      "test/core/flips.test.ts",
      "test/core/mutants.test.ts",
      "test/core/judge.test.ts",
      // Of files that are not mutated.
      "test/core/{chunk,log-export,open-backup,open-rotated,self-opening}.test.ts",
    ],
    setupFiles: ["./test/setup.ts"],
    testTimeout: 30_000,
  },
});
