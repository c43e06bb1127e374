/** What the log can be narrowed to. */
import type { AuditEvent } from "../../core/audit.ts";
import type { Ask } from "../../wire/protocol.ts";

const events = {
  Unlocks: ["unlocked", "unlockFailed", "unlockedByKey", "unlockedByRecovery"],
  Fills: ["filled"],
  Copies: ["copied", "revealed"],
  Files: ["exported", "restored", "logExported"],
  Sharing: [
    "shared",
    "received",
    "shareRefused",
    "sharedLink",
    "sharedAge",
    "contactVerified",
    "contactChanged",
    "contactHanded",
    "identityMade",
    "identityRotated",
  ],
  Erased: ["erased", "expired", "historyForgotten"],
  Vault: [
    "created",
    "passwordChanged",
    "keyAdded",
    "keyRemoved",
    "rotated",
    "rotatedAfterExposure",
    "settingsChanged",
    "checkpoint",
    "repaired",
  ],
} as const satisfies Record<string, readonly AuditEvent[]>;

/** A group of entries; its word is `audit.group<name>`. */
export type Group = "All" | keyof typeof events;

/** Every group, in the order of the list. */
export const groups: readonly Group[] = [
  "All",
  ...(Object.keys(events) as (keyof typeof events)[]),
];

/** From when on; its word is `audit.<name>`. */
export type Since = "anyTime" | "today" | "week" | "month";

/** Every start, in the order of the list. */
export const starts: readonly Since[] = ["anyTime", "today", "week", "month"];

const days = { today: 0, week: 7, month: 30 } as const;

/** The filter of the door; a day begins at midnight where the user is. */
export function filterOf(
  group: Group,
  since: Since,
  item: string | null,
): Omit<Ask<"audit.export">, "password" | "to"> {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  if (since !== "anyTime") midnight.setDate(midnight.getDate() - days[since]);
  return {
    events: group === "All" ? null : [...events[group]],
    item,
    from: since === "anyTime" ? null : midnight.getTime(),
  };
}
