import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PageField } from "../../../src/core/form/field.ts";
import { findMark, markKey, marksOf } from "../../../src/core/form/mark.ts";
import { pageField } from "./fields.ts";

const page = (...fields: Partial<PageField>[]) =>
  fields.map((field, n) => pageField({ n, ...field }));
/** Places of the first page's field in the second page. */
const found = (from: PageField[], at: number, to: PageField[], careful = false) => {
  const mark = marksOf(from)[at];
  if (mark === undefined) throw new Error("no such field");
  return findMark(mark, marksOf(to), careful);
};

const user = { name: "user", id: "user", label: "User name" };
const mail = { name: "mail", id: "mail", label: "E-mail" };

describe("a field is known again", () => {
  test("where the site has moved it, and put others beside it", () => {
    expect(found(page(user, mail), 0, page(mail, { label: "New" }, user))).toEqual([2]);
  });

  test("by name and id where its label was translated, by name and label where its id is another one", () => {
    expect(found(page(user), 0, page({ ...user, label: "Benutzername" }))).toEqual([0]);
    expect(found(page(user), 0, page({ ...user, id: "field-ab12cd34" }))).toEqual([0]);
  });

  test("by its label alone where name and id are made up anew at each visit", () => {
    const then = page({ id: ":r3:", label: "Reference" });
    expect(found(then, 0, page({ id: ":r9:", label: "Reference" }))).toEqual([0]);
    expect(
      found(
        page({ name: "field_83921", label: "Reference" }),
        0,
        page({ name: "field_1177", label: "Reference" }),
      ),
    ).toEqual([0]);
  });

  test("not by a name that now stands under other words", () => {
    const step = page({ name: "value", label: "Account number" });
    expect(found(step, 0, page({ name: "value", label: "Amount" }))).toEqual([]);
  });

  test("not where it would show what stood behind dots, or the other way round", () => {
    const secret = page({ ...user, type: "password" });
    expect(found(secret, 0, page(user))).toEqual([]);
    expect(found(page(user), 0, secret)).toEqual([]);
  });

  test("of several that are called alike by its number, as long as there are as many", () => {
    const passengers = page({ label: "Name" }, { label: "Name" });
    expect(found(passengers, 1, passengers)).toEqual([1]);
    expect(
      found(passengers, 1, page({ label: "Name" }, { label: "Name" }, { label: "Name" })),
    ).toEqual([]);
    expect(found(passengers, 1, page({ label: "Name" }))).toEqual([]);
  });

  test("and 'never fill this' holds for all that it may be", () => {
    const passengers = page({ label: "Name" }, { label: "Name" });
    const three = page({ label: "Name" }, { label: "Name" }, { label: "Name" });
    expect(found(passengers, 1, three, true)).toEqual([0, 1, 2]);
  });
});

const word = fc.constantFrom("", "user", "mail", "value", ":r1:", "line2");
const anyField = fc.record({
  name: word,
  id: word,
  label: fc.constantFrom("", "User name", "Mail", "Name"),
  type: fc.constantFrom("text", "password", "checkbox"),
});

test("any field of any page is found as itself, wherever the others go", () => {
  fc.assert(
    fc.property(fc.array(anyField, { minLength: 1, maxLength: 8 }), fc.nat(), (some, seed) => {
      const before = page(...some);
      const marks = marksOf(before);
      expect(new Set(marks.map(markKey)).size).toBe(marks.length);
      marks.forEach((mark, at) => expect(findMark(mark, marks, false)).toEqual([at]));
      // Turned round: twins keep their order among themselves, all others move.
      const turn = seed % before.length;
      const order = marks.map((_, at) => (at + turn) % marks.length);
      const moved = page(...order.map((at) => some[at] ?? {}));
      marks.forEach((mark, at) => {
        if (mark.of === 1)
          expect(findMark(mark, marksOf(moved), false)).toEqual([order.indexOf(at)]);
      });
    }),
  );
});

test("never more than one field is answered, unless all that it may be are asked for", () => {
  fc.assert(
    fc.property(fc.array(anyField, { minLength: 1 }), fc.array(anyField), (then, now) => {
      const marks = marksOf(page(...now));
      for (const mark of marksOf(page(...then))) {
        const places = findMark(mark, marks, false);
        expect(places.length).toBeLessThanOrEqual(1);
        for (const at of places) expect(marks[at]?.sort).toBe(mark.sort);
        expect(findMark(mark, marks, true)).toEqual(expect.arrayContaining([...places]));
      }
    }),
  );
});
