/** The rules of the house (docs/ARCHITECTURE.md) that a machine can check and the compiler does not. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { failureCodes } from "../src/core/failure.ts";
import { fieldTypes, kindNames } from "../src/core/item.ts";
import { outcomes } from "../src/core/form/field.ts";

const root = join(import.meta.dirname, "..");

function filesOf(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => pattern.test(path))
    .map((path) => join(folder, path).replaceAll("\\", "/"))
    .toSorted();
}
const read = (path: string) => readFileSync(join(root, path), "utf8");
/** The source without its comments, which may say anything. */
const code = (path: string) =>
  read(path)
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/(^|\s)\/\/.*$/gm, "$1");

const sources = ["src", "reader", "server", "entrypoints"]
  .flatMap((folder) => filesOf(folder, /\.tsx?$/))
  .filter((path) => !path.endsWith(".d.ts"));
const tests = filesOf("test", /\.tsx?$/);
const scripts = filesOf("scripts", /\.(ts|mjs)$/);
const everything = [...sources, ...tests, ...scripts];
/** Tables of data may be long. */
const isTable = (path: string) => path === "src/core/form/country.ts" || /\/signals\//.test(path);

interface Import {
  from: string;
  /** Path within the project, or the name of a package. */
  to: string;
  typeOnly: boolean;
  /** By `import()`: not needed to load the file. */
  late: boolean;
}
function importsOf(path: string): Import[] {
  const found = code(path).matchAll(
    /(?:^|[;\n])\s*(import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|\bimport\("([^"]+)"\)/g,
  );
  return [...found].map(([, , type, named, late]) => {
    const name = named ?? late ?? "";
    const to = name.startsWith(".")
      ? relative(root, join(root, dirname(path), name)).replaceAll("\\", "/")
      : name;
    return { from: path, to, typeOnly: type !== undefined, late: late !== undefined };
  });
}
const imports = sources.flatMap(importsOf);
/** "core" of src/core, "reader/page" of reader/page. */
const roomOf = (path: string) =>
  /^(?:src\/(\w+)|(reader\/\w+)|(server))\//.exec(path)?.slice(1).find(Boolean) ?? "entrypoints";

describe("walls", () => {
  const may: Record<string, string[]> = {
    core: [],
    wire: ["core"],
    vault: ["core", "wire"],
    browser: ["core", "wire", "vault"],
    page: ["core", "wire"],
    ui: ["core", "wire"],
    entrypoints: ["core", "wire", "vault", "browser", "page", "ui"],
    // The offline reader knows the format and nothing of the extension.
    "reader/shared": ["core"],
    "reader/page": ["core", "reader/shared"],
    "reader/cli": ["core", "reader/shared"],
    // Ciphertext only: it reads the format for itself.
    server: [],
  };

  test("no room imports what it may not see", () => {
    const wrong = imports.filter(({ from, to }) => {
      if (!/^(src|reader|server|entrypoints)\//.test(to)) return to.startsWith("..");
      const room = roomOf(from);
      // The contract of the server: what of it a client reads.
      if (room === "browser" && /^server\/api(-factors)?\.ts$/.test(to)) return false;
      return roomOf(to) !== room && !may[room]?.includes(roomOf(to));
    });
    expect(wrong).toEqual([]);
  });

  test("vault and browser adapters meet in the ports, not behind them", () => {
    const wrong = imports.filter(
      ({ from, to, typeOnly }) =>
        roomOf(from) === "browser" &&
        roomOf(to) === "vault" &&
        to !== "src/vault/ports.ts" &&
        !typeOnly,
    );
    expect(wrong).toEqual([]);
  });

  test("the guest in foreign pages takes of wire the port alone, and of core no item and no key", () => {
    const allowed =
      /^(src\/wire\/fill-port\.ts|src\/core\/form\/|src\/core\/snippet\/trigger\.ts|src\/page\/)/;
    const wrong = imports.filter(
      ({ from, to, typeOnly }) =>
        roomOf(from) === "page" && to.startsWith("src/") && !allowed.test(to) && !typeOnly,
    );
    expect(wrong).toEqual([]);
  });

  test("what is loaded late stays out of the background's start", () => {
    const next = new Map<string, string[]>();
    for (const { from, to, typeOnly } of imports) {
      if (!typeOnly && to.startsWith("src/")) next.set(from, [...(next.get(from) ?? []), to]);
    }
    const start = new Set<string>();
    const waiting = ["entrypoints/background.ts"];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (start.has(at)) continue;
      start.add(at);
      waiting.push(...(next.get(at) ?? []));
    }
    const late = [
      "src/vault/later.ts",
      "src/wire/protocol.ts",
      "src/core/argon2.ts",
      "src/core/form/engine.ts",
    ];
    expect(late.filter((path) => start.has(path))).toEqual([]);
    expect(start).toContain("src/vault/unlock.ts");
  });

  test("the browser's interface is imported in browser, wire and the doors only", () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        to === "webextension-polyfill" &&
        !["browser", "wire", "entrypoints"].includes(roomOf(from)),
    );
    expect(wrong).toEqual([]);
  });

  test("no file needs itself to load", () => {
    const next = new Map<string, string[]>();
    for (const { from, to, typeOnly, late } of imports) {
      if (!typeOnly && !late && /^(src|reader|server)\//.test(to))
        next.set(from, [...(next.get(from) ?? []), to]);
    }
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (path: string, way: string[]): void => {
      if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(" > "));
      if (done.has(path) || way.includes(path)) return;
      for (const to of next.get(path) ?? []) walk(to, [...way, path]);
      done.add(path);
    };
    for (const path of next.keys()) walk(path, []);
    expect(circles).toEqual([]);
  });
});

describe("secrets", () => {
  test("no argument of executeScript and no message to a tab carries data", () => {
    for (const path of sources) {
      expect(code(path), path).not.toMatch(/executeScript\([^)]*\bargs\b/s);
      const messages = [...code(path).matchAll(/tabs\s*\.sendMessage\(([^;]*)\)/g)];
      for (const [, what] of messages) expect(what, path).toMatch(/\{ cofferVisit: true \}/);
    }
  });

  test("nothing is written to the console", () => {
    for (const path of sources) expect(code(path), path).not.toMatch(/\bconsole\s*\./);
  });

  test("no storage but the vault's own: neither storage.local (but for the mark, which is true or not there) nor storage.sync, localStorage or cookies", () => {
    const mark = "src/browser/mark.ts";
    expect(code(mark).match(/storage\.local/g)).toHaveLength(3);
    expect(code(mark)).toContain("storage.local.set({ [place]: true })");
    for (const path of sources.filter((one) => one !== mark)) {
      expect(code(path), path).not.toMatch(
        /storage\.(local|sync|managed)\b|\blocalStorage\b|document\.cookie/,
      );
    }
  });

  test("the network is reached from two files: for backup servers, and for places of backups", () => {
    const reaches =
      /(?<![.\w"])fetch\(|\bnew (?:WebSocket|EventSource|XMLHttpRequest|WebTransport|RTCPeerConnection)\b|\bsendBeacon\b|\bimportScripts\("https?:/;
    const users = sources.filter(
      (path) => /^(src|entrypoints)\//.test(path) && reaches.test(code(path)),
    );
    expect(users).toEqual([
      "src/browser/net.ts",
      "src/browser/targets/net.ts",
      // A file of the extension's own.
      "src/ui/manager/transfer.ts",
    ]);
    expect(code("src/ui/manager/transfer.ts").match(/fetch\([^)]*\)/g)).toEqual([
      'fetch("/reader.html")',
    ]);
  });

  test("no HTML is made from text, and no code from text", () => {
    for (const path of sources) {
      expect(code(path), path).not.toMatch(
        /innerHTML|outerHTML\s*=|dangerouslySet|insertAdjacentHTML/,
      );
      expect(code(path), path).not.toMatch(/\beval\(|new Function\(/);
    }
  });

  test("randomness comes from one file, and it is the platform's", () => {
    for (const path of sources) expect(code(path), path).not.toMatch(/Math\.random/);
    const users = sources.filter((path) => /getRandomValues/.test(code(path)));
    expect(users).toEqual(["src/core/random.ts"]);
  });
});

describe("words", () => {
  const words = read("locales/en.yml");
  const section = (name: string) =>
    new RegExp(`^${name}:\\n((?:[ \\t]+.*\\n|\\n)*)`, "m").exec(words)?.[1] ?? "";
  const has = (name: string, key: string) =>
    new RegExp(`^  ${key.replaceAll("-", "_")}:`, "m").test(section(name));

  test("every failure has its sentence, and it says what to do", () => {
    for (const failure of failureCodes) {
      expect(has("failure", failure), failure).toBe(true);
      const sentence = new RegExp(`^  ${failure}: ["'](.*)["']$`, "m").exec(
        section("failure"),
      )?.[1];
      expect(sentence?.length, failure).toBeGreaterThan(20);
    }
  });

  test("every kind, field type and outcome has its word", () => {
    for (const kind of kindNames) expect(has("kind", kind), kind).toBe(true);
    for (const type of fieldTypes) expect(has("type", type), type).toBe(true);
    for (const outcome of outcomes) expect(has("outcome", outcome), outcome).toBe(true);
  });

  /** What is printed on keys. */
  const keyNames = new Set(["Alt", "Shift", "Ctrl"]);

  test("no word stands bare in the interface", () => {
    const bare: string[] = [];
    for (const path of sources.filter((each) => each.endsWith(".tsx"))) {
      const source = code(path);
      // Text between a tag's end and the next tag, and texts of attributes that are read or shown.
      for (const [, text] of source.matchAll(/<\/?[a-zA-Z][^<>{}]*>([^<>{}]*)<\//g)) {
        if (/\p{L}{2}/u.test(text ?? "") && !keyNames.has((text ?? "").trim()))
          bare.push(`${path}: ${text}`);
      }
      for (const [found] of source.matchAll(
        /\b(aria-label|title|placeholder|alt)="[^"]*\p{L}[^"]*"/gu,
      )) {
        bare.push(`${path}: ${found}`);
      }
    }
    expect(bare).toEqual([]);
  });
});

describe("files", () => {
  test("each is shorter than 300 lines (tests 500), half of them shorter than 100", () => {
    const lengths = everything
      .filter((path) => !isTable(path))
      .map((path) => ({ path, lines: read(path).split("\n").length - 1 }));
    expect(
      lengths.filter(({ path, lines }) => lines > (path.startsWith("test/") ? 500 : 300)),
    ).toEqual([]);
    const own = lengths.filter(({ path }) => path.startsWith("src/")).map(({ lines }) => lines);
    expect(own.toSorted((a, b) => a - b)[Math.floor(own.length / 2)]).toBeLessThan(100);
  });

  test("none is called after nothing", () => {
    const wrong = everything.filter((path) =>
      /(^|\/)(utils?|helpers?|common|services?|misc|lib)(\.|\/)/.test(path),
    );
    expect(wrong).toEqual([]);
  });

  test("the doors hold no logic", () => {
    for (const path of sources.filter((each) => each.startsWith("entrypoints/"))) {
      expect(read(path).split("\n").length, path).toBeLessThan(40);
      expect(code(path), path).not.toMatch(/\b(for|while|switch)\s*\(/);
    }
  });

  test("classes are errors", () => {
    for (const path of sources) {
      for (const [found] of code(path).matchAll(/\bclass \w+[^{]*\{/g)) {
        expect(found, path).toMatch(/extends Error/);
      }
    }
  });

  test("every export says in a sentence what it is", () => {
    const silent: string[] = [];
    for (const path of sources.filter((each) => /^(src|reader|server)\//.test(each))) {
      const lines = read(path).split("\n");
      lines.forEach((line, n) => {
        if (!/^export (async )?function \w+/.test(line)) return;
        const before = lines[n - 1]?.trim() ?? "";
        if (!before.endsWith("*/") && !before.startsWith("//")) silent.push(`${path}:${n + 1}`);
      });
    }
    expect(silent).toEqual([]);
  });

  test("no path of anybody's machine and no address of a registry", () => {
    const all = [...everything, "package.json", "wxt.config.ts", "README.md", "CONTRIBUTING.md"];
    for (const path of all) {
      if (path === "test/house.test.ts") continue;
      expect(read(path), path).not.toMatch(/\/work\/|\/root\/|\/Users\/[a-z]|registry\.npmjs/);
    }
  });
});

describe("the lockfile", () => {
  const lock = JSON.parse(read("package-lock.json")) as {
    packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>;
  };

  test("records no download address", () => {
    const addresses = Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined);
    expect(addresses).toEqual([]);
  });

  test("is complete for every system: npm ci refuses it otherwise", () => {
    const names = new Set(
      Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, "")),
    );
    const missing = Object.values(lock.packages).flatMap(({ optionalDependencies }) =>
      Object.keys(optionalDependencies ?? {}).filter((name) => !names.has(name)),
    );
    expect(missing).toEqual([]);
  });
});
