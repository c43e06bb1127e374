/** What the user can set: one row each, with its bounds and default. Kept in the record of class 0x23. */
import * as v from "valibot";

const whole = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
/** ms since 1970, or null for never. */
const when = v.nullable(whole(0, 8.64e15));

const site300 = v.pipe(v.string(), v.maxLength(300));

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
  /** Minutes for which the password, once asked for a critical field, is not asked again (FORMAT.md 3). */
  graceMinutes: v.optional(whole(0, 15), 0),
  /** Days after which Coffer asks to change the key. */
  rotateDays: v.optional(whole(90, 730), 365),
  /** When the key was made or changed last (ms), or null where that is not known. */
  rotated: v.optional(v.nullable(whole(0, 8.64e15)), null),
  /** Names of passkeys, by the id of their slot in 32 hex digits. */
  keys: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          slotId: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
          name: v.pipe(v.string(), v.maxLength(60)),
          added: whole(0, 8.64e15),
        }),
      ),
      v.maxLength(16),
    ),
    [],
  ),
  /** Days that an item stays in the trash; null keeps it until the user empties it. */
  trashDays: v.optional(v.nullable(whole(1, 365)), 30),
  /** Days that an entry of the log stays. */
  auditDays: v.optional(whole(30, 3650), 365),
  /** A plain origin of an item stands for its whole domain (src/core/site.ts). */
  siteWide: v.optional(v.boolean(), false),
  /**
   * Sites that the user lets Coffer watch, and for what: an origin, or "*" for all. Whether the browser allows it too
   * is its own affair (src/vault/watched.ts).
   */
  watched: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          site: site300,
          capture: v.boolean(),
          /** Copies there may go into the clipboard history. */
          clips: v.optional(v.boolean(), false),
          /** Triggers of snippets that are typed there are replaced. */
          triggers: v.optional(v.boolean(), false),
        }),
      ),
      v.maxLength(500),
    ),
    [],
  ),
  /** Origins where nothing is ever offered to be saved. */
  neverOffer: v.optional(v.pipe(v.array(site300), v.maxLength(1000)), []),
  /** Offers to save also what is sent in private windows. */
  offerPrivate: v.optional(v.boolean(), false),
  /** Seconds until a copied value of a hidden or critical field is cleared; never later than any other. */
  clipboardSecretSeconds: v.optional(whole(5, 300), 20),
  /** When our value is cleared, the text that was on the clipboard before comes back. */
  clipRestore: v.optional(v.boolean(), false),
  /** A hidden or critical value is cleared after the first paste that Coffer hears of. */
  clipOnce: v.optional(v.boolean(), false),
  /** The clipboard history (docs/CLIPBOARD.md): how many copies, for how many days, of how many MiB in all. */
  clipCount: v.optional(whole(10, 1000), 200),
  clipDays: v.optional(whole(1, 365), 30),
  clipMegabytes: v.optional(whole(1, 32), 8),
  /** A copy in which one of these is found is not kept: regular expressions in RE2's syntax. */
  clipPatterns: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(20)),
    [],
  ),
  /** Origins where no copy is kept, whatever is allowed. */
  clipNever: v.optional(v.pipe(v.array(site300), v.maxLength(1000)), []),
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
  graceMinutes: 0,
  rotateDays: 365,
  rotated: null,
  keys: [],
  trashDays: 30,
  auditDays: 365,
  siteWide: false,
  watched: [],
  neverOffer: [],
  offerPrivate: false,
  clipboardSecretSeconds: 20,
  clipRestore: false,
  clipOnce: false,
  clipCount: 200,
  clipDays: 30,
  clipMegabytes: 8,
  clipPatterns: [],
  clipNever: [],
};
