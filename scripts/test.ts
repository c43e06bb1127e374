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

/** Runs one project of vitest.config.ts and reads the count that test/reporter.ts wrote. */
async function runVitest(project: string, names: string[]): Promise<Count> {
  const file = join(root, ".cache", `count-${project}.json`);
  rmSync(file, { force: true });
  const { code } = await tool("vitest", ["run", "--project", project, ...names], {
    env: { COFFER_COUNT: file },
  });
  const count: Count = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Count)
    : { passed: 0, failed: 0, skipped: 0 };
  // A run that fails without a failing test (no test at all, an error beside them) is a failure too.
  if (code !== 0 && count.failed === 0) {
    count.failed = 1;
    count.told = [...(count.told ?? []), ` failed   ${project}, beside its tests`];
  }
  return count;
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
  const add = (part: Partial<Count>) => {
    total.passed += part.passed ?? 0;
    total.failed += part.failed ?? 0;
    total.skipped += part.skipped ?? 0;
    told.push(...(part.told ?? []));
  };

  if (only === null) add(await runChecks());
  if (only === null || only === "unit") {
    ensurePython();
    add(await runVitest("unit", names));
  }
  if (only === null || only === "server") {
    // For the fault of a clock that jumps: without it a process under another clock is left out, and the figure says so.
    if (!existsSync("/usr/bin/faketime")) installFromDebian(["faketime"]);
    // For the samples of server/deploy; installing nginx starts it, so only where the cluster's databases are installed too.
    const proxies = ["/usr/sbin/nginx", "/usr/bin/caddy"];
    if (cluster && !proxies.every((path) => existsSync(path)))
      installFromDebian(["nginx-light", "caddy"]);
    add(await runVitest("server", names));
  }
  if (cluster) add(await runCluster());
  if (only !== "unit" && only !== "server") {
    try {
      ensureBrowsers("chromium", "firefox");
      await Promise.all([buildFor("chromium"), buildFor("firefox")]);
      writeReader(await buildReader(), readerFolder);
      add(await runVitest(only === "long" ? "long" : "e2e", names));
    } catch (error) {
      console.error((error as Error).message);
      add({ failed: 1, told: [` failed   ${(error as Error).message}`] });
    }
  }
  if (told.length > 0) console.log(`\n${told.join("\n")}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0 ? 0 : 1;
}
