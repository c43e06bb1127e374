/** Lists, boxes, masks and pickers that pages make themselves, filled by the built extension and taken back. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FillReport } from "../../src/wire/protocol.ts";
import { ann, type Filler, startFiller } from "./harness/filler.ts";
import { root } from "./harness/files.ts";

describe.each(["Chromium", "Firefox"] as const)("in %s", (browser) => {
  let filler: Filler;
  let report: FillReport;
  let state: Record<string, unknown>;
  beforeAll(async () => {
    filler = await startFiller(browser);
    filler.site.folder("/forms/", join(root, "test/forms"));
    filler.site.put("/states", JSON.stringify(["Alabama", "California", "Texas"]));
    report = await filler.visit("/forms/widgets.html");
    state = (await filler.page.evaluate("state")) as Record<string, unknown>;
  });
  afterAll(() => filler?.close());

  const valueOf = (id: string) =>
    filler.page.$eval(`#${id}`, (one) => (one as HTMLInputElement).value);

  test("a combobox that only chooses, whose options are there while it is open", () => {
    expect(state).toMatchObject({ title: "Ms" });
  });
  test("a button whose list is made elsewhere, and opens by keys alone", () => {
    expect(state).toMatchObject({ country: "United States" });
  });
  test("a combobox that proposes, and is only usable once the country was chosen", async () => {
    expect(state).toMatchObject({ state: "California" });
    expect(await valueOf("state-box")).toBe("California");
  });
  test("a list that is always open, and radio buttons that are no inputs", () => {
    expect(state).toMatchObject({ month: "March", sex: "f" });
  });
  test("masks: one that groups, one that takes letter by letter, one that reads the keys", async () => {
    expect(await valueOf("phone")).toMatch(/^\(/);
    expect(state).toMatchObject({ zip: ann["postal-code"], mail: ann.email });
  });
  test("a text box with a calendar takes the date in its own way, and the calendar is closed", async () => {
    expect(state).toMatchObject({ birthday: ann.bday });
    const hidden = await filler.page.$eval(".calendar", (one) => (one as HTMLElement).hidden);
    expect(hidden).toBe(true);
  });
  test("a box that only its picker may change is left alone, and told", async () => {
    expect(await valueOf("picker")).toBe("");
    expect(filler.outcomeOf(report, "Company")).toBe("readonly");
  });
  test("a list that is loaded by a choice in another is filled in the same go, and what it emptied again", async () => {
    expect([await valueOf("land"), await valueOf("land-state"), await valueOf("town")]).toEqual([
      "US",
      "Ca",
      ann["address-level2"],
    ]);
  });
  test("every list is closed again, and nothing was sent", async () => {
    const open = await filler.page.$$eval("[aria-expanded=true]", (all) => all.length);
    expect({ open, submits: state["submits"] }).toEqual({ open: 0, submits: 0 });
  });
  test("the report says what became of each", () => {
    const refused = report.fields.filter(
      ({ label, outcome }) => outcome !== "filled" && label !== "Company",
    );
    expect(refused).toEqual([]);
  });
  test("all that can be taken back is, in one go", async () => {
    await filler.undo();
    const ids = ["first", "zip", "birthday", "land", "land-state", "town"];
    expect(await Promise.all(ids.map(valueOf))).toEqual(ids.map(() => ""));
  });
});
