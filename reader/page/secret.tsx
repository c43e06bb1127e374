/** The password or recovery code of a chosen file. */
import { useEffect, useRef, useState } from "preact/hooks";
import { provideArgon2 } from "../../src/core/kdf.ts";
import { openBackup, type OpenBackup } from "../../src/core/open-backup.ts";
import { slotType } from "../../src/core/slot.ts";
import { argon2id } from "../../src/core/argon2.ts";
import { allowsWasm, pureArgon2 } from "../shared/pure.ts";
import { say, sentence } from "../shared/words.ts";
import type { Chosen } from "./app.tsx";

interface Props {
  chosen: Chosen;
  onOpen: (opened: OpenBackup) => void;
  onProblem: (sentence: string) => void;
  onOther: () => void;
}

/** Until the page was drawn: a derivation holds it for a second. A hidden page is not drawn at all. */
function painted(): Promise<void> {
  return new Promise((go) => {
    setTimeout(go, 200);
    requestAnimationFrame(() => setTimeout(go, 0));
  });
}

/** Asks, derives, opens. A wrong secret is told and may be typed again. */
export function Secret({ chosen, onOpen, onProblem, onOther }: Props) {
  const { header, backup, name } = chosen;
  const passwordOpens = header.slots.some(({ type }) => type === slotType.password);
  const codeOpens = header.slots.some(({ type }) => type === slotType.recovery);
  const [byCode, setByCode] = useState(!passwordOpens);
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [part, setPart] = useState<number | null>(null);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => input.current?.focus(), [byCode]);

  async function open(): Promise<void> {
    const box = input.current;
    if (box === null || busy) return;
    if (box.value === "") {
      box.focus();
      return;
    }
    onProblem("");
    setBusy(true);
    await painted();
    provideArgon2(async () => (allowsWasm(globalThis) ? argon2id : pureArgon2(setPart)));
    try {
      const typed = { by: byCode ? "recovery" : "password", secret: box.value } as const;
      const opened = await openBackup(backup, typed);
      box.value = "";
      onOpen(opened);
      return;
    } catch (thrown) {
      onProblem(sentence(thrown));
    }
    setBusy(false);
    setPart(null);
    box.focus();
    box.select();
  }

  const working =
    part === null ? say("reader.opening") : say("reader.slow", Math.floor(part * 100));
  return (
    <form
      class="secret"
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <h2>{say("reader.secretTitle")}</h2>
      <p class="file">
        <bdi>{name}</bdi>
      </p>
      {passwordOpens ? null : <p class="notice warn">{say("reader.keyNeeded")}</p>}
      <label for="secret">{byCode ? say("reader.code") : say("reader.password")}</label>
      <input
        id="secret"
        key={byCode ? "code" : "password"}
        ref={input}
        {...(byCode || shown ? { type: "text" } : { type: "password" })}
        class={byCode ? "mono" : ""}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        readOnly={busy}
        aria-describedby={byCode ? "secret-hint" : undefined}
      />
      {byCode ? (
        <p id="secret-hint" class="quiet small">
          {say("reader.codeHint")}
        </p>
      ) : (
        <label class="tick">
          <input
            type="checkbox"
            checked={shown}
            onChange={(event) => setShown(event.currentTarget.checked)}
          />
          {say("reader.showTyped")}
        </label>
      )}
      <div class="acts">
        <button class="main" disabled={busy}>
          {say("reader.open")}
        </button>
        {passwordOpens && codeOpens ? (
          <button
            type="button"
            disabled={busy}
            onClick={() => {
              onProblem("");
              setByCode(!byCode);
            }}
          >
            {byCode ? say("reader.usePassword") : say("reader.useCode")}
          </button>
        ) : null}
        <button type="button" disabled={busy} onClick={onOther}>
          {say("reader.otherFile")}
        </button>
      </div>
      <p class="working" role="status">
        {busy ? (
          <>
            <span class="turning" aria-hidden="true" />
            {working}
          </>
        ) : null}
      </p>
    </form>
  );
}
