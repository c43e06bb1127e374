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
import type { Domains, Patterns, World } from "../vault/ports.ts";
import type { Targets } from "../vault/target-port.ts";

interface Parts {
  cofferArgon2?: Parameters<typeof provideArgon2>[0] extends () => Promise<infer A> ? A : never;
  cofferForms?: FormEngine;
  cofferLater?: Later;
  cofferDomains?: Domains;
  cofferPatterns?: Patterns;
  cofferSharing?: SharingEngine;
  cofferAge?: AgeEngine;
  cofferTargets?: Targets;
}

interface ClassicWorker {
  importScripts?: (...urls: string[]) => void;
  addEventListener(event: "install", listener: () => void): void;
}

const here = globalThis as typeof globalThis & Parts & ClassicWorker;
const files = {
  cofferArgon2: "/argon2.js",
  cofferForms: "/forms.js",
  cofferLater: "/later.js",
  cofferDomains: "/domains.js",
  cofferPatterns: "/patterns.js",
  cofferSharing: "/sharing.js",
  cofferAge: "/age.js",
  cofferTargets: "/targets.js",
} as const;

async function part<K extends keyof Parts>(name: K): Promise<NonNullable<Parts[K]>> {
  if (here[name] === undefined) {
    if (here.importScripts !== undefined) here.importScripts(files[name]);
    else await import(/* @vite-ignore */ files[name]);
  }
  return here[name] as NonNullable<Parts[K]>;
}

/** Call it while the background starts: what is not imported during the install can not be imported later. */
export function prepareParts(): void {
  if (here.importScripts !== undefined) {
    here.addEventListener("install", () => here.importScripts?.(...Object.values(files)));
  }
  provideArgon2(() => part("cofferArgon2"));
}

/** The form engine, loaded when a page is first filled. */
export function loadForms(): Promise<FormEngine> {
  return part("cofferForms");
}

/** HPKE and the word list, loaded when something is first shared. */
export function loadSharing(): Promise<SharingEngine> {
  return part("cofferSharing");
}

/** The age format, loaded when it is first written. */
export function loadAge(): Promise<AgeEngine> {
  return part("cofferAge");
}

/** What reaches WebDAV, S3 and folders, loaded when a target is used. */
export function loadTargets(): Promise<Targets> {
  return part("cofferTargets");
}

/** What is not needed to open, list and copy (src/vault/later.ts). */
export function loadLater(): Promise<Later> {
  return part("cofferLater");
}

/** What the rules of items that are more than exact origins are compared with. */
export const sites: World["sites"] = {
  domains: () => part("cofferDomains"),
  patterns: () => part("cofferPatterns"),
};
