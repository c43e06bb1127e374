import { useEffect, useMemo, useState } from "preact/hooks";
import { caps, type Draft, type Field } from "../../core/item.ts";
import { triggerCaps } from "../../core/snippet/trigger.ts";
import type { Format } from "../../core/snippet/shape.ts";
import type { TemplateProblem } from "../../core/snippet/failure.ts";
import type { SnippetLook } from "../../wire/snippets.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import type { IconName } from "../parts/icon.tsx";
import { Menu } from "../parts/menu.tsx";
import { ask, tell } from "../state/app.ts";
import { changeField } from "../state/draft.ts";
import { change } from "../state/editing.ts";
import { latest } from "../state/latest.ts";
import { Preview } from "./preview.tsx";
import { problemWords } from "./words.ts";

const formats = ["plain", "markdown", "html"] as const;

/** What can be put in at the caret, and its words under `insert`. */
const pieces = [
  ["date", "clock", "{{date}}"],
  ["ask", "edit", '{{ask("")}}'],
  ["choice", "down", '{{ask.choice("", "", "")}}'],
  ["when", "filter", '{{if ask.toggle("")}}\n\n{{end}}'],
  ["vault", "key", '{{vault("", "")}}'],
  ["snippet", "snippet", '{{snippet("")}}'],
  ["clipboard", "copy", "{{clipboard}}"],
  ["page", "site", "{{page.title}}"],
  ["counter", "up", '{{counter("n")}}'],
  ["cursor", "keyboard", "{{cursor}}"],
] as const satisfies [string, IconName, string][];

/** Under the text of a snippet: how it is written, what can be put in, what is wrong with it, how it will look. */
export function SnippetTools({ draft, body }: { draft: Draft; body: Field }) {
  const formatField = draft.fields.find(({ key }) => key === "format");
  const format: Format = formats.find((one) => one === formatField?.value) ?? "plain";
  const look = useLook(draft.id, body.value ?? "", format);
  const tooLong = (body.value ?? "").length > caps.value;
  return (
    <div class="snippet-tools">
      <div class="line">
        {formatField !== undefined && (
          <label>
            <span class="label">{say("field.format")}</span>
            <select
              class="input"
              value={format}
              onChange={(event) => {
                const { value } = event.currentTarget;
                const stored = value === "plain" ? "" : value;
                change((now) => changeField(now, formatField.id, { value: stored }));
              }}
            >
              {formats.map((one) => (
                <option key={one} value={one}>
                  {say(`snippet.${one}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        <Menu
          icon="plus"
          words={say("snippet.insert")}
          opens="down"
          entries={pieces.map(([name, icon, text]) => ({
            icon,
            words: say(`insert.${name}`),
            about: text.replaceAll("\n", " "),
            run: () => insert(body, text),
          }))}
        />
      </div>
      {tooLong && (
        <p class="failed" role="alert">
          {say("template.TOO_LONG")}
        </p>
      )}
      {!tooLong && look?.problem && <Wrong problem={look.problem} body={body} />}
      {!tooLong && look?.preview && <Preview rendered={look.preview} />}
    </div>
  );
}

/** Under the trigger: what it is for, or why this one will never be heard. */
export function TriggerLine({ trigger }: { trigger: string }) {
  const { length } = triggerCaps;
  const wrong = /\s/.test(trigger)
    ? say("trigger.blanks")
    : trigger.length > length && say("trigger.long", [String(length)]);
  return (
    <p class={wrong === false ? "quiet small" : "failed"} role="status">
      {wrong || say("trigger.about")}
    </p>
  );
}

/** Asks the vault how the text looks; the latest text wins. */
function useLook(id: string | null, text: string, format: Format): SnippetLook | null {
  const [look, setLook] = useState<SnippetLook | null>(null);
  const again = useMemo(
    () =>
      latest(
        (body: { text: string; format: Format }) => ask("snippet.look", { id, body, answers: [] }),
        setLook,
        tell,
      ),
    [id],
  );
  const plain = format === "plain" && !text.includes("{{");
  useEffect(() => {
    if (plain || text.length > caps.value) setLook(null);
    else void again({ text, format });
  }, [again, text, format, plain]);
  return plain ? null : look;
}

/** Puts text where the caret is; what has to be typed first is marked. */
function insert(body: Field, text: string): void {
  const box = document.getElementById(`field-${body.id}`);
  if (!(box instanceof HTMLTextAreaElement)) return;
  const at = box.selectionStart;
  box.setRangeText(text, at, box.selectionEnd, "end");
  const hole = text.indexOf('""');
  const caret = hole < 0 ? at + text.length : at + hole + 1;
  const { value } = box;
  change((draft) => changeField(draft, body.id, { value }));
  // The menu gives the focus back first.
  requestAnimationFrame(() => {
    box.focus();
    box.setSelectionRange(caret, caret);
  });
}

/** The line that is wrong, with its fault marked, and a way there. */
function Wrong({ problem, body }: { problem: TemplateProblem; body: Field }) {
  const text = body.value ?? "";
  const from = text.lastIndexOf("\n", problem.at - 1) + 1;
  const end = text.indexOf("\n", from);
  const line = text.slice(from, end < 0 ? text.length : end);
  const at = Math.min(problem.at - from, line.length);
  const to = Math.max(at + 1, Math.min(line.length, at + Math.max(1, problem.length)));
  const show = (): void => {
    const box = document.getElementById(`field-${body.id}`);
    if (!(box instanceof HTMLTextAreaElement)) return;
    box.focus();
    box.setSelectionRange(problem.at, problem.at + Math.max(1, problem.length));
  };
  return (
    <div class="template-wrong" role="status">
      <p class="failed">{problemWords(problem)}</p>
      <pre>
        <small>{say("snippet.line", [String(problem.line)])}</small>
        {"  "}
        {line.slice(Math.max(0, at - 40), at)}
        <mark>{line.slice(at, to) || " "}</mark>
        {line.slice(to, to + 40)}
      </pre>
      <Button look="link" onClick={show}>
        {say("snippet.showFault")}
      </Button>
    </div>
  );
}
