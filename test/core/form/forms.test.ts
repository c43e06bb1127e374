/** Whole forms (whole/): what their fields become. */
import { describe, expect, test } from "vitest";
import { classify } from "../../../src/core/form/classify.ts";
import { form } from "./fields.ts";
import { abroad } from "./whole/abroad.ts";
import { accounts } from "./whole/accounts.ts";
import { authorities } from "./whole/authorities.ts";
import { builders } from "./whole/builders.ts";
import { carts } from "./whole/carts.ts";
import { cms } from "./whole/cms.ts";
import { forums } from "./whole/forums.ts";
import { fourth } from "./whole/fourth.ts";
import { last } from "./whole/last.ts";
import { later } from "./whole/later.ts";
import { latest } from "./whole/latest.ts";
import { leads } from "./whole/leads.ts";
import { offices } from "./whole/offices.ts";
import { others } from "./whole/others.ts";
import { people } from "./whole/people.ts";
import { searches } from "./whole/searches.ts";
import { shops } from "./whole/shops.ts";
import { signups } from "./whole/signups.ts";
import { stores } from "./whole/stores.ts";
import { third } from "./whole/third.ts";
import { thirdly } from "./whole/thirdly.ts";
import { tills } from "./whole/tills.ts";
import { wikis } from "./whole/wikis.ts";

const known = [
  abroad,
  accounts,
  authorities,
  builders,
  carts,
  cms,
  forums,
  fourth,
  last,
  later,
  latest,
  leads,
  offices,
  others,
  people,
  searches,
  shops,
  signups,
  stores,
  third,
  thirdly,
  tills,
  wikis,
].flat();

describe("every field is known in the form of a", () => {
  test.each(known)("%s", (_title, context, rows) => {
    const tokens = classify(form(context, ...rows.map(([field]) => field))).map(
      ({ token, foreign }) => (foreign || /^(none|unknown)$/.test(token) ? "empty" : token),
    );
    expect(tokens).toEqual(rows.map(([, token]) => (token === "none" ? "empty" : token)));
  });
});
