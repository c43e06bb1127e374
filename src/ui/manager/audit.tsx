import { useEffect, useRef, useState } from "preact/hooks";
import { logAsCsv, logAsJson } from "../../core/exports/log.ts";
import type { Log, LogLine } from "../../wire/history.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Working } from "../parts/progress.tsx";
import { ask, attempt, toast } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { latest } from "../state/latest.ts";
import { lineWords, logItem } from "../state/log.ts";
import { withPassword } from "../state/step-up.ts";
import { dateOf, dayOf, sentence, titleOf } from "../words.ts";
import { filterOf, type Group, groups, type Since, starts } from "./log-filter.ts";
import { download } from "./transfer.ts";

const pageLines = 100;

interface Shown {
  log: Log | null;
  failed: unknown;
}

/** What was done with the vault: sentences, newest first, by kind, item and time; and the way to a file of it. */
export function AuditPage() {
  const item = useStore(logItem, (state) => state.item);
  const [group, setGroup] = useState<Group>("All");
  const [since, setSince] = useState<Since>("anyTime");
  const [{ log, failed }, setShown] = useState<Shown>({ log: null, failed: null });
  const [load] = useState(() =>
    latest(
      (question: Parameters<typeof read>[0]) => read(question),
      (answer, { before }) =>
        setShown({
          log: before === null ? answer : { ...answer, lines: [...before.lines, ...answer.lines] },
          failed: null,
        }),
      (thrown) => setShown((now) => ({ ...now, failed: thrown })),
    ),
  );
  const filter = filterOf(group, since, item?.id ?? null);
  const count = useRef<HTMLParagraphElement>(null);
  useEffect(() => void load({ filter, before: null }), [group, since, item]);
  // Who comes by the side next time wants to see everything.
  useEffect(() => () => logItem.setState({ item: null }), []);
  const more = async (): Promise<void> => {
    if (log === null) return;
    await load({ filter, before: log });
    if (log.lines.length + pageLines >= log.total) count.current?.focus();
  };
  const reset = (): void => {
    setGroup("All");
    setSince("anyTime");
    logItem.setState({ item: null });
  };
  const filtered = group !== "All" || since !== "anyTime" || item !== null;
  return (
    <div class="page wide">
      <h1>{say("audit.title")}</h1>
      <p class="quiet">{say("audit.about")}</p>
      {log !== null && log.state !== "sound" && (
        <div class="notice bad" role="alert">
          <Icon name="warn" />
          <p>{say(`audit.${log.state}`)}</p>
        </div>
      )}
      <Filter group={group} setGroup={setGroup} since={since} setSince={setSince} />
      {item !== null && (
        <p class="line">
          <span class="chip removable">
            <Icon name="filter" />
            <span>{say("audit.only", [item.title])}</span>
            <IconButton
              icon="close"
              words={say("audit.clearItem")}
              onClick={() => logItem.setState({ item: null })}
            />
          </span>
        </p>
      )}
      {log === null && failed === null && <Working on words={say("audit.reading")} />}
      {failed !== null && <p class="failed">{sentence(failed)}</p>}
      {log !== null && log.total > 0 && <Lines lines={log.lines} />}
      {log !== null && log.total === 0 && (
        <div class="nothing">
          <h2>{say(filtered ? "audit.nothing" : "audit.empty")}</h2>
          {filtered ? (
            <Button onClick={reset}>{say("audit.reset")}</Button>
          ) : (
            <p class="quiet">{say("audit.emptyText")}</p>
          )}
        </div>
      )}
      {log !== null && log.total > 0 && (
        <div class="line">
          <p class="quiet small" role="status" tabIndex={-1} ref={count}>
            {say("audit.shown", [log.lines.length.toLocaleString(), log.total.toLocaleString()])}
          </p>
          {log.lines.length < log.total && (
            <Button onClick={() => void more()}>{say("audit.more")}</Button>
          )}
        </div>
      )}
      {log !== null && log.since !== null && (
        <p class="quiet small">{say("audit.since", [dayOf(log.since)])}</p>
      )}
      {log !== null && log.total > 0 && (
        <section class="panel">
          <p class="quiet">{say("audit.exportText")}</p>
          <div class="buttons start">
            <Button icon="backup" onClick={() => void save("csv", filter)}>
              {say("audit.exportCsv")}
            </Button>
            <Button icon="backup" onClick={() => void save("json", filter)}>
              {say("audit.exportJson")}
            </Button>
          </div>
        </section>
      )}
    </div>
  );
}

/** The entries of a filter from the first on, or those after `before`: none that came since shifts them. */
function read({ filter, before }: { filter: ReturnType<typeof filterOf>; before: Log | null }) {
  const to = before?.lines[0]?.at ?? null;
  const offset = before?.lines.length ?? 0;
  return ask("audit.list", { ...filter, to, offset, limit: pageLines });
}

/** The file is made in this page, after the password: titles leave the vault. */
async function save(kind: "csv" | "json", filter: ReturnType<typeof filterOf>): Promise<void> {
  await attempt(async () => {
    const log = await withPassword("log", (password) =>
      ask("audit.export", { ...filter, to: null, password }),
    );
    if (log === null) return;
    const rows = log.lines.map(({ item, ...line }) => ({ ...line, title: item?.title ?? null }));
    const day = new Date().toISOString().slice(0, 10);
    const name = `${say("audit.fileName")}-${day}.${kind}`;
    const text = kind === "csv" ? logAsCsv(rows) : logAsJson(rows);
    const type = kind === "csv" ? "text/csv" : "application/json";
    download(name, new Blob([text], { type }));
    toast(say("audit.exported", rows.length, [rows.length.toLocaleString(), name]));
  });
}

interface FilterProps {
  group: Group;
  setGroup: (group: Group) => void;
  since: Since;
  setSince: (since: Since) => void;
}

function Filter({ group, setGroup, since, setSince }: FilterProps) {
  return (
    <div class="filters log-filters">
      <label>
        <span class="label">{say("audit.kinds")}</span>
        <select
          class="input"
          value={group}
          onChange={(event) => setGroup(event.currentTarget.value as Group)}
        >
          {groups.map((name) => (
            <option key={name} value={name}>
              {say(`audit.group${name}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="label">{say("audit.time")}</span>
        <select
          class="input"
          value={since}
          onChange={(event) => setSince(event.currentTarget.value as Since)}
        >
          {starts.map((name) => (
            <option key={name} value={name}>
              {say(`audit.${name}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Lines({ lines }: { lines: readonly LogLine[] }) {
  return (
    <table class="log">
      <caption class="sr">{say("audit.title")}</caption>
      <thead>
        <tr>
          <th scope="col">{say("audit.when")}</th>
          <th scope="col">{say("audit.what")}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, n) => (
          <tr key={n}>
            <td>
              <time dateTime={new Date(line.at).toISOString()}>{dateOf(line.at)}</time>
            </td>
            <td>
              <div class="log-what">
                <span>
                  {lineWords(line)}
                  {line.elsewhere && <small> {say("audit.elsewhere")}</small>}
                </span>
                <OnlyThis item={line.item} />
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function OnlyThis({ item }: Pick<LogLine, "item">) {
  const now = useStore(logItem, (state) => state.item);
  if (item === null || item.id === now?.id) return null;
  const { id } = item;
  const title = item.title === null ? say("audit.goneItem") : titleOf({ title: item.title });
  return (
    <IconButton
      icon="filter"
      words={say("audit.filterItem", [title])}
      onClick={() => logItem.setState({ item: { id, title } })}
    />
  );
}
