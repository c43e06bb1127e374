import { say } from "../../wire/words.ts";
import type { Strength } from "./strength.ts";

type Key = Parameters<typeof say>[0];

interface MeterProps {
  strength: Strength | null;
  /** Nothing is typed. */
  empty: boolean;
  /** The meter could not be loaded. */
  broken: boolean;
}

/** How strong the password is, in a bar and in words; it keeps its height while one types. */
export function Meter({ strength, empty, broken }: MeterProps) {
  const said = strength !== null && !empty;
  const words = broken
    ? say("strength.unmeasured")
    : empty
      ? say("strength.empty")
      : strength === null
        ? say("strength.loading")
        : say(`strength.s${strength.score}` as Key);
  return (
    <div class={`meter s${said ? strength.score : "x"}`}>
      <div class="meter-bar" aria-hidden="true">
        {[0, 1, 2, 3].map((n) => (
          <span key={n} class={said && Math.max(1, strength.score) > n ? "on" : ""} />
        ))}
      </div>
      <div id="strength" aria-live="polite">
        <p class="meter-words">{words}</p>
        {said && (
          <p class="quiet small">{say("strength.time", [say(`strength.${strength.time}`)])}</p>
        )}
        {said && strength.score < 4 && (
          <p class="small">
            {[
              ...(strength.warning ? [say(`strength.warnings.${strength.warning}` as Key)] : []),
              ...strength.suggestions.map((key) => say(`strength.suggestions.${key}` as Key)),
            ].join(" ")}
          </p>
        )}
      </div>
    </div>
  );
}
