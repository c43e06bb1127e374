import { useEffect, useState } from "preact/hooks";
import type { Item } from "../../core/item.ts";
import { titlePast } from "../../core/merge-item.ts";
import type { Past } from "../../wire/history.ts";
import type { ConflictLine } from "../../wire/servers.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { app, ask, attempt, toast } from "../state/app.ts";
import { changeField, draftOf } from "../state/draft.ts";
import { useStore } from "../state/hook.ts";
import { lookAtServer } from "../state/server.ts";
import { stepUp } from "../state/step-up.ts";
import { dateOf, labelOf, titleOf } from "../words.ts";
import { sidesOf } from "./sides.ts";

/** Items of which two devices changed the same field: what stands now, what gave way, and the choice. */
export function Conflicts({ count }: { count: number }) {
  const [lines, setLines] = useState<ConflictLine[]>([]);
  const changes = useStore(app, (state) => state.changes);
  useEffect(
    () => void attempt(async () => setLines((await ask("server.conflicts", {})).conflicts)),
    [count, changes],
  );
  const settle = (ids: string[]): Promise<void> =>
    attempt(async () => {
      await ask("server.conflicts.seen", { ids });
      await lookAtServer();
    });
  return (
    <section class="panel" aria-labelledby="server-conflicts">
      <h2 id="server-conflicts">{say("server.conflicts", count)}</h2>
      <p>{say("server.conflictsText")}</p>
      <ul class="plain stack">
        {lines.map((line) => (
          <li key={line.id}>
            <Conflict line={line} onSettled={() => void settle([line.id])} />
          </li>
        ))}
      </ul>
      {lines.length > 1 && (
        <div class="buttons start">
          <Button onClick={() => void settle(lines.map(({ id }) => id))}>
            {say("server.conflictsAll")}
          </Button>
        </div>
      )}
    </section>
  );
}

interface ConflictProps {
  line: ConflictLine;
  onSettled: () => void;
}

function Conflict({ line, onSettled }: ConflictProps) {
  const [item, setItem] = useState<Item | null>(null);
  const [past, setPast] = useState<Past[]>([]);
  const [more, setMore] = useState(false);
  /** Fields of which the other side is wanted, and when it was replaced. */
  const [other, setOther] = useState<ReadonlyMap<string, Past>>(new Map());
  const { id, at, fields } = line;
  const take = ({ past: told }: { past: Past[] }): void => {
    // What gave way in this very merge; older values are in the item's history.
    const sides = sidesOf(told, fields);
    setPast(sides);
    setMore(sides.length < fields.length);
  };
  useEffect(
    () =>
      void attempt(async () => {
        setItem(await ask("item.read", { id }));
        take(await ask("item.past", { id, critical: false, password: null }));
      }),
    [id, at],
  );
  const askMore = (): Promise<void> =>
    attempt(async () => {
      const told = await stepUp("past", (password) =>
        ask("item.past", { id, critical: true, password }),
      );
      if (told !== null) take(told);
    });
  const apply = (): Promise<void> =>
    attempt(async () => {
      if (item !== null && other.size > 0) {
        let draft = draftOf(item);
        for (const [field, { value }] of other)
          draft =
            field === titlePast ? { ...draft, title: value } : changeField(draft, field, { value });
        const saved = await stepUp("save", (password) => ask("item.save", { draft, password }));
        if (saved === null) return;
      }
      toast(say("server.conflictDone"));
      onSettled();
    });
  const title = titleOf(line);
  return (
    <form
      class="conflict stack"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <h3>
        <a href={`#/item/${id}`}>{title}</a> <small class="quiet">{dateOf(at)}</small>
      </h3>
      {item !== null &&
        past.map((one) => (
          <Sides
            key={one.field}
            now={nowOf(item, one.field)}
            past={one}
            other={other.has(one.field)}
            onChoose={(wanted) => {
              const next = new Map(other);
              if (wanted) next.set(one.field, one);
              else next.delete(one.field);
              setOther(next);
            }}
          />
        ))}
      {more && (
        <div class="buttons start">
          <Button icon="eye" onClick={() => void askMore()}>
            {say("past.askMore")}
          </Button>
        </div>
      )}
      <div class="buttons start">
        <Button look="primary" type="submit">
          {say(other.size === 0 ? "server.conflictKeep" : "server.conflictSave")}
        </Button>
        <a class="button link" href={`#/item/${id}`}>
          {say("server.conflictOpen")}
        </a>
      </div>
    </form>
  );
}

interface Side {
  label: string;
  value: string | null;
  masked: boolean;
  /** The other side can be put in its place here. */
  free: boolean;
}

/** What stands now where a value gave way. */
function nowOf(item: Item, id: string): Side {
  if (id === titlePast)
    return { label: say("edit.title"), value: item.title, masked: false, free: true };
  const field = item.fields.find((one) => one.id === id);
  if (field === undefined)
    return { label: say("past.removed"), value: null, masked: true, free: false };
  const { critical, type, value } = field;
  return { label: labelOf(field), value, masked: critical || type === "hidden", free: !critical };
}

interface SidesProps {
  now: Side;
  past: Past;
  other: boolean;
  onChoose: (other: boolean) => void;
}

/** Both sides of one field, next to each other; the one that stands is chosen. */
function Sides({ now, past, other, onChoose }: SidesProps) {
  const [shown, setShown] = useState(false);
  const masked = now.masked || past.critical;
  const value = (text: string | null) =>
    text === null || text === "" ? (
      <em class="quiet">{say("server.sideEmpty")}</em>
    ) : masked && !shown ? (
      "••••••••"
    ) : (
      text
    );
  const choice = (isOther: boolean, text: string | null) => {
    const words = say(isOther ? "server.sideOther" : "server.sideNow");
    return (
      <label class="choice">
        <input
          type="radio"
          name={`side-${past.field}`}
          checked={other === isOther}
          disabled={isOther && !now.free}
          onChange={() => onChoose(isOther)}
        />
        <span class="side">
          {words}
          <span class="side-value">{value(text)}</span>
        </span>
      </label>
    );
  };
  return (
    <fieldset class="sides">
      <legend>{now.label}</legend>
      {choice(false, now.value)}
      {choice(true, past.value)}
      {masked && (
        <Button look="link" onClick={() => setShown(!shown)}>
          {say(shown ? "server.sidesHide" : "server.sidesShow")}
        </Button>
      )}
    </fieldset>
  );
}
