import { useState } from "preact/hooks";
import type { ServerState } from "../../wire/servers.ts";
import { shownText } from "../../core/shown.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Working } from "../parts/progress.tsx";
import { ask, attempt, tell, toast } from "../state/app.ts";
import { stepUp } from "../state/step-up.ts";
import { dateOf, titleOf } from "../words.ts";
import { TypedWord } from "./typed-word.tsx";

type Line = ServerState["items"][number];

/** Lines drawn at once; ten thousand boxes would be slow and of no use. */
const shownAtOnce = 200;

/** What a state holds, beside what is here now: one item, some, or all of it can come back. */
export function OneState({ state, onBack }: { state: ServerState; onBack: () => void }) {
  const [text, setText] = useState("");
  const [every, setEvery] = useState(false);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [exact, setExact] = useState(false);
  const [busy, setBusy] = useState(false);
  const [limit, setLimit] = useState(shownAtOnce);
  const changed = state.items.filter(({ here }) => here !== "same");
  const lower = text.trim().toLowerCase();
  const found = (every ? state.items : changed).filter(({ title, hint }) =>
    `${title} ${hint}`.toLowerCase().includes(lower),
  );
  const back = async (ids: string[] | null, typed: string): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      const done = await stepUp("server", (proof) =>
        ask("server.state.restore", {
          rev: state.rev,
          ids,
          exact: ids === null && typed !== "",
          typed,
          proof,
        }),
      );
      if (done !== null) {
        const { items } = done;
        toast(say("server.broughtBack", items, [items.toLocaleString()]));
        onBack();
      }
    } catch (thrown) {
      tell(thrown);
    }
    setBusy(false);
  };
  const toggle = (id: string, on: boolean): void => {
    const next = new Set(picked);
    if (on) next.add(id);
    else next.delete(id);
    setPicked(next);
  };
  return (
    <div class="page">
      <h1>{say("server.stateOf", [dateOf(state.made)])}</h1>
      <section class="panel">
        <p>
          {say("server.stateItems", state.items.length, [state.items.length.toLocaleString()])}{" "}
          {changed.length === 0
            ? say("server.stateSame")
            : say("server.stateDiffers", changed.length, [changed.length.toLocaleString()])}{" "}
          {state.newer > 0 && say("server.stateNewer", state.newer, [state.newer.toLocaleString()])}
        </p>
        <div class="line">
          <label class="grow">
            <span class="sr">{say("server.stateFind")}</span>
            <input
              class="input"
              type="search"
              value={text}
              placeholder={say("server.stateFind")}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </label>
          <label class="check">
            <input
              type="checkbox"
              checked={every}
              onChange={(event) => setEvery(event.currentTarget.checked)}
            />
            <span>{say("server.stateEvery")}</span>
          </label>
        </div>
        <ul class="plain picks">
          {found.slice(0, limit).map((line) => (
            <li key={line.id}>
              <StateItem
                line={line}
                picked={picked.has(line.id)}
                disabled={busy}
                onPick={(on) => toggle(line.id, on)}
              />
            </li>
          ))}
        </ul>
        {found.length === 0 && <p class="quiet">{say("server.stateNothing")}</p>}
        {found.length > limit && (
          <div class="buttons start">
            <Button onClick={() => setLimit(limit + shownAtOnce)}>
              {say("server.statesMore")}
            </Button>
          </div>
        )}
        <p class="quiet small">{say("server.stateHow")}</p>
        <Working on={busy} words={say("restore.applying")} />
        <div class="buttons start">
          <Button
            look="primary"
            busy={busy}
            disabled={picked.size === 0}
            onClick={() => void attempt(() => back([...picked], ""))}
          >
            {picked.size === 0
              ? say("server.bringNone")
              : say("server.bring", picked.size, [picked.size.toLocaleString()])}
          </Button>
          <Button
            busy={busy}
            disabled={changed.length === 0}
            onClick={() => void attempt(() => back(null, ""))}
          >
            {say("server.bringAll")}
          </Button>
          <Button look="danger" busy={busy} onClick={() => setExact(true)}>
            {say("server.exact")}
          </Button>
          <Button look="link" onClick={onBack}>
            {say("app.back")}
          </Button>
        </div>
      </section>
      {exact && (
        <TypedWord
          title={say("server.exactAsk", [dateOf(state.made)])}
          text={[say("server.exactText", state.newer, [state.newer.toLocaleString()])]}
          go={say("server.exact")}
          danger
          onGo={(typed) => void back(null, typed)}
          onClose={() => setExact(false)}
        />
      )}
    </div>
  );
}

interface StateItemProps {
  line: Line;
  picked: boolean;
  disabled: boolean;
  onPick: (on: boolean) => void;
}

function StateItem({ line, picked, disabled, onPick }: StateItemProps) {
  const same = line.here === "same";
  return (
    <label class={same ? "check block quiet" : "check block"}>
      <input
        type="checkbox"
        checked={picked}
        disabled={disabled || same}
        onChange={(event) => onPick(event.currentTarget.checked)}
      />
      <span class="state-item">
        <Icon name={line.kind} />
        <span>
          <strong>{titleOf(line)}</strong> <span class="quiet">{shownText(line.hint)}</span>
          <small class="quiet">
            {say(`server.here_${line.here}`)}
            {line.trashed && ` · ${say("server.wasTrashed")}`}
          </small>
        </span>
      </span>
    </label>
  );
}
