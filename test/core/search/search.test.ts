/** The quality of the search: known queries, and what a user expects to stand first. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { highlight } from "../../../src/core/search/highlight.ts";
import { beginsNearly, strewn } from "../../../src/core/search/near.ts";
import { readQuery } from "../../../src/core/search/query.ts";
import { bodyOf, indexOf, pointsOf, searchOf, usePoints } from "../../../src/core/search/rank.ts";
import type { Searchable } from "../../../src/core/search.ts";

const day = 86_400_000;
const now = 1_000 * day;
const item = (title: string, more: Partial<Searchable> & { body?: string } = {}) => ({
  title,
  hint: "",
  tags: [] as string[],
  origins: [] as string[],
  kind: "login",
  favourite: false,
  modified: now - 400 * day,
  lastUsed: 0,
  uses: 0,
  body: "",
  ...more,
});

const items = [
  item("GitHub", {
    origins: ["https://github.com"],
    hint: "ann-dev",
    tags: ["work"],
    uses: 40,
    lastUsed: now - day / 2,
  }),
  item("GitLab", { origins: ["https://gitlab.com"], tags: ["work"] }),
  item("Git cheat sheet", { kind: "note", body: "git rebase --onto main" }),
  item("Bank of Example", { origins: ["https://bank.example"], tags: ["money"], favourite: true }),
  item("Blood bank card", { kind: "card" }),
  item("Signature", { kind: "snippet", tags: ["/Work/Mail"], body: "Kind regards, Ann Example" }),
  item("Meeting notes", {
    kind: "snippet",
    tags: ["/Work"],
    body: "Agenda for the quarterly meeting in Zürich",
  }),
  item("Netflix", { origins: ["https://www.netflix.com"], tags: ["home"] }),
  item("Wi-Fi at home", { kind: "note", body: "the router stands in the kitchen" }),
  item("Amazon", { origins: ["https://www.amazon.de"], hint: "ann@mail.example" }),
  item("Amazon Web Services", { origins: ["https://aws.amazon.com"], tags: ["work"] }),
  item("Café loyalty number", { kind: "form" }),
  item("Passport Ann", { kind: "identity" }),
  item("Passport Ben", { kind: "identity", uses: 9, lastUsed: now - 2 * day }),
  item("Straße und Hausnummer", { kind: "snippet" }),
];

function found(text: string): string[] {
  const search = searchOf(readQuery(text));
  return items
    .map((one) => ({ one, points: pointsOf(search, one, indexOf(one), bodyOf([one.body])) }))
    .filter(({ points }) => points > 0)
    .map(({ one, points }) => ({ title: one.title, points: points + usePoints(one, now) }))
    .toSorted((a, b) => b.points - a.points)
    .map(({ title }) => title);
}

describe("what stands first", () => {
  test.each([
    ["git", "GitHub"],
    ["gitlab", "GitLab"],
    ["gtihub", "GitHub"],
    ["githb", "GitHub"],
    ["netlfix", "Netflix"],
    ["neflix", "Netflix"],
    ["passprt ann", "Passport Ann"],
    ["passport", "Passport Ben"],
    ["bank", "Bank of Example"],
    ["bank card", "Blood bank card"],
    ["cafe", "Café loyalty number"],
    ["strasse", "Straße und Hausnummer"],
    ["aws", "Amazon Web Services"],
    ["amazon", "Amazon"],
    ["amazon web", "Amazon Web Services"],
    ["ann-dev", "GitHub"],
    ["rebase", "Git cheat sheet"],
    ["zurich", "Meeting notes"],
    ["kind regards", "Signature"],
    ["wifi", "Wi-Fi at home"],
    ["boex", "Bank of Example"],
    ["mtg", "Meeting notes"],
    ["meetnig", "Meeting notes"],
  ])("%s", (text, first) => {
    expect(found(text)[0]).toBe(first);
  });
});

describe("operators", () => {
  test.each([
    ["type:card", ["Blood bank card"]],
    ["type:identities ann", []],
    ["type:identity ann", ["Passport Ann"]],
    ["tag:work git", ["GitHub", "GitLab"]],
    ["folder:work", ["Meeting notes", "Signature"]],
    ["folder:/Work/Mail", ["Signature"]],
    ["site:amazon.de", ["Amazon"]],
    ["is:fav", ["Bank of Example"]],
    ["bank -card", ["Bank of Example"]],
    ["git -tag:work", ["Git cheat sheet"]],
    ['"web services"', ["Amazon Web Services"]],
    ['"services web"', []],
    ['"netlfix"', []],
    ["router -kitchen", []],
    ["nothing:like", []],
  ])("%s", (text, titles) => {
    expect(found(text).toSorted()).toEqual(titles.toSorted());
  });

  test("half-typed ones narrow nothing", () => {
    expect(found("git type:")).toEqual(found("git"));
    expect(found("type:")).toHaveLength(items.length);
    expect(readQuery('say:"a b" - tag:"two words"')).toEqual({
      terms: [{ text: "say:a b", phrase: true, not: false }],
      filters: [{ operator: "tag", value: "two words", not: false }],
    });
  });

  test("any text is a query", () => {
    const anything = fc.string({ unit: fc.constantFrom(...'-":/ abtypeisfav\uD800é') });
    fc.assert(fc.property(anything, (text) => Array.isArray(found(text))));
  });
});

describe("nearly", () => {
  test("one slip in four letters, two in eight, none in three", () => {
    expect(found("xyz")).toEqual([]);
    expect(beginsNearly("pasport", "passport", 1)).toBe(true);
    expect(beginsNearly("psport", "passport", 1)).toBe(false);
    expect(beginsNearly("psport", "passport", 2)).toBe(true);
  });

  test("a word is nearly itself, and with any one letter changed still within one slip", () => {
    const word = fc.string({ unit: fc.constantFrom(..."abcdef"), minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom(..."abcdef"), (text, place, letter) => {
        const at = place % text.length;
        expect(beginsNearly(text, text, 0)).toBe(true);
        expect(beginsNearly(text.slice(0, at) + letter + text.slice(at + 1), text, 1)).toBe(true);
        expect(beginsNearly(text.slice(0, at) + text.slice(at + 1), text, 1)).toBe(true);
        expect(beginsNearly(text.slice(0, at) + letter + text.slice(at), text, 1)).toBe(true);
      }),
    );
  });

  test("letters strewn over a title begin where a word does", () => {
    expect(strewn("boex", "bank of example")).toBe(true);
    expect(strewn("ank", "bank")).toBe(false);
  });
});

describe("marks", () => {
  const shown = (text: string, query: string) =>
    highlight(text, query)
      .map((part) => (part.marked ? `[${part.text}]` : part.text))
      .join("");

  test("stand around what was searched, accents and case aside", () => {
    expect(shown("Café Zürich", "cafe zur")).toBe("[Café] [Zür]ich");
    expect(shown("GitHub", "-git hub tag:x")).toBe("Git[Hub]");
    expect(shown("ﬁne 👍 day", "fin day")).toBe("[ﬁn]e 👍 [day]");
  });

  test("never change the text", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, query) => {
        expect(
          highlight(text, query)
            .map((part) => part.text)
            .join(""),
        ).toBe(text);
      }),
    );
  });
});
