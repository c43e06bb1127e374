import { useEffect, useRef, useState } from "preact/hooks";
import { failureCode } from "../../core/failure.ts";
import type { Settings } from "../../core/settings.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Failed } from "../parts/failed.tsx";
import { Icon } from "../parts/icon.tsx";
import { Progress } from "../parts/progress.tsx";
import { ask, attempt, refresh, toast } from "../state/app.ts";
import { dateOf, sizeOf } from "../words.ts";
import { agoOf } from "./ago.ts";
import { CheckFile } from "./check-file.tsx";
import { Export, ReaderFile } from "./export.tsx";
import { Targets } from "./targets.tsx";
import { asPage, download, packBackup, type Source } from "./transfer.ts";

interface Kept {
  at: number;
  bytes: number;
}

/** The encrypted backup file, and what a restore has set aside. */
export function BackupPage({ settings }: { settings: Settings }) {
  const [done, setDone] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const [proved, setProved] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const [kept, setKept] = useState<Kept[]>([]);
  const stopped = useRef(false);
  const look = (): Promise<void> =>
    attempt(async () => {
      const reply = await ask("kept.list", {});
      setKept(reply.kept);
    });
  useEffect(() => {
    void look();
    return () => {
      stopped.current = true;
    };
  }, []);

  const pack = async (source: Source, page = false): Promise<void> => {
    stopped.current = false;
    setDone(0);
    setSaid("");
    setFailed(null);
    try {
      const packed = await packBackup(source, (part) => {
        setDone(part);
        return !stopped.current;
      });
      const { name, items, file } = page ? await asPage(packed) : packed;
      download(name, file);
      setProved(source.of === "vault");
      if (source.of === "vault") {
        await ask("backup.done", {});
        await refresh();
      }
      if (source.of === "kept") setSaid(say("backup.keptSaved", [dateOf(source.at), name]));
      else setSaid(say("backup.done", items, [items, name]));
    } catch (thrown) {
      // The question for the password asks again.
      if (source.of === "export") throw thrown;
      if (failureCode(thrown) !== "CANCELLED") setFailed(thrown);
    } finally {
      setDone(null);
    }
  };

  return (
    <div class="page">
      <h1>{say("backup.title")}</h1>
      <section class="panel">
        <p>{say("backup.about")}</p>
        <p class="quiet">{say("backup.price")}</p>
        <p>
          {settings.lastBackup === null
            ? say("backup.never")
            : say("backup.last", [dateOf(settings.lastBackup)])}
          {settings.lastVerified !== null && (
            <span class="good inline">
              <Icon name="check" />
              {say("verify.last", [agoOf(settings.lastVerified)])}
            </span>
          )}
        </p>
        {done === null ? (
          <div class="buttons start">
            <Button icon="backup" look="primary" onClick={() => void pack({ of: "vault" })}>
              {say("backup.go")}
            </Button>
            <Button onClick={() => void pack({ of: "vault" }, true)}>{say("export.asPage")}</Button>
          </div>
        ) : (
          <div class="line">
            <Progress done={done} words={say("backup.working", [Math.round(done * 100)])} />
            <Button onClick={() => (stopped.current = true)}>{say("app.cancel")}</Button>
          </div>
        )}
        <div role="status">
          {said !== "" && (
            <div class="notice">
              <Icon name="check" />
              <div>
                <p>
                  <strong>{said}</strong>
                </p>
                {proved && <p>{say("verify.proved")}</p>}
                <p class="quiet small">{say("backup.doneText")}</p>
              </div>
            </div>
          )}
        </div>
        <Failed thrown={failed} />
      </section>
      <Targets />
      <CheckFile />
      <ReaderFile />
      <Export busy={done !== null} onExport={(source, page) => pack(source, page)} />
      {kept.length > 0 && (
        <KeptStates
          kept={kept}
          busy={done !== null}
          onSave={(at) => void pack({ of: "kept", at })}
          onDropped={() => void look()}
        />
      )}
    </div>
  );
}

interface KeptStatesProps {
  kept: readonly Kept[];
  busy: boolean;
  onSave: (at: number) => void;
  onDropped: () => void;
}

function KeptStates({ kept, busy, onSave, onDropped }: KeptStatesProps) {
  const [dropping, setDropping] = useState<number | null>(null);
  const drop = (at: number): Promise<void> =>
    attempt(async () => {
      await ask("kept.drop", { at });
      toast(say("backup.keptDropped"));
      onDropped();
    });
  return (
    <section class="panel">
      <h2>{say("backup.keptTitle")}</h2>
      <p class="quiet">{say("backup.keptText")}</p>
      <ul class="kept">
        {kept.map(({ at, bytes }) => (
          <li key={at}>
            <span>{say("backup.keptAt", [dateOf(at), sizeOf(bytes)])}</span>
            <Button icon="backup" disabled={busy} onClick={() => onSave(at)}>
              {say("backup.keptSave")}
            </Button>
            <Button icon="trash" look="danger" disabled={busy} onClick={() => setDropping(at)}>
              {say("backup.keptDrop")}
            </Button>
          </li>
        ))}
      </ul>
      {dropping !== null && (
        <Confirm
          title={say("backup.keptDropAsk", [dateOf(dropping)])}
          text={say("manager.eraseText")}
          go={say("backup.keptDrop")}
          danger
          onGo={() => void drop(dropping)}
          onClose={() => setDropping(null)}
        />
      )}
    </section>
  );
}
