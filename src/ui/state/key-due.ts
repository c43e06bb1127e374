import type { Status } from "../../wire/protocol.ts";

const day = 24 * 3600 * 1000;
type Known = Pick<
  Extract<Status, { state: "open" }>,
  "renew" | "stronger" | "rotating" | "settings"
>;

/**
 * What should become of the key, the most pressing first: the recovery code was used, this computer can bear a
 * stronger derivation, the key is older than the user's own limit (FORMAT.md 6). Null: nothing, or it is under way.
 */
export function keyDue(known: Known, now = Date.now()): "renew" | "stronger" | "old" | null {
  if (known.rotating !== null) return null;
  if (known.renew) return "renew";
  if (known.stronger) return "stronger";
  const { rotated, rotateDays } = known.settings;
  return rotated !== null && now - rotated >= rotateDays * day ? "old" : null;
}
