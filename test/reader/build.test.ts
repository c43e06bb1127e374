/** What the reader's build promises: the same bytes everywhere, one file, and a policy that fits it. */
import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildReader, type BuiltReader, writeReader } from "../../scripts/reader.ts";
import { selfOpening } from "../../src/core/self-opening.ts";

const root = join(import.meta.dirname, "../..");
const folders: string[] = [];
function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "coffer-build-"));
  folders.push(folder);
  return folder;
}

/** The sources alone, somewhere else on this machine. */
function copyOfSources(): string {
  const folder = join(freshFolder(), "another place");
  mkdirSync(folder);
  for (const path of ["reader", "src/core", "src/ui/css", "locales", "package.json"]) {
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

let built: BuiltReader;
let script: string;
let style: string;
let policy: Map<string, string[]>;

beforeAll(async () => {
  built = await buildReader();
  script = /<script>([\s\S]*)<\/script>/.exec(built.html)?.[1] ?? "";
  style = /<style>([\s\S]*?)<\/style>/.exec(built.html)?.[1] ?? "";
  const content = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(built.html)?.[1];
  const parts = (content ?? "").split("; ").map((part) => part.split(" "));
  policy = new Map(parts.map(([name = "", ...sources]) => [name, sources]));
});
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

describe("the reader's build", () => {
  test("gives the same bytes twice, in two folders", async () => {
    const [one, two] = await Promise.all([copyOfSources(), copyOfSources()].map(buildReader));
    const into = [freshFolder(), freshFolder()];
    const sums = [one, two].map((each, n) => writeReader(each as BuiltReader, into[n] ?? ""));
    expect(sums[0]).toBe(sums[1]);
    const [first = "", second = ""] = into;
    expect(readdirSync(first).toSorted()).toEqual([
      "SHA256SUMS",
      "coffer-reader.html",
      "coffer-reader.mjs",
      "package.json",
    ]);
    for (const name of readdirSync(first)) {
      expect(readFileSync(join(first, name)).equals(readFileSync(join(second, name))), name).toBe(
        true,
      );
    }
    // And the ones of this folder.
    expect(one).toEqual(built);
  });

  test("writes down the SHA-256 of what it wrote", () => {
    const folder = freshFolder();
    const lines = writeReader(built, folder);
    expect(readFileSync(join(folder, "SHA256SUMS"), "utf8")).toBe(lines);
    for (const name of ["coffer-reader.html", "coffer-reader.mjs"]) {
      const bytes = readFileSync(join(folder, name));
      expect(lines).toContain(`${createHash("sha256").update(bytes).digest("hex")}  ${name}\n`);
    }
  });

  test("knows nothing of the place where it was made", () => {
    for (const text of Object.values(built)) {
      expect(text).not.toContain(root);
      expect(text).not.toContain("node_modules");
    }
  });
});

describe("the page", () => {
  test("allows its own script and style by their hashes, and nothing else", () => {
    expect(script.length).toBeGreaterThan(10_000);
    expect(Object.fromEntries(policy)).toEqual({
      "default-src": ["'none'"],
      "script-src": [hashOf(script), "'wasm-unsafe-eval'"],
      "style-src": [hashOf(style)],
      "base-uri": ["'none'"],
      "form-action": ["'none'"],
      "require-trusted-types-for": ["'script'"],
      "trusted-types": ["'none'"],
    });
    expect(built.html.indexOf("Content-Security-Policy")).toBeLessThan(
      built.html.search(/<(script|style|link|title)/),
    );
  });

  test("is one file: nothing is loaded from anywhere", () => {
    const markup = built.html.replace(script, "").replace(style, "");
    expect(markup).not.toMatch(/\b(src|href|srcset|poster|action)=/);
    expect(style).not.toMatch(/url\(|@import/);
    expect(script).not.toMatch(
      /\bfetch\s*\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|\bimport\s*\(|RTCPeerConnection/,
    );
    expect(markup.match(/<script/g)).toHaveLength(1);
  });

  test("keeps nothing for later: no storage, no cookie, no cache", () => {
    expect(script).not.toMatch(/localStorage|sessionStorage|indexedDB|document\.cookie|caches\./);
  });

  test("says its title and what it needs in the words of the locale", () => {
    expect(built.html).toContain("<title>Coffer Reader</title>");
    expect(built.html).toMatch(/<noscript>[A-Z][^<]+\.<\/noscript>/);
    // All places of the template are filled but the one for a backup.
    expect(built.html.match(/<!--.*?-->/g)).toEqual(["<!--coffer-backup-->"]);
  });

  test("has the same script, style and policy when a backup is inside", () => {
    const file = new Uint8Array(5000).fill(60);
    const whole = selfOpening(built.html, file);
    expect(whole.replace(/<script type="application\/octet-stream"[^<]*<\/script>/, "")).toBe(
      built.html.replace("<!--coffer-backup-->", ""),
    );
    expect(whole).toContain(script);
  });
});

describe("the command", () => {
  test("is one script that asks nothing of the machine but Node's own modules", () => {
    expect(built.command.startsWith("#!/usr/bin/env node\n")).toBe(true);
    const named = built.command.matchAll(/\b(?:from|import)\s*\(?\s*["`']([^"`']+)["`']/g);
    const modules = new Set([...named].map(([, name]) => name));
    expect(modules).toEqual(new Set(["node:fs", "node:path", "node:util"]));
    expect(built.command).not.toMatch(/\bfetch\s*\(|node:(http|https|net|tls|dns)|child_process/);
  });

  test("and the page are small enough to keep on any medium: 160 and 110 kB", () => {
    expect(built.html.length).toBeLessThan(160_000);
    expect(built.command.length).toBeLessThan(110_000);
  });
});
