import { useEffect, useState } from "preact/hooks";
import { attempt } from "../state/app.ts";

type Highlight = typeof import("../../core/search/highlight.ts").highlight;

/** Loaded at the first search: the first list has no use for it. */
let highlight: Highlight | null = null;

/** A text with what was searched for marked in it. */
export function Marked({ text, query }: { text: string; query: string }) {
  const [, setHere] = useState(highlight !== null);
  useEffect(() => {
    if (query === "" || highlight !== null) return;
    void attempt(async () => {
      ({ highlight } = await import("../../core/search/highlight.ts"));
      setHere(true);
    });
  }, [query]);
  if (query === "" || highlight === null) return <>{text}</>;
  return (
    <>
      {highlight(text, query).map((part, n) =>
        part.marked ? <mark key={n}>{part.text}</mark> : part.text,
      )}
    </>
  );
}
