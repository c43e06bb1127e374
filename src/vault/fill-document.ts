/**
 * One document of a page is filled: scan, plan, write. A choice may bring more to fill (the states of a country):
 * then once more, in which only fields that hold nothing yet get a value.
 */
import type { FormEngine } from "../core/form/engine.ts";
import { pageCaps, type Kinded, type Step, type StepResult } from "../core/form/field.ts";
import type { Look, PlanOptions } from "../core/form/plan.ts";
import { Failure } from "../core/failure.ts";
import type { Item } from "../core/item.ts";
import type { FieldMark } from "../core/form/mark.ts";
import type { Said } from "../core/form/said.ts";
import type { Question } from "../wire/fill-port.ts";
import type { FillReport } from "../wire/protocol.ts";
import type { PageDocument } from "./ports.ts";
import { saidOf, type Saying } from "./told.ts";

export interface DocumentFill extends Omit<PlanOptions, "said"> {
  item: Item;
  /** What the user said of the fields of this page. */
  saying: Saying;
  /** Throws once the vault was locked meanwhile. */
  still: () => void;
  undoFirst: boolean;
}

interface Round {
  kinded: Kinded[];
  /** What each field is known by, in the order of `kinded`. */
  marks: readonly FieldMark[];
  said: Said;
  steps: Step[];
  looks: Look[];
}

/** Lists that are opened to be read, at most. */
const openings = 20;
/** So long (ms) the page gets to bring what a choice of ours has made it load; and where nothing is known to be missing. */
const loading = 1500;
const answering = 250;

/** What can not be filled now and may be, once the page has answered a choice. */
const waiting = /^(no-option|disabled|changed)$/;
const pending = /^(no-option|disabled|changed|hidden|covered|readonly)$/;

/** Fills it and tells of each field. Throws PAGE_GONE where the document went away or breaks the protocol. */
export async function fillDocument(
  engine: FormEngine,
  document: PageDocument,
  ask: DocumentFill,
): Promise<FillReport["fields"]> {
  const first = await round(engine, document, ask, { ask: "scan" });
  if (first.kinded.length === 0) return [];
  const told = new Map<number, Told>();
  const report = (made: Round, results: StepResult[]): void =>
    tell(engine, document, told, made, results);
  report(first, await put(document, ask, first.steps, false));
  const chose = first.steps.some(
    (step) => step.do !== "text" && told.get(step.n)?.outcome === "filled",
  );
  const changed = [...told.values()].some(({ outcome }) => outcome === "changed");
  if (chose || changed) {
    const awaited = first.looks.filter((look) => waiting.test(told.get(look.n)?.outcome ?? ""));
    const settle = {
      ms: awaited.length > 0 ? loading : answering,
      awaited: awaited.map(({ n }) => n),
    };
    const second = await round(
      engine,
      document,
      { ...ask, keepTyped: true },
      { ask: "scan", settle },
    );
    // What the page refused is not tried again; what it emptied since is.
    const open = ({ n, do: kind }: Step) => {
      const outcome = told.get(n)?.outcome ?? "changed";
      return pending.test(outcome) || (outcome === "filled" && kind === "text");
    };
    const steps = second.steps.filter(open);
    const results = steps.length > 0 ? await put(document, ask, steps, true) : [];
    const tried = new Set(steps.map(({ n }) => n));
    // "Kept" is here what the first round has put in.
    const news = second.looks.filter(
      ({ n, outcome }) => tried.has(n) || (!told.has(n) && outcome !== "kept"),
    );
    report({ ...second, looks: news }, results);
  }
  return [...told.values()].map(({ label, outcome, seen }) => ({
    label: label.slice(0, pageCaps.text),
    outcome,
    ...(seen === undefined ? {} : { seen }),
  }));
}

async function round(
  engine: FormEngine,
  document: PageDocument,
  ask: DocumentFill,
  question: Question,
): Promise<Round> {
  const scanned = await document.ask(question);
  if (scanned.got !== "fields") throw new Failure("PAGE_GONE");
  ask.still();
  const { marks, ...said } = saidOf(engine, document, scanned.fields, ask.saying);
  const again = "settle" in question;
  // Who chose the field in the preview saw what stands in it.
  const options = { ...ask, said, keepTyped: ask.keepTyped && (again || said.only === null) };
  const { plan } = engine;
  const kinded = engine.classify(scanned.fields);
  const planned = plan(kinded, ask.item, options);
  const lists = await openLists(document, kinded, planned);
  if (lists.size === 0) return { kinded, marks, said, ...planned };
  // The same plan for what is known now; a box that also takes text keeps its text where nothing fits.
  const better = plan(
    kinded.map((one) => lists.get(one.field.n) ?? one),
    ask.item,
    options,
  );
  const chosen = better.steps.filter(({ n, do: kind }) => lists.has(n) && kind === "option");
  const sure = new Map(chosen.map((step) => [step.n, step]));
  return {
    kinded,
    marks,
    said,
    steps: [...planned.steps.filter(({ n }) => !sure.has(n)), ...chosen],
    looks: planned.looks.map((look) => (sure.has(look.n) ? { ...look, outcome: "filled" } : look)),
  };
}

/** Opens the lists that are to be chosen from and do not show their options yet; with these they are selects. */
async function openLists(
  document: PageDocument,
  kinded: readonly Kinded[],
  { looks, steps }: Pick<Round, "looks" | "steps">,
): Promise<Map<number, Kinded>> {
  const found = new Map<number, Kinded>();
  const wanted = new Set([
    ...looks.filter(({ outcome }) => outcome === "no-option").map(({ n }) => n),
    ...steps.filter((step) => step.do === "text").map(({ n }) => n),
  ]);
  const closed = kinded.filter(({ field }) => field.popup === true && wanted.has(field.n));
  for (const { field, token } of closed.slice(0, openings)) {
    const read = await document.ask({ ask: "open", n: field.n });
    if (read.got !== "options") throw new Failure("PAGE_GONE");
    const { options } = read;
    if (options.length > 0)
      found.set(field.n, { token, field: { ...field, tag: "select", options } });
  }
  return found;
}

async function put(
  document: PageDocument,
  ask: DocumentFill,
  steps: Step[],
  more: boolean,
): Promise<StepResult[]> {
  const undoFirst = ask.undoFirst && !more;
  if (steps.length === 0 && !undoFirst) return [];
  ask.still();
  const written = await document.ask({ ask: "write", steps, undoFirst, ...(more ? { more } : {}) });
  if (written.got !== "written") throw new Failure("PAGE_GONE");
  return written.results;
}

type Told = Look & Pick<FillReport["fields"][number], "seen">;

/** What the page says of the steps stands beside what was planned, and why it was. */
function tell(
  engine: FormEngine,
  document: PageDocument,
  told: Map<number, Told>,
  { looks, kinded, marks, said }: Round,
  results: StepResult[],
): void {
  const came = new Map(results.map((result) => [result.n, result]));
  for (const look of looks) {
    const result = came.get(look.n);
    const failed = look.outcome === "filled" && result?.ok !== true;
    const at = kinded.findIndex(({ field }) => field.n === look.n);
    const [one, mark, by] = [kinded[at], marks[at], said.by.get(look.n)];
    told.set(look.n, {
      ...look,
      ...(failed ? { outcome: result?.why ?? "refused" } : {}),
      ...(one === undefined || mark === undefined
        ? {}
        : {
            seen: {
              frame: document.frame,
              mark,
              kind: by?.as === "kind" ? by.token : one.token,
              why: engine.explain(one, by),
            },
          }),
    });
  }
}
