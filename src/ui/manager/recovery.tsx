import { useState } from "preact/hooks";
import type { Settings } from "../../core/settings.ts";
import { say } from "../../wire/words.ts";
import { CodeCheck } from "../parts/code-check.tsx";
import { Icon } from "../parts/icon.tsx";

/** The recovery code can be checked, never shown again. */
export function RecoveryPage({ settings }: { settings: Settings }) {
  const [ok, setOk] = useState(false);
  return (
    <div class="page">
      <h1>{say("recovery.title")}</h1>
      <section class="panel">
        <p>{say("recovery.about")}</p>
        <p class={settings.recoveryConfirmed ? "good" : "notice warn"}>
          <Icon name={settings.recoveryConfirmed ? "check" : "warn"} />
          <span>
            {say(settings.recoveryConfirmed ? "recovery.confirmed" : "recovery.notConfirmed")}
          </span>
        </p>
        <div role="status">{ok && <p class="good">{say("recovery.ok")}</p>}</div>
        <CodeCheck onOk={() => setOk(true)} />
        <p>
          <a href="#/sheet">{say("sheet.blankGo")}</a>
        </p>
      </section>
    </div>
  );
}
