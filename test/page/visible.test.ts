/** Nothing hidden is filled: every trick of test/forms/hidden.html is seen through, nothing visible is missed. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStage, type Stage, type Visited } from "./stage.ts";

let stage: Stage;
let visited: Visited;
beforeAll(async () => {
  stage = await startStage();
  visited = await stage.visit("/forms/hidden.html");
});
afterAll(() => stage.close());

/** Id and attribute value of the fields that the page marks. */
function marked(attribute: string): Promise<[string, string][]> {
  return visited.page.$$eval(
    `[${attribute}]`,
    (elements, name) =>
      elements.map((element): [string, string] => [element.id, element.getAttribute(name) ?? ""]),
    attribute,
  );
}
async function obstacles(): Promise<Map<string, string | null>> {
  return new Map((await visited.scan()).map(({ id, obstacle }) => [id, obstacle]));
}

describe("a page full of tricks", () => {
  test("every hidden field is told as hidden or covered", async () => {
    const tricks = await marked("data-trick");
    expect(tricks.length).toBeGreaterThan(24);
    const found = await obstacles();
    const missed = tricks.filter(([id]) => !/hidden|covered/.test(found.get(id) ?? ""));
    expect(missed).toEqual([]);
  });

  test("every field a user can see is free", async () => {
    const found = await obstacles();
    const wrong = (await marked("data-seen")).filter(([id]) => found.get(id) !== null);
    expect(wrong.map(([id]) => [id, found.get(id)])).toEqual([]);
  });

  test("fields that take no value say why", async () => {
    const found = await obstacles();
    const barred = await marked("data-barred");
    expect(barred.map(([id]) => [id, found.get(id)])).toEqual(barred);
  });

  test("the same out of sight, but for what only lies under something: that shows on the screen", async () => {
    await visited.page.evaluate(() => scrollTo(0, 2000));
    const found = await obstacles();
    const missed = (await marked("data-trick")).filter(([id]) => found.get(id) === null);
    expect(missed.map(([id]) => id)).toEqual(["covered", "behind"]);
    const seen = await marked("data-seen");
    expect(seen.filter(([id]) => found.get(id) !== null)).toEqual([]);
    await visited.page.evaluate(() => scrollTo(0, 0));
  });
});

test("what lies behind an open modal dialog is covered, what is in it is free", async () => {
  stage.site.put(
    "/modal",
    `<title>t</title><form><input id=behind></form>
     <dialog><input id=inside></dialog><script>document.querySelector("dialog").showModal()</script>`,
  );
  visited = await stage.visit("/modal");
  expect(Object.fromEntries(await obstacles())).toEqual({ behind: "covered", inside: null });
});

test("a page that is read from right to left shows its fields", async () => {
  stage.site.put(
    "/rtl",
    `<html dir=rtl><title>t</title><div style="width:3000px"><input id=a><input id=b style="margin-right:2000px"></div>`,
  );
  visited = await stage.visit("/rtl");
  expect(Object.fromEntries(await obstacles())).toEqual({ a: null, b: null });
});
