import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const browserTests = ["test/e2e/**/*.test.ts", "test/page/**/*.test.ts"];
const longTests = ["test/**/*.long.test.ts"];
/** The backup server with SQLite and PostgreSQL: `npm run test:server`. */
const serverTests = ["test/server/**/*.test.ts"];

/** One browser after the other: two cores, one clipboard, and times that mean something. */
const oneAfterTheOther = {
  fileParallelism: false,
  maxWorkers: 1,
  // Bounds for what never ends, not measures: a busy machine is no failure.
  // A browser that lost a target or a focus is tried once more; a fault of ours fails twice.
  retry: 1,
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

export default defineConfig({
  test: {
    reporters: ["default", "./test/reporter.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: [...browserTests, ...longTests, ...serverTests],
          setupFiles: ["./test/setup.ts"],
          // Both of two cores: by itself vitest leaves one to whoever sits there.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          testTimeout: 60_000,
        },
      },
      {
        test: { name: "e2e", include: browserTests, exclude: longTests, ...oneAfterTheOther },
      },
      {
        test: { name: "server", include: serverTests, exclude: longTests, ...oneAfterTheOther },
      },
      {
        test: {
          name: "long",
          include: longTests,
          ...oneAfterTheOther,
          testTimeout: 60 * 60_000,
        },
      },
    ],
  },
});
