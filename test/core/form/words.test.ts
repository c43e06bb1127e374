/** Labels of real life in 34 languages (words/), each read in all languages at once. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { classify } from "../../../src/core/form/classify.ts";
import type { PageField } from "../../../src/core/form/field.ts";
import { form, list } from "./fields.ts";

const folder = join(import.meta.dirname, "words");
type Some = Partial<PageField>;

/** Labels by kind; a line is `kind: label | label`, with `@` before a kind whose words are attribute names. */
function table(file: string): Map<string, string[]> {
  const lines = readFileSync(join(folder, file), "utf8").trim().split("\n");
  return new Map(
    lines.map((line) => {
      const at = line.indexOf(": ");
      const labels = line.slice(at + 2).split(line.startsWith("bday-parts") ? " | " : / \| /);
      return [line.slice(0, at), labels.map((label) => label.trim())];
    }),
  );
}

/** A field that is somebody else's counts as one that has no kind: it is left empty. */
const tokens = (fields: PageField[]) =>
  classify(fields).map(({ token, foreign }) => (foreign ? "none" : token));
const first = (...fields: Some[]) => tokens(form("", ...fields))[0] ?? "";

/** What becomes of a field whose text is told in one of the ways that pages have. */
function read(kind: string, field: Some): string {
  if (/^(sex|honorific-prefix|title|cc-type)$/.test(kind))
    return first({
      ...field,
      tag: "select",
      type: "",
      options: list("", "—", "A", "B").options ?? [],
    });
  if (kind.startsWith("cc-") && kind !== "cc-number")
    return tokens(form("", { autocomplete: "cc-number" }, field))[1] ?? "";
  if (kind === "tel-country-code") return first(field, { autocomplete: "tel-national" });
  if (kind.startsWith("password")) return first({ ...field, type: "password" });
  return first(field);
}

/** The tokens that are right for a kind of the tables, where they are not its name. */
const right: Record<string, RegExp> = {
  // Nothing may go there: either is left alone.
  empty: /^(none|unknown)$/,
  "address-line1": /^(address-line1|street-address)$/,
  // The street must not stand where only its number is asked for.
  house: /^(address-line2|unknown|none)$/,
  "family-name-second": /^(family-name|additional-name|unknown)$/,
  kana: /^(unknown|none|name)$/,
  title: /^(honorific-prefix|organization-title|unknown)$/,
  password: /^current-password$/,
  "password-new": /^new-password$/,
  "password-again": /^new-password$/,
  "password-old": /^current-password$/,
};

const others = /^(bday-parts|code|sent|sign-in|sign-up)$/;

for (const file of readdirSync(folder)) {
  const words = table(file);
  describe(`in ${basename(file, ".txt")}`, () => {
    for (const [kind, labels] of words) {
      if (others.test(kind)) continue;
      const own = kind.replace(/^@/, "");
      const wanted = right[own] ?? new RegExp(`^${own}$`);
      const ways: ((text: string) => Some)[] = kind.startsWith("@")
        ? [(name) => ({ name }), (id) => ({ id })]
        : [(label) => ({ label }), (placeholder) => ({ placeholder }), (near) => ({ near })];
      test(`${kind} is known by its words`, () => {
        const wrong = labels.flatMap((label) => {
          const got = new Set(ways.map((way) => read(own, way(label))));
          return [...got].every((token) => wanted.test(token))
            ? []
            : [`${label}: ${[...got].join()}`];
        });
        expect(wrong).toEqual([]);
      });
    }
  });
}

for (const file of readdirSync(folder).filter((each) => each !== "programs.txt")) {
  const words = table(file);
  describe(`forms in ${basename(file, ".txt")}`, () => {
    const born = words.get("bday")?.[0] ?? "";
    test.each((words.get("bday-parts") ?? []).map((line) => line.split(" / ")))(
      "%s, %s and %s under a birthday are its parts",
      (...parts) => {
        const kinds = ["bday-day", "bday-month", "bday-year"];
        const year = parts.findIndex((part) =>
          /y{4}|j{4}|a{4}|r{4}|г{4}|р{4}|å{4}|ε{4}|v{4}/i.test(part),
        );
        const got = tokens(form(born, ...parts.map((placeholder) => ({ placeholder }))));
        expect(got.toSorted()).toEqual(kinds);
        if (year >= 0) expect(got[year]).toBe("bday-year");
      },
    );

    const code = words.get("code") ?? [];

    test("a code is one that was sent where the form tells of it", () => {
      for (const sent of words.get("sent") ?? [])
        for (const label of code)
          expect([sent, label, ...tokens(form(sent, { label }))]).toEqual([
            sent,
            label,
            "one-time-code",
          ]);
    });

    test("a code alone stays empty", () => {
      for (const label of code)
        expect([label, first({ label })]).toEqual([label, expect.stringMatching(/none|unknown/)]);
    });

    const word = { type: "password", label: words.get("password")?.[0] ?? "" };
    const mail = { type: "email", label: words.get("email")?.[0] ?? "" };

    test("who signs in and who signs up are told apart", () => {
      for (const context of words.get("sign-in") ?? [])
        expect([context, ...tokens(form(context, mail, word))]).toEqual([
          context,
          "username",
          "current-password",
        ]);
      for (const context of words.get("sign-up") ?? [])
        expect([context, ...tokens(form(context, mail, word))]).toEqual([
          context,
          "email",
          "new-password",
        ]);
    });
  });
}
