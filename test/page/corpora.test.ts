/**
 * Pages of the real world, as far as they lie beside the project: the folder may be missing, and then there is
 * nothing to do. Each is opened in a real browser, scanned, classified, planned for an item and written.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { classify } from "../../src/core/form/classify.ts";
import type { PageField } from "../../src/core/form/field.ts";
import { plan } from "../../src/core/form/plan.ts";
import { root } from "../e2e/harness/files.ts";
import { ada, login, visa } from "../core/form/fields.ts";
import { startStage, type Stage, type Visited } from "./stage.ts";

interface Truth {
  pages: { page: string; fields: { index: number; label: string; accept: string[] }[] }[];
}

const corpora = process.env["COFFER_FORMS"] ?? join(root, "../shared/corpora/forms/open");
const names = ["ddg", "formasaurus", "chromium"];
const here = names.every((name) => existsSync(join(corpora, name, "truth.json")));
/** Every so many pages one, so that all kinds of sites are among them. */
const stride = 14;

/** Places, in `querySelectorAll("input,select,textarea")`, of the fields that a scan tells of. */
function places({ page }: Visited): Promise<number[]> {
  return page.$$eval("input,select,textarea", (elements) =>
    elements.flatMap((element, at) =>
      /^(hidden|submit|button|image|reset|file)$/.test((element as HTMLInputElement).type)
        ? []
        : [at],
    ),
  );
}
/** What stands in the fields of a page, by place. */
function contents({ page }: Visited): Promise<string[]> {
  return page.$$eval("input,select,textarea", (elements) =>
    elements.map((element) => {
      const input = element as HTMLInputElement;
      return `${input.value} ${input.checked}`;
    }),
  );
}

describe.skipIf(!here)("pages of the real world, where they lie beside the project,", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
    for (const name of names) stage.site.folder(`/${name}/`, join(corpora, name, "pages"));
  });
  afterAll(() => stage?.close());

  test("are filled without a fault, and nothing hidden or to be left empty among it", async () => {
    const pages = names.flatMap((name) => {
      const truth = JSON.parse(readFileSync(join(corpora, name, "truth.json"), "utf8")) as Truth;
      return truth.pages.map((page) => ({
        ...page,
        path: `/${name}/${encodeURIComponent(page.page)}.html`,
      }));
    });
    const some = pages.filter((_page, at) => at % stride === 0);
    expect(some.length).toBeGreaterThanOrEqual(25);
    const sum = { fields: 0, right: 0, steps: 0, refused: 0, empty: 0, wrong: 0 };
    for (const { path, fields: truths } of some) {
      const visited = await stage.visit(path);
      const scanned: PageField[] = await visited.scan();
      const at = await places(visited);
      const inputs = scanned.filter(({ tag, drawn }) => tag !== "editable" && !drawn);
      expect([path, inputs.length]).toEqual([path, at.length]);
      const placeOf = new Map(inputs.map(({ n }, order) => [n, at[order] ?? -1]));
      const kinds = classify(scanned);
      const tokens = new Map(kinds.map(({ field, token }) => [placeOf.get(field.n), token]));
      for (const { index, label, accept } of truths) {
        const token = (tokens.get(index) ?? "none").replace("unknown", "none");
        sum.fields++;
        if (token === label || accept.includes(token)) sum.right++;
      }
      const none = new Set(
        truths
          .filter(({ label, accept }) => label === "none" && accept.includes("none"))
          .map(({ index }) => index),
      );
      sum.empty += none.size;
      for (const item of [login, ada, visa]) {
        const before = await contents(visited);
        const { steps } = plan(kinds, item, {
          critical: new Map([["cc-csc", "123"]]),
          keepTyped: false,
        });
        const results = await visited.write(steps);
        sum.steps += steps.length;
        sum.refused += results.filter(({ ok }) => !ok).length;
        const after = await contents(visited);
        const written = new Set(steps.map(({ n }) => placeOf.get(n)));
        // A radio that is chosen takes the choice from another one of its group.
        const radios = new Set(
          inputs.filter(({ type }) => type === "radio").map(({ n }) => placeOf.get(n)),
        );
        const changed = after.flatMap((text, place) => (text === before[place] ? [] : [place]));
        expect([
          path,
          changed.filter((place) => !written.has(place) && !radios.has(place)),
        ]).toEqual([path, []]);
        const hidden = scanned
          .filter(({ obstacle }) => obstacle !== null)
          .map(({ n }) => placeOf.get(n));
        expect([path, hidden.filter((place) => written.has(place))]).toEqual([path, []]);
        sum.wrong += [...written].filter((place) => place !== undefined && none.has(place)).length;
        await visited.ask({ ask: "undo" });
        expect([path, await contents(visited)]).toEqual([path, before]);
      }
    }
    process.stdout.write(
      `${some.length} real pages: ${sum.right} of ${sum.fields} kinds right, ${sum.steps} fields filled, ` +
        `${sum.refused} refused by the page, ${sum.wrong} fills into ${sum.empty} fields that stay empty\n`,
    );
    expect(sum.steps).toBeGreaterThan(100);
    expect(sum.right / sum.fields).toBeGreaterThan(0.85);
    expect(sum.refused / sum.steps).toBeLessThan(0.02);
    expect(sum.wrong).toBeLessThan(sum.empty * 0.1);
  });
});
