/** Documents of a page in memory: they answer the stubs by the rules and remember what they were told. */
import type { PageField, Step } from "../../src/core/form/field.ts";
import type { Question } from "../../src/wire/fill-port.ts";
import { pageField } from "../core/form/fields.ts";
import type { TestDocument } from "./world.ts";

export interface TestPage extends TestDocument {
  /** What was written, by name of the field. */
  values: Map<string, string>;
  /** Every question, of either stub. */
  asked: string[];
}

/** A field whose name is its label. */
export function field(n: number, name: string, more: Partial<PageField> = {}): PageField {
  return pageField({ n, name, label: name, ...more });
}

/** A document with these fields. */
export function page(
  origin: string,
  fields: PageField[],
  frame = 0,
  selected = "first line\nsecond line",
): TestPage {
  const values = new Map<string, string>();
  const asked: string[] = [];
  return {
    origin,
    frame,
    values,
    asked,
    answer: (question: Question) => {
      asked.push(question.ask);
      switch (question.ask) {
        case "scan":
          return { got: "fields", fields };
        case "write":
          if (question.undoFirst) values.clear();
          for (const step of question.steps) put(values, fields, step);
          return { got: "written", results: question.steps.map(({ n }) => ({ n, ok: true })) };
        case "open":
          return { got: "options", options: [] };
        case "undo": {
          const count = values.size;
          values.clear();
          return { got: "undone", count };
        }
        case "capture":
          return {
            got: "captured",
            title: "Shop",
            fields: fields.map((one) => ({ field: one, value: `my ${one.name}` })),
          };
        case "selection":
          return { got: "selection", text: selected, title: "Shop" };
      }
    },
  };
}

function put(values: Map<string, string>, fields: readonly PageField[], step: Step): void {
  const name = fields.find(({ n }) => n === step.n)?.name ?? "";
  values.set(
    name,
    step.do === "text" ? step.value : step.do === "option" ? String(step.index) : String(step.on),
  );
}
