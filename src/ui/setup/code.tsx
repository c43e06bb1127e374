import { useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { CodeCheck } from "../parts/code-check.tsx";
import { Icon } from "../parts/icon.tsx";
import { copyText } from "../state/clipboard.ts";
import { download } from "../manager/transfer.ts";
import { dateOf } from "../words.ts";

/** Step 2: the recovery code, the one time it is shown. */
export function Code({ code, onDone }: { code: string; onDone: () => void }) {
  const [checking, setChecking] = useState(false);
  const [ok, setOk] = useState(false);
  const saveFile = (): void => {
    const text = [
      say("setup.codeFileText", [dateOf(Date.now())]),
      "",
      code,
      "",
      say("setup.codeFileHint"),
      "",
    ];
    download(say("setup.codeFileName"), new Blob([text.join("\r\n")], { type: "text/plain" }));
  };
  return (
    <>
      <h1>{say("setup.codeTitle")}</h1>
      <p>{say("setup.codeText")}</p>
      {!checking && !ok && (
        <>
          <div class="code-card">
            <p class="print-only">{say("setup.codeFileText", [dateOf(Date.now())])}</p>
            <output class="code" aria-label={say("setup.codeLabel")}>
              {code.split("-").map((group, n) => (
                <span key={n}>{group}</span>
              ))}
            </output>
            <p class="print-only">{say("setup.codeFileHint")}</p>
          </div>
          <div class="buttons start">
            <Button onClick={() => print()}>{say("setup.codePrint")}</Button>
            <Button icon="backup" onClick={saveFile}>
              {say("setup.codeFile")}
            </Button>
            <Button icon="copy" onClick={() => void copyText(code)}>
              {say("setup.codeCopy")}
            </Button>
          </div>
          <hr />
          <div class="buttons start">
            <Button look="primary" onClick={() => setChecking(true)}>
              {say("setup.codeBack")}
            </Button>
            <Button onClick={onDone}>{say("setup.codeLater")}</Button>
          </div>
          <p class="quiet small">
            {say("setup.codeBackText")} {say("setup.codeLaterText")}
          </p>
        </>
      )}
      {checking && !ok && (
        <>
          <CodeCheck onOk={() => setOk(true)} />
          <div class="buttons start">
            <Button look="link" onClick={() => setChecking(false)}>
              {say("app.back")}
            </Button>
          </div>
        </>
      )}
      <div role="status">
        {ok && (
          <p class="good">
            <Icon name="check" />
            <strong>{say("recovery.ok")}</strong>
          </p>
        )}
      </div>
      {ok && (
        <div class="buttons start">
          <Button look="primary" onClick={onDone} inner={(button) => button?.focus()}>
            {say("setup.go")}
          </Button>
        </div>
      )}
    </>
  );
}
