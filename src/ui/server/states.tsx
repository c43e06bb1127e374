import { useEffect, useState } from "preact/hooks";
import type { ServerState, StateLine } from "../../wire/servers.ts";
import { say } from "../../wire/words.ts";
import { agoOf } from "../manager/ago.ts";
import { Button } from "../parts/button.tsx";
import { Failed } from "../parts/failed.tsx";
import { Working } from "../parts/progress.tsx";
import { ask } from "../state/app.ts";
import { stepUp } from "../state/step-up.ts";
import { dayOf, sizeOf } from "../words.ts";
import { OneState } from "./one-state.tsx";

/** The states that the server still has, the newest first; one of them can be looked into and brought back. */
export function States({ onBack }: { onBack: () => void }) {
  const [states, setStates] = useState<StateLine[]>([]);
  const [next, setNext] = useState<number | null>(null);
  const [chosen, setChosen] = useState<ServerState | null>(null);
  const [busy, setBusy] = useState<"list" | "state" | null>("list");
  const [failed, setFailed] = useState<unknown>(null);
  const more = async (before: number | null): Promise<void> => {
    setBusy("list");
    setFailed(null);
    try {
      const page = await ask("server.history", { before });
      setStates((known) => (before === null ? page.states : [...known, ...page.states]));
      setNext(page.next);
    } catch (thrown) {
      setFailed(thrown);
    }
    setBusy(null);
  };
  useEffect(() => void more(null), []);
  const look = async ({ rev }: StateLine): Promise<void> => {
    if (busy !== null) return;
    setBusy("state");
    setFailed(null);
    try {
      setChosen(await stepUp("server", (proof) => ask("server.state", { rev, proof })));
    } catch (thrown) {
      setFailed(thrown);
    }
    setBusy(null);
  };
  if (chosen !== null) return <OneState state={chosen} onBack={() => setChosen(null)} />;
  return (
    <div class="page">
      <h1>{say("server.states")}</h1>
      <section class="panel">
        <p>{say("server.statesAbout")}</p>
        {states.length === 0 && busy === null && failed === null && (
          <p class="quiet">{say("server.statesNone")}</p>
        )}
        {daysOf(states).map(({ day, lines }) => (
          <section key={day} class="day">
            <h2>{day}</h2>
            <ul class="plain">
              {lines.map((line) => (
                <li key={line.rev}>
                  <button type="button" class="pick" onClick={() => void look(line)}>
                    <span>
                      <strong>{timeOf(line.at)}</strong>
                      {line.now && <> · {say("server.stateNow")}</>}
                    </span>
                    <small class="quiet">
                      {agoOf(line.at)} · {sizeOf(line.bytes)}
                    </small>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
        <Working
          on={busy !== null}
          words={say(busy === "state" ? "server.stateGet" : "server.statesGet")}
        />
        <Failed thrown={failed} />
        <div class="buttons start">
          {next !== null && (
            <Button busy={busy !== null} onClick={() => void more(next)}>
              {say("server.statesMore")}
            </Button>
          )}
          {failed !== null && states.length === 0 && (
            <Button onClick={() => void more(null)}>{say("app.retry")}</Button>
          )}
          <Button look="link" onClick={onBack}>
            {say("app.back")}
          </Button>
        </div>
      </section>
    </div>
  );
}

const timeOf = (ms: number): string =>
  new Date(ms).toLocaleTimeString(undefined, { timeStyle: "short" });

/** The states of each day, in their order. */
function daysOf(states: readonly StateLine[]): { day: string; lines: StateLine[] }[] {
  const days: { day: string; lines: StateLine[] }[] = [];
  for (const line of states) {
    const day = dayOf(line.at);
    const last = days.at(-1);
    if (last?.day === day) last.lines.push(line);
    else days.push({ day, lines: [line] });
  }
  return days;
}
