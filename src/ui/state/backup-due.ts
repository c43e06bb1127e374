import type { Status } from "../../wire/protocol.ts";

const day = 24 * 3600 * 1000;
/** For so long (ms) a reminder of a backup can be put off at once. */
export const putOff = 7 * day;

/** Why a backup should be made now, or null: there is none, or the last one is older than the user's own limit. */
export function backupDue(
  { settings, items }: Pick<Extract<Status, { state: "open" }>, "settings" | "items">,
  now = Date.now(),
): "never" | "old" | null {
  const { lastBackup, backupDays, backupLater } = settings;
  if (backupDays === 0 || items === 0) return null;
  if (backupLater !== null && now < backupLater) return null;
  if (lastBackup === null) return "never";
  return now - lastBackup < backupDays * day ? null : "old";
}
