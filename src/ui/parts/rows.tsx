import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { Row } from "../../core/item.ts";
import { kinds } from "../../core/kinds/index.ts";
import { say } from "../../wire/words.ts";
import { useStore } from "../state/hook.ts";
import type { Finder } from "../state/finder.ts";
import { labelOf, titleOf } from "../words.ts";
import { IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";
import { Marked } from "./marked.tsx";

/** Heights in rem; the style sheet has the same numbers. */
export const rowHeight = 3.25;
const headHeight = 2;
/** Rows drawn beyond what is seen, on each side. */
const spare = 8;

/** What the parts of a row do. */
export interface RowActs {
  /** What a click or Enter does, and the word for it. */
  main: (row: Row) => void;
  mainWords: (row: Row) => string;
  /** Its second line. */
  hint: (row: Row) => string;
  copy: (row: Row) => void;
  open: (row: Row) => void;
}

interface RowsProps extends RowActs {
  id: string;
  list: Finder;
  /** What scrolls. */
  scroller: RefObject<HTMLElement | null>;
  /** Over the items of the site in front; they stand first. */
  siteWords: string;
  restWords: string;
  onKeyDown: (event: KeyboardEvent) => void;
  /** Marked as open beside the list. */
  openId?: string | null;
}

/** Pixels of one rem, as the user has set it. */
export function rem(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}

/** Distance of a row from the top of the list, in rem; `heads` tells whether the rest has a heading. */
function topOf(position: number, site: number, headed: boolean): number {
  const before = site > 0 ? headHeight + site * rowHeight : 0;
  if (position < site) return headHeight + position * rowHeight;
  return before + (headed ? headHeight : 0) + (position - site) * rowHeight;
}

/** Ten thousand rows of which only those in sight are drawn. A grid: each row has buttons of its own. */
export function Rows(props: RowsProps) {
  const { list, scroller } = props;
  const site = useStore(list.store, (state) => state.site);
  const rows = useStore(list.store, (state) => state.rows);
  const at = useStore(list.store, (state) => state.at);
  const answered = useStore(list.store, (state) => state.answered);
  const headed = props.restWords !== "";
  const [range, setRange] = useState({ from: 0, to: 24 });

  useEffect(() => {
    const box = scroller.current;
    if (box === null) return undefined;
    const look = (): void => {
      const unit = rem() * rowHeight;
      const start = topOf(site.length, site.length, headed) * rem();
      const from = Math.max(0, Math.floor((box.scrollTop - start) / unit) - spare);
      const to = Math.ceil((box.scrollTop + box.clientHeight - start) / unit) + spare;
      setRange((old) => (old.from === from && old.to === to ? old : { from, to }));
    };
    look();
    box.addEventListener("scroll", look, { passive: true });
    const sized = new ResizeObserver(look);
    sized.observe(box);
    return () => {
      box.removeEventListener("scroll", look);
      sized.disconnect();
    };
  }, [site.length, rows.length, headed]);

  useEffect(() => list.need(range.from, range.to), [range, rows]);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const top = at === 0 ? 0 : topOf(at, site.length, headed) * rem();
    const bottom = (topOf(at, site.length, headed) + rowHeight) * rem();
    if (box.scrollTop > top) box.scrollTop = top;
    else if (box.scrollTop + box.clientHeight < bottom) box.scrollTop = bottom - box.clientHeight;
  }, [at, answered]);

  const line = (row: Row | undefined, position: number) => (
    <RowLine
      key={row?.id ?? `hole-${position}`}
      {...props}
      row={row}
      position={position}
      on={position === at}
      query={answered?.text ?? ""}
      isOpen={row !== undefined && row.id === props.openId}
      top={position < site.length ? null : (position - site.length) * rowHeight}
    />
  );
  const seen: number[] = [];
  for (let n = range.from; n < Math.min(range.to, rows.length); n++) seen.push(n);
  return (
    <div
      id={props.id}
      class="rows"
      role="grid"
      tabIndex={-1}
      aria-label={say("list.results")}
      aria-rowcount={site.length + rows.length}
      onKeyDown={props.onKeyDown}
    >
      {site.length > 0 && (
        <div role="rowgroup" aria-label={props.siteWords}>
          <div class="rows-head">{props.siteWords}</div>
          {site.map((row, n) => line(row, n))}
        </div>
      )}
      {rows.length > 0 && (
        <div role="rowgroup" aria-label={props.restWords || say("list.results")}>
          {headed && <div class="rows-head">{props.restWords}</div>}
          <div class="rows-window" style={{ height: `${rows.length * rowHeight}rem` }}>
            {seen.map((n) => line(rows[n], site.length + n))}
          </div>
        </div>
      )}
    </div>
  );
}

interface RowLineProps extends RowActs {
  id: string;
  row: Row | undefined;
  position: number;
  on: boolean;
  /** What was searched for. */
  query: string;
  isOpen: boolean;
  top: number | null;
  list: Finder;
}

function RowLine({
  id,
  row,
  position,
  on,
  query,
  isOpen,
  top,
  list,
  main,
  mainWords,
  hint,
  copy,
  open,
}: RowLineProps) {
  const place = top === null ? {} : { style: { position: "absolute", top: `${top}rem` } as const };
  const common = {
    role: "row" as const,
    "aria-rowindex": position + 1,
    class: `row${on ? " on" : ""}${isOpen ? " open" : ""}`,
    ...place,
  };
  if (row === undefined) {
    return (
      <div {...common} class="row hole">
        <div role="gridcell" aria-busy="true">
          <span class="sr">{say("list.coming")}</span>
        </div>
      </div>
    );
  }
  const copies = kinds[row.kind].copies;
  const title = titleOf(row);
  const tab = on ? 0 : -1;
  const take = (act: (row: Row) => void) => () => {
    list.move(position);
    act(row);
  };
  return (
    <div {...common} aria-selected={on} data-row={position}>
      <div role="gridcell" class="row-cell" id={`${id}-${position}`}>
        <button type="button" class="row-main" tabIndex={tab} onClick={take(main)}>
          <span class="row-kind">
            <Icon name={row.kind} />
          </span>
          <span class="row-text">
            <span class="sr">{mainWords(row)}</span>
            <span class="row-title">
              <Marked text={title} query={query} />
              {row.favourite && <Icon name="star" filled />}
            </span>
            <span class="row-hint">
              <Marked text={hint(row)} query={query} />
            </span>
          </span>
        </button>
      </div>
      {copies !== "" && row.trashed === null && (
        <div role="gridcell">
          <IconButton
            icon="copy"
            words={say("list.copyOf", [labelOf({ key: copies, label: "" }), title])}
            tabIndex={tab}
            onClick={take(copy)}
          />
        </div>
      )}
      <div role="gridcell">
        <IconButton
          icon="more"
          words={say("list.detailsOf", [title])}
          tabIndex={tab}
          onClick={take(open)}
        />
      </div>
    </div>
  );
}
