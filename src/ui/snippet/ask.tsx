import type { Prompt } from "../../core/snippet/shape.ts";
import { limits } from "../../core/snippet/limits.ts";
import { shownText } from "../../core/shown.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { inputType } from "../parts/input-type.ts";
import { Modal } from "../parts/modal.tsx";
import { useStore } from "../state/hook.ts";
import { titleOf } from "../words.ts";
import { asked } from "./asked.ts";
import { answer, cancelAsked, copyAnswered } from "./copy.ts";
import { Preview } from "./preview.tsx";
import { problemWords } from "./words.ts";

/** The questions of a snippet, before it is copied. Mounted once in each window. */
export function SnippetQuestions() {
  const now = useStore(asked, (state) => state.asked);
  if (now === null) return null;
  const { problem, prompts, preview } = now.look;
  return (
    <Modal title={titleOf(now)} onClose={cancelAsked}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === null) void copyAnswered();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.currentTarget.requestSubmit();
        }}
      >
        {prompts.map((prompt, n) => (
          <Question
            key={prompt.key}
            prompt={prompt}
            first={n === 0}
            value={now.answers[prompt.key] ?? prompt.initial}
          />
        ))}
        {problem !== null && (
          <p class="failed" role="alert">
            {problemWords(problem)}
          </p>
        )}
        {preview !== null && <Preview rendered={preview} />}
        <div class="buttons">
          <Button onClick={cancelAsked}>{say("app.cancel")}</Button>
          <Button look="primary" type="submit" disabled={problem !== null}>
            {say(now.to === "caret" ? "caret.go" : "app.copy")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface QuestionProps {
  prompt: Prompt;
  value: string;
  first: boolean;
}

function Question({ prompt, value, first }: QuestionProps) {
  const { key, type, options } = prompt;
  const label = shownText(prompt.label) || say("snippet.question");
  const id = `ask-${key.replaceAll(/[^a-z0-9]/gi, "-")}`;
  const common = {
    id,
    class: "input",
    value,
    autocomplete: "off",
    ...(first ? { "data-first": true } : {}),
  };
  const onInput = (event: { currentTarget: { value: string } }): void =>
    answer(key, event.currentTarget.value);
  if (type === "toggle") {
    return (
      <label class="check" for={id}>
        <input
          id={id}
          type="checkbox"
          checked={value === "true"}
          {...(first ? { "data-first": true } : {})}
          onChange={(event) => answer(key, String(event.currentTarget.checked))}
        />
        <span>{label}</span>
      </label>
    );
  }
  return (
    <div class="field">
      <label class="label" for={id}>
        {label}
      </label>
      {type === "choice" ? (
        <select {...common} onChange={onInput}>
          {options.map((option) => (
            <option key={option} value={option}>
              {shownText(option)}
            </option>
          ))}
        </select>
      ) : type === "lines" ? (
        <textarea {...common} rows={3} maxLength={100_000} onInput={onInput} />
      ) : (
        <input
          {...common}
          type={inputType(type === "date" ? "date" : "text")}
          maxLength={limits.tag}
          onInput={onInput}
        />
      )}
    </div>
  );
}
