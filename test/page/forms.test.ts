/** Our own pages, each with the kind of its fields in the markup, scanned in a real browser. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { classify } from "../../src/core/form/classify.ts";
import { pageCaps } from "../../src/core/form/caps.ts";
import { root } from "../e2e/harness/files.ts";
import { startStage, type Stage } from "./stage.ts";

const folder = join(root, "test/forms");

/** What the markup says: id and kind, in document order; fields in shadow roots too. */
function expected(file: string): [id: string, token: string][] {
  const html = readFileSync(join(folder, file), "utf8");
  return [...html.matchAll(/\sid="([^"]+)"[^>]*\sdata-expect="([^"]+)"/g)].map(
    ([, id = "", token = ""]) => [id, token],
  );
}

let stage: Stage;
beforeAll(async () => (stage = await startStage()));
afterAll(() => stage.close());

describe("the kind of every field is found on", () => {
  const pages = readdirSync(folder).filter(
    (file) => file.endsWith(".html") && expected(file).length > 0,
  );
  test("a dozen pages", () => expect(pages.length).toBeGreaterThanOrEqual(12));

  for (const file of pages)
    test(`the page ${file}`, async () => {
      const visited = await stage.visit(`/forms/${file}`);
      const kinds = classify(await visited.scan());
      expect(kinds.map(({ field, token }) => [field.id, token])).toEqual(expected(file));
    });
});

test("a frame of the same origin has a guest of its own", async () => {
  const visited = await stage.visit("/forms/frame.html");
  const [, inner = -1] = visited.frames;
  const kinds = classify(await visited.scan(inner));
  expect(kinds.map(({ field, token }) => [field.id, token])).toEqual(expected("card.html"));
});

test("labels are found for a field by for, by wrapping, by aria, by the cell before it", async () => {
  stage.site.put(
    "/labels",
    `<title>t</title><form>
      <label for=a>By <b>for</b></label><input id=a>
      <label>Wrapped <select id=b><option>not a label</select> around</label>
      <span id=w1>Two</span> <span id=w2>words</span><input id=c aria-labelledby="w1 w2">
      <input id=d aria-label="By name">
      <table><tr><td>Cell</td><td><input id=e></td></tr></table>
      <label for=g>Its label comes after</label><input id=f><input id=g>
      <p>A <i>text</i> before</p><input id=h>
      <p>Two<br>lines</p><input id=i>
    </form>`,
  );
  const fields = await (await stage.visit("/labels")).scan();
  const words = Object.fromEntries(fields.map(({ id, label, near }) => [id, label || near]));
  expect(words).toEqual({
    a: "By for",
    b: "Wrapped around",
    c: "Two words",
    d: "By name",
    e: "Cell",
    f: "",
    g: "Its label comes after",
    h: "A text before",
    i: "Two · lines",
  });
});

test("the words of a form travel once, with its first field", async () => {
  const fields = await (await stage.visit("/forms/login.html")).scan();
  const login = fields.filter(({ form }) => form === 1);
  expect(login[0]?.context).toContain("Sign in");
  expect(login.slice(1).every(({ context }) => context === undefined)).toBe(true);
});

function rows(count: number): string {
  return Array.from(
    { length: count },
    (_none, at) => `<p><label for=f${at}>Field ${at}</label><input id=f${at}>`,
  ).join("");
}

/** The best of three, ms. */
async function scanTime(count: number): Promise<number> {
  stage.site.put(`/many-${count}`, `<title>t</title><form>${rows(count)}</form>`);
  const visited = await stage.visit(`/many-${count}`);
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const before = performance.now();
    const { length } = await visited.scan();
    if (length === Math.min(count, pageCaps.fields)) times.push(performance.now() - before);
  }
  return Math.min(...times);
}

test("five thousand fields take hardly longer each than five hundred", async () => {
  const few = await scanTime(500);
  const many = await scanTime(5000);
  // Four times the fields are answered, ten times the elements walked; quadratic would be a hundred.
  expect(many).toBeLessThan(few * 30);
});
