/** The schema of a mark, apart from mark.ts: the popup compares marks and needs no validator for it. */
import * as v from "valibot";
import { type FieldMark, longest } from "./mark.ts";

const text = v.pipe(v.string(), v.maxLength(longest));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000));

export const fieldMarkSchema = v.strictObject({
  sort: v.picklist(["text", "secret", "list", "tick"]),
  name: text,
  id: text,
  label: text,
  nth: count,
  of: count,
}) satisfies v.GenericSchema<unknown, FieldMark>;
