/** Whole forms (whole/): what their fields become. */
import { describe, expect, test } from "vitest";
import { classify } from "../../../src/core/form/classify.ts";
import { form } from "./fields.ts";
import { others } from "./whole/others.ts";
import { people } from "./whole/people.ts";
import { shops } from "./whole/shops.ts";

describe("every field is known in the form of a", () => {
  test.each([...people, ...shops, ...others])("%s", (_title, context, rows) => {
    const tokens = classify(form(context, ...rows.map(([field]) => field))).map(({ token }) =>
      /^(none|unknown)$/.test(token) ? "empty" : token,
    );
    expect(tokens).toEqual(rows.map(([, token]) => (token === "none" ? "empty" : token)));
  });
});
