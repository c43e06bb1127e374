import { sentence } from "../words.ts";

interface FailedProps {
  /** What was thrown; null: nothing, and the place stays, so that a screen reader hears what comes into it. */
  thrown: unknown;
  id?: string;
}

/** The sentence of what went wrong, where it went wrong. */
export function Failed({ thrown, id }: FailedProps) {
  return (
    <p id={id} class="failed" role="alert">
      {thrown === null ? "" : sentence(thrown)}
    </p>
  );
}
