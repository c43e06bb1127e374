/** Mutation testing of the format's files by Stryker, and its score. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, tool } from "./tool.ts";

interface Score {
  file: string;
  /** Noticed by a failing test, or by an endless loop. */
  killed: number;
  /** All that can run; what does not even load is left out, as Stryker does. */
  all: number;
}

/** Percent, of two digits. */
export const percent = ({ killed, all }: Score) => Math.round((10_000 * killed) / all) / 100;

/** Runs every mutant of the files in test/mutation/stryker.json; prints the survivors and a table. */
export async function runMutation(): Promise<{ files: Score[]; total: Score }> {
  // Stryker's own vitest must not take itself for a part of the one that asks.
  const env = { VITEST: "", VITEST_WORKER_ID: "", VITEST_POOL_ID: "", VITEST_MODE: "" };
  const pkg = "@stryker-mutator/core";
  const { code } = await tool("stryker", ["run", "test/mutation/stryker.json"], { pkg, env });
  if (code !== 0) throw new Error(`Stryker ended with ${code}: see above`);
  const report = JSON.parse(readFileSync(join(root, ".cache", "mutation.json"), "utf8")) as {
    files: Record<string, { mutants: { status: string }[] }>;
  };
  const files = Object.entries(report.files).map(([file, { mutants }]) => {
    const count = (...of: string[]) => mutants.filter(({ status }) => of.includes(status)).length;
    const killed = count("Killed", "Timeout");
    return { file, killed, all: killed + count("Survived", "NoCoverage") };
  });
  const total = {
    file: "all",
    killed: files.reduce((sum, { killed }) => sum + killed, 0),
    all: files.reduce((sum, { all }) => sum + all, 0),
  };
  for (const score of [...files, total]) {
    console.log(
      `mutation score ${percent(score)} %: ${score.killed} of ${score.all}, ${score.file}`,
    );
  }
  return { files, total };
}
