/**
 * The first thing that runs: `node scripts/bootstrap.mjs <command> [arguments]`, with Node's own modules only,
 * on any Node from 20 on. It brings what a clone does not hold (packages, Node 24, generated types) and
 * then runs scripts/<command>.ts.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync, lstatSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const commands = [
  "start",
  "test",
  "check",
  "build",
  "reader",
  "zip",
  "dev",
  "tour",
  "bench",
  "score-forms",
  "server",
  "test-cluster",
  "test-faults",
  "bench-server",
];
const wantedNode = 24;

/** A sentence for the user, no stack. */
function giveUp(sentence) {
  console.error(`\n${sentence}\n`);
  process.exit(1);
}

function run(program, args, options = {}) {
  const done = spawnSync(program, args, { cwd: root, stdio: "inherit", ...options });
  if (done.error) throw done.error;
  return done.status ?? 1;
}

/** `npm`, by the path npm itself told us, or from the PATH. */
function npm(args) {
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.[cm]?js$/.test(script) && existsSync(script)) {
    return run(process.execPath, [script, ...args]);
  }
  return run("npm", args, { shell: process.platform === "win32" });
}

/** Packages exactly as the lockfile says; again when the lockfile has changed. */
function ensurePackages() {
  const stamp = join(root, "node_modules", ".lockfile-sha256");
  const want = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === want) return;
  // A second checkout that borrows the packages of the first: `npm ci` would empty them for both.
  if (lstatSync(join(root, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  console.log("Installing packages by the lockfile ...");
  // No package of ours needs its install script, so none is run.
  if (npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) !== 0) {
    giveUp("The packages could not be installed: see what npm says above, then try again.");
  }
  writeFileSync(stamp, want);
}

/** Runs this script again on Node 24 where this Node is older, and ends with its exit code. */
function ensureNode() {
  if (Number(process.versions.node.split(".")[0]) >= wantedNode) return;
  const system = process.platform === "win32" ? "win" : process.platform;
  const folder = join(root, "node_modules", `node-${system}-${process.arch}`, "bin");
  const node = join(folder, process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(node) || process.env.COFFER_BOOTSTRAPPED === "1") {
    giveUp(
      `Coffer needs Node ${wantedNode} or newer; this is ${process.version}, and npm has no Node for ` +
        `${process.platform}-${process.arch}. Please install it from nodejs.org and try again.`,
    );
  }
  process.exit(
    run(node, process.argv.slice(1), {
      env: {
        ...process.env,
        COFFER_BOOTSTRAPPED: "1",
        PATH: folder + delimiter + (process.env.PATH ?? ""),
      },
    }),
  );
}

/** The types that WXT generates from the locale and the entrypoints: without them nothing compiles. */
function ensureGenerated() {
  const wxt = join(root, "node_modules", "wxt", "bin", "wxt.mjs");
  const done = spawnSync(process.execPath, [wxt, "prepare"], { cwd: root, encoding: "utf8" });
  if (done.status !== 0) {
    giveUp(`wxt prepare failed:\n${done.stdout ?? ""}${done.stderr ?? ""}`);
  }
}

const command = process.argv[2] ?? "";
if (!commands.includes(command)) {
  giveUp(`Usage: node scripts/bootstrap.mjs <${commands.join(" | ")}> [arguments]`);
}
ensurePackages();
ensureNode();
ensureGenerated();
process.chdir(root);
const script = await import(pathToFileURL(join(root, "scripts", `${command}.ts`)).href);
// Exit at once: a forgotten handle must not keep a finished run alive. The output was awaited.
process.exit(await script.default(process.argv.slice(3)));
