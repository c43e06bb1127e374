import { useEffect, useState } from "preact/hooks";
import { kinds } from "../../core/kinds/index.ts";
import type { Field, Item } from "../../core/item.ts";
import type { Queue } from "../../wire/clips.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { app, ask, attempt } from "../state/app.ts";
import { onClipboard } from "../state/clipboard.ts";
import { useStore } from "../state/hook.ts";
import { stepUp } from "../state/step-up.ts";
import { labelOf } from "../words.ts";

/** Several values of the item, pasted one after the other: begins it, says what is next, and brings that. */
export function InOrder({ item, fields }: { item: Item; fields: readonly Field[] }) {
  const [queue, setQueue] = useState<Queue | null>(null);
  const until = useStore(app, ({ status }) =>
    status?.state === "open" ? (status.clip?.until ?? null) : null,
  );
  useEffect(() => void ask("queue.look", {}).then(setQueue, () => undefined), [until]);
  const own = fields.filter(({ type }) => type !== "boolean").slice(0, 20);
  const stands = (next: Queue | null): void => {
    if (next === null) return;
    setQueue(next);
    onClipboard(next.clip);
  };
  const begin = (): Promise<void> =>
    attempt(async () =>
      stands(
        await stepUp("copy", (password) =>
          ask("queue.begin", { id: item.id, fields: own.map(({ id }) => id), password }),
        ),
      ),
    );
  /** What is on the clipboard goes by its time, as any value does. */
  const stop = (): Promise<void> =>
    attempt(async () => {
      await ask("queue.end", {});
      setQueue(null);
    });
  if (own.length < 2 || kinds[item.kind].main === "copy") return null;
  const now = queue?.now ?? null;
  if (now === null) {
    return (
      <div class="buttons start">
        <Button look="link" icon="copy" onClick={() => void begin()}>
          {say("clips.inOrder")}
        </Button>
      </div>
    );
  }
  return (
    <div class="notice in-order" role="status">
      <Icon name="copy" />
      <p>{say("clips.now", now.left, [labelOf(now), String(now.left)])}</p>
      <div class="buttons">
        {now.left > 0 && (
          <Button
            look="link"
            onClick={() => void attempt(async () => stands(await ask("queue.next", {})))}
          >
            {say("clips.next")}
          </Button>
        )}
        <Button look="link" onClick={() => void stop()}>
          {say("clips.stop")}
        </Button>
      </div>
    </div>
  );
}
