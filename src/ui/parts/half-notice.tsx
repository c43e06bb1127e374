import { say } from "../../wire/words.ts";

/**
 * Under a text that holds half of a surrogate pair: it is kept as it is, but neither the clipboard nor a file in UTF-8
 * can carry it.
 */
export function HalfNotice({ text }: { text: string | null }) {
  if (text?.isWellFormed() !== false) return null;
  return (
    <p class="quiet small" role="status">
      {say("half.kept")}
    </p>
  );
}
