import { useEffect, useRef, useState } from "preact/hooks";
import { failureCode } from "../../core/failure.ts";
import { call } from "../../wire/call.ts";
import type { BackupReport } from "../../wire/backups.ts";
import type { KeyAsk } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Failed } from "../parts/failed.tsx";
import { FileBox } from "../parts/file-box.tsx";
import { Icon } from "../parts/icon.tsx";
import { Progress, Working } from "../parts/progress.tsx";
import { app, refresh } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { targets } from "../state/targets.ts";
import { sizeOf } from "../words.ts";
import { BackupSecret, type Secret } from "./backup-secret.tsx";
import { RestoreChoice } from "./restore-choice.tsx";
import { RestoreRemote } from "./restore-remote.tsx";
import { sendBackup } from "./transfer.ts";

/** A file that was chosen here, or fetched from a target. */
type Chosen = Pick<File, "name" | "size">;

type Stage =
  | { name: "choose" }
  | { name: "reading"; file: Chosen; done: number }
  | { name: "secret"; file: Chosen; records: number; keys: readonly KeyAsk[] }
  | { name: "how"; report: BackupReport; secret: Secret }
  | { name: "done"; items: number };

/** From a file to the vault: read it, judge it, open it, say what is in it, and only then change anything. */
export function RestorePage() {
  const [stage, setStage] = useState<Stage>({ name: "choose" });
  const [failed, setFailed] = useState<unknown>(null);
  const stopped = useRef(false);
  const status = useStore(app, (state) => state.status);
  useEffect(
    () => () => {
      stopped.current = true;
      // The parts that were sent are of no use to anybody now.
      void call("restore.cancel", {}).catch(() => undefined);
    },
    [],
  );

  const read = async (file: File): Promise<void> => {
    stopped.current = false;
    setFailed(null);
    setStage({ name: "reading", file, done: 0 });
    try {
      const { records, keys } = await sendBackup(file, (done) => {
        setStage({ name: "reading", file, done });
        return !stopped.current;
      });
      setStage({ name: "secret", file, records, keys });
    } catch (thrown) {
      setStage({ name: "choose" });
      if (failureCode(thrown) !== "CANCELLED") setFailed(thrown);
    }
  };
  /** From a target: the file is over there already. */
  const go = async ({ name, bytes }: { name: string; bytes: number }): Promise<void> => {
    const file = { name, size: bytes };
    setFailed(null);
    setStage({ name: "reading", file, done: 1 });
    try {
      const { records, keys } = await call("restore.check", {});
      setStage({ name: "secret", file, records, keys });
    } catch (thrown) {
      setStage({ name: "choose" });
      setFailed(thrown);
    }
  };
  useEffect(() => {
    const { fetched } = targets.getState();
    targets.setState({ fetched: null });
    if (fetched !== null) void go(fetched);
  }, []);
  const over = (): void => {
    void call("restore.cancel", {}).catch(() => undefined);
    setStage({ name: "choose" });
  };

  return (
    <div class="page">
      <h1>{say("restore.title")}</h1>
      {stage.name === "choose" && (
        <section class="panel">
          <p>{say("restore.about")}</p>
          <FileBox words={say("restore.choose")} onFile={(file) => void read(file)} />
          <Failed thrown={failed} />
          {status?.state === "open" && (
            <p>
              <a href="#/backup">{say("target.fromHere")}</a>
            </p>
          )}
        </section>
      )}
      {stage.name === "choose" && <RestoreRemote onFetched={(file) => void go(file)} />}
      {stage.name === "reading" && (
        <section class="panel">
          <p>{say("restore.file", [stage.file.name, sizeOf(stage.file.size)])}</p>
          {stage.done < 1 ? (
            <div class="line">
              <Progress
                done={stage.done}
                words={say("restore.reading", [Math.round(stage.done * 100)])}
              />
              <Button onClick={() => (stopped.current = true)}>{say("app.cancel")}</Button>
            </div>
          ) : (
            <Working on words={say("restore.checking")} />
          )}
        </section>
      )}
      {stage.name === "secret" && (
        <section class="panel">
          <p>{say("restore.file", [stage.file.name, sizeOf(stage.file.size)])}</p>
          <p class="good">
            <Icon name="check" />
            {say("restore.records", stage.records)}
          </p>
          <BackupSecret
            keys={stage.keys}
            onOpen={async (secret) => {
              const report = await call("restore.open", secret);
              setStage({ name: "how", report, secret });
            }}
          />
          <div class="buttons start">
            <Button look="link" onClick={over}>
              {say("restore.other")}
            </Button>
          </div>
        </section>
      )}
      {stage.name === "how" && (
        <RestoreChoice
          report={stage.report}
          secret={stage.secret}
          onDone={(items) => {
            setStage({ name: "done", items });
            void refresh();
          }}
          onOther={over}
        />
      )}
      {stage.name === "done" && (
        <section class="panel" role="status">
          <p class="good">
            <Icon name="check" />
            <strong>{say("restore.applied", stage.items)}</strong>
          </p>
          <p>{say(status?.state === "open" ? "restore.appliedText" : "restore.appliedLocked")}</p>
          <div class="buttons start">
            <a class="button primary" href="#/">
              {say("restore.show")}
            </a>
          </div>
        </section>
      )}
    </div>
  );
}
