/**
 * Numbers of wire/protocol.ts and core/settings.ts once more: those files bring the validator with them, and
 * what the manager loads, the popup would share. A test holds them equal.
 */
export const partBytes = 1 << 20;
export const backupLimit = 2 ** 31;
/** Of core/item.ts: bytes of one file, and how many an item can have. */
export const fileLimit = 10 * 2 ** 20;
export const filesLimit = 20;

/** Lowest and highest whole number of each setting. */
export const settingBounds = {
  idleMinutes: { min: 1, max: 240 },
  ceilingHours: { min: 1, max: 72 },
  clipboardSeconds: { min: 5, max: 300 },
  clipboardSecretSeconds: { min: 5, max: 300 },
  clipCount: { min: 10, max: 1000 },
  clipDays: { min: 1, max: 365 },
  clipMegabytes: { min: 1, max: 32 },
  graceMinutes: { min: 0, max: 15 },
  rotateDays: { min: 90, max: 730 },
  trashDays: { min: 1, max: 365 },
  auditDays: { min: 30, max: 3650 },
} as const;
/** Settings that are numbers. */
export type NumberSetting = keyof typeof settingBounds;
