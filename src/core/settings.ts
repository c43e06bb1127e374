/** What the user can set: one row each, with its bounds and default. Kept in the record of class 0x23. */
import * as v from "valibot";

const whole = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

export const settingsSchema = v.strictObject({
  /** Minutes without use of the vault or of the computer, until it locks. */
  idleMinutes: whole(1, 240),
  /** Hours after which it locks in any case. */
  ceilingHours: whole(1, 72),
  /** Seconds until a copied value is cleared from the clipboard. */
  clipboardSeconds: whole(5, 300),
  /** A fill leaves alone what the user already typed into a page. */
  keepTyped: v.boolean(),
  /** The recovery code was typed back once. */
  recoveryConfirmed: v.boolean(),
  /** When the last backup file was written (ms), or null. */
  lastBackup: v.nullable(whole(0, 8.64e15)),
  /** Days that an item stays in the trash; null keeps it until the user empties it. */
  trashDays: v.optional(v.nullable(whole(1, 365)), 30),
  /** Days that an entry of the log stays. */
  auditDays: v.optional(whole(30, 3650), 365),
});
export type Settings = v.InferOutput<typeof settingsSchema>;

export const defaultSettings: Settings = {
  idleMinutes: 10,
  ceilingHours: 12,
  clipboardSeconds: 30,
  keepTyped: false,
  recoveryConfirmed: false,
  lastBackup: null,
  trashDays: 30,
  auditDays: 365,
};
