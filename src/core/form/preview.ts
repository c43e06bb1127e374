/** What a fill would do to each field of a document, told before it is done: the value, the kind, and why. */
import type { Item } from "../item.ts";
import { explain, type Reason } from "./explain.ts";
import type { Kinded, Outcome, PageField, Step } from "./field.ts";
import { plan, type PlanOptions } from "./plan.ts";
import { nothingSaid, toldOf, type Told, withKinds } from "./said.ts";
import { squeezed } from "./text.ts";
import { unitsOf, type Unit } from "./unit.ts";

/** One field, or a group of radio buttons, which goes by the first of them. */
export interface Preview {
  n: number;
  label: string;
  /** The autofill token; "none" and "unknown" as in field.ts. */
  kind: string;
  why: Reason;
  told: Told | null;
  /** What a fill would do; without an item null: it could be filled. */
  outcome: Outcome | null;
  /** What would be written, as the page would show it; null where nothing is, or the password is needed. */
  value: string | null;
  /** Behind dots until the user asks. */
  secret: boolean;
}

/** Rows for the fields of one document, in its order; what nobody could see or fill is left out. */
export function preview(
  fields: readonly Kinded[],
  item: Item | null,
  options: PlanOptions,
): Preview[] {
  const said = options.said ?? nothingSaid;
  const units = unitsOf(withKinds(fields, said));
  const planned = item === null ? null : plan(fields, item, options);
  const secrets = item === null ? [] : secretsOf(item, options.critical);
  return units.flatMap((unit): Preview[] => {
    const { head, members } = unit;
    const own = (n: number) => members.some(({ field }) => field.n === n);
    const look = planned?.looks.find(({ n }) => own(n));
    const step = planned?.steps.find(({ n }) => own(n));
    const told = toldOf(unit, said) ?? null;
    if (look === undefined && told === null && !shown(unit, item)) return [];
    const value = step === undefined ? null : shownBy(step, unit);
    const outcome = look?.outcome ?? left(unit, item, planned !== null && told === null);
    const secret =
      head.field.type === "password" ||
      outcome === "step-up" ||
      (value !== null && secrets.some((one) => overlaps(one, squeezed(value))));
    const original = fields.find(({ field }) => field.n === head.field.n) ?? head;
    const why = explain(told?.as === "kind" ? head : original, told ?? undefined);
    const { n } = head.field;
    return [{ n, label: wordsOf(head), kind: head.token, why, told, outcome, value, secret }];
  });
}

/** A field that the user can see and that is not a box to tick in somebody's else form. */
function shown({ head }: Unit, item: Item | null): boolean {
  const { obstacle, type } = head.field;
  return obstacle === null && (item === null || type !== "checkbox");
}

/** Why a unit that the plan did not look at is left alone. */
function left({ head }: Unit, item: Item | null, another: boolean): Outcome | null {
  const { obstacle } = head.field;
  if (obstacle !== null) return obstacle;
  if (head.foreign) return "not-yours";
  if (head.token === "none") return "empty-on-purpose";
  if (item !== null && another) return "other-form";
  return head.token === "unknown" ? "unknown" : null;
}

function shownBy(step: Step, { members }: Unit): string {
  if (step.do === "text") return step.value;
  const field = members.find((one) => one.field.n === step.n)?.field;
  if (step.do === "option") {
    const option = field?.options[step.index];
    return option?.text || option?.value || "";
  }
  const words = field?.options[0]?.text || field?.label || "";
  return step.on ? `✓ ${words}`.trim() : "–";
}

function wordsOf({ field }: { field: PageField }): string {
  const own = field.type === "checkbox" ? (field.options[0]?.text ?? "") : "";
  const words = [
    field.label,
    own,
    field.placeholder,
    field.near,
    field.title,
    field.name,
    field.id,
  ];
  return words.find((text) => text !== "") ?? "";
}

function secretsOf(item: Item, critical: ReadonlyMap<string, string>): string[] {
  const hidden = item.fields.filter(({ type, critical: asks }) => type === "hidden" || asks);
  return hidden
    .map(({ id, value }) => squeezed(critical.get(id) ?? value ?? ""))
    .filter((text) => text !== "");
}

/** A part of a secret (four of its digits) is one too. */
function overlaps(secret: string, value: string): boolean {
  return (
    value !== "" &&
    (secret === value || (value.length > 2 && secret.includes(value)) || value.includes(secret))
  );
}
