import { say } from "../../wire/words.ts";
import { app } from "../state/app.ts";
import { backupDue } from "../state/backup-due.ts";
import { useStore } from "../state/hook.ts";

/** One quiet line in the popup where a backup is due, and nothing else there ever reminds of it. */
export function BackupLine({ href }: { href: string }) {
  const due = useStore(app, ({ status }) => (status?.state === "open" ? backupDue(status) : null));
  if (due === null) return null;
  return (
    <p class="backup-line quiet small">
      <span>{say(due === "never" ? "verify.lineNever" : "verify.lineOld")}</span>{" "}
      <a href={href} target="_blank">
        {say("manager.remindBackupGo")}
      </a>
    </p>
  );
}
