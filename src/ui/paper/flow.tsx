import { useEffect, useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { CodeCheck } from "../parts/code-check.tsx";
import { tell } from "../state/app.ts";
import { CodeCards, type Part } from "./cards.tsx";
import { Sheet } from "./sheet.tsx";
import { PaperRight, Print } from "./steps.tsx";

interface CodeFlowProps {
  /** Known to this page alone, and only until it is left: neither storage nor address nor history has it. */
  code: string;
  /** The user is through, with the code typed back or put off. */
  onDone: () => void;
  /** Whether typing it back can be put off. */
  canWait?: boolean;
  /** Not while the key it belongs to waits: it opens nothing yet. */
  canCheck?: boolean;
}

const partCount = 3;

/**
 * A new recovery code on its way to paper: as one sheet or as three of which two open, printed or written
 * down, then typed back. For the set-up and for every renewal of the code.
 */
export function CodeFlow({ code, onDone, canWait = true, canCheck = true }: CodeFlowProps) {
  const [step, setStep] = useState<"show" | "check" | "ok">("show");
  const [inParts, setInParts] = useState(false);
  const [shares, setShares] = useState<Part[]>([]);
  const [name, setName] = useState("");
  const [made] = useState(() => Date.now());
  useEffect(() => {
    if (!inParts || shares.length > 0) return;
    const split = async (): Promise<void> => {
      const { readShare, splitCode } = await import("../../core/shares.ts");
      const texts = await splitCode(code);
      setShares(
        await Promise.all(texts.map(async (text) => ({ text, ...(await readShare(text)) }))),
      );
    };
    void split().catch((thrown: unknown) => {
      setInParts(false);
      tell(thrown);
    });
  }, [inParts]);
  const parts = inParts ? shares : [];
  const waiting = inParts && shares.length === 0;

  if (step === "ok") {
    return <PaperRight words={say("recovery.ok")} go={say("setup.go")} onDone={onDone} />;
  }
  if (step === "check") {
    return (
      <>
        <CodeCheck inParts={inParts} onOk={() => setStep("ok")} />
        <div class="buttons start">
          <Button look="link" onClick={() => setStep("show")}>
            {say("app.back")}
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      <fieldset class="choices" aria-busy={waiting}>
        <legend>{say("share.how")}</legend>
        {[false, true].map((split) => (
          <label key={String(split)} class="choice">
            <input
              type="radio"
              name="sheets"
              checked={inParts === split}
              onChange={() => setInParts(split)}
            />
            <span>
              {say(split ? "share.three" : "share.one")}
              <small>{say(split ? "share.threeText" : "share.oneText")}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <CodeCards code={inParts ? null : code} parts={parts} />
      <Print
        name={name}
        onName={setName}
        words={say(inParts ? "sheet.printParts" : "sheet.print")}
        disabled={waiting}
      />
      <hr />
      <div class="buttons start">
        {canCheck && (
          <Button look="primary" disabled={waiting} onClick={() => setStep("check")}>
            {say("setup.codeBack")}
          </Button>
        )}
        {canWait && (
          <Button onClick={onDone}>{say(canCheck ? "setup.codeLater" : "app.done")}</Button>
        )}
      </div>
      {canCheck && (
        <p class="quiet small">
          {say("setup.codeBackText")} {canWait && say("setup.codeLaterText")}
        </p>
      )}
      <section class="sheets" aria-label={say("sheet.preview")}>
        {!inParts && <Sheet code={code} made={made} name={name} />}
        {parts.map(({ text, number, set }) => (
          <Sheet
            key={text}
            code={text}
            made={made}
            name={name}
            part={{ number, of: partCount, set }}
          />
        ))}
      </section>
    </>
  );
}
