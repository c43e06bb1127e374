import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { KindName, Row } from "../../core/item.ts";
import { kinds } from "../../core/kinds/index.ts";
import { shownText } from "../../core/shown.ts";
import { say } from "../../wire/words.ts";
import { copyMain } from "../state/clipboard.ts";
import { app, attempt } from "../state/app.ts";
import { fill, fills } from "../state/filling.ts";
import { useStore } from "../state/hook.ts";
import { editor, list, show } from "../state/view.ts";
import { sentence } from "../words.ts";
import { Button } from "./button.tsx";
import { Mark } from "./icon.tsx";
import { listKeys } from "./list-keys.ts";
import { Rows } from "./rows.tsx";
import { Search } from "./search.tsx";

interface ItemListProps {
  /** Beside the search box. */
  tools?: ComponentChildren;
  /** Between the search box and the rows. */
  under?: ComponentChildren;
  /** The main thing of every row is to open it: there is no page in front. */
  opensOnly: boolean;
  openId?: string | null;
  /** The second line of a row, where it is not the item's own. */
  hint?: (row: Row) => string;
}

function create(kind: KindName, title: string): void {
  void attempt(async () => (await editor()).editNew(kind, title));
}

function open(row: Row): void {
  show({ name: "item", id: row.id });
}

/** The main thing of a row: fill, where there is a page; copy, where that is what it is for; else open. */
function main(row: Row): void {
  if (app.getState().inserting !== null)
    void attempt(async () => (await import("../snippet/insert.ts")).pick(row));
  else if (fills(row.kind)) void fill(row);
  else if (kinds[row.kind].main === "copy") void copyMain(row);
  else open(row);
}

function ownHint(row: Row): string {
  return shownText(row.hint) || say(`kind.${row.kind}`);
}

function mainWords(row: Row): string {
  if (app.getState().inserting !== null) return say("caret.go");
  if (fills(row.kind)) return say("list.fill");
  return say(kinds[row.kind].main === "copy" ? "app.copy" : "list.open");
}

/** Search box and rows, with everything a keyboard needs. */
export function ItemList({ tools, under, opensOnly, openId, hint = ownHint }: ItemListProps) {
  const input = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const answered = useStore(list.store, (state) => state.answered);
  const siteCount = useStore(list.store, (state) => state.site.length);
  const total = useStore(list.store, (state) => state.total);
  const failed = useStore(list.store, (state) => state.failed);
  const typing = useStore(list.store, (state) => state.query.text !== "");
  const host = useStore(app, (state) => state.here.host);
  const acts = {
    main: opensOnly ? open : main,
    mainWords: opensOnly ? () => say("list.open") : mainWords,
    hint,
    copy: (row: Row) => void copyMain(row),
    open,
  };
  const keys = listKeys({ ...acts, list, input: () => input.current });
  useEffect(() => {
    if (!opensOnly) input.current?.focus();
  }, []);
  const searching = answered !== null && answered.text !== "";
  return (
    <div class="item-list">
      <div class="search-line">
        <Search
          list={list}
          grid="grid"
          inner={input}
          onKeyDown={keys.onSearchKey}
          autofocus={!opensOnly}
        />
        {tools}
      </div>
      {under}
      {typing && <p class="search-hint quiet small">{say("search.operators")}</p>}
      <p class="sr" role="status">
        {searching ? say("list.count", total) : ""}
      </p>
      <div class="scroller" ref={scroller}>
        {failed !== null && (
          <div class="nothing">
            <p class="failed">{sentence(failed)}</p>
            <Button onClick={() => list.again()}>{say("app.retry")}</Button>
          </div>
        )}
        {answered !== null && total === 0 && <Nothing />}
        {total > 0 && (
          <Rows
            {...acts}
            id="grid"
            list={list}
            scroller={scroller}
            siteWords={say("list.site", [host ?? ""])}
            restWords={
              searching
                ? siteCount > 0
                  ? say("list.matches")
                  : ""
                : siteCount > 0
                  ? say("list.recent")
                  : ""
            }
            onKeyDown={keys.onGridKey}
            openId={openId ?? null}
          />
        )}
      </div>
    </div>
  );
}

/** An empty list, with a way on. */
function Nothing() {
  const answered = useStore(list.store, (state) => state.answered);
  if (answered === null) return null;
  if (answered.text !== "") {
    return (
      <div class="nothing">
        <p>{say("list.nothing", [answered.text])}</p>
        {answered.where === "items" && (
          <Button
            icon="plus"
            look="primary"
            onClick={() => create(answered.kind ?? "snippet", answered.text)}
          >
            {say("list.create", [answered.text])}
          </Button>
        )}
      </div>
    );
  }
  if (answered.where === "trash") {
    return (
      <div class="nothing">
        <h2>{say("list.trashEmpty")}</h2>
        <p class="quiet">{say("list.trashEmptyText")}</p>
      </div>
    );
  }
  if (answered.kind !== null || answered.tag !== null || answered.favourite) {
    const { kind } = answered;
    return (
      <div class="nothing">
        <p>{say("list.nothingFilter")}</p>
        {kind && (
          <Button icon="plus" look="primary" onClick={() => create(kind, "")}>
            {say("edit.newTitle", [say(`kind.${kind}`)])}
          </Button>
        )}
        <Button onClick={() => list.look({ kind: null, tag: null, favourite: false })}>
          {say("list.resetFilters")}
        </Button>
      </div>
    );
  }
  return (
    <div class="nothing">
      <Mark />
      <h2>{say("list.emptyTitle")}</h2>
      <p class="quiet">{say("list.emptyText")}</p>
      <div class="buttons centre">
        <Button icon="snippet" look="primary" onClick={() => create("snippet", "")}>
          {say("kind.snippet")}
        </Button>
        <Button icon="identity" onClick={() => create("identity", "")}>
          {say("kind.identity")}
        </Button>
        <Button icon="login" onClick={() => create("login", "")}>
          {say("kind.login")}
        </Button>
      </div>
    </div>
  );
}
