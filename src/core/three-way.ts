/**
 * Three-way merging of plain values: what one side changed against the last common version stands; what both
 * changed is a conflict, decided by the caller. Every function answers the same with the sides exchanged.
 */

/** Equal as JSON; key order counts, and is the schemas' own. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** The value of three versions, `base` null where there is no common one; a conflict is left to `both`. */
export function three<T>(base: { value: T } | null, a: T, b: T, both: (a: T, b: T) => T): T {
  if (same(a, b)) return a;
  if (base !== null && same(a, base.value)) return b;
  if (base !== null && same(b, base.value)) return a;
  return both(a, b);
}

/**
 * A list without order or doubles, by `name`: what either side added is in, what either side took away is out, and
 * without a common version everything is in. The order is that of `first`, then that of `second`.
 */
export function union<T>(
  base: readonly T[] | null,
  first: readonly T[],
  second: readonly T[],
  name: (one: T) => string,
): T[] {
  const was = new Set((base ?? []).map(name));
  const inFirst = new Set(first.map(name));
  const inSecond = new Set(second.map(name));
  const stays = (one: T) =>
    was.has(name(one)) ? inFirst.has(name(one)) && inSecond.has(name(one)) : true;
  return [...first.filter(stays), ...second.filter((one) => !inFirst.has(name(one)) && stays(one))];
}
