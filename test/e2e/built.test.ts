/** What the builds are: their permissions, their policy and their weight. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builds } from "./harness/files.ts";

const read = (folder: string, path: string) => readFileSync(join(folder, path), "utf8");

interface Manifest {
  permissions: string[];
  host_permissions?: string[];
  optional_host_permissions: string[];
  content_scripts?: unknown[];
  web_accessible_resources?: unknown[];
  externally_connectable?: unknown;
  content_security_policy: { extension_pages: string };
}

/** Bytes of the scripts that a page of ours loads before it is ready: what it names and what those import. */
function loadedAtOnce(folder: string, page: string): number {
  const waiting = [...read(folder, page).matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(
    ([, path]) => String(path),
  );
  const seen = new Set<string>();
  for (const path of waiting) {
    if (seen.has(path)) continue;
    seen.add(path);
    const source = read(folder, path);
    for (const [, , name] of source.matchAll(
      /(^|[;}\s])import(?:[^"'();]*?from)?\s*["']\.\/([^"']+)["']/g,
    )) {
      waiting.push(`chunks/${name}`);
    }
  }
  return [...seen].reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
}

describe.each([
  ["Chromium", builds.chromium],
  ["Firefox", builds.firefox],
])("the build for %s", (name, folder) => {
  const manifest = JSON.parse(read(folder, "manifest.json")) as Manifest;

  test("asks for these permissions and for no host at install", () => {
    expect({
      permissions: manifest.permissions,
      hosts: manifest.host_permissions ?? [],
      optionalHosts: manifest.optional_host_permissions,
      contentScripts: manifest.content_scripts ?? [],
      webAccessible: manifest.web_accessible_resources ?? [],
      connectable: manifest.externally_connectable ?? null,
      policy: manifest.content_security_policy.extension_pages.split("; "),
    }).toMatchSnapshot();
  });

  test("keeps its byte budgets: popup 60 kB, background with its WASM 100 kB, fill stub 16 kB, its hand 12 kB, insert stub 9.3 kB, watcher 17.5 kB with 4 kB for copies and 5 kB for triggers", () => {
    const sizes = {
      popup: loadedAtOnce(folder, "popup.html"),
      // All that start and unlock load; what is loaded later has no part in them.
      background: ["background.js", "argon2.js"]
        .map((path) => statSync(join(folder, path)).size)
        .reduce((sum, size) => sum + size),
      fill: statSync(join(folder, "fill.js")).size,
      insert: statSync(join(folder, "insert.js")).size,
      // Comes into a page only once something is to be written there.
      hand: statSync(join(folder, "hand.js")).size,
      // Most of it is the scan of fill.js, which grows with what forms teach it.
      watch: statSync(join(folder, "watch.js")).size,
      // Only in pages of sites where the user wants that.
      copied: statSync(join(folder, "copied.js")).size,
      typed: statSync(join(folder, "typed.js")).size,
    };
    expect(sizes.popup).toBeGreaterThan(20_000);
    expect(sizes.popup, "popup").toBeLessThanOrEqual(60_000);
    expect(sizes.background, "background").toBeLessThanOrEqual(100_000);
    expect(sizes.fill, "fill stub").toBeLessThanOrEqual(16_000);
    // Of these, 0.3 kB are Monaco, in which one selects by keys what was typed.
    expect(sizes.insert, "insert stub").toBeLessThanOrEqual(9_300);
    expect(sizes.hand, "hand").toBeLessThanOrEqual(12_000);
    // Of these, half a kilobyte is that what is typed while the background wakes is not lost, and that labels are read
    // as the fill stub reads them.
    expect(sizes.watch, "watcher").toBeLessThanOrEqual(17_500);
    expect(sizes.copied, "copies").toBeLessThanOrEqual(4_000);
    expect(sizes.typed, "triggers").toBeLessThanOrEqual(5_000);
  });

  test(`holds no source map, no remote script and no path of the machine that built it (${name})`, () => {
    for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      expect(path).not.toMatch(/\.map$/);
      if (!/\.(js|html|css|json)$/.test(path)) continue;
      const text = read(folder, path);
      expect(text, path).not.toMatch(/<script[^>]+src="https?:/);
      expect(text, path).not.toMatch(/\/(home|root|work|tmp|Users)\/[a-z]/);
    }
  });
});
