import { useEffect, useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { Words } from "../manager/share-words.tsx";
import { Button } from "../parts/button.tsx";
import { ask, attempt } from "../state/app.ts";

interface Seen {
  rev: number;
  words: string[];
}

/** Six words of what this device has seen at the server, for two pairs of eyes (FORMAT.md 5). `lastSync`: it may be another since. */
export function ComparePanel({ lastSync }: { lastSync: number | null }) {
  const [seen, setSeen] = useState<Seen | null>(null);
  const show = (): Promise<void> => attempt(async () => setSeen(await ask("server.words", {})));
  useEffect(() => {
    if (seen !== null) void show();
  }, [lastSync]);
  return (
    <section class="panel" aria-labelledby="server-compare">
      <h2 id="server-compare">{say("serverCompare.title")}</h2>
      <p>{say("serverCompare.text")}</p>
      {seen === null ? (
        <div class="buttons start">
          <Button onClick={() => void show()}>{say("serverCompare.go")}</Button>
        </div>
      ) : (
        <>
          <h3>{say("serverCompare.words", [seen.rev.toLocaleString()])}</h3>
          <Words
            words={seen.words}
            label={say("serverCompare.words", [seen.rev.toLocaleString()])}
          />
          <ul class="quiet small">
            <li>{say("serverCompare.same")}</li>
            <li>{say("serverCompare.rev")}</li>
            <li>{say("serverCompare.differ")}</li>
          </ul>
        </>
      )}
    </section>
  );
}
