/** Which parts of a page a fill is about, where it asks for the same in more than one place. */
import { sectionOf } from "./section.ts";
import type { Unit, Wish } from "./unit.ts";

/** The units that are looked at; all where nothing matches anywhere. */
export function activeUnits(
  units: readonly Unit[],
  wishes: ReadonlyMap<Unit, Wish>,
): readonly Unit[] {
  const forms = activeForms(units, wishes);
  const within = units.filter((unit) => forms.size === 0 || forms.has(unit.form));
  const left = otherSections(within, wishes);
  return within.filter(
    (unit) => wishes.get(unit)?.own === true || !left.has(sectionOf(unit.head.field)),
  );
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
  for (const unit of units) if (holdsFocus(unit) && counts.has(unit.form)) sure.add(unit.form);
  const strong = [...counts]
    .filter(([form, count]) => count > 1 || sure.has(form))
    .map(([form]) => form);
  return new Set(strong.length > 0 ? strong : counts.keys());
}

function holdsFocus({ members }: Unit): boolean {
  return members.some(({ field }) => field.focused);
}

/**
 * Sections that ask again for what another one is filled with: where the user stands in one, the others are
 * another address or another form; of several travellers only the first is the user.
 */
function otherSections(units: readonly Unit[], wishes: ReadonlyMap<Unit, Wish>): Set<string> {
  const tokens = new Map<string, Set<string>>();
  let focused: string | undefined;
  for (const unit of units) {
    const wish = wishes.get(unit);
    const { token, field } = unit.head;
    if (wish === undefined || wish.own === true || field.obstacle !== null || token === "unknown")
      continue;
    const section = sectionOf(field);
    tokens.set(section, (tokens.get(section) ?? new Set()).add(token));
    if (holdsFocus(unit)) focused = section;
  }
  const left = new Set<string>();
  const chosen: string[] = focused === undefined ? [] : [focused];
  for (const [section, asked] of tokens) {
    if (section === focused) continue;
    const rivals = chosen.filter(
      (other) => focused !== undefined || (isNamed(section) && isNamed(other)),
    );
    const again = (other: string) =>
      [...asked].filter((token) => tokens.get(other)?.has(token) === true).length;
    if (rivals.some((other) => again(other) * 2 >= asked.size)) left.add(section);
    else chosen.push(section);
  }
  return left;
}

/** By the page itself, as `section-*`. */
function isNamed(section: string): boolean {
  return section.includes(" section-");
}
