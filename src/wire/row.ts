/** What a row of the door is, and the schemas that many rows share. */
import * as v from "valibot";

/** `app`: a page of ours in a window of ours. `page`: a stub in somebody's page. */
export type Who = "app" | "page";

export interface MessageRow<S extends v.GenericSchema, A> {
  who: Who;
  schema: S;
  /** Never set: it carries the type of the answer. */
  answer?: A;
}

/** No content. */
export const nothing = v.strictObject({});
/** Text of at most so many characters. */
export const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
/** As typed; the vault judges it. */
export const password = text(4096);
/** A whole number from 0 on. */
export const whole = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.maxValue(Number.MAX_SAFE_INTEGER),
);
/** Id of a field within its item. */
export const fieldId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/));

/** A row that answers `A`: `row<A>()(who, schema)`. */
export function row<A>() {
  return <S extends v.GenericSchema>(who: Who, schema: S): MessageRow<S, A> => ({ who, schema });
}
