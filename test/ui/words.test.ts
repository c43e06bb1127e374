import { readdirSync, readFileSync } from "node:fs";
import { Options } from "@zxcvbn-ts/core";
import { parseMessagesFile } from "@wxt-dev/i18n/build";
import { beforeAll, describe, expect, it } from "vitest";
import { failureCodes } from "../../src/core/failure.ts";
import { outcomes } from "../../src/core/form/field.ts";
import { symbolSetNames } from "../../src/core/generate.ts";
import { fieldTypes, kindNames } from "../../src/core/item.ts";
import { kinds } from "../../src/core/kinds/index.ts";
import { fieldKey } from "../../src/ui/words.ts";

const words = new Map<string, string>();

beforeAll(async () => {
  for (const message of await parseMessagesFile("locales/en.yml")) {
    if (message.key[0]?.startsWith("@@")) continue; // the browser's own
    const text =
      message.type === "plural" ? Object.values(message.plurals).join(" | ") : message.message;
    words.set(message.key.join("."), text);
  }
});

/** All code that may speak to the user. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, "utf8"));
}

describe("the words of the interface", () => {
  it("have one sentence for every failure, and it says what to do", () => {
    for (const code of failureCodes) {
      expect(words.get(`failure.${code}`), code).toMatch(/^[A-Z].{15,}[.]$/);
    }
  });

  it("name every kind, every type of field and every outcome of a fill", () => {
    for (const kind of kindNames) {
      for (const group of ["kind", "kinds", "kindAbout"]) {
        expect(words.get(`${group}.${kind}`), `${group}.${kind}`).toBeTruthy();
      }
    }
    for (const type of fieldTypes) expect(words.get(`type.${type}`), type).toBeTruthy();
    for (const outcome of outcomes) {
      expect(words.get(`outcome.${outcome.replaceAll("-", "_")}`), outcome).toBeTruthy();
    }
    for (const set of symbolSetNames) expect(words.get(`generate.${set}`), set).toBeTruthy();
  });

  it("name every built-in field of every kind", () => {
    for (const kind of Object.values(kinds)) {
      for (const { key } of kind.fields) expect(words.get(fieldKey(key)), key).toBeTruthy();
    }
  });

  it("put every warning and suggestion of the strength meter into our words", () => {
    const { translations } = new Options();
    for (const group of ["warnings", "suggestions"] as const) {
      for (const key of Object.keys(translations[group])) {
        expect(words.get(`strength.${group}.${key}`), key).toBeTruthy();
      }
    }
  });

  it("use only keys that a browser accepts as names of messages", () => {
    for (const key of words.keys()) expect(key.replaceAll(".", "_")).toMatch(/^[A-Za-z0-9_@]+$/);
  });

  it("leave no dollar sign that is not a place for a value", () => {
    for (const [key, text] of words) expect(text.replace(/\$[1-9]/g, ""), key).not.toContain("$");
  });

  it("are all used somewhere", () => {
    const code = [
      ...sources("src"),
      ...sources("entrypoints"),
      ...sources("reader"),
      readFileSync("scripts/reader.ts", "utf8"),
      readFileSync("wxt.config.ts", "utf8"),
    ].join("\n");
    const madeOf = [...code.matchAll(/`([a-zA-Z.]+\.[a-zA-Z_]*)\$\{/g)].map(
      (found) => found[1] ?? "",
    );
    const unused = [...words.keys()].filter(
      (key) =>
        !code.includes(`"${key}"`) &&
        !code.includes(`__MSG_${key.replaceAll(".", "_")}__`) &&
        !madeOf.some((start) => key.startsWith(start)),
    );
    expect(unused).toEqual([]);
  });
});
