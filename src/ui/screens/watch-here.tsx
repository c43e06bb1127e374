import { useEffect } from "preact/hooks";
import { everywhere, type Watch, watchedFor } from "../../core/watched-site.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { focusOnce } from "../parts/focus.ts";
import { Icon } from "../parts/icon.tsx";
import { app } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { allowSite, barSite, dropSite, lookWatched, watching } from "../state/watching.ts";

/** What Coffer notices on the site in front: a switch for each thing. `all`: where the list of all sites is. */
export function WatchHere({ onBack, all }: { onBack: () => void; all: string }) {
  const { origin, host, tabId } = useStore(app, (state) => state.here);
  const watched = useStore(watching, (state) => state.list);
  useEffect(() => void lookWatched(), []);
  const barred = {
    capture: watched?.never.includes(origin ?? "") === true,
    clips: watched?.neverClips.includes(origin ?? "") === true,
    triggers: false,
  };
  const own = watched?.sites.find(({ site }) => site === origin);
  const wide = watched?.sites.find(({ site }) => site === everywhere);
  const [asked] = watchedFor.filter((what) => own?.[what] === true);
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
        {origin !== null && watched !== null && own?.granted === false && asked !== undefined && (
          <div class="notice" role="status">
            <Icon name="warn" />
            <p>{say("watch.notGranted")}</p>
            <Button onClick={() => void allowSite(origin, tabId, asked)}>
              {say("watch.grant")}
            </Button>
          </div>
        )}
        {origin !== null &&
          watched !== null &&
          watchedFor.map((what) => {
            const everywhereOn = wide?.granted === true && wide[what];
            // What is on for all sites is off for one of them by a bar.
            const turn = (on: boolean): void => {
              if (everywhereOn && what !== "triggers") void barSite(origin, what, !on);
              else void (on ? allowSite(origin, tabId, what) : dropSite(origin, what));
            };
            return (
              <Switch
                key={what}
                what={what}
                all={everywhereOn}
                barred={barred[what]}
                on={(everywhereOn || own?.[what] === true) && !barred[what]}
                turn={turn}
              />
            );
          })}
        <p class="quiet small">{say("watch.how")}</p>
      </div>
      <div class="screen-foot">
        <div class="buttons">
          <a class="button link" href={all} target="_blank">
            {say("watch.all")}
          </a>
        </div>
      </div>
    </div>
  );
}

/** `all`: it is on for all sites. */
function Switch({
  what,
  all,
  barred,
  on,
  turn,
}: {
  what: Watch;
  all: boolean;
  barred: boolean;
  on: boolean;
  turn: (on: boolean) => void;
}) {
  const about = `watch-${what}-about`;
  return (
    <div class="watch-switch">
      <label class="check">
        <input
          type="checkbox"
          checked={on}
          disabled={all && what === "triggers"}
          aria-describedby={about}
          onChange={(event) => {
            // It shows what is, which the browser's own question decides.
            event.currentTarget.checked = on;
            turn(!on);
          }}
        />
        <span>{say(`watch.${what}`)}</span>
      </label>
      <p id={about} class="quiet small">
        {say(`watch.${what}About`)}
        {all && ` ${say(barred ? "watch.isOnElsewhere" : "watch.isOnAll")}`}
        {!all && barred && ` ${say("watch.isBarred")}`}
      </p>
    </div>
  );
}
