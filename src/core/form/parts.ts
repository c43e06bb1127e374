/**
 * One value over several fields of a page: a telephone number in three boxes, a card's in four, a code in six.
 * Its fields are filled all or none, since a part of a number is a wrong number (plan.ts sees to it by `whole`).
 */
import type { Values } from "./adapt/ask.ts";
import { cardGroups } from "./adapt/card.ts";
import { familyNames } from "./adapt/name.ts";
import { phoneOf } from "./adapt/phone.ts";
import { houseField } from "./adapt/street.ts";
import { intoBoxes, type Phone } from "./phone.ts";
import { sectionOf } from "./section.ts";
import { plainWords, squeezed } from "./text.ts";
import type { Unit } from "./unit.ts";

/** What the neighbours of a unit make of it. */
export interface Role {
  /** What it asks for, where that is more than its own token tells: "house-number". */
  token: string;
  /** All units of one value have the same array; undefined for a unit that stands alone. */
  whole?: readonly Unit[];
}

/** Runs of neighbours in one section for which `belongs` holds. */
function runsOf(units: readonly Unit[], belongs: (unit: Unit) => boolean): Unit[][] {
  const runs: Unit[][] = [];
  let open: Unit | undefined;
  for (const unit of units) {
    const on = belongs(unit);
    if (on && open !== undefined && sectionOf(open.head.field) === sectionOf(unit.head.field))
      runs.at(-1)?.push(unit);
    else if (on) runs.push([unit]);
    open = on ? unit : undefined;
  }
  return runs;
}

const width = (unit: Unit) => unit.head.field.maxLength;
const typed = ({ head }: Unit) =>
  head.field.tag === "input" && !/^(radio|checkbox)$/.test(head.field.type);
const small = (unit: Unit, most = 6) => typed(unit) && width(unit) > 0 && width(unit) <= most;

/** Roles of all units that have one beside their token. */
export function rolesOf(units: readonly Unit[]): Map<Unit, Role> {
  const roles = new Map<Unit, Role>();
  const together = (run: readonly Unit[], tokens: readonly string[]) =>
    run.forEach((unit, at) =>
      roles.set(unit, { token: tokens[at] ?? unit.head.token, whole: run }),
    );
  for (const token of ["cc-number", "one-time-code", "postal-code"])
    for (const run of runsOf(units, ({ head }) => head.token === token)) {
      // Boxes of no length in a row are parts of a card's number only where they are as many as it has.
      const boxes = run.length > 1 && run.every((unit) => small(unit));
      const four =
        token === "cc-number" &&
        run.length === 4 &&
        run.every((unit) => typed(unit) && width(unit) < 0);
      if (boxes || four) together(run, []);
    }
  for (const run of phoneRuns(units)) {
    const area = run.findIndex(({ head }) => head.token === "tel-area-code");
    together(
      run,
      run.map(({ head }, at) =>
        area >= 0 && at > area && /^tel(-national)?$/.test(head.token) ? "tel-local" : head.token,
      ),
    );
  }
  houses(units, roles);
  families(units, roles);
  return roles;
}

/** Parts of one number: a second code, area or whole number begins another one. */
function phoneRuns(units: readonly Unit[]): Unit[][] {
  const runs = runsOf(units, ({ head }) => /^tel(-(?!extension)|$)/.test(head.token));
  return runs
    .flatMap((run) => {
      const boxes = run.filter(({ head }) => head.token === "tel");
      if (boxes.length > 1 && boxes.every((unit) => small(unit, 5))) return [run];
      const numbers: Unit[][] = [];
      for (const unit of run) {
        const open = numbers.at(-1);
        const token = unit.head.token;
        const done =
          open === undefined ||
          open.some(({ head }) => head.token === token) ||
          token === "tel-country-code" ||
          (/^tel(-national)?$/.test(token) &&
            open.some(({ head }) => /^tel(-local.*|-national)?$/.test(head.token)));
        if (done) numbers.push([unit]);
        else open.push(unit);
      }
      return numbers;
    })
    .filter((run) => run.length > 1);
}

/** A box for the house number beside that of the street. */
function houses(units: readonly Unit[], roles: Map<Unit, Role>): void {
  units.forEach((unit, at) => {
    if (!typed(unit) || !/^(unknown|street-address|address-line[123])$/.test(unit.head.token))
      return;
    const sort = houseField(unit.head.field);
    if (sort === null) return;
    const here = (other: Unit | undefined): other is Unit =>
      other !== undefined && sectionOf(other.head.field) === sectionOf(unit.head.field);
    const [one, two, after] = [units[at - 1], units[at - 2], units[at + 1]];
    const street = [one, two]
      .filter(here)
      .some(
        (other) =>
          /^(street-address|address-line1)$/.test(other.head.token) ||
          roles.get(other)?.token === "house-number",
      );
    if (street) roles.set(unit, { token: `house-${sort}` });
    // "12 | rue Haute": the number comes first, and the street was taken for the second line.
    else if (
      sort === "number" &&
      here(after) &&
      /^(street-address|address-line[12])$/.test(after.head.token)
    ) {
      roles.set(unit, { token: "house-number" });
      if (after.head.token === "address-line2") roles.set(after, { token: "street-address" });
    }
  });
}

/** First and second family name. */
function families(units: readonly Unit[], roles: Map<Unit, Role>): void {
  for (const run of runsOf(units, ({ head }) => head.token === "family-name")) {
    const [first, second] = run;
    if (run.length !== 2 || first === undefined || second === undefined) continue;
    const words = ({ head: { field } }: Unit) =>
      plainWords([field.label, field.placeholder, field.name, field.id].join(" ; ").slice(0, 200));
    if (!/ (second\w*|segund\w*|matern\w*|2) /.test(words(second))) continue;
    roles.set(first, { token: "family-name-1" });
    roles.set(second, { token: "family-name-2" });
  }
}

/** The text of each unit of `run`, which share one value; null where they do not hold it whole. */
export function partTexts(
  run: readonly Unit[],
  roles: ReadonlyMap<Unit, Role>,
  values: Values,
): Map<Unit, string> | null {
  const tokens = run.map((unit) => roles.get(unit)?.token ?? unit.head.token);
  const [token = ""] = tokens;
  if (token.startsWith("tel")) return phoneParts(run, tokens, values);
  const own = values(token);
  const text = token === "cc-number" ? own.replace(/[\s-]/g, "") : squeezedCode(own);
  const widths = run.map(width);
  const free = widths.every((one) => one < 0);
  const parts = free ? cardGroups(text) : cutBy(text, widths);
  const room = widths.reduce((sum, one) => sum + one, 0);
  // The last box may be longer than a card's number; a code has as many signs as there are places.
  const exact = text.length === room || (token === "cc-number" && text.length < room);
  if (parts.length !== run.length || (!free && !exact)) return null;
  return new Map(run.map((unit, at) => [unit, parts[at] ?? ""]));
}

function squeezedCode(text: string): string {
  return text.replace(/[\s-]/g, "");
}

function cutBy(text: string, widths: readonly number[]): string[] {
  let at = 0;
  return widths.map((one) => text.slice(at, (at += one))).filter((part) => part !== "");
}

/** For the boxes of one number; the country's own and a whole number beside it come from adapt/phone.ts. */
function phoneParts(
  run: readonly Unit[],
  tokens: readonly string[],
  values: Values,
): Map<Unit, string> | null {
  const phone = phoneOf(values) ?? american(values("tel"));
  const boxes = run.filter(
    (unit, at) =>
      /^tel-(area-code|local.*)$/.test(tokens[at] ?? "") ||
      (tokens[at] === "tel" && small(unit, 5)),
  );
  if (boxes.length === 0) return new Map();
  if (phone === null) return null;
  const coded = tokens.includes("tel-country-code");
  // Where an 8 or 06 is dialled before the area code, it is no part of it.
  const apart = phone.national.length === phone.significant.length;
  const groups = coded || !apart ? phone.significant : phone.national;
  const widths = boxes.map(width);
  const shape = widths.join();
  const abroad = phone.code !== "1" && /^3,3,4$/.test(shape) && !coded;
  const local = boxes.length === 1 && tokens.includes("tel-local");
  const parts = local ? [groups.slice(1).join("")] : intoBoxes(groups, widths);
  return abroad || parts === null
    ? null
    : new Map(boxes.map((unit, at) => [unit, parts[at] ?? ""]));
}

/** Ten digits of which nobody knows the country can still be parted as in North America. */
function american(own: string): Phone | null {
  const [, area = "", prefix = "", suffix = ""] =
    /^([2-9]\d\d)(\d{3})(\d{4})$/.exec(squeezed(own)) ?? [];
  if (area === "" || own.includes("+")) return null;
  const groups = [area, prefix, suffix];
  return { code: "1", country: "", national: groups, significant: groups, written: own, ext: "" };
}

/** Texts for a role that no token has. */
export function roleTexts(token: string, values: Values): string[] | null {
  if (!token.startsWith("family-name-")) return null;
  const [first, second] = familyNames(values("family-name"));
  const text = token.endsWith("1") ? first : second;
  return text === "" ? [] : [text];
}
