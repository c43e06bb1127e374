import { useEffect, useState } from "preact/hooks";
import { hostOf, originOf } from "../../core/origin.ts";
import { everywhere } from "../../core/watched-site.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { useStore } from "../state/hook.ts";
import { allowSite, dropNever, dropSite, lookWatched, watching } from "../state/watching.ts";

/** All sites whose forms are offered for saving, and those where nothing is. */
export function WatchedSites() {
  const list = useStore(watching, (state) => state.list);
  useEffect(() => void lookWatched(), []);
  if (list === null) return <p class="quiet" aria-busy="true" />;
  const wide = list.sites.find(({ site, capture }) => capture && site === everywhere);
  const single = list.sites.filter(({ site, capture }) => capture && site !== everywhere);
  return (
    <>
      <p class="quiet">{say("watch.what")}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={wide?.granted === true}
          onChange={() =>
            void (wide?.granted === true ? dropSite(everywhere) : allowSite(everywhere, null))
          }
        />
        <span>{say("watch.everywhere")}</span>
      </label>
      <h3 class="label">{say("watch.sites")}</h3>
      {single.length === 0 && <p class="quiet small">{say("watch.none")}</p>}
      <ul class="watch-list">
        {single.map(({ site, granted }) => (
          <li key={site}>
            <Icon name="site" />
            <span>{site}</span>
            {!granted && (
              <Button onClick={() => void allowSite(site, null)}>{say("watch.grant")}</Button>
            )}
            <IconButton
              icon="close"
              words={say("edit.removeSite", [hostOf(site)])}
              onClick={() => void dropSite(site)}
            />
          </li>
        ))}
      </ul>
      <AddSite />
      {list.never.length > 0 && (
        <>
          <h3 class="label">{say("watch.never")}</h3>
          <ul class="watch-list">
            {list.never.map((origin) => (
              <li key={origin}>
                <Icon name="site" />
                <span>{origin}</span>
                <IconButton
                  icon="close"
                  words={say("edit.removeSite", [hostOf(origin)])}
                  onClick={() => void dropNever(origin)}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function AddSite() {
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  return (
    <form
      class="watch-add"
      onSubmit={(event) => {
        event.preventDefault();
        const origin = originOf(typed);
        setWrong(origin === null);
        if (origin === null) return;
        setTyped("");
        void allowSite(origin, null);
      }}
    >
      <div class="line">
        <input
          id="watch-site"
          class="input"
          type="text"
          value={typed}
          aria-label={say("edit.addSite")}
          placeholder={say("edit.siteHint")}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={wrong}
          aria-describedby="watch-site-said"
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setWrong(false);
          }}
        />
        <Button type="submit" icon="plus">
          {say("watch.add")}
        </Button>
      </div>
      <p id="watch-site-said" class="failed" role="alert">
        {wrong ? say("edit.badSite") : ""}
      </p>
    </form>
  );
}
