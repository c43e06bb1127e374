import { useEffect, useState } from "preact/hooks";
import type { Item } from "../../core/item.ts";
import type { Log } from "../../wire/history.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { app, ask, attempt } from "../state/app.ts";
import { lineWords, showLog } from "../state/log.ts";
import { dateOf } from "../words.ts";

const some = 10;

/** What was done with the item: the last few entries of the audit log, and the way to all of them. */
export function Uses({ item }: { item: Item }) {
  const [open, setOpen] = useState(false);
  const [limit, setLimit] = useState(some);
  const [log, setLog] = useState<Log | null>(null);
  const { id } = item;
  useEffect(() => {
    if (!open) return undefined;
    let mine = true;
    void attempt(async () => {
      const ofItem = { events: null, item: id, from: null, to: null };
      const reply = await ask("audit.list", { ...ofItem, offset: 0, limit });
      if (mine) setLog(reply);
    });
    return () => {
      mine = false;
    };
  }, [open, id, limit]);
  return (
    <details class="more-of" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say("audit.history")}</summary>
      {log !== null && log.state !== "sound" && (
        <p class="notice bad">{say(`audit.${log.state}`)}</p>
      )}
      {log !== null && log.total === 0 && <p class="quiet">{say("audit.historyNone")}</p>}
      {log !== null && log.total > 0 && (
        <ul class="uses">
          {log.lines.map((line, n) => (
            <li key={n}>
              <span>{lineWords(line)}</span> <small>{dateOf(line.at)}</small>
            </li>
          ))}
        </ul>
      )}
      {log !== null && log.total > 0 && (
        <div class="buttons start">
          {log.total > log.lines.length && limit < 200 && (
            <Button onClick={() => setLimit(200)}>{say("audit.more")}</Button>
          )}
          {app.getState().slot === "manager" && (
            <Button look="link" onClick={() => showLog(item)}>
              {say("audit.historyAll")}
            </Button>
          )}
        </div>
      )}
    </details>
  );
}
