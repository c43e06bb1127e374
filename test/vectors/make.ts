/**
 * Writes test/vectors/*.json by the second implementation (test/core/second.ts), so that a vector never
 * repeats the code's own answer: `node test/vectors/make.ts`. Nothing in it is left to chance, so the same
 * files come out each time. Old vectors stay for ever, new ones are added.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { header, kdf, recovery } from "./make-keys.ts";
import { audit } from "./make-audit.ts";
import { cache, manifest } from "./make-set.ts";
import { records } from "./make-records.ts";
import { slots } from "./make-slots.ts";
import { backup, rotation } from "./make-whole.ts";
import { padding } from "./make-padding.ts";
import { sharing } from "./make-sharing.ts";
import type { Case } from "./fixed.ts";

const parts: Record<string, Case[]> = {
  kdf: kdf(),
  recovery: recovery(),
  slots: slots(),
  header: header(),
  padding: padding(),
  records: records(),
  manifest: manifest(),
  cache: cache(),
  audit: audit(),
  rotation: rotation(),
  backup: backup(),
  sharing: await sharing(),
};

/** Byte arrays as hex, at any depth. */
function shown(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(inner)]));
}

for (const [part, cases] of Object.entries(parts)) {
  const about = `Coffer format 1, docs/FORMAT.md; how to read this: test/vectors/README.md. ${part}.`;
  const text = JSON.stringify({ about, cases: shown(cases) }, null, 1);
  writeFileSync(join(import.meta.dirname, `${part}.json`), `${text}\n`);
}
