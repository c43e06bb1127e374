/** What the user says of fields goes before what Coffer thinks, and never past what keeps them safe. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classify } from "../../../src/core/form/classify.ts";
import { obstacles, type PageField } from "../../../src/core/form/field.ts";
import { marksOf } from "../../../src/core/form/mark.ts";
import { plan } from "../../../src/core/form/plan.ts";
import { preview } from "../../../src/core/form/preview.ts";
import { type Said, toldBy, type Told } from "../../../src/core/form/said.ts";
import type { Item } from "../../../src/core/item.ts";
import type { Correction, Saying } from "../../../src/core/sites.ts";
import { ada, form, item, login, pageField, result, visa } from "./fields.ts";

const none = new Map<string, string>();
const planned = (fields: PageField[], it: Item, by: Record<number, Told>, only?: number[]) => {
  const said: Said = {
    by: new Map(Object.entries(by).map(([n, told]) => [Number(n), told])),
    only: only === undefined ? null : new Set(only),
  };
  return plan(classify(fields), it, { critical: none, keepTyped: false, said });
};
const filled = (...args: Parameters<typeof planned>) => result(args[0], planned(...args));

const signIn = () =>
  form(
    "Sign in",
    { label: "Customer number", name: "kdnr" },
    { label: "E-mail", name: "mail", autocomplete: "email" },
    { label: "Password", type: "password" },
  );

describe("a kind that was said", () => {
  test("takes the user name where Coffer would not have put it, and not twice", () => {
    expect(filled(signIn(), login, {})[2]).toBe("s3cret");
    expect(filled(signIn(), login, { 0: { as: "kind", token: "username" } })).toEqual({
      0: "ada",
      2: "s3cret",
    });
  });

  test("fits the value to the field as any other of that kind", () => {
    const fields = form("Pay", { label: "Foo", maxLength: 5 }, { label: "Card number" });
    expect(filled(fields, visa, { 0: { as: "kind", token: "cc-exp" } })[0]).toBe("07/29");
  });

  test("takes part in what its neighbours are", () => {
    const fields = form("Address", { label: "Foo" }, { label: "E-mail" });
    expect(filled(fields, ada, { 0: { as: "kind", token: "postal-code" } })).toEqual({
      0: "10115",
      1: "ada@engine.example",
    });
  });

  test("does not put a password where everybody can read it", () => {
    const fields = form("Sign in", { label: "Code" });
    expect(filled(fields, login, { 0: { as: "kind", token: "current-password" } })).toEqual({});
    const dots = form("Sign in", { label: "Code", type: "password" }, { label: "User name" });
    expect(filled(dots, login, { 1: { as: "kind", token: "current-password" } })[1]).not.toBe(
      "s3cret",
    );
  });

  test("'none' keeps a field empty", () => {
    expect(filled(signIn(), login, { 2: { as: "kind", token: "none" } })[2]).toBeUndefined();
  });
});

describe("a field of the item", () => {
  const own = item("login", { username: "ada", password: "s3cret" }, [
    { label: "Branch", value: "0815" },
    { label: "Answer", value: "blue", type: "hidden" },
  ]);

  test("goes where it was said, whatever the field is called", () => {
    expect(filled(signIn(), own, { 0: { as: "field", field: "f0" } })[0]).toBe("0815");
  });

  test("that is hidden may go behind dots, one that is not may not", () => {
    const fields = form("Sign in", { label: "Word", type: "password" });
    expect(filled(fields, own, { 0: { as: "field", field: "f1" } })[0]).toBe("blue");
    expect(filled(fields, own, { 0: { as: "field", field: "f0" } })[0]).toBeUndefined();
  });

  test("that the item no longer has leaves the field alone", () => {
    expect(planned(signIn(), own, { 0: { as: "field", field: "gone" } }).looks[0]?.outcome).toBe(
      "no-value",
    );
  });

  test("that is critical asks for the password first", () => {
    const fields = form("Pay", { label: "Foo" }, { label: "Card number" });
    const { looks } = planned(fields, visa, { 0: { as: "field", field: "pin" } });
    expect(looks[0]?.outcome).toBe("step-up");
  });
});

describe("'never' and 'only'", () => {
  test("a field that was never to be filled is told as such, and a form saved from the page does not fill it either", () => {
    const saved = item("form", {}, [
      {
        label: "E-mail",
        value: "x@y.example",
        match: { name: "mail", label: "E-mail", token: "email" },
      },
    ]);
    const said = { 1: { as: "never" } as const };
    expect(planned(signIn(), saved, said).steps).toEqual([]);
    expect(planned(signIn(), saved, said).looks).toContainEqual(
      expect.objectContaining({ n: 1, outcome: "never" }),
    );
  });

  test("only the chosen fields are filled, in whatever form they are", () => {
    const fields = [
      ...form("Address", { label: "First name" }, { label: "Family name" }),
      pageField({ n: 2, form: 1, label: "E-mail", context: "Newsletter" }),
    ];
    expect(filled(fields, ada, {}, [2])).toEqual({ 2: "ada@engine.example" });
    expect(planned(fields, ada, {}, [2]).looks).toHaveLength(1);
    expect(filled(fields, ada, {}, [])).toEqual({});
  });
});

const saying: fc.Arbitrary<Told> = fc.oneof(
  fc.constant<Told>({ as: "never" }),
  fc.constant<Told>({ as: "plan" }),
  fc
    .constantFrom(
      "username",
      "email",
      "current-password",
      "cc-number",
      "cc-csc",
      "postal-code",
      "none",
    )
    .map((token): Told => ({ as: "kind", token })),
  fc
    .constantFrom("username", "password", "cc-number", "cc-csc", "email", "gone")
    .map((field): Told => ({ as: "field", field })),
);
const anyField = fc.record({
  label: fc.constantFrom("", "User name", "E-mail", "Password", "Card number", "Search"),
  type: fc.constantFrom("text", "password", "search", "checkbox"),
  obstacle: fc.constantFrom(null, null, ...obstacles),
  form: fc.constantFrom(-1, 0, 1),
});

test("whatever was said, nothing hidden is filled, nothing that is never to be, nothing but the chosen, and a password behind dots only", () => {
  fc.assert(
    fc.property(
      fc.array(anyField, { minLength: 1, maxLength: 6 }),
      fc.array(saying, { maxLength: 6 }),
      fc.option(fc.array(fc.nat(5))),
      fc.constantFrom(login, ada, visa),
      (some, told, only, it) => {
        const fields = some.map((field, n) => pageField({ n, ...field }));
        const by = Object.fromEntries(told.map((one, n) => [n, one]));
        const { steps } = planned(fields, it, by, only ?? undefined);
        for (const step of steps) {
          const field = fields[step.n];
          expect(field?.obstacle).toBeNull();
          expect(by[step.n]?.as).not.toBe("never");
          if (only !== null) expect(only).toContain(step.n);
          if (step.do === "text" && step.value === "s3cret") expect(field?.type).toBe("password");
        }
      },
    ),
  );
});

const correction = (field: PageField, all: PageField[], say: Saying): Correction => {
  const mark = marksOf(all)[all.indexOf(field)];
  if (mark === undefined) throw new Error("no such field");
  return { mark, say, label: field.label, at: 1 };
};
const id = "a".repeat(32);

describe("what is remembered of a site", () => {
  const fields = signIn();
  const numbers = fields.map(({ n }) => n);
  const marks = marksOf(fields);
  const first = fields[0] as PageField;
  const kind = correction(first, fields, { as: "kind", token: "username" });
  const own = correction(first, fields, { as: "field", item: id, field: "f0" });
  const never = correction(first, fields, { as: "never" });

  test("a field of one item says nothing for another item", () => {
    expect(toldBy([own], marks, numbers, id)).toEqual(new Map([[0, { as: "field", field: "f0" }]]));
    expect(toldBy([own], marks, numbers, "b".repeat(32)).size).toBe(0);
    expect(toldBy([own], marks, numbers, null).size).toBe(0);
  });

  test("'never' stands above a field of the item, and that above a kind, in whatever order", () => {
    for (const all of [
      [kind, own, never],
      [never, own, kind],
    ])
      expect(toldBy(all, marks, numbers, id).get(0)).toEqual({ as: "never" });
    expect(toldBy([own, kind], marks, numbers, id).get(0)).toEqual({ as: "field", field: "f0" });
  });
});

describe("the preview", () => {
  const rows = (fields: PageField[], it: Item | null, by: Record<number, Told> = {}) =>
    preview(classify(fields), it, {
      critical: none,
      keepTyped: false,
      said: { by: new Map(Object.entries(by).map(([n, told]) => [Number(n), told])), only: null },
    });

  test("says of each field what would stand there, what it is taken for, and why", () => {
    const [customer, mail, password] = rows(signIn(), login, {
      0: { as: "kind", token: "username" },
    });
    expect(customer).toMatchObject({
      value: "ada",
      kind: "username",
      why: "said",
      outcome: "filled",
    });
    expect(mail).toMatchObject({ value: null, kind: "email", why: "autocomplete" });
    expect(password).toMatchObject({ value: "s3cret", secret: true, outcome: "filled" });
  });

  test("hides what is a secret, and a part of it", () => {
    const fields = form(
      "Pay",
      { label: "Card number" },
      { label: "Name on card" },
      { label: "Security code" },
    );
    const [number, name, code] = rows(fields, visa);
    expect(number).toMatchObject({ secret: true, outcome: "filled" });
    expect(name).toMatchObject({ secret: false, value: "Ada King Lovelace" });
    expect(code).toMatchObject({ secret: true, value: null, outcome: "step-up" });
  });

  test("shows exactly what the plan does", () => {
    fc.assert(
      fc.property(
        fc.array(anyField, { minLength: 1, maxLength: 6 }),
        fc.array(saying, { maxLength: 6 }),
        fc.constantFrom(login, ada, visa),
        (some, told, it) => {
          const fields = some.map((field, n) => pageField({ n, ...field }));
          const by = Object.fromEntries(told.map((one, n) => [n, one]));
          const { steps } = planned(fields, it, by);
          const shown = rows(fields, it, by).filter(({ outcome }) => outcome === "filled");
          expect(shown.map(({ n }) => n)).toEqual(steps.map(({ n }) => n));
          for (const step of steps)
            if (step.do === "text")
              expect(shown.find(({ n }) => n === step.n)?.value).toBe(step.value);
        },
      ),
    );
  });

  test("without an item lists what could be filled", () => {
    const fields = [...signIn(), pageField({ n: 3, obstacle: "hidden", label: "Trap" })];
    expect(rows(fields, null).map(({ n, outcome }) => [n, outcome])).toEqual([
      [0, expect.anything()],
      [1, null],
      [2, null],
    ]);
  });
});
