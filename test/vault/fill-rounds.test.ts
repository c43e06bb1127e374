/** What a page brings only after a choice is filled in the same go; lists that open are read first. */
import { beforeEach, describe, expect, it } from "vitest";
import type { PageField, Step, StepResult } from "../../src/core/form/field.ts";
import type { Question } from "../../src/wire/fill-port.ts";
import { pageField } from "../core/form/fields.ts";
import { type Coffer, cofferWithVault, draftOf, save } from "./steps.ts";

const shop = "https://shop.example";
const tabId = 7;
let coffer: Coffer;
beforeEach(async () => {
  coffer = await cofferWithVault();
});

const options = (...texts: string[]) => texts.map((text) => ({ value: text, text }));
const field = (n: number, autocomplete: string, more: Partial<PageField> = {}) =>
  pageField({ n, autocomplete, label: autocomplete, form: 0, ...more });
const list = (n: number, autocomplete: string, texts: string[], more: Partial<PageField> = {}) =>
  field(n, autocomplete, { tag: "select", type: "", options: options(...texts), ...more });

interface Script {
  /** What each scan in turn answers. */
  scans: PageField[][];
  lists?: Record<number, string[]>;
  result?: (step: Step) => Partial<StepResult>;
}

/** A page that answers by a script and keeps what it was asked. */
async function fill({ scans, lists = {}, result }: Script) {
  const asked: Question[] = [];
  const left = [...scans];
  const answer = (question: Question) => {
    asked.push(question);
    switch (question.ask) {
      case "scan":
        return { got: "fields" as const, fields: left.shift() ?? scans.at(-1) ?? [] };
      case "open":
        return { got: "options" as const, options: options(...(lists[question.n] ?? [])) };
      case "write": {
        const results = question.steps.map((step) => ({ n: step.n, ok: true, ...result?.(step) }));
        return { got: "written" as const, results };
      }
      case "undo":
      case "capture":
      case "selection":
        return { got: "failed" as const };
    }
  };
  coffer.world.site.url = shop;
  coffer.world.site.documents = [{ origin: shop, frame: 0, answer }];
  const values = { "given-name": "Ada", country: "US", "address-level1": "California" };
  const { id } = await save(coffer, draftOf("identity", "Home", values));
  const report = await coffer.ask.fill({ id, tabId, origin: shop, password: null, adopt: false });
  const writes = asked.flatMap((question) => (question.ask === "write" ? [question] : []));
  return { asked, writes, report: report.fields.map(({ label, outcome }) => ({ label, outcome })) };
}

const country = list(1, "country", ["", "Germany", "United States"]);
const states = ["", "Alabama", "California"];

describe("a choice that brings more", () => {
  it("is followed by one more round for the list that had no fitting option", async () => {
    const { asked, writes, report } = await fill({
      scans: [
        [field(0, "given-name"), country, list(2, "address-level1", [""])],
        [
          field(0, "given-name", { touched: true }),
          { ...country, touched: true },
          list(2, "address-level1", states),
        ],
      ],
    });
    expect(asked.map(({ ask }) => ask)).toEqual(["scan", "write", "scan", "write"]);
    expect(asked[2]).toMatchObject({ settle: { awaited: [2] } });
    expect(writes[1]).toMatchObject({ more: true, steps: [{ n: 2, do: "option", index: 2 }] });
    expect(report.map(({ outcome }) => outcome)).toEqual(["filled", "filled", "filled"]);
  });

  it("is never followed by a third", async () => {
    const empty = [country, list(2, "address-level1", [""])];
    const { asked, report } = await fill({ scans: [empty, empty, empty] });
    expect(asked.filter(({ ask }) => ask === "scan")).toHaveLength(2);
    expect(report).toContainEqual({ label: "address-level1", outcome: "no-option" });
  });

  it("does not write again what stands, nor what the page refused", async () => {
    const both = [field(0, "given-name"), country];
    const { writes, report } = await fill({
      scans: [both, both],
      result: ({ n }) => ({ ok: n !== 0 }),
    });
    expect(writes).toHaveLength(1);
    expect(report).toEqual([
      { label: "given-name", outcome: "refused" },
      { label: "country", outcome: "filled" },
    ]);
  });

  it("puts back a text that the page emptied because of the choice", async () => {
    const name = field(0, "given-name");
    const { writes } = await fill({
      scans: [
        [name, country],
        [name, { ...country, touched: true }],
      ],
    });
    expect(writes[1]?.steps).toEqual([{ n: 0, do: "text", value: "Ada" }]);
  });

  it("is not waited for where nothing was chosen and nothing changed", async () => {
    const { asked } = await fill({ scans: [[field(0, "given-name")]] });
    expect(asked.map(({ ask }) => ask)).toEqual(["scan", "write"]);
  });
});

describe("a list that the page draws", () => {
  const closed = list(1, "country", [], { popup: true, drawn: true });

  it("is opened to be read, and chosen from by what it says", async () => {
    const { asked, writes } = await fill({
      scans: [[closed]],
      lists: { 1: ["Germany", "United States"] },
    });
    expect(asked.map(({ ask }) => ask).slice(0, 3)).toEqual(["scan", "open", "write"]);
    expect(writes[0]?.steps).toEqual([{ n: 1, do: "option", index: 1 }]);
  });

  it("that does not open is told as having no fitting option", async () => {
    const { writes, report } = await fill({ scans: [[closed]] });
    expect(writes).toEqual([]);
    expect(report).toEqual([{ label: "country", outcome: "no-option" }]);
  });

  it("that proposes to what is typed keeps the text where no proposal fits", async () => {
    const box = field(1, "given-name", { popup: true });
    const { writes } = await fill({ scans: [[box]], lists: { 1: ["Grace", "Edsger"] } });
    expect(writes[0]?.steps).toEqual([{ n: 1, do: "text", value: "Ada" }]);
  });

  it("is not opened where the item has nothing for it", async () => {
    const { asked } = await fill({
      scans: [[list(1, "sex", [], { popup: true, drawn: true }), field(0, "given-name")]],
    });
    expect(asked.map(({ ask }) => ask)).toEqual(["scan", "write"]);
  });
});

it("the report gives the page's reason for a step that was not tried", async () => {
  const { report } = await fill({
    scans: [[field(0, "given-name"), field(1, "country")]],
    result: ({ n }) => (n === 0 ? { ok: false, why: "covered" } : {}),
  });
  expect(report).toContainEqual({ label: "given-name", outcome: "covered" });
});
