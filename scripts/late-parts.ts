/**
 * A part of the background that is loaded late (src/browser/parts.ts) shares the modules that the background
 * holds already, instead of carrying copies: one class `Failure`, one queue of the session, fewer bytes.
 *
 * Both builds read the same source text: what a late part imports from a module of the background is lent, as
 * one list in a global. The background fills it when it starts, the late part reads it by place.
 */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { WxtViteConfig } from "wxt";

type Plugin = Exclude<
  Extract<NonNullable<WxtViteConfig["plugins"]>[number], { name: string }>,
  false | null
>;

interface Import {
  /** Absolute path of the module. */
  from: string;
  /** Values taken from it, by the names it exports. */
  names: string[];
}

const statement = /^(?:import|export)\s+(?!type\b)\{([^}]*)\}\s+from\s+"(\.[^"]+)";/gm;

/** The values a module of ours takes from other modules of ours; types leave no trace. */
function importsOf(path: string): Import[] {
  const source = readFileSync(path, "utf8");
  return [...source.matchAll(statement)].map(([, list = "", from = ""]) => ({
    from: resolve(dirname(path), from),
    names: list
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type "))
      .map((name) => name.split(/\s+as\s+/)[0] as string),
  }));
}

/** Every module reached from a root, where `enter` lets us in. */
function walk(root: string, enter: (path: string) => boolean): Set<string> {
  const seen = new Set<string>();
  const waiting = [root];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const { from, names } of importsOf(path)) {
      if (names.length > 0 && enter(from)) waiting.push(from);
    }
  }
  return seen;
}

interface Plan {
  /** Modules of each late part alone, by the path of its entrypoint. */
  late: Map<string, Set<string>>;
  /** Names lent by each module, in order; the place in the list is found by counting. */
  lent: Map<string, string[]>;
}

function planOf(lender: string, entries: readonly string[]): Plan {
  const held = walk(lender, () => true);
  const names = new Map<string, Set<string>>();
  const late = new Map<string, Set<string>>();
  for (const entry of entries) {
    const own = walk(entry, (path) => !held.has(path));
    late.set(entry, own);
    for (const module of own) {
      for (const taken of importsOf(module)) {
        if (!held.has(taken.from) || taken.names.length === 0) continue;
        const known = names.get(taken.from) ?? new Set();
        for (const name of taken.names) known.add(name);
        names.set(taken.from, known);
      }
    }
  }
  const sorted = [...names].map(([path, set]) => [path, [...set].toSorted()] as const);
  return { late, lent: new Map(sorted.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

/** The plugin for one build; `parts` are the names of the late entrypoints, `host` is the one that lends to them. */
export function lateParts(root: string, parts: readonly string[], host = "background"): Plugin {
  const lender = join(root, "entrypoints", `${host}.ts`);
  const mark = `\0lent by ${host}:`;
  const place = `globalThis.cofferLent_${host}`;
  const entries = parts.map((name) => join(root, "entrypoints", `${name}.ts`));
  const plan = planOf(lender, entries);
  let own: Set<string> | undefined;
  /** Not where the entrypoint is only asked for its options, in Node. */
  let lends = false;
  return {
    name: `coffer:late-parts-of-${host}`,
    enforce: "pre",
    buildStart({ input }) {
      const inputs = JSON.stringify(input) ?? "";
      lends = inputs.includes(lender);
      const entry = entries.find((path) => inputs.includes(path));
      own = entry === undefined ? undefined : plan.late.get(entry);
    },
    resolveId(source, importer) {
      if (own === undefined || importer === undefined || !source.startsWith(".")) return null;
      const path = resolve(dirname(importer), source);
      return own.has(importer) && plan.lent.has(path) ? mark + path : null;
    },
    load(id) {
      if (!id.startsWith(mark)) return null;
      let first = 0;
      for (const [path, names] of plan.lent) {
        if (path === id.slice(mark.length)) {
          return names
            .map((name, i) => `export const ${name} = ${place}[${first + i}];`)
            .join("\n");
        }
        first += names.length;
      }
      return null;
    },
    transform(code, id) {
      if (id !== lender || !lends) return null;
      const modules = [...plan.lent];
      const imports = modules.map(([path, names], at) => {
        const list = names.map((name) => `${name} as lent${at}_${name}`);
        return `import { ${list.join(", ")} } from ${JSON.stringify(path)};`;
      });
      const list = modules.flatMap(([, names], at) => names.map((name) => `lent${at}_${name}`));
      return `${imports.join("\n")}\n${code}\n${place} = [${list.join(", ")}];\n`;
    },
  };
}
