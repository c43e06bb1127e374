/** What the neighbours of a field tell: whose month, which line of an address, part of which number. */
import type { Kinded, PageField } from "./field.ts";
import { cardWords, codes, printedKeys } from "./refine/codes.ts";
import { dates } from "./refine/dates.ts";
import { choices, lines, names, titles } from "./refine/person.ts";
import { phones } from "./refine/phones.ts";
import { accounts, owners, quarters, recipients, routes, searches } from "./refine/strangers.ts";
import { signIn } from "./signin.ts";

/** Settles the kinds of one document form by form; afterwards only tokens, "none" and "unknown" are left. */
export function refine(all: Kinded[]): Kinded[] {
  const groups = groupsOf(all);
  for (const group of groups) {
    signIn(group, groups.length === 1);
    choices(group);
    titles(group);
    codes(group);
    printedKeys(group);
    dates(group);
    cardWords(group);
    owners(group);
    names(group);
    quarters(group);
    lines(group);
    phones(group);
    accounts(group);
    recipients(group);
    routes(group);
    searches(group);
  }
  return all;
}

/** Fields by form, in document order. */
export function groupsOf<T extends { field: PageField }>(all: readonly T[]): T[][] {
  const groups = new Map<number, T[]>();
  for (const one of all) {
    const group = groups.get(one.field.form);
    if (group === undefined) groups.set(one.field.form, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}
