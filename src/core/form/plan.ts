/**
 * Which value goes where. Input: the classified fields of one document and an item; output: steps for the
 * page, and for each field that was looked at what becomes of it.
 *
 * - What has an obstacle is never filled; "none" (search, captcha, coupon) stays empty.
 * - A password goes only into a field that shows dots, and only a hidden value goes into such a field.
 * - A login's password goes into a "new password" field only where the document asks for no current one:
 *   then it is a registration (or a page that calls its password new), and the user chose this login for it.
 * - Fields of a form count together: a form with a single match (a newsletter beside a checkout) is left
 *   alone where another form has more, unless the user stands in it.
 */
import type { Item } from "../item.ts";
import { fitting } from "./adapt.ts";
import { chooseOption } from "./choose.ts";
import { ownWishes } from "./custom.ts";
import type { Kinded, Outcome, PageField, Step } from "./field.ts";
import { isChosen, nothingSaid, type Said, toldOf, withKinds, withSaid } from "./said.ts";
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
  const active = activeForms(units, wishes);
  const steps: Step[] = [];
  const looks: Look[] = [];
  for (const unit of units) {
    const told = toldOf(unit, said);
    const elsewhere = told === undefined && active.size > 0 && !active.has(unit.form);
    if (!(isChosen(unit, said) ?? !elsewhere)) continue;
    if (told?.as === "never") {
      looks.push({ n: unit.head.field.n, label: labelOf(unit.head), outcome: "never" });
      continue;
    }
    const wish = wishes.get(unit);
    const { outcome, step } =
      wish === undefined && told?.as === "field" ? no("no-value") : decide(unit, wish, options);
    const plainly = unit.head.field.type === "checkbox" || unit.head.field.obstacle !== null;
    const asked = told !== undefined || said.only !== null;
    if (wish === undefined && plainly && !asked) continue;
    if (step !== null) steps.push(step);
    looks.push({ n: step?.n ?? unit.head.field.n, label: labelOf(unit.head), outcome });
  }
  return { steps, looks };
}

/** The forms that this fill is about; none where nothing matches anywhere. */
function activeForms(units: readonly Unit[], wishes: ReadonlyMap<Unit, Wish>): Set<number> {
  const counts = new Map<number, number>();
  const sure = new Set<number>();
  for (const unit of units) {
    const wish = wishes.get(unit);
    if (wish === undefined || unit.head.field.obstacle !== null) continue;
    counts.set(unit.form, (counts.get(unit.form) ?? 0) + 1);
    if (wish.sure) sure.add(unit.form);
  }
  for (const unit of units)
    if (unit.members.some(({ field }) => field.focused) && counts.has(unit.form))
      sure.add(unit.form);
  const strong = [...counts]
    .filter(([form, count]) => count > 1 || sure.has(form))
    .map(([form]) => form);
  return new Set(strong.length > 0 ? strong : counts.keys());
}

function no(outcome: Outcome): { outcome: Outcome; step: null } {
  return { outcome, step: null };
}

function decide(
  unit: Unit,
  wish: Wish | undefined,
  options: PlanOptions,
): { outcome: Outcome; step: Step | null } {
  const { field, token } = unit.head;
  if (wish === undefined)
    return no(token === "none" ? "empty-on-purpose" : token === "unknown" ? "unknown" : "no-value");
  if (field.obstacle !== null) return no(field.obstacle);
  if (wish.texts === "step-up") return no("step-up");
  if (options.keepTyped && unit.members.some((member) => member.field.touched)) return no("kept");
  const step = stepFor(unit, wish.texts);
  if (step !== null) return { outcome: "filled", step };
  return no(field.tag === "select" || field.type === "radio" ? "no-option" : "refused");
}

function stepFor({ head, members }: Unit, texts: readonly string[]): Step | null {
  const { n, tag, type, options } = head.field;
  if (tag === "select") {
    const index = chooseOption(texts, options, head.token);
    return index < 0 ? null : { n, do: "option", index };
  }
  if (type === "checkbox") return { n, do: "check", on: texts[0] === "true" };
  if (type === "radio") {
    const open = members.filter(({ field }) => field.obstacle === null);
    const choices = open.map(({ field }) => field.options[0] ?? { value: "", text: "" });
    const chosen = open[chooseOption(texts, choices, head.token)];
    return chosen === undefined ? null : { n: chosen.field.n, do: "check", on: true };
  }
  const value = fitting(texts, head.field);
  return value === null ? null : { n, do: "text", value };
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
