/**
 * What an operation on the store is written in: a generator that yields statements and is given rows. The engine runs
 * it within one transaction, at once (SQLite, in its thread) or awaiting each (PostgreSQL): the same SQL, the same checks.
 */
export type Param = string | number | Uint8Array | null;

export interface Query {
  /** `?` for parameters; `/*lock*\/` where the row is to be locked. */
  sql: string;
  params: readonly Param[];
  /** Only how many rows it changed is asked: one row `{ changed }`, at half the price of rows that are returned. */
  counted?: true;
}

export type Row = Record<string, unknown>;
export type Asking<T> = Generator<Query, T, Row[]>;

/** Rows of a statement; the caller says their shape, which schema.ts holds. */
export function* ask<T>(sql: string, ...params: Param[]): Asking<T[]> {
  return (yield { sql, params }) as T[];
}

/** The first row, or null. */
export function* one<T>(sql: string, ...params: Param[]): Asking<T | null> {
  const [row] = yield* ask<T>(sql, ...params);
  return row ?? null;
}

/** How many rows a statement changed. */
export function* changed(sql: string, ...params: Param[]): Asking<number> {
  const [row] = (yield { sql, params, counted: true }) as { changed: number }[];
  return row?.changed ?? 0;
}

/** `(?, ?), (?, ?)`: so that a thousand rows are a few statements. */
export function valuesOf(rows: number, columns: number): string {
  const row = `(${Array.from({ length: columns }, () => "?").join(", ")})`;
  return Array.from({ length: rows }, () => row).join(", ");
}

/** Pieces of a list, so that a statement has a bounded number of parameters; few sizes, so that few are prepared. */
export function piecesOf<T>(list: readonly T[]): T[][] {
  const pieces: T[][] = [];
  for (let at = 0; at < list.length;) {
    const left = list.length - at;
    const size = left >= 256 ? 256 : left >= 16 ? 16 : 1;
    pieces.push(list.slice(at, at + size));
    at += size;
  }
  return pieces;
}
