import type { FillReport } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { dismissReport, fillCritical, undoFill } from "../state/filled.ts";
import { outcomeWord, titleOf } from "../words.ts";

/** What a fill did: how many, why not the others, and the way back. */
export function Report({ report, onBack }: { report: FillReport; onBack: () => void }) {
  const rest = report.fields.filter(
    (field) => field.outcome !== "filled" && field.outcome !== "step-up",
  );
  const leave = () => {
    dismissReport();
    onBack();
  };
  const asking = report.fields.filter((field) => field.outcome === "step-up");
  const head =
    report.filled === 0
      ? say("report.none")
      : report.filled === report.total
        ? say("report.all", [report.total])
        : say("report.title", [report.filled, report.total]);
  return (
    <div class="screen">
      <div class="screen-head">
        <IconButton icon="back" words={say("app.back")} onClick={leave} />
        <h1>{report.undone ? say("report.undone") : head}</h1>
      </div>
      <div class="screen-body">
        <p class="report-from">
          <span class="row-kind">
            <Icon name={report.kind} />
          </span>
          <span>{say("report.from", [titleOf(report)])}</span>
        </p>
        {!report.undone && report.total > 0 && (
          <progress
            class="bar"
            value={report.filled}
            max={report.total}
            aria-label={say("report.title", [report.filled, report.total])}
          />
        )}
        {asking.length > 0 && !report.undone && (
          <div class="notice">
            <Icon name="lock" />
            <div>
              <p>{say("report.stepUp", asking.length)}</p>
              <p class="quiet small">
                {asking.map((field) => field.label || say("report.unnamed")).join(", ")}
              </p>
            </div>
            <Button onClick={() => void fillCritical(report)}>{say("report.fillThem")}</Button>
          </div>
        )}
        {rest.length > 0 && (
          <>
            <h2 class="label">{say("report.rest")}</h2>
            <ul class="report-rest">
              {rest.map((field, n) => (
                <li key={n}>
                  <span>{field.label || say("report.unnamed")}</span>
                  <span class="quiet">{outcomeWord(field.outcome)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      {report.filled > 0 && !report.undone && (
        <div class="screen-foot">
          <div class="buttons">
            <Button icon="undo" onClick={() => void undoFill(report)}>
              {say("report.undo")}
            </Button>
            <Button look="primary" onClick={leave} inner={(button) => button?.focus()}>
              {say("app.done")}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}
