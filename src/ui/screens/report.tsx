import { useEffect } from "preact/hooks";
import type { FillReport } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { FrameLines } from "../parts/frame-lines.tsx";
import { Icon } from "../parts/icon.tsx";
import { dismissReport, fillCritical, undoFill } from "../state/filled.ts";
import { fill } from "../state/filling.ts";
import { useStore } from "../state/hook.ts";
import { endLook, lookAtPage, pointAt, pointing } from "../state/pointing.ts";
import { show } from "../state/view.ts";
import { kindWord, reasonWord } from "../field-words.ts";
import { outcomeWord, titleOf } from "../words.ts";

/** The same item once more, now with the part of the page that was allowed. */
function again({ itemId: id, title }: FillReport): Promise<void> {
  return fill({ id, title, origins: [] });
}

/** What a fill did: how many, why not the others, and the way back. */
export function Report({ report, onBack }: { report: FillReport; onBack: () => void }) {
  const rest = report.fields.filter(
    (field) => field.outcome !== "filled" && field.outcome !== "step-up",
  );
  const leave = () => {
    dismissReport();
    onBack();
  };
  const done = report.fields.filter((field) => field.outcome === "filled");
  const look = useStore(pointing, (state) => state.look);
  const frames = look?.frames.filter(({ is }) => is !== "open") ?? [];
  useEffect(() => {
    void lookAtPage(null);
    return endLook;
  }, [report.at]);
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
                <ReportLine key={n} field={field} />
              ))}
            </ul>
          </>
        )}
        {!report.undone && done.length > 0 && (
          <details class="report-done" open={done.length < 5}>
            <summary class="label">{say("teach.filled")}</summary>
            <ul class="report-rest">
              {done.map((field, n) => (
                <ReportLine key={n} field={field} />
              ))}
            </ul>
          </details>
        )}
        <FrameLines frames={frames} onAllowed={() => void again(report)} />
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

/** What became of one field, what it was taken for and why; and the way to say that this is wrong. */
function ReportLine({ field }: { field: FillReport["fields"][number] }) {
  const { seen } = field;
  const label = field.label || say("report.unnamed");
  return (
    <li onMouseEnter={() => pointAt(seen ?? null)} onMouseLeave={() => pointAt(null)}>
      <span>{label}</span>
      {field.outcome !== "filled" && <span class="quiet">{outcomeWord(field.outcome)}</span>}
      {seen && (
        <span class="report-why small quiet">
          <span>
            {kindWord(seen.kind)}
            {seen.why !== "none" && ` · ${reasonWord(seen.why)}`}
          </span>
          <button
            type="button"
            class="button link"
            aria-label={say("teach.wrongOf", [label])}
            onClick={() => show({ name: "fields", at: seen })}
          >
            {say("teach.wrong")}
          </button>
        </span>
      )}
    </li>
  );
}
