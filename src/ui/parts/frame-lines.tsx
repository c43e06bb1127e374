import { useState } from "preact/hooks";
import { hostOf } from "../../core/origin.ts";
import type { FrameLine } from "../../wire/site-rows.ts";
import { say } from "../../wire/words.ts";
import { app } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { allowFrame, askFrame, pointing } from "../state/pointing.ts";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";
import { Modal } from "./modal.tsx";

/** Parts of the page that belong to other sites: named, and not filled without a word of the user. */
export function FrameLines({
  frames,
  onAllowed,
}: {
  frames: readonly FrameLine[];
  onAllowed: () => void;
}) {
  const asked = useStore(pointing, (state) => state.frame);
  if (frames.length === 0) return null;
  return (
    <>
      <h2 class="label">{say("frames.title")}</h2>
      <ul class="look-list">
        {frames.map((frame) => (
          <li key={frame.origin} class="look">
            <div class="look-head">
              <Icon name="site" />
              <span class="look-label">{hostOf(frame.origin)}</span>
              {frame.is !== "open" && (
                <Button onClick={() => askFrame(frame)}>{say("frames.ask")}</Button>
              )}
            </div>
            {frame.is === "open" && <p class="quiet small">{say("frames.open")}</p>}
          </li>
        ))}
      </ul>
      {asked !== null && <FrameConfirm frame={asked} onAllowed={onAllowed} />}
    </>
  );
}

/** Both sites by name; nothing goes into the frame unless the user says so here. */
function FrameConfirm({ frame, onAllowed }: { frame: FrameLine; onAllowed: () => void }) {
  const origin = useStore(app, (state) => state.here.origin);
  const [remember, setRemember] = useState(false);
  const close = (): void => askFrame(null);
  const go = async (): Promise<void> => {
    if (await allowFrame(frame, remember)) onAllowed();
  };
  return (
    <Modal title={say("frames.confirm")} onClose={close}>
      <p>{say("frames.text")}</p>
      <dl class="pair">
        <dt>{say("frames.page")}</dt>
        <dd>
          <code>{origin}</code>
        </dd>
        <dt>{say("frames.inside")}</dt>
        <dd>
          <code>{frame.origin}</code>
        </dd>
      </dl>
      <p class="quiet">{say("frames.warn")}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={remember}
          onChange={(event) => setRemember(event.currentTarget.checked)}
        />
        <span>{say("frames.remember")}</span>
      </label>
      {frame.is === "out" && <p class="quiet small">{say("frames.browser")}</p>}
      <div class="buttons">
        <Button onClick={close}>{say("app.cancel")}</Button>
        <Button look="primary" onClick={() => void go()}>
          {say("frames.go")}
        </Button>
      </div>
    </Modal>
  );
}
