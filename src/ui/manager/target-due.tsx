import { useEffect } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { Icon } from "../parts/icon.tsx";
import { useStore } from "../state/hook.ts";
import { targets, watchTargets } from "../state/targets.ts";

/** Backups that should have been made by themselves and were not: said above everything, with the way there. */
export function TargetsDue() {
  const lines = useStore(targets, (state) => state.lines);
  useEffect(() => watchTargets(), []);
  const late = lines?.find(({ overdue }) => overdue);
  if (late === undefined) return null;
  return (
    <div class="notice warn reminder">
      <Icon name="backup" />
      <p>{say("target.due", [late.name])}</p>
      <a class="button link" href="#/backup">
        {say("target.dueGo")}
      </a>
    </div>
  );
}
