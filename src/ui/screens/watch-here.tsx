import { useEffect } from "preact/hooks";
import { everywhere } from "../../core/watched-site.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { focusOnce } from "../parts/focus.ts";
import { Icon } from "../parts/icon.tsx";
import { app } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { allowSite, dropSite, lookWatched, watching } from "../state/watching.ts";

/** The switch for the site in front: whether what is sent there is offered for saving. `all`: where the list of all is. */
export function WatchHere({ onBack, all }: { onBack: () => void; all: string }) {
  const { origin, host, tabId } = useStore(app, (state) => state.here);
  const watched = useStore(watching, (state) => state.list);
  useEffect(() => void lookWatched(), []);
  const never = watched?.never.includes(origin ?? "") === true;
  const own = watched?.sites.find(({ site, capture }) => capture && site === origin);
  const wide = watched?.sites.find(({ site, capture }) => capture && site === everywhere);
  const on = !never && (own?.granted === true || wide?.granted === true);
  return (
    <div class="screen">
      <div class="screen-head">
        <IconButton icon="back" words={say("app.back")} onClick={onBack} />
        <h1 tabIndex={-1} ref={focusOnce}>
          {say("watch.title")}
        </h1>
      </div>
      <div class="screen-body">
        <p class="offer-site">
          <Icon name="site" />
          <strong>{host}</strong>
        </p>
        <p>{say("watch.what")}</p>
        <p class="quiet small">{say("watch.how")}</p>
        <div class="notice" role="status">
          <Icon name={on ? "check" : "close"} />
          <p>
            {never
              ? say("watch.isNever")
              : on
                ? say(own?.granted === true ? "watch.isOn" : "watch.isOnAll")
                : say(own === undefined ? "watch.isOff" : "watch.notGranted")}
          </p>
        </div>
      </div>
      <div class="screen-foot">
        <div class="buttons">
          <a class="button link" href={all} target="_blank">
            {say("watch.all")}
          </a>
          {origin !== null && watched !== null && own?.granted === true && !never && (
            <Button onClick={() => void dropSite(origin)}>{say("watch.stop")}</Button>
          )}
          {origin !== null && watched !== null && !on && (
            <Button look="primary" onClick={() => void allowSite(origin, tabId)}>
              {say("watch.allow")}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
