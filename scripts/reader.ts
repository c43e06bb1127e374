/**
 * `npm run build:reader`: the offline reader below .output/reader, one HTML file and one Node script, with
 * their SHA-256. The same source gives the same bytes on every machine: nothing of the place, the time or the
 * order of a disk goes into them (test/reader/build.test.ts).
 */
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseMessagesText } from "@wxt-dev/i18n/build";
import { rolldown } from "rolldown";
import type { Words } from "../reader/shared/words.ts";
import { root } from "./tool.ts";

export interface BuiltReader {
  /** The page, complete in itself. */
  html: string;
  /** The command, for Node 20 and newer. */
  command: string;
}

/** Groups of the locale that the reader speaks; reader/shared/words.ts has the same as a type. */
const groups = ["reader", "failure", "field", "kind"];

/** Oldest browsers and Node that the reader runs on. */
const targets = { page: ["chrome111", "firefox128", "safari16.4"], command: ["node20"] };

function wordsOf(folder: string): Words {
  const words: Words = {};
  const text = readFileSync(join(folder, "locales", "en.yml"), "utf8");
  for (const message of parseMessagesText(text, "YAML")) {
    if (!groups.includes(message.key[0] ?? "")) continue;
    words[message.key.join(".")] = message.type === "plural" ? message.plurals : message.message;
  }
  return words;
}

function versionOf(folder: string): string {
  const text = readFileSync(join(folder, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

async function bundle(folder: string, kind: "page" | "command"): Promise<string> {
  const page = kind === "page";
  const build = await rolldown({
    cwd: folder,
    input: page ? "reader/page/main.tsx" : "reader/cli/main.ts",
    platform: page ? "browser" : "node",
    // Modules, of which only what is used is taken.
    resolve: { mainFields: ["module", "main"] },
    tsconfig: false,
    transform: {
      target: targets[kind],
      jsx: { runtime: "automatic", importSource: "preact", development: false },
      define: {
        cofferWords: JSON.stringify(wordsOf(folder)),
        cofferVersion: JSON.stringify(versionOf(folder)),
      },
    },
    onLog: (level, log) => {
      if (level === "warn") throw new Error(`The reader's build warns: ${log.message}`);
    },
  });
  try {
    const { output } = await build.generate({
      format: page ? "iife" : "esm",
      codeSplitting: false,
      minify: true,
      // The licences of what is bundled ask to be kept.
      comments: { legal: true, annotation: false, jsdoc: false },
      ...(page ? {} : { banner: "#!/usr/bin/env node" }),
    });
    if (output.length !== 1) throw new Error("The reader's build gave more than one file.");
    return output[0].code;
  } finally {
    await build.close();
  }
}

/** `'sha256-...'` as a content security policy names an inline script or style. */
function hashSource(content: string): string {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}

/**
 * The policy of FORMAT.md 7. Nothing is fetched, framed, sent or navigated to. A saved file goes out by a
 * link to a blob, which is a download and no fetch, so no source is opened for it. Scripts can not be made
 * from text: Trusted Types are required and none is allowed.
 */
function policyOf(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashSource(script)} 'wasm-unsafe-eval'`,
    `style-src ${hashSource(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

/** Both, from the sources below `folder`. Throws an Error that says what is wrong. */
export async function buildReader(folder: string = root): Promise<BuiltReader> {
  const [html, command] = await Promise.all([buildPage(folder), bundle(folder, "command")]);
  return { html, command };
}

/** The page alone, from the sources below `folder`: the extension's build packs it (wxt.config.ts). */
export async function buildPage(folder: string = root): Promise<string> {
  const code = await bundle(folder, "page");
  // A text that ends the script, or hides its end, would cut it in two.
  if (/<\/script|<!--/i.test(code)) {
    throw new Error("The reader's script holds a text that ends a script in HTML.");
  }
  const style = ["src/ui/css/tokens.css", "reader/page/page.css"]
    .map((path) => readFileSync(join(folder, path), "utf8"))
    .join("\n");
  const script = code.trim();
  const words = wordsOf(folder);
  const parts: Record<string, string> = {
    policy: policyOf(script, style),
    // Written without a space around them: the policy has the hash of the very bytes between the tags.
    style: `<style>${style}</style>`,
    script: `<script>${script}</script>`,
    title: inHtml(words["reader.title"]),
    noScript: inHtml(words["reader.noScript"]),
  };
  return readFileSync(join(folder, "reader", "page", "page.html"), "utf8").replaceAll(
    /<!--(policy|style|script|title|noScript)-->/g,
    (_, name: string) => parts[name] ?? "",
  );
}

/** A text of the locale, as it stands between two tags. */
function inHtml(text: Words[string] | undefined): string {
  if (typeof text !== "string" || text === "") throw new Error("A word of the page is missing.");
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** Lines that `sha256sum -c` reads. */
function sums(files: Record<string, string>): string {
  return Object.entries(files)
    .map(([name, text]) => `${createHash("sha256").update(text).digest("hex")}  ${name}\n`)
    .join("");
}

/** Writes a built reader into a folder; answers its SHA-256 lines. */
export function writeReader({ html, command }: BuiltReader, into: string): string {
  mkdirSync(into, { recursive: true });
  const files = { "coffer-reader.html": html, "coffer-reader.mjs": command };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(into, name), text);
  chmodSync(join(into, "coffer-reader.mjs"), 0o755);
  const about = JSON.parse(readFileSync(join(root, "reader", "package.json"), "utf8")) as object;
  const numbered = { ...about, version: versionOf(root) };
  writeFileSync(join(into, "package.json"), `${JSON.stringify(numbered, null, 2)}\n`);
  const lines = sums(files);
  writeFileSync(join(into, "SHA256SUMS"), lines);
  return lines;
}

/** Where the built reader lies. */
export const readerFolder = join(root, ".output", "reader");

/** Exit code of the command. */
export default async function reader(): Promise<number> {
  try {
    const lines = writeReader(await buildReader(), readerFolder);
    console.log(`Built .output/reader:\n${lines}`);
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}
