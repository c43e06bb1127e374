/** What the user can set: one row each, with its bounds and default. Kept in the record of class 0x23. */
import * as v from "valibot";

const whole = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
/** ms since 1970, or null for never. */
const when = v.nullable(whole(0, 8.64e15));

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
  lastBackup: when,
  /** When that file, or one made later, was last opened and found complete. */
  lastVerified: v.optional(when, null),
  /** Counter of the manifest in that file; 0 where it is not known. */
  backupCounter: v.optional(whole(0, Number.MAX_SAFE_INTEGER), 0),
  /** Days after which a backup counts as old; 0 never reminds. */
  backupDays: v.optional(whole(0, 365), 30),
  /** No reminder of a backup before this time. */
  backupLater: v.optional(when, null),
});
export type Settings = v.InferOutput<typeof settingsSchema>;

export const defaultSettings: Settings = {
  idleMinutes: 10,
  ceilingHours: 12,
  clipboardSeconds: 30,
  keepTyped: false,
  recoveryConfirmed: false,
  lastBackup: null,
  lastVerified: null,
  backupCounter: 0,
  backupDays: 30,
  backupLater: null,
};
