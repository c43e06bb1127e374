import { useEffect, useState } from "preact/hooks";
import type { LookRow, PageLook } from "../../wire/site-rows.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { FrameLines } from "../parts/frame-lines.tsx";
import { focusOnce } from "../parts/focus.ts";
import { Icon } from "../parts/icon.tsx";
import { LookLine, LookWhy } from "../parts/look-row.tsx";
import { app, attempt } from "../state/app.ts";
import { type Choice, chosenOf, fillChosen, keyOf, rememberChoices } from "../state/choosing.ts";
import { filling } from "../state/filling.ts";
import { useStore } from "../state/hook.ts";
import { endLook, lookAtPage, lookWithPassword, pointing } from "../state/pointing.ts";
import { withPassword } from "../state/step-up.ts";
import type { Filled } from "../state/view.ts";
import { labelOf, outcomeWord, sentence, titleOf } from "../words.ts";

type Choices = ReadonlyMap<string, Choice>;
const nothing: Choices = new Map();

/** Every value before it is filled: each field can be left out, or given another field of the item. */
export function Check({ item, onBack }: { item: Filled; onBack: () => void }) {
  const look = useStore(pointing, (state) => state.look);
  const failed = useStore(pointing, (state) => state.failed);
  const busy = useStore(filling, (state) => state.busy !== null);
  const host = useStore(app, (state) => state.here.host);
  const [choices, setChoices] = useState(nothing);
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());
  const [remember, setRemember] = useState(false);
  const again = (next = choices) => lookAtPage(item.id, chosenOf(next));
  useEffect(() => {
    void again();
    return endLook;
  }, [item.id]);
  // Nothing stays open on a screen that nobody looks at.
  useEffect(() => {
    const hide = (): void => {
      if (!document.hidden) return;
      setShown(new Set());
      void again();
    };
    document.addEventListener("visibilitychange", hide);
    return () => document.removeEventListener("visibilitychange", hide);
  }, [choices]);

  const rows = look?.fields ?? [];
  const choiceOf = (row: LookRow): Choice => ({
    ...(choices.get(keyOf(row)) ?? { on: isOn(row), field: null, moved: false, asks: false }),
    row,
  });
  const change = (row: LookRow, part: Partial<Choice>): void => {
    const next = new Map(choices).set(keyOf(row), { ...choiceOf(row), ...part });
    setChoices(next);
    if ("field" in part) {
      setShown(new Set());
      void again(next);
    }
  };
  const reveal = (row: LookRow): Promise<void> =>
    attempt(async () => {
      const key = keyOf(row);
      if (shown.has(key)) return setShown(new Set([...shown].filter((one) => one !== key)));
      if (row.value === null) {
        const done = await withPassword("reveal", async (password) => {
          await lookWithPassword(item.id, chosenOf(choices), password);
          return true;
        });
        if (done === null) return;
        // What came with the password is not filled without it, and not because it was looked at.
        const asking = rows.filter(({ outcome }) => outcome === "step-up");
        const asked = asking.map((one) => [keyOf(one), { ...choiceOf(one), asks: true }] as const);
        setChoices(new Map([...choices, ...asked]));
      }
      setShown(new Set([...shown, key]));
    });
  const on = rows.map(choiceOf).filter((choice) => choice.on && canFill(choice.row));
  const go = async (only: Choice[]): Promise<void> => {
    if (remember) await rememberChoices(rows.map(choiceOf), item.id);
    await fillChosen(item, only);
  };
  const line = (row: LookRow) => (
    <Line
      key={keyOf(row)}
      row={row}
      look={look}
      choice={choiceOf(row)}
      shown={shown.has(keyOf(row))}
      onChange={(part) => change(row, part)}
      onReveal={() => void reveal(row)}
      onOnly={() => void go([{ ...choiceOf(row), on: true }])}
    />
  );
  const will = rows.filter(canFill);
  const rest = rows.filter((row) => !canFill(row));
  return (
    <div class="screen">
      <div class="screen-head">
        <IconButton icon="back" words={say("app.back")} onClick={onBack} />
        <h1 tabIndex={-1} ref={focusOnce}>
          {say("check.title")}
        </h1>
      </div>
      <div class="screen-body" aria-busy={look === null && failed === null}>
        <p class="report-from">
          {look?.item && (
            <span class="row-kind">
              <Icon name={look.item.kind} />
            </span>
          )}
          <span>{say("report.from", [titleOf(item)])}</span>
        </p>
        {failed !== null && (
          <div class="notice bad" role="alert">
            <p>{sentence(failed)}</p>
            <Button onClick={() => void again()}>{say("app.retry")}</Button>
          </div>
        )}
        {look !== null && rows.length === 0 && <p>{say("check.noFields")}</p>}
        {look !== null && rows.length > 0 && will.length === 0 && <p>{say("check.nothing")}</p>}
        {will.length > 0 && (
          <>
            <h2 class="label">{say("check.will")}</h2>
            <ul class="look-list">{will.map(line)}</ul>
          </>
        )}
        {rest.length > 0 && (
          <>
            <h2 class="label">{say("check.rest")}</h2>
            <ul class="look-list">{rest.map(line)}</ul>
          </>
        )}
        {look !== null && <FrameLines frames={look.frames} onAllowed={() => void again()} />}
      </div>
      <div class="screen-foot">
        {[...choices.values()].some(({ moved }) => moved) && host !== null && (
          <label class="check">
            <input
              type="checkbox"
              checked={remember}
              onChange={(event) => setRemember(event.currentTarget.checked)}
            />
            <span>{say("check.remember", [host])}</span>
          </label>
        )}
        <Button
          icon="fill"
          look="primary"
          busy={busy}
          disabled={on.length === 0}
          onClick={() => void go(on)}
        >
          {say("check.fill", on.length)}
        </Button>
      </div>
    </div>
  );
}

/** What the user typed there, and what asks for the password, is left out until it is chosen. */
function isOn(row: LookRow): boolean {
  return row.outcome === "filled";
}

/** A fill could put something there. */
function canFill(row: LookRow): boolean {
  return /^(filled|kept|step-up)$/.test(row.outcome ?? "");
}

interface LineProps {
  row: LookRow;
  look: PageLook | null;
  choice: Choice;
  shown: boolean;
  onChange: (part: Partial<Choice>) => void;
  onReveal: () => void;
  onOnly: () => void;
}

function Line({ row, look, choice, shown, onChange, onReveal, onOnly }: LineProps) {
  const label = row.label || say("report.unnamed");
  const fits = canFill(row);
  const masked = row.secret && !shown;
  return (
    <LookLine
      row={row}
      lead={
        fits && (
          <input
            type="checkbox"
            aria-label={label}
            checked={choice.on}
            onChange={(event) => onChange({ on: event.currentTarget.checked, moved: true })}
          />
        )
      }
      acts={fits && <IconButton icon="fill" words={say("check.only", [label])} onClick={onOnly} />}
    >
      {fits && (
        <p class="look-value">
          {masked || row.value === null ? (
            <>
              <span aria-hidden="true">••••••••</span>
              <span class="sr">{say("check.secret")}</span>
            </>
          ) : (
            <span>{row.value}</span>
          )}
          {(row.secret || row.value === null) && (
            <IconButton
              icon={shown ? "eyeOff" : "eye"}
              words={say(shown ? "check.hide" : "check.show", [label])}
              onClick={onReveal}
            />
          )}
        </p>
      )}
      {row.outcome !== null && row.outcome !== "filled" && (
        <p class="quiet small">{outcomeWord(row.outcome)}</p>
      )}
      <LookWhy row={row} />
      <select
        class="input small"
        aria-label={say("check.source", [label])}
        value={choice.field ?? ""}
        onChange={(event) => {
          const field = event.currentTarget.value || null;
          onChange({ field, on: true, moved: true });
        }}
      >
        <option value="">{say("check.asSeen")}</option>
        {look?.item?.fields.map((field) => (
          <option key={field.id} value={field.id}>
            {labelOf(field)}
          </option>
        ))}
      </select>
    </LookLine>
  );
}
