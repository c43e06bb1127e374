import { useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { readerFile } from "../paper/reader-file.ts";
import { NewPassword } from "../setup/new-password.tsx";
import { attempt } from "../state/app.ts";
import { withPassword } from "../state/step-up.ts";
import { download, readerPage, type Source } from "./transfer.ts";

/** The offline reader, to be kept beside the backups: it opens them without the extension. */
export function ReaderFile() {
  const save = () => attempt(async () => download(readerFile.name, await readerPage()));
  return (
    <section class="panel">
      <h2>{say("export.reader")}</h2>
      <p>{say("export.readerText")}</p>
      <div class="buttons start">
        <Button icon="backup" onClick={() => void save()}>
          {say("export.readerSave")}
        </Button>
      </div>
      {readerFile.sha256 !== null && (
        <p class="quiet small">
          SHA-256 <code class="hash">{readerFile.sha256}</code>
        </p>
      )}
    </section>
  );
}

interface ExportProps {
  busy: boolean;
  onExport: (source: Source, page: boolean) => Promise<void>;
}

/** The vault as a new vault under another password, for somebody or something else (FORMAT.md 7). */
export function Export({ busy, onExport }: ExportProps) {
  const [open, setOpen] = useState(false);
  const [page, setPage] = useState(true);
  const go = (password: string) =>
    attempt(() =>
      withPassword("export", async (proof) => {
        await onExport({ of: "export", password, proof }, page);
        setOpen(false);
      }),
    );
  return (
    <section class="panel">
      <h2>{say("export.title")}</h2>
      <p>{say("export.about")}</p>
      {open ? (
        <NewPassword
          failed={null}
          focus
          words={say("export.password")}
          go={say("export.go")}
          before={
            <label class="check">
              <input
                type="checkbox"
                checked={page}
                onChange={(event) => setPage(event.currentTarget.checked)}
              />
              <span>{say("export.page")}</span>
            </label>
          }
          after={
            <Button look="link" onClick={() => setOpen(false)}>
              {say("app.cancel")}
            </Button>
          }
          onChoose={(password) => void go(password)}
        />
      ) : (
        <div class="buttons start">
          <Button disabled={busy} onClick={() => setOpen(true)}>
            {say("export.begin")}
          </Button>
        </div>
      )}
    </section>
  );
}
