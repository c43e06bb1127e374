/** The rows of the door about what was: earlier values of an item, and the audit log. */
import * as v from "valibot";
import { auditCode, type AuditEvent } from "../core/audit.ts";
import { itemIdSchema, type KindName } from "../core/item.ts";
import type { RefusalReason } from "../core/share/audit.ts";
import type { ClipStatus } from "./protocol.ts";
import { fieldId, proof, row, whole } from "./start-rows.ts";

/** Earlier values of the fields of an item. */
export const pastRows = {
  /** Earlier values; with `critical` those of critical fields too, and then it asks (STEP_UP). */
  "item.past": row<{ past: Past[]; more: boolean }>()(
    "app",
    v.strictObject({ id: itemIdSchema, critical: v.boolean(), password: v.nullable(proof) }),
  ),
  /** The value that a field had until `at`. STEP_UP where it is a critical one. */
  "past.copy": row<ClipStatus>()(
    "app",
    v.strictObject({ id: itemIdSchema, field: fieldId, at: whole, password: v.nullable(proof) }),
  ),
  /** Forgets every earlier value. STEP_UP where the item has critical values. */
  "past.forget": row<null>()(
    "app",
    v.strictObject({ id: itemIdSchema, password: v.nullable(proof) }),
  ),
} as const;

/** Which entries of the log: null is no limit. Times in ms since 1970, both included. */
const logFilter = {
  events: v.nullable(
    v.pipe(v.array(v.picklist(Object.keys(auditCode) as AuditEvent[])), v.maxLength(99)),
  ),
  item: v.nullable(itemIdSchema),
  from: v.nullable(whole),
  to: v.nullable(whole),
};

/** The audit log. */
export const logRows = {
  "audit.list": row<Log>()(
    "app",
    v.strictObject({ ...logFilter, offset: whole, limit: v.pipe(whole, v.maxValue(200)) }),
  ),
  /** All of it as it is to stand in a file: titles leave the vault, so it asks for the password. */
  "audit.export": row<Log>()("app", v.strictObject({ ...logFilter, password: proof })),
} as const;

/** An earlier value of a field. */
export interface Past {
  field: string;
  value: string;
  /** When it was replaced (ms since 1970). */
  at: number;
  critical: boolean;
}

/** One entry of the audit log, newest first. */
export interface LogLine {
  at: number;
  /** Null for a code that a newer version wrote. */
  event: AuditEvent | null;
  /** What it is about; title and kind are null where that was erased. */
  item: { id: string; title: string | null; kind: KindName | null } | null;
  /** The site of a fill. */
  origin: string | null;
  /** Of a transfer: how many items, or why it was refused. */
  sharing: { count: number } | RefusalReason | null;
  /** It happened in another browser profile. */
  elsewhere: boolean;
}

export interface Log {
  lines: LogLine[];
  /** All that fit the filter. */
  total: number;
  /** Whether the chains fit, and the manifest (FORMAT.md 12); anything but "sound" must be told. */
  state: "sound" | "hole" | "fork" | "unreadable" | "head";
  /** Older entries than this (ms) were dropped; null where none ever was. */
  since: number | null;
}
