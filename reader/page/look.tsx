/** The opened backup: its check, its list, and one item beside it. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { OpenBackup } from "../../src/core/open-backup.ts";
import { matching, sorted } from "../shared/order.ts";
import { checkLine, checkTrouble, dateOf } from "../shared/told.ts";
import { say } from "../shared/words.ts";
import { Export } from "./export.tsx";
import { ItemView } from "./item.tsx";
import { List, type ListHandle } from "./list.tsx";

/** How long a sentence about what was done stands: ms. */
const saidFor = 10_000;

interface Props {
  opened: OpenBackup;
  name: string;
  onClose: () => void;
}

/** Search, list, item and what can be done with the whole. */
export function Look({ opened, name, onClose }: Props) {
  const all = useMemo(() => sorted(opened.rows), [opened]);
  const [query, setQuery] = useState("");
  const [trash, setTrash] = useState(false);
  const [id, setId] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const rows = useMemo(() => matching(all, query, trash), [all, query, trash]);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<ListHandle>(null);
  const { check } = opened;
  const trouble = checkTrouble(check);

  useEffect(() => search.current?.focus(), []);
  // Told again though it is the same sentence: the element is emptied first. It covers what is below it, so it goes.
  const tell = (sentence: string) => {
    setSaid("");
    requestAnimationFrame(() => setSaid(sentence));
  };
  useEffect(() => {
    const timer = setTimeout(() => setSaid(""), saidFor);
    return () => clearTimeout(timer);
  }, [said]);

  return (
    <div class={id === null ? "look" : "look picked"}>
      <header class="head">
        <div class="about">
          <h1>{say("reader.title")}</h1>
          <p class="file quiet small">
            <bdi>{name}</bdi>
          </p>
        </div>
        <div class="acts">
          <Export opened={opened} onSaid={tell} />
          <button onClick={onClose}>{say("reader.close")}</button>
        </div>
      </header>
      <section
        class={check.complete ? "notice good" : "notice bad"}
        id="check"
        aria-label={say("reader.check")}
      >
        <p>
          <strong>{checkLine(check)}</strong>
          {" · "}
          {say("reader.trashed", check.trashed)}
          {" · "}
          {say("reader.records", check.records)}
          {" · "}
          {say("reader.made", dateOf(check.made))}
        </p>
        <p class="small">{check.complete ? say("reader.sound") : trouble}</p>
      </section>
      <div class="panes">
        <nav class="left" aria-label={say("reader.list")}>
          <div class="finder">
            <input
              ref={search}
              type="search"
              aria-label={say("reader.search")}
              placeholder={say("reader.search")}
              autocomplete="off"
              spellcheck={false}
              value={query}
              onInput={(event) => setQuery(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === "ArrowDown") {
                  event.preventDefault();
                  list.current?.enter();
                } else if (event.key === "Enter" && !event.isComposing && rows[0] !== undefined) {
                  setId(rows[0].id);
                }
              }}
            />
            <button aria-pressed={trash} onClick={() => setTrash(!trash)}>
              {say("reader.trash")}
            </button>
          </div>
          <p class="quiet small found" role="status">
            {say(query === "" ? "reader.items" : "reader.found", rows.length)}
          </p>
          <List
            rows={rows}
            openId={id}
            handle={list}
            onOpen={setId}
            onLeave={() => search.current?.focus()}
            empty={query === "" ? say("reader.empty") : say("reader.nothing")}
          />
        </nav>
        <main class="right">
          {id === null ? (
            <p class="quiet pick">{say("reader.pick")}</p>
          ) : (
            <ItemView
              key={id}
              id={id}
              opened={opened}
              onSaid={tell}
              onBack={() => {
                setId(null);
                // In a narrow window the list is there again only then.
                requestAnimationFrame(() => list.current?.enter(id));
              }}
            />
          )}
        </main>
      </div>
      <p class="said" role="status">
        {said}
      </p>
    </div>
  );
}
