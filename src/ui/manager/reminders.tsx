import { useEffect, useState } from "preact/hooks";
import type { Settings } from "../../core/settings.ts";
import type { Status } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Icon } from "../parts/icon.tsx";
import { app, ask, attempt, refresh, toast } from "../state/app.ts";
import { backupDue, putOff } from "../state/backup-due.ts";
import { useStore } from "../state/hook.ts";
import { list } from "../state/view.ts";
import { dateOf, sentence } from "../words.ts";
import { Failure } from "../../core/failure.ts";
import { agoOf } from "./ago.ts";
import { TargetsDue } from "./target-due.tsx";

/** What the user should do about the vault: one line, the most pressing first. */
export function Reminders({ status }: { status: Extract<Status, { state: "open" }> }) {
  const { settings, problem } = status;
  if (problem !== null) return <Problem words={sentence(new Failure(problem))} />;
  if (!settings.recoveryConfirmed) {
    return (
      <div class="notice warn reminder">
        <Icon name="key" />
        <p>{say("manager.remindRecovery")}</p>
        <a class="button link" href="#/recovery">
          {say("manager.remindRecoveryGo")}
        </a>
      </div>
    );
  }
  const due = backupDue(status);
  return due === null ? <TargetsDue /> : <BackupReminder settings={settings} />;
}

/** The last backup is old, or there is none: what that means, a way to make one, and a week of peace. */
function BackupReminder({ settings }: { settings: Settings }) {
  const { lastBackup, lastVerified } = settings;
  const [changed, setChanged] = useState(0);
  const changes = useStore(app, (state) => state.changes);
  useEffect(() => {
    if (lastBackup === null) return;
    void attempt(async () => setChanged((await ask("backup.since", {})).changed));
  }, [lastBackup, changes]);
  const later = (): Promise<void> =>
    attempt(async () => {
      const backupLater = Date.now() + putOff;
      await ask("settings.save", { settings: { ...settings, backupLater } });
      await refresh();
    });
  return (
    <div class="notice warn reminder">
      <Icon name="backup" />
      {lastBackup === null ? (
        <p>{say("manager.remindBackup")}</p>
      ) : (
        <p>
          {lastVerified === null
            ? say("manager.remindBackupOld", [dateOf(lastBackup)])
            : say("verify.old", [dateOf(lastBackup), agoOf(lastVerified)])}{" "}
          {changed > 0 && say("verify.changed", changed)}
        </p>
      )}
      <a class="button link" href="#/backup">
        {say("manager.remindBackupGo")}
      </a>
      <Button look="link" onClick={() => void later()}>
        {say("verify.later")}
      </Button>
    </div>
  );
}

async function repair(): Promise<void> {
  await attempt(async () => {
    const { lost } = await ask("repair", {});
    await refresh();
    list.again();
    toast(say("manager.repaired", lost));
  });
}

/** The set on the disk does not fit its manifest: what to do, and the way to go on without a backup. */
function Problem({ words }: { words: string }) {
  const [asking, setAsking] = useState(false);
  return (
    <div class="notice bad reminder" role="alert">
      <Icon name="warn" />
      <div>
        <p>
          <strong>{say("manager.problem")}</strong> {words}
        </p>
        <p>{say("manager.problemText")}</p>
      </div>
      <a class="button" href="#/restore">
        {say("unlock.restore")}
      </a>
      <Button onClick={() => setAsking(true)}>{say("manager.repair")}</Button>
      {asking && (
        <Confirm
          title={say("manager.repairAsk")}
          text={say("manager.repairText")}
          go={say("manager.repair")}
          danger
          onGo={() => void repair()}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
