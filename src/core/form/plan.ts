/**
 * Which value goes where. Input: the classified fields of one document and an item; output: steps for the
 * page, and for each field that was looked at what becomes of it.
 *
 * - What has an obstacle is never filled; "none" (search, captcha, coupon) stays empty.
 * - A password goes only into a field that shows dots, and only a hidden value goes into such a field.
 * - A login's password goes into a "new password" field only where the document asks for no current one:
 *   then it is a registration (or a page that calls its password new), and the user chose this login for it.
 * - Fields of a form count together: a form with a single match (a newsletter beside a checkout) is left
 *   alone where another form has more, unless the user stands in it (active.ts).
 * - A value is adapted (adapt.ts) and never cut; one that lies over several fields is filled whole or not at all.
 */
import type { Item } from "../item.ts";
import { activeUnits } from "./active.ts";
import { ownWishes } from "./custom.ts";
import type { Kinded, Outcome, PageField, Step } from "./field.ts";
import { isChosen, nothingSaid, type Said, toldOf, withKinds, withSaid } from "./said.ts";
import { stepFor } from "./step.ts";
import { kindWishes } from "./wishes.ts";
import { unitsOf, type Unit, type Wish } from "./unit.ts";

export interface PlanOptions {
  /** Values of critical fields by field id, where the user gave the password; else they answer "step-up". */
  critical: ReadonlyMap<string, string>;
  /** Leave alone what the user typed already. */
  keepTyped: boolean;
  /** What the user said of these fields (said.ts). */
  said?: Said;
}

/** One field (or group of radio buttons): `n` is the field the step goes to. */
export interface Look {
  n: number;
  label: string;
  outcome: Outcome;
}

export interface Plan {
  steps: Step[];
  /** In document order. "filled" means: a step was made; the page may still refuse it. */
  looks: Look[];
}

/** Never throws; an item without a value for this page gives no steps. */
export function plan(fields: readonly Kinded[], item: Item, options: PlanOptions): Plan {
  const said = options.said ?? nothingSaid;
  const units = unitsOf(withKinds(fields, said));
  const thought = new Map<Unit, Wish>([
    ...kindWishes(units, item, options.critical),
    ...ownWishes(units, item, options.critical),
  ]);
  const wishes = withSaid(thought, units, item, options.critical, said);
  const active = new Set(activeUnits(units, wishes));
  const looked = units.filter(
    (unit) => isChosen(unit, said) ?? (active.has(unit) || toldOf(unit, said) !== undefined),
  );
  const decided = new Map<Unit, Decision>();
  for (const unit of looked) decided.set(unit, decideTold(unit, wishes.get(unit), options));
  for (const { whole } of wishes.values())
    if (whole !== undefined) allOrNone(whole, wishes, decided);
  const steps: Step[] = [];
  const looks: Look[] = [];
  for (const unit of looked) {
    const { outcome, step } = decided.get(unit) ?? no("unknown");
    const plainly = unit.head.field.type === "checkbox" || unit.head.field.obstacle !== null;
    const asked = toldOf(unit, said) !== undefined || said.only !== null;
    if (!wishes.has(unit) && plainly && !asked) continue;
    if (step !== null) steps.push(step);
    looks.push({ n: step?.n ?? unit.head.field.n, label: labelOf(unit.head), outcome });
  }
  return { steps, looks };
}

interface Decision {
  outcome: Outcome;
  step: Step | null;
}

/** A part of a number is a wrong number: where one of its boxes stays empty, all do. */
function allOrNone(
  whole: readonly Unit[],
  wishes: ReadonlyMap<Unit, Wish>,
  decided: Map<Unit, Decision>,
): void {
  const boxes = whole.filter((unit) => wishes.get(unit)?.whole === whole);
  // A box that this fill is not about stays empty as well.
  const outcomes = boxes.map((unit) => decided.get(unit) ?? no("no-fit"));
  const stuck = outcomes.find(({ step }) => step === null);
  if (stuck === undefined) return;
  for (const unit of boxes)
    if ((decided.get(unit)?.step ?? null) !== null)
      decided.set(unit, no(stuck.outcome === "kept" ? "kept" : "no-fit"));
}

function no(outcome: Outcome): Decision {
  return { outcome, step: null };
}

/** What the user said of a field comes before what there is for it. */
function decideTold(unit: Unit, wish: Wish | undefined, options: PlanOptions): Decision {
  const told = toldOf(unit, options.said ?? nothingSaid);
  if (told?.as === "never") return no("never");
  return wish === undefined && told?.as === "field" ? no("no-value") : decide(unit, wish, options);
}

function decide(unit: Unit, wish: Wish | undefined, options: PlanOptions): Decision {
  const { field, token, foreign } = unit.head;
  if (wish === undefined && foreign) return no("not-yours");
  if (wish === undefined)
    return no(token === "none" ? "empty-on-purpose" : token === "unknown" ? "unknown" : "no-value");
  if (field.obstacle !== null) return no(field.obstacle);
  if (wish.texts === "step-up") return no("step-up");
  if (options.keepTyped && unit.members.some((member) => member.field.touched)) return no("kept");
  const step = stepFor(unit, wish.texts);
  if (step !== null) return { outcome: "filled", step };
  return no(field.tag === "select" || field.type === "radio" ? "no-option" : "no-fit");
}

function labelOf({ field, token }: Kinded): string {
  const words = (one: PageField) => [
    one.label,
    one.placeholder,
    one.near,
    one.title,
    one.name,
    one.id,
    token,
  ];
  return words(field).find((text) => text !== "") ?? "";
}
