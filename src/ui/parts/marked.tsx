import { highlight } from "../../core/search/highlight.ts";

/** A text with what was searched for marked in it. */
export function Marked({ text, query }: { text: string; query: string }) {
  if (query === "") return <>{text}</>;
  return (
    <>
      {highlight(text, query).map((part, n) =>
        part.marked ? <mark key={n}>{part.text}</mark> : part.text,
      )}
    </>
  );
}
