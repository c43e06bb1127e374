/**
 * The short form of mutation testing (the long one: mutation.long.test.ts): each named check is taken out in a
 * copy of the sources, and the tests beside it must notice. All copies are run by one vitest.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { root, tool } from "../../scripts/tool.ts";
import { mutations } from "../mutation/named.ts";

const folder = join(root, ".cache", `mutants-${process.pid}`);
const none = "unchanged";
const named = new Map(mutations.map((mutation, i) => [`m${i}`, mutation]));
const count = new Map<string, { passed: number; failed: number }>();

/** A copy of what the tests of the format need, with one text replaced. */
function copy(name: string, file?: string, from = "", to = ""): void {
  const place = join(folder, name);
  for (const part of ["src/core", "src/vault", "src/wire", "test/core", "test/setup.ts"]) {
    const skip = (path: string) => !path.endsWith("tsconfig.json");
    cpSync(join(root, part), join(place, part), { recursive: true, filter: skip });
  }
  symlinkSync(join(root, "test", "vectors"), join(place, "test", "vectors"), "junction");
  if (file === undefined) return;
  const path = join(place, "src", file);
  const source = readFileSync(path, "utf8");
  expect(source.split(from), `${file} has "${from}" exactly once`).toHaveLength(2);
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
}

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  try {
    copy(none);
    for (const [name, { file, from, to }] of named) copy(name, file, from, to);
    const project = (name: string, tests: string[]) => ({
      test: {
        name,
        root: join(folder, name),
        include: tests.map((test) => `test/core/${test}.test.ts`),
        setupFiles: ["./test/setup.ts"],
      },
    });
    const all = [...new Set(mutations.flatMap(({ tests }) => tests))];
    const projects = [...named].map(([name, { tests }]) => project(name, tests));
    const config = { test: { projects: [project(none, all), ...projects] } };
    const file = join(folder, "vitest.config.mjs");
    writeFileSync(file, `export default ${JSON.stringify(config)};\n`);
    const report = join(folder, "report.json");
    const args = [
      "run",
      "--root",
      folder,
      "--config",
      file,
      "--reporter=json",
      `--outputFile=${report}`,
    ];
    const { output } = await tool("vitest", args, { quiet: true });
    const { testResults } = JSON.parse(readFileSync(report, "utf8")) as {
      testResults: { name: string; assertionResults: { status: string }[] }[];
    };
    for (const { name, assertionResults } of testResults) {
      const own = [none, ...named.keys()].find((one) => name.includes(`/${one}/`));
      if (own === undefined) throw new Error(output);
      const sum = count.get(own) ?? { passed: 0, failed: 0 };
      sum.passed += assertionResults.filter(({ status }) => status === "passed").length;
      sum.failed += assertionResults.filter(({ status }) => status === "failed").length;
      count.set(own, sum);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 600_000);

describe("the tests of the format", () => {
  it("pass where nothing is changed", () => {
    expect(count.get(none)).toMatchObject({ failed: 0 });
    expect(count.get(none)?.passed).toBeGreaterThan(50);
  });

  it.each([...named].map(([place, { name }]) => ({ place, name })))(
    "notice: $name",
    ({ place }) => {
      // Some must still pass: a mutant that does not load proves nothing.
      expect(count.get(place)?.failed).toBeGreaterThan(0);
      expect(count.get(place)?.passed).toBeGreaterThan(0);
    },
  );
});
