/**
 * Parts of the background that are loaded when they are first needed, so that the worker starts quickly:
 * Argon2 with its WASM, the form engine, what is not needed to open, list and copy, the public suffix list and the engine
 * for regular expressions. They are files of the package, each sets one
 * global, and what they share with the background they take from it (scripts/late-parts.ts).
 *
 * Chromium's worker has no `import()`, but a classic worker may `importScripts` later what it has imported
 * once while it was installed: those scripts are kept with it. Firefox's event page imports them directly.
 */
import { provideArgon2 } from "../core/kdf.ts";
import type { FormEngine } from "../core/form/engine.ts";
import type { AgeEngine } from "../core/share/age.ts";
import type { SharingEngine } from "../core/share/engine.ts";
import type { Later } from "../vault/later.ts";
import type { ServerPart } from "../vault/server-door.ts";
import type { Domains, Patterns, World } from "../vault/ports.ts";
import type { Targets } from "../vault/target-port.ts";

interface Parts {
  Argon2: Parameters<typeof provideArgon2>[0] extends () => Promise<infer A> ? A : never;
  Forms: FormEngine;
  Later: Later;
  Domains: Domains;
  Patterns: Patterns;
  Sharing: SharingEngine;
  Age: AgeEngine;
  Targets: Targets;
  Server: ServerPart;
}
type Name = keyof Parts;

interface ClassicWorker {
  importScripts?: (...urls: string[]) => void;
  addEventListener(event: "install", listener: () => void): void;
}

/** Each sets the global `coffer` and its name: `age.js` sets `cofferAge`. */
const here = globalThis as typeof globalThis & {
  [N in Name as `coffer${N}`]?: Parts[N];
} & ClassicWorker;
const names: readonly Name[] = [
  "Argon2",
  "Forms",
  "Later",
  "Domains",
  "Patterns",
  "Sharing",
  "Age",
  "Targets",
  "Server",
];
const fileOf = (name: Name) => `/${name.toLowerCase()}.js`;

async function part<N extends Name>(name: N): Promise<Parts[N]> {
  const found = () => here[`coffer${name}`] as Parts[N] | undefined;
  if (found() === undefined) {
    if (here.importScripts !== undefined) here.importScripts(fileOf(name));
    else await import(/* @vite-ignore */ fileOf(name));
  }
  return found() as Parts[N];
}

/** Call it while the background starts: what is not imported during the install can not be imported later. */
export function prepareParts(): void {
  if (here.importScripts !== undefined) {
    here.addEventListener("install", () => here.importScripts?.(...names.map(fileOf)));
  }
  provideArgon2(() => part("Argon2"));
}

/** The form engine, loaded when a page is first filled. */
export function loadForms(): Promise<FormEngine> {
  return part("Forms");
}

/** HPKE and the word list, loaded when something is first shared. */
export function loadSharing(): Promise<SharingEngine> {
  return part("Sharing");
}

/** The age format, loaded when it is first written. */
export function loadAge(): Promise<AgeEngine> {
  return part("Age");
}

/** What reaches WebDAV, S3 and folders, loaded when a target is used. */
export function loadTargets(): Promise<Targets> {
  return part("Targets");
}

/** What is not needed to open, list and copy (src/vault/later.ts). */
export function loadLater(): Promise<Later> {
  return part("Later");
}

/** What talks to a backup server (src/vault/server-part.ts). */
export function loadServer(): Promise<ServerPart> {
  return part("Server");
}

/** What the rules of items that are more than exact origins are compared with. */
export const sites: World["sites"] = {
  domains: () => part("Domains"),
  patterns: () => part("Patterns"),
};
