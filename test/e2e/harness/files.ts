/** Folders and files that a test makes and takes away again. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Root of the project. */
export const root = resolve(import.meta.dirname, "../../..");

/** Where the two builds lie. */
export const builds = {
  chromium: join(root, ".output", "chrome-mv3"),
  firefox: join(root, ".output", "firefox-mv3"),
} as const;

/** A new empty folder below the system's temporary one. */
export function freshFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `coffer-${name}-`));
}

/** Takes a folder away; a browser that is still closing may hold a file for a moment. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
