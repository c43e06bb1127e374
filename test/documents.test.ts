/** What the documents must not forget, and not say twice (branches that add lines are merged by union). */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

test("every run-time dependency has its reason, once", () => {
  const { dependencies } = JSON.parse(read("package.json")) as {
    dependencies: Record<string, string>;
  };
  const named = read("docs/DEPENDENCIES.md")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((line) => {
      const names = [...(line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name);
      // "`@zxcvbn-ts/core`, `language-common`": of one family.
      const family = /^(@[^/]+\/)/.exec(names[0] ?? "")?.[1] ?? "";
      return names.map((name) => ((name ?? "").includes("/") ? name : `${family}${name}`));
    });
  expect(new Set(named)).toEqual(new Set(Object.keys(dependencies)));
  expect(named).toHaveLength(Object.keys(dependencies).length);
});

describe("no line stands twice in", () => {
  test.each(documents)("%s", (path) => {
    const lines = read(path)
      .split("\n")
      .filter((line) => line.length > 20 && !/^[|\s:-]+$/.test(line));
    // A row of a table is about what its first cell names.
    const about = lines.map((line) => (line.startsWith("| ") ? line.split("|")[1]?.trim() : line));
    const rows = read(path).includes("## Where do I change") ? about : lines;
    expect(rows.filter((line, at) => rows.indexOf(line) !== at)).toEqual([]);
  });
});
