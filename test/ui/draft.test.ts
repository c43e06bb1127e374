import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import {
  caps,
  draftSchema,
  fieldTypes,
  kindNames,
  type Draft,
  type Item,
} from "../../src/core/item.ts";
import { kinds } from "../../src/core/kinds/index.ts";
import {
  addField,
  asCopy,
  changeField,
  differs,
  draftOf,
  guessTitle,
  moveField,
  newDraft,
  optionsOf,
  removeField,
  retype,
} from "../../src/ui/state/draft.ts";

const anyKind = fc.constantFrom(...kindNames);
/** A step an editor can make, as a function of a draft. */
const anyStep: fc.Arbitrary<(draft: Draft) => Draft> = fc.oneof(
  fc.constantFrom(...fieldTypes).map((type) => (draft: Draft) => addField(draft, type)),
  fc
    .nat(30)
    .map(
      (n) => (draft: Draft) =>
        removeField(draft, draft.fields[n % (draft.fields.length || 1)]?.id ?? ""),
    ),
  fc.tuple(fc.nat(30), fc.constantFrom<-1 | 1>(-1, 1)).map(
    ([n, by]) =>
      (draft: Draft) =>
        moveField(draft, draft.fields[n % (draft.fields.length || 1)]?.id ?? "", by),
  ),
  fc.tuple(fc.nat(30), fc.constantFrom(...fieldTypes)).map(
    ([n, type]) =>
      (draft: Draft) =>
        retype(draft, draft.fields[n % (draft.fields.length || 1)]?.id ?? "", type),
  ),
);

function ids(draft: Draft): string[] {
  return draft.fields.map((field) => field.id);
}

function itemOf(draft: Draft): Item {
  return { ...draft, id: "0".repeat(32), created: 1, modified: 1, trashed: null };
}

describe("a draft", () => {
  it("stays one that the door accepts, with ids of its own, whatever the editor does", () => {
    fc.assert(
      fc.property(anyKind, fc.array(anyStep, { maxLength: 40 }), (kind, steps) => {
        const draft = steps.reduce((now, step) => step(now), newDraft(kind));
        expect(v.safeParse(draftSchema, draft).success).toBe(true);
        expect(new Set(draft.fields.map((field) => field.id)).size).toBe(draft.fields.length);
      }),
    );
  });

  it("gets the built-in fields that a stored item lacks, in their order, and keeps the others", () => {
    const whole = addField(newDraft("login", "x"), "text");
    const lacking = { ...whole, fields: whole.fields.filter((field) => field.key !== "password") };
    const draft = draftOf(itemOf(lacking));
    expect(draft.fields.map((field) => field.key)).toEqual(["username", "password", "notes", ""]);
  });

  it("never gives a built-in field the id of another one", () => {
    const draft = newDraft("login", "x");
    const taken = {
      ...draft,
      fields: [{ ...draft.fields[0], key: "", id: "password", label: "Mine" }],
    } as Draft;
    const got = ids(draftOf(itemOf(taken)));
    expect(new Set(got).size).toBe(got.length);
  });

  it("moves a field one place and not out of the list", () => {
    const draft = newDraft("login");
    expect(ids(moveField(draft, "password", -1))).toEqual(["password", "username", "notes"]);
    expect(ids(moveField(draft, "username", -1))).toEqual(ids(draft));
    expect(ids(moveField(draft, "notes", 1))).toEqual(ids(draft));
    expect(ids(moveField(draft, "no-such", 1))).toEqual(ids(draft));
  });

  it("keeps its value when a text becomes a choice, and offers it", () => {
    let draft = addField(newDraft("form"), "text");
    const id = draft.fields[0]?.id ?? "";
    draft = retype(changeField(draft, id, { value: "Zone B" }), id, "choice");
    expect(draft.fields[0]).toMatchObject({ value: "Zone B", options: ["Zone B"] });
    expect(retype(draft, id, "boolean").fields[0]).toMatchObject({ value: "false" });
    expect(retype(draft, id, "text").fields[0]).not.toHaveProperty("options");
  });

  it("knows whether anything was changed", () => {
    const draft = newDraft("note");
    expect(differs(draft, newDraft("note"))).toBe(false);
    expect(differs(draft, changeField(draft, "body", { value: "x" }))).toBe(true);
  });

  it("becomes a copy that lacks no critical value", () => {
    const draft = changeField(
      { ...newDraft("card", "Visa"), id: "0".repeat(32), rev: 4 },
      "cc-csc",
      { value: null },
    );
    const copy = asCopy(draft, "Visa (copy)", [{ field: "cc-csc", value: "123" }]);
    expect(copy).toMatchObject({ id: null, rev: 0, title: "Visa (copy)" });
    expect(copy.fields.find((field) => field.id === "cc-csc")?.value).toBe("123");
  });

  it("takes choices one a line, without empty ones and repetitions", () => {
    expect(optionsOf(" a \n\nb\na\n")).toEqual(["a", "b"]);
    expect(optionsOf(Array.from({ length: 999 }, (_, n) => `x${n}`).join("\n"))).toHaveLength(
      caps.options,
    );
  });
});

describe("a title that was not typed", () => {
  it("comes from a snippet's first line, the site or the second line of the kind", () => {
    const snippet = changeField(newDraft("snippet"), "body", { value: "\n  Kind regards,\nAda" });
    expect(guessTitle(snippet)).toBe("Kind regards,");
    expect(guessTitle(newDraft("login", "", ["https://shop.example:8443"]))).toBe(
      "shop.example:8443",
    );
    expect(guessTitle(changeField(newDraft("identity"), "given-name", { value: "Ada" }))).toBe(
      "Ada",
    );
  });

  it("never shows the text of a note, nor a hidden value", () => {
    expect(guessTitle(changeField(newDraft("note"), "body", { value: "secret" }))).toBe("");
    expect(guessTitle(changeField(newDraft("login"), "password", { value: "secret" }))).toBe("");
    for (const kind of Object.values(kinds)) {
      for (const field of kind.fields) {
        if (field.type !== "hidden") continue;
        const title = guessTitle(
          changeField(newDraft(kind.name), field.key, { value: "4111111111111111" }),
        );
        expect(title).not.toContain("41111");
      }
    }
  });

  it("is what was typed, where something was", () => {
    expect(guessTitle(newDraft("note", " Router "))).toBe(" Router ");
    expect(guessTitle(newDraft("note", "   "))).toBe("");
  });
});
