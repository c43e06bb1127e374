/** The unencrypted export: a warning in plain words, and a tick before the button works. */
import { useRef, useState } from "preact/hooks";
import type { OpenBackup } from "../../src/core/open-backup.ts";
import { exportJson } from "../shared/json.ts";
import { say, sentence } from "../shared/words.ts";
import { saveFile } from "./save-file.ts";

/** The button and its question. */
export function Export({
  opened,
  onSaid,
}: {
  opened: OpenBackup;
  onSaid: (sentence: string) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);

  async function write(): Promise<void> {
    setBusy(true);
    try {
      const made = new Date(opened.check.made).toISOString().slice(0, 10);
      const name = `coffer-${made}-UNENCRYPTED.json`;
      saveFile(name, await exportJson(opened));
      onSaid(say("reader.saved", name));
    } catch (thrown) {
      onSaid(sentence(thrown));
    }
    setBusy(false);
    dialog.current?.close();
  }

  return (
    <>
      <button
        onClick={() => {
          setSure(false);
          dialog.current?.showModal();
        }}
      >
        {say("reader.export")}
      </button>
      <dialog ref={dialog} aria-labelledby="export-title">
        <h2 id="export-title">{say("reader.exportTitle")}</h2>
        <p>{say("reader.exportText")}</p>
        <label class="tick">
          <input
            type="checkbox"
            checked={sure}
            onChange={(event) => setSure(event.currentTarget.checked)}
          />
          {say("reader.exportConfirm")}
        </label>
        <div class="acts">
          <button class="danger" disabled={!sure || busy} onClick={() => void write()}>
            {busy ? say("reader.exporting") : say("reader.exportGo")}
          </button>
          <button onClick={() => dialog.current?.close()}>{say("reader.cancel")}</button>
        </div>
      </dialog>
    </>
  );
}
