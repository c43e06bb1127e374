import { useEffect, useRef, useState } from "preact/hooks";
import { Failure, failureCode } from "../../core/failure.ts";
import { call } from "../../wire/call.ts";
import type { BackupCheck } from "../../wire/backups.ts";
import type { Ask, KeyAsk } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Failed } from "../parts/failed.tsx";
import { FileBox } from "../parts/file-box.tsx";
import { Icon } from "../parts/icon.tsx";
import { Progress, Working } from "../parts/progress.tsx";
import { ask, refresh } from "../state/app.ts";
import { dateOf, sentence } from "../words.ts";
import { agoOf } from "./ago.ts";
import { BackupSecret } from "./backup-secret.tsx";
import { sendBackup } from "./transfer.ts";

type Stage =
  | { name: "choose" }
  | { name: "reading"; file: string; done: number }
  | { name: "secret"; file: string; keys: readonly KeyAsk[] }
  | { name: "told"; file: string; check: BackupCheck };

/** "Check a backup file": is it whole, how old is it, what has changed since? Nothing is restored. */
export function CheckFile() {
  const [stage, setStage] = useState<Stage>({ name: "choose" });
  const [failed, setFailed] = useState<unknown>(null);
  const stopped = useRef(false);
  const sent = useRef(false);
  /** What was sent is of no use any more; what another window sends is left alone. */
  const forget = (): void => {
    if (sent.current) void call("restore.cancel", {}).catch(() => undefined);
    sent.current = false;
  };
  useEffect(
    () => () => {
      stopped.current = true;
      forget();
    },
    [],
  );
  const judge = async (
    file: string,
    keys: readonly KeyAsk[],
    by: Ask<"backup.check">,
  ): Promise<void> => {
    const check = await ask("backup.check", by);
    if (check === null) return setStage({ name: "secret", file, keys });
    setStage({ name: "told", file, check });
    forget();
    await refresh();
  };
  const read = async (chosen: File): Promise<void> => {
    const file = chosen.name;
    stopped.current = false;
    setFailed(null);
    setStage({ name: "reading", file, done: 0 });
    sent.current = true;
    try {
      const { keys } = await sendBackup(chosen, (done) => {
        setStage({ name: "reading", file, done });
        return !stopped.current;
      });
      await judge(file, keys, { by: "session" });
    } catch (thrown) {
      forget();
      setStage({ name: "choose" });
      if (failureCode(thrown) !== "CANCELLED") setFailed(thrown);
    }
  };
  return (
    <section class="panel">
      <h2>{say("verify.title")}</h2>
      <p class="quiet">{say("verify.about")}</p>
      {stage.name === "reading" &&
        (stage.done < 1 ? (
          <div class="line">
            <Progress
              done={stage.done}
              words={say("restore.reading", [Math.round(stage.done * 100)])}
            />
            <Button onClick={() => (stopped.current = true)}>{say("app.cancel")}</Button>
          </div>
        ) : (
          <Working on words={say("restore.checking")} />
        ))}
      {stage.name === "secret" && (
        <>
          <p>{say("verify.other", [stage.file])}</p>
          <BackupSecret
            keys={stage.keys}
            onOpen={(secret) => judge(stage.file, stage.keys, secret)}
          />
        </>
      )}
      <div role="status">
        {stage.name === "told" && <Told file={stage.file} check={stage.check} />}
      </div>
      {stage.name !== "reading" && (
        <FileBox
          words={say(stage.name === "choose" ? "restore.choose" : "restore.other")}
          onFile={(file) => void read(file)}
        />
      )}
      <Failed thrown={failed} />
    </section>
  );
}

/** The answer, in one look. */
function Told({ file, check }: { file: string; check: BackupCheck }) {
  const { items, problem, made, changed } = check;
  const whole = problem === null;
  return (
    <div class={whole ? "notice" : "notice bad"}>
      <Icon name={whole ? "check" : "warn"} />
      <div>
        <p>
          <strong>{say(whole ? "restore.complete" : "restore.incomplete", items)}</strong>
        </p>
        <p>
          {say("verify.state", [file, dateOf(made), agoOf(made)])}{" "}
          {changed === null ? say("verify.notOurs") : say("verify.changed", changed)}
        </p>
        {problem !== null && <p>{sentence(new Failure(problem))}</p>}
      </div>
    </div>
  );
}
