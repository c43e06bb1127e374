import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { clearClip } from "../state/clipboard.ts";
import { app, hush, refresh } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { Button, IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";

/** How long a message stays (ms); one with something to do, or a failure, stays longer. */
const stays = { calm: 3500, long: 9000 } as const;

/** What is said to the user for a moment. The region is always there, so that it is read aloud politely. */
export function Toasts() {
  const said = useStore(app, (state) => state.toast);
  const [held, hold] = useState(false);
  useEffect(() => {
    if (said === null || held) return undefined;
    const timer = setTimeout(hush, said.bad || said.action ? stays.long : stays.calm);
    return () => clearTimeout(timer);
  }, [said, held]);
  return (
    <div
      class="toasts"
      role="status"
      aria-live="polite"
      onMouseEnter={() => hold(true)}
      onMouseLeave={() => hold(false)}
      onFocusCapture={() => hold(true)}
      onBlurCapture={() => hold(false)}
    >
      {said && (
        <div class={said.bad ? "toast bad" : "toast"}>
          {said.bad && <Icon name="warn" />}
          <p>{said.text}</p>
          {said.action && (
            <Button
              look="link"
              onClick={() => {
                said.action?.run();
                hush();
              }}
            >
              {said.action.words}
            </Button>
          )}
          <IconButton icon="close" words={say("app.close")} onClick={hush} />
        </div>
      )}
    </div>
  );
}

/** Whole seconds until `until` (ms), counted down; 0 when it is over. */
function useCountdown(until: number | null): number {
  const [now, setNow] = useState(Date.now());
  const asked = useRef(0);
  useEffect(() => {
    if (until === null) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [until]);
  const left = until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1000));
  useEffect(() => {
    // It should be gone now: ask, once for each deadline.
    if (until !== null && left === 0 && asked.current !== until) {
      asked.current = until;
      void refresh();
    }
  }, [until, left]);
  return left;
}

/** When our value on the clipboard is cleared (ms), or null where there is none. */
export function useClip(): number | null {
  return useStore(app, ({ status }) =>
    status?.state === "open" && status.clip !== null && status.clip.until > 0
      ? status.clip.until
      : null,
  );
}

/** Says that a value of ours is on the clipboard and when it goes. The seconds are not read aloud. */
export function ClipBar() {
  const until = useClip();
  const left = useCountdown(until);
  if (until === null) return null;
  return (
    <div class="clip-bar">
      <Icon name="copy" />
      <span aria-hidden="true">{say("clip.left", [left])}</span>
      <span class="sr" role="status">
        {say("clip.copied")}
      </span>
      <Button look="link" onClick={() => void clearClip()}>
        {say("clip.clearNow")}
      </Button>
    </div>
  );
}
