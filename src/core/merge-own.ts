/** Settings and keyring of two devices made into one: neither has a time, so each value has a rule of its own. */
import type * as v from "valibot";
import type { keyringSchema } from "./keyring.ts";
import type { Settings } from "./settings.ts";
import { three, union } from "./three-way.ts";

const least = (a: number, b: number) => Math.min(a, b);
const most = (a: number, b: number) => Math.max(a, b);
const latest = (a: number | null, b: number | null) => Math.max(a ?? 0, b ?? 0);

/** The merged settings; where both sides changed one, the more careful value stands. */
export function mergeSettings(base: Settings | null, a: Settings, b: Settings): Settings {
  const of = <K extends keyof Settings>(
    key: K,
    both: (a: Settings[K], b: Settings[K]) => Settings[K],
  ): Settings[K] => three(base && { value: base[key] }, a[key], b[key], both);
  return {
    idleMinutes: of("idleMinutes", least),
    ceilingHours: of("ceilingHours", least),
    clipboardSeconds: of("clipboardSeconds", least),
    keepTyped: of("keepTyped", () => true),
    recoveryConfirmed: of("recoveryConfirmed", () => false),
    lastBackup: of("lastBackup", latest),
    lastVerified: of("lastVerified", latest),
    backupCounter: of("backupCounter", most),
    // 0 never reminds, and no time puts nothing off.
    backupDays: of("backupDays", (x, y) => (Math.min(x, y) === 0 ? most(x, y) : least(x, y))),
    backupLater: of("backupLater", (x, y) => (x === null || y === null ? null : least(x, y))),
    graceMinutes: of("graceMinutes", least),
    rotateDays: of("rotateDays", least),
    rotated: of("rotated", latest),
    // What is thrown away by its age stays for longer.
    trashDays: of("trashDays", (x, y) => (x === null || y === null ? null : most(x, y))),
    auditDays: of("auditDays", most),
    siteWide: of("siteWide", () => false),
    watched: union(
      base?.watched ?? null,
      ...sorted(a.watched, b.watched),
      ({ site }) => site,
    ).slice(0, 500),
    neverOffer: union(
      base?.neverOffer ?? null,
      ...sorted(a.neverOffer, b.neverOffer),
      (one) => one,
    ).slice(0, 1000),
    offerPrivate: of("offerPrivate", () => false),
    clipboardSecretSeconds: of("clipboardSecretSeconds", least),
    clipRestore: of("clipRestore", () => false),
    clipOnce: of("clipOnce", () => true),
    // The history is of each device: what one has is not thrown away because another keeps less.
    clipCount: of("clipCount", most),
    clipDays: of("clipDays", most),
    clipMegabytes: of("clipMegabytes", most),
    clipPatterns: union(
      base?.clipPatterns ?? null,
      ...sorted(a.clipPatterns, b.clipPatterns),
      (one) => one,
    ).slice(0, 20),
    clipNever: union(
      base?.clipNever ?? null,
      ...sorted(a.clipNever, b.clipNever),
      (one) => one,
    ).slice(0, 1000),
    keys: union(base?.keys ?? null, ...sorted(a.keys, b.keys), ({ slotId }) => slotId).slice(0, 16),
  };
}

export type Keyring = v.InferOutput<typeof keyringSchema>;

/** The merged keyring: no key of a past epoch is lost. */
export function mergeKeyring(base: Keyring | null, a: Keyring, b: Keyring): Keyring {
  const larger = (x: string | null, y: string | null) => ((x ?? "") > (y ?? "") ? x : y);
  const of = (key: "backupKey" | "identity") =>
    three(base && { value: base[key] }, a[key], b[key], larger);
  const past = union(
    null,
    ...sorted(a.past, b.past),
    ({ epoch, rootKey }) => `${epoch}/${rootKey}`,
  );
  return {
    backupKey: of("backupKey"),
    identity: of("identity"),
    devices: union(base?.devices ?? null, ...sorted(a.devices, b.devices), ({ id }) => id),
    past: past.toSorted((x, y) => x.epoch - y.epoch),
  };
}

/** Both lists in an order that does not depend on whose they are. */
function sorted<T>(a: readonly T[], b: readonly T[]): [readonly T[], readonly T[]] {
  return JSON.stringify(a) < JSON.stringify(b) ? [a, b] : [b, a];
}
