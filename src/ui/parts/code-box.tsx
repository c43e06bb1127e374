import type { ComponentChildren, Ref } from "preact";
import { Failed } from "./failed.tsx";

interface CodeBoxProps {
  id: string;
  label: string;
  value: string;
  onInput: (value: string) => void;
  /** The longest text it takes, in UTF-16 units. */
  max: number;
  busy?: boolean;
  /** Below the box: what went wrong, and the hint. Left out where the form says both for all its boxes, at `saidBy`. */
  failed?: unknown;
  hint?: ComponentChildren;
  saidBy?: string;
  /** Keyboards of phones begin with capitals: a code of our own is read either way. */
  capitals?: boolean;
  /** Six digits from an authenticator. */
  digits?: boolean;
  /** The focus of a dialog begins in it (modal.tsx). */
  first?: boolean;
  inner?: Ref<HTMLInputElement>;
}

/** A box for a code that is typed from a paper or another screen. */
export function CodeBox(props: CodeBoxProps) {
  const { id, label, value, onInput, max, busy = false, failed = null, hint, inner } = props;
  const { saidBy, capitals = true, digits = false, first = false } = props;
  return (
    <div>
      <label class="label" for={id}>
        {label}
      </label>
      <input
        {...(first ? { "data-first": true } : {})}
        ref={inner ?? null}
        id={id}
        class={digits ? "input code factor-code" : "input code"}
        type="text"
        inputMode={digits ? "numeric" : undefined}
        autocomplete={digits ? "one-time-code" : "off"}
        autocapitalize={capitals ? "characters" : "off"}
        maxLength={max}
        spellcheck={false}
        value={value}
        readOnly={busy}
        aria-invalid={failed !== null}
        aria-describedby={saidBy ?? `${id}-said`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {saidBy === undefined && (
        <div id={`${id}-said`}>
          <Failed thrown={failed} />
          {hint}
        </div>
      )}
    </div>
  );
}
