import { useEffect, useState } from "preact/hooks";
import { call } from "../../wire/call.ts";
import type { TargetBackup } from "../../wire/targets.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Modal } from "../parts/modal.tsx";
import { Working } from "../parts/progress.tsx";
import { useStore } from "../state/hook.ts";
import { lookTargets, targets, toldOf, watchTargets, wordsOf } from "../state/targets.ts";
import { dateOf, sizeOf } from "../words.ts";
import { Under } from "./target-under.tsx";

interface FilesListProps {
  /** A target, or "visit". */
  id: string;
  /** The file is here, where the restore looks for it. */
  onFetched: (file: { name: string; bytes: number }) => void;
}

/** Backups at a target; one is fetched to be restored. It needs no open vault. */
export function FilesList({ id, onFetched }: FilesListProps) {
  const [files, setFiles] = useState<readonly TargetBackup[] | null>(null);
  const [busy, setBusy] = useState(true);
  const [failed, setFailed] = useState<string | null>(null);
  const work = useStore(targets, (state) => state.work);
  useEffect(() => watchTargets(), []);
  const attempt = async (what: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailed(null);
    try {
      await what();
    } catch (thrown) {
      setFailed(wordsOf(thrown));
    }
    setBusy(false);
    void lookTargets();
  };
  const look = () =>
    attempt(async () => setFiles((await toldOf(call("target.files", { id }))).files));
  useEffect(() => void look(), [id]);
  const take = (name: string) =>
    attempt(async () => {
      const { bytes } = await toldOf(call("target.fetch", { id, name }));
      onFetched({ name, bytes });
    });
  return (
    <div class="stack">
      {files === null && <Working on={busy} words={say("target.filesLook")} />}
      {files?.length === 0 && <p class="quiet">{say("target.filesNone")}</p>}
      {files !== null && files.length > 0 && (
        <ul class="plain target-files">
          {files.map(({ name, at, bytes, ours }) => (
            <li key={name}>
              <div>
                <strong>{at === null ? name : dateOf(at)}</strong>
                <small class="quiet">
                  {sizeOf(bytes)}
                  {!ours && ` · ${say("target.fileOther")}`}
                </small>
              </div>
              <button
                type="button"
                class="button"
                aria-label={say("target.fileGo", [at === null ? name : dateOf(at)])}
                disabled={busy}
                onClick={() => void take(name)}
              >
                {say("target.take")}
              </button>
            </li>
          ))}
        </ul>
      )}
      {files !== null && busy && work !== null && <Under work={work} />}
      <p class="failed" role="alert">
        {failed ?? ""}
      </p>
      {failed !== null && files === null && (
        <div class="buttons start">
          <Button onClick={() => void look()}>{say("target.again")}</Button>
        </div>
      )}
    </div>
  );
}

interface TargetFilesProps {
  id: string;
  name: string;
  onClose: () => void;
}

/** The same as a dialog over the list of places; the restore screen goes on. */
export function TargetFiles({ id, name, onClose }: TargetFilesProps) {
  return (
    <Modal title={say("target.files", [name])} onClose={onClose}>
      <FilesList
        id={id}
        onFetched={(fetched) => {
          targets.setState({ fetched });
          location.hash = "#/restore";
        }}
      />
      <div class="buttons">
        <Button onClick={onClose}>{say("app.cancel")}</Button>
      </div>
    </Modal>
  );
}
