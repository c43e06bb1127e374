/** A list of any length: only what is seen is drawn, in its place, and it says how long it is. */
import type { RefObject } from "preact";
import { useImperativeHandle, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { BackupRow } from "../../src/core/open-backup.ts";
import { titleOf } from "../shared/told.ts";
import { say } from "../shared/words.ts";

/** What the search box and the item ask of the list. */
export interface ListHandle {
  /** Puts the focus on the row of this id, or on the one that had it last. */
  enter(id?: string): void;
}

interface Props {
  rows: readonly BackupRow[];
  openId: string | null;
  handle: RefObject<ListHandle | null>;
  onOpen: (id: string) => void;
  /** Up from the first row. */
  onLeave: () => void;
  empty: string;
}

/** Height of a row in rem, as in the style sheet; rows drawn beyond what is seen, on each side. */
const rowHeight = 3.25;
const spare = 6;

function rem(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}

/** Rows that are walked with the arrow keys; Tab leaves the list as a whole. */
export function List({ rows, openId, handle, onOpen, onLeave, empty }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const [at, setAt] = useState(0);
  const wanted = useRef<number | null>(null);
  const unit = rowHeight * rem();

  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return undefined;
    const watch = new ResizeObserver(() => setHeight(box.clientHeight));
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  // Another list starts at its top.
  useLayoutEffect(() => {
    scroller.current?.scrollTo(0, 0);
    setAt(0);
  }, [rows]);

  function move(to: number): void {
    const box = scroller.current;
    if (box === null || rows.length === 0) return;
    const next = Math.min(Math.max(to, 0), rows.length - 1);
    const start = next * unit;
    if (start < box.scrollTop) box.scrollTop = start;
    else if (start + unit > box.scrollTop + box.clientHeight) {
      box.scrollTop = start + unit - box.clientHeight;
    }
    wanted.current = next;
    setTop(box.scrollTop);
    setAt(next);
    if (next === at) focusWanted();
  }
  function focusWanted(): void {
    const place = wanted.current;
    if (place === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-at="${place}"]`);
    if (row === null || row === undefined) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  }
  // The row is drawn by then.
  useLayoutEffect(focusWanted);
  useImperativeHandle(handle, () => ({
    enter: (id) => {
      const place = id === undefined ? at : rows.findIndex((row) => row.id === id);
      move(place < 0 ? at : place);
    },
  }));

  const page = Math.max(1, Math.floor(height / unit) - 1);
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: rows.length - 1,
  };
  const first = Math.max(0, Math.floor(top / unit) - spare);
  const last = Math.min(rows.length, Math.ceil((top + height) / unit) + spare);
  return (
    <div
      ref={scroller}
      class="scroller"
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      {rows.length === 0 ? <p class="quiet none">{empty}</p> : null}
      <ul
        style={{ height: `${rows.length * rowHeight}rem` }}
        onKeyDown={(event) => {
          const to = steps[event.key];
          if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          if (to < 0 && event.key === "ArrowUp") onLeave();
          else move(to);
        }}
      >
        {rows.slice(first, last).map((row, n) => {
          const place = first + n;
          return (
            <li
              key={row.id}
              style={{ top: `${place * rowHeight}rem` }}
              aria-setsize={rows.length}
              aria-posinset={place + 1}
            >
              <button
                class="row"
                data-at={place}
                tabIndex={
                  place === Math.min(at, last - 1) || (place === first && at < first) ? 0 : -1
                }
                aria-current={row.id === openId ? "true" : undefined}
                onClick={() => {
                  setAt(place);
                  onOpen(row.id);
                }}
              >
                <bdi class="title">{titleOf(row)}</bdi>
                <span class="under quiet small">
                  {say(`kind.${row.kind}`)}
                  {row.hint === "" ? null : (
                    <>
                      {" · "}
                      <bdi>{row.hint}</bdi>
                    </>
                  )}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
