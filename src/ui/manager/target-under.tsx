import type { TargetWork } from "../../wire/targets.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Progress } from "../parts/progress.tsx";
import { attempt } from "../state/app.ts";
import { call } from "../../wire/call.ts";

/** What is under way, with its bar and a way to stop it. */
export function Under({ work }: { work: TargetWork }) {
  return (
    <div class="line">
      <Progress
        done={work.done}
        words={say(`target.${work.step}`, [Math.round(work.done * 100)])}
      />
      <Button onClick={() => void attempt(() => call("target.stop", {}))}>
        {say("app.cancel")}
      </Button>
    </div>
  );
}
