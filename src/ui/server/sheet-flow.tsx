import { useState } from "preact/hooks";
import { Failure } from "../../core/failure.ts";
import type { Reply } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Card } from "../paper/cards.tsx";
import { ServerSheet } from "../paper/server-sheet.tsx";
import { PaperRight, Print } from "../paper/steps.tsx";
import { Button } from "../parts/button.tsx";
import { CodeBox } from "../parts/code-box.tsx";

/** What the sheet prints; known to this page alone, and only until it is left. */
export type SheetSecret = Reply<"server.sheet">;

/** The backup key on its way to paper: printed or written down, then typed back. */
export function SheetFlow({ secret, onDone }: { secret: SheetSecret; onDone: () => void }) {
  const [step, setStep] = useState<"show" | "check" | "ok">("show");
  const [name, setName] = useState("");
  const [made] = useState(() => Date.now());
  if (step === "ok") {
    return <PaperRight words={say("server.sheetRight")} go={say("app.done")} onDone={onDone} />;
  }
  if (step === "check") {
    return <Check secret={secret} onOk={() => setStep("ok")} onBack={() => setStep("show")} />;
  }
  return (
    <>
      <Card text={secret.key} words={say("server.key")} />
      <p class="quiet small">{say("server.sheetApart")}</p>
      <Print name={name} onName={setName} words={say("sheet.print")} />
      <hr />
      <div class="buttons start">
        <Button look="primary" onClick={() => setStep("check")}>
          {say("server.sheetBack")}
        </Button>
        <Button onClick={onDone}>{say("server.sheetLater")}</Button>
      </div>
      <p class="quiet small">{say("server.sheetBackText")}</p>
      <section class="sheets" aria-label={say("sheet.preview")}>
        <ServerSheet secret={secret} made={made} name={name} />
      </section>
    </>
  );
}

interface CheckProps {
  secret: SheetSecret;
  onOk: () => void;
  onBack: () => void;
}

/** Typed back, it proves that the copy on paper is right. Compared here: it goes nowhere. */
function Check({ secret, onOk, onBack }: CheckProps) {
  const [typed, setTyped] = useState("");
  const [failed, setFailed] = useState<unknown>(null);
  const check = async (): Promise<void> => {
    const { tidySymbols } = await import("../../core/crockford.ts");
    if (tidySymbols(typed) === tidySymbols(secret.key)) return onOk();
    setFailed(new Failure("BAD_BACKUP_KEY"));
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void check();
      }}
    >
      <CodeBox
        id="server-key-back"
        label={say("server.sheetType")}
        value={typed}
        onInput={setTyped}
        max={100}
        failed={failed}
        inner={(box) => (typed === "" ? box?.focus() : undefined)}
      />
      <div class="buttons start">
        <Button look="primary" type="submit">
          {say("recovery.check")}
        </Button>
        <Button look="link" onClick={onBack}>
          {say("app.back")}
        </Button>
      </div>
    </form>
  );
}
