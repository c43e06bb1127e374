import { useEffect, useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { useStore } from "../state/hook.ts";
import { targets, watchTargets } from "../state/targets.ts";
import { AddTarget } from "./target-add.tsx";
import { TargetCard } from "./target-card.tsx";

/** Where backups go by themselves: how each place is, what to do with it, and a way to add one. */
export function Targets() {
  const lines = useStore(targets, (state) => state.lines);
  const [adding, setAdding] = useState(false);
  const [said, setSaid] = useState("");
  useEffect(() => watchTargets(), []);
  if (lines === null) return <section class="panel" aria-busy="true" />;
  return (
    <section class="panel targets" aria-labelledby="targets-title">
      <h2 id="targets-title">{say("target.title")}</h2>
      <p class="quiet">{say("target.about")}</p>
      <p class="quiet">{say(lines.length === 0 ? "target.none" : "target.when")}</p>
      {lines.length > 0 && (
        <ul class="plain target-list" aria-label={say("target.list")}>
          {lines.map((line) => (
            <TargetCard key={line.id} line={line} />
          ))}
        </ul>
      )}
      <p role="status" class={said === "" ? "sr" : "small"}>
        {said}
      </p>
      {adding ? (
        <AddTarget
          onClose={() => setAdding(false)}
          onAdded={(name) => {
            setAdding(false);
            setSaid(say("target.added", [name]));
          }}
        />
      ) : (
        <div class="buttons start">
          <Button icon="plus" onClick={() => setAdding(true)}>
            {say("target.add")}
          </Button>
        </div>
      )}
    </section>
  );
}
