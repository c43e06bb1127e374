/**
 * `npm test [-- --only unit|server|e2e|long] [-- --cluster] [-- NAME ...]`: the checks, the builds and the tests; a name
 * narrows the tests to files that have it in their path. `--cluster` adds the run of `npm run test:cluster`, as .ci/run
 * does. The last line is always `N passed, N failed, N skipped`.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowsers } from "./browsers.ts";
import { buildFor } from "./build.ts";
import { runChecks } from "./check.ts";
import { installFromDebian } from "./debian.ts";
import { ensurePython } from "./python.ts";
import { buildReader, readerFolder, writeReader } from "./reader.ts";
import { runCluster } from "./test-cluster.ts";
import { type Count, root, tool } from "./tool.ts";

type Counts = Record<string, Count>;

/** Runs one project of vitest.config.ts and reads what test/reporter.ts counted, by file. */
async function runVitest(project: string, names: string[]): Promise<Counts> {
  const file = join(root, ".cache", `count-${project}.json`);
  rmSync(file, { force: true });
  const { code } = await tool("vitest", ["run", "--project", project, ...names], {
    env: { COFFER_COUNT: file },
  });
  const counts = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Counts) : {};
  // A run that fails without a failing test (no test at all, an error beside them) is a failure too.
  if (code !== 0 && failedIn(counts).length === 0) {
    const told = [` failed   ${project}, beside its tests`];
    counts[""] = { passed: 0, failed: 1, skipped: 0, told };
  }
  return counts;
}

const failedIn = (counts: Counts) =>
  Object.keys(counts).filter((file) => (counts[file]?.failed ?? 0) > 0);

/** Where more files fail than this, it is no matter of chance. */
const secondTries = 3;

/**
 * A project on real parts: browsers, databases, servers. A test there leans on those before it in its file: one click
 * that was lost fails all that follow. A file that failed gets fresh parts once, in the open: it is named above the
 * last line. A fault of ours fails twice.
 */
async function runReal(project: string, names: string[]): Promise<Counts> {
  const first = await runVitest(project, names);
  const files = failedIn(first);
  if (files.length === 0 || files.length > secondTries || files.includes("")) return first;
  console.log(`\nOnce more, with fresh parts: ${files.join(", ")}`);
  const second = await runVitest(project, files);
  const both = { ...first, ...second };
  for (const file of files) {
    const { told = [], ...count } = both[file] ?? { passed: 0, failed: 1, skipped: 0 };
    const before = first[file]?.told?.map((line) => line.replace(/^ failed  /, " 1st try ")) ?? [];
    both[file] = { ...count, told: [...before, ...told] };
  }
  return both;
}

/** Exit code: 0 where nothing failed. */
export default async function test(args: string[]): Promise<number> {
  const at = args.indexOf("--only");
  const only = at < 0 ? null : args[at + 1];
  const cluster = args.includes("--cluster");
  const names = args.filter(
    (name, place) => name !== "--cluster" && (at < 0 || (place !== at && place !== at + 1)),
  );
  const told: string[] = [];
  const total: Count = { passed: 0, failed: 0, skipped: 0 };
  const addAll = (counts: Counts) => Object.values(counts).forEach(add);
  const add = (part: Partial<Count>) => {
    total.passed += part.passed ?? 0;
    total.failed += part.failed ?? 0;
    total.skipped += part.skipped ?? 0;
    told.push(...(part.told ?? []));
  };

  if (only === null) add(await runChecks());
  if (only === null || only === "unit") {
    ensurePython();
    addAll(await runVitest("unit", names));
  }
  if (only === null || only === "server") {
    // For the fault of a clock that jumps: without it a process under another clock is left out, and the figure says so.
    if (!existsSync("/usr/bin/faketime")) installFromDebian(["faketime"]);
    // For the samples of server/deploy; installing nginx starts it, so only where the cluster's databases are installed too.
    const proxies = ["/usr/sbin/nginx", "/usr/bin/caddy"];
    if (cluster && !proxies.every((path) => existsSync(path)))
      installFromDebian(["nginx-light", "caddy"]);
    addAll(await runReal("server", names));
  }
  if (cluster) add(await runCluster());
  if (only !== "unit" && only !== "server") {
    try {
      ensureBrowsers("chromium", "firefox");
      // For the browser's own question; without them that file is left out, and the figure says so.
      if (!["/usr/bin/Xvfb", "/usr/bin/xdotool"].every((path) => existsSync(path)))
        installFromDebian(["xvfb", "xdotool"]);
      await Promise.all([buildFor("chromium"), buildFor("firefox")]);
      writeReader(await buildReader(), readerFolder);
      addAll(await runReal(only === "long" ? "long" : "e2e", names));
    } catch (error) {
      console.error((error as Error).message);
      add({ failed: 1, told: [` failed   ${(error as Error).message}`] });
    }
  }
  if (told.length > 0) console.log(`\n${told.join("\n")}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0 ? 0 : 1;
}
