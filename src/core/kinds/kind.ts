import type { Field, FieldType, KindName } from "../item.ts";

/** One built-in field of a kind. Its words are `field.<key>` in the locale. */
export interface KindField {
  /** Unique within the kind; kept in the record, so it never changes. */
  key: string;
  type: FieldType;
  /** Class critical by default: the password is asked at each use (FORMAT.md 3). */
  critical?: true;
  /** WHATWG autofill token that a page's field must have to take this value. */
  token?: string;
}

/** An item kind: plain data. Its words are `kind.<name>` in the locale. */
export interface Kind {
  name: KindName;
  fields: readonly KindField[];
  /** What a click on the row does. */
  main: "fill" | "copy";
  /** The field that a plain "copy" takes. */
  copies: string;
  /** The second line of a row; never a critical or hidden value. */
  hint(value: (key: string) => string): string;
}

/** The empty fields of a new item of `kind`; ids equal the keys. */
export function emptyFields(kind: Kind): Field[] {
  return kind.fields.map((field) => ({
    id: field.key,
    key: field.key,
    label: "",
    type: field.type,
    critical: field.critical === true,
    value: "",
  }));
}
