import type { ComponentChildren } from "preact";
import { kindWord, reasonWord } from "../field-words.ts";
import type { LookRow } from "../../wire/site-rows.ts";
import { say } from "../../wire/words.ts";
import { pointAt } from "../state/pointing.ts";

interface LookLineProps {
  row: LookRow;
  /** Spoken of now. */
  on?: boolean;
  /** Before the name: a box to tick. */
  lead?: ComponentChildren;
  /** Beside the name. */
  acts?: ComponentChildren;
  children?: ComponentChildren;
}

/** One field of the page: while the pointer or the focus is here, the page shows which one it is. */
export function LookLine({ row, on, lead, acts, children }: LookLineProps) {
  return (
    <li
      class={on ? "look on" : "look"}
      onMouseEnter={() => pointAt(row)}
      onMouseLeave={() => pointAt(null)}
      onFocusCapture={() => pointAt(row)}
      onBlurCapture={() => pointAt(null)}
    >
      <div class="look-head">
        {lead}
        <span class="look-label">{row.label || say("report.unnamed")}</span>
        {acts}
      </div>
      {children}
    </li>
  );
}

/** What the field is taken for, and why. */
export function LookWhy({ row }: { row: LookRow }) {
  return (
    <p class="quiet small">
      {kindWord(row.kind)}
      {row.why !== "none" && ` · ${reasonWord(row.why)}`}
    </p>
  );
}
