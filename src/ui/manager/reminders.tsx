import { useState } from "preact/hooks";
import type { Status } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Icon } from "../parts/icon.tsx";
import { ask, attempt, refresh, toast } from "../state/app.ts";
import { list } from "../state/view.ts";
import { dateOf, sentence } from "../words.ts";
import { Failure } from "../../core/failure.ts";

/** After this many ms a backup file is called old. */
const backupAge = 30 * 24 * 3600 * 1000;

/** What the user should do about the vault: one line, the most pressing first. */
export function Reminders({ status }: { status: Extract<Status, { state: "open" }> }) {
  const { settings, items, problem } = status;
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
  const { lastBackup } = settings;
  if (items === 0 || (lastBackup !== null && Date.now() - lastBackup < backupAge)) return null;
  return (
    <div class="notice warn reminder">
      <Icon name="backup" />
      <p>
        {lastBackup === null
          ? say("manager.remindBackup")
          : say("manager.remindBackupOld", [dateOf(lastBackup)])}
      </p>
      <a class="button link" href="#/backup">
        {say("manager.remindBackupGo")}
      </a>
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
