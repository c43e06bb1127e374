import type { BackupReport } from "../../wire/backups.ts";
import type { Ask } from "../../wire/protocol.ts";

/** What a restore does. */
export type How = Ask<"restore.apply">["how"];

const choices = {
  empty: ["adopt"],
  same: ["add", "exact"],
  other: ["add", "replace"],
  locked: ["replace"],
} as const satisfies Record<BackupReport["here"], readonly How[]>;

/** What can be done with a backup, by what is in this browser; the mildest first. */
export function choicesFor(here: BackupReport["here"]): readonly How[] {
  return choices[here];
}
