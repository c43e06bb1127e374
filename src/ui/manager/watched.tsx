import { useEffect, useState } from "preact/hooks";
import { hostOf, originOf } from "../../core/origin.ts";
import { everywhere, type Watch, watchedFor } from "../../core/watched-site.ts";
import type { Watched } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { useStore } from "../state/hook.ts";
import { allowSite, barSite, dropSite, lookWatched, watching } from "../state/watching.ts";

type Site = Watched["sites"][number];

/** All sites that Coffer looks at, and for what, one switch each. `adding`: what a site that is added is for. */
export function WatchedSites({ adding }: { adding: Watch }) {
  const list = useStore(watching, (state) => state.list);
  useEffect(() => void lookWatched(), []);
  if (list === null) return <p class="quiet" aria-busy="true" />;
  const wide = list.sites.find(({ site }) => site === everywhere);
  const single = list.sites.filter(({ site }) => site !== everywhere);
  return (
    <>
      <table class="watch-table">
        <thead>
          <tr>
            <th scope="col">{say("watch.sites")}</th>
            {watchedFor.map((what) => (
              <th key={what} scope="col">
                {say(`watch.${what}Short`)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          <Row
            one={wide ?? { site: everywhere, granted: true, ...none }}
            words={say("watch.everywhere")}
          />
          {single.map((one) => (
            <Row key={one.site} one={one} words={one.site} />
          ))}
        </tbody>
      </table>
      {single.length === 0 && <p class="quiet small">{say("watch.none")}</p>}
      <AddSite
        id="watch-site"
        words={say("watch.add")}
        add={(origin) => void allowSite(origin, null, adding)}
      />
      <Barred what="capture" sites={list.never} />
      <Barred what="clips" sites={list.neverClips} adds={wide?.clips === true} />
    </>
  );
}

/** Sites that are left out. `adds`: there is something to be left out of. */
function Barred({
  what,
  sites,
  adds = false,
}: {
  what: "capture" | "clips";
  sites: readonly string[];
  adds?: boolean;
}) {
  if (sites.length === 0 && !adds) return null;
  return (
    <>
      <h3 class="label">{say(what === "clips" ? "watch.neverClips" : "watch.never")}</h3>
      <ul class="watch-list">
        {sites.map((origin) => (
          <li key={origin}>
            <Icon name="site" />
            <span>{origin}</span>
            <IconButton
              icon="close"
              words={say("edit.removeSite", [hostOf(origin)])}
              onClick={() => void barSite(origin, what, false)}
            />
          </li>
        ))}
      </ul>
      {adds && (
        <AddSite
          id="watch-never-site"
          words={say("watch.leaveOut")}
          add={(origin) => void barSite(origin, what, true)}
        />
      )}
    </>
  );
}

const none = { capture: false, clips: false, triggers: false };

function Row({ one, words }: { one: Site; words: string }) {
  const { site, granted } = one;
  const [first] = watchedFor.filter((what) => one[what]);
  return (
    <tr>
      <th scope="row">
        <span>{words}</span>
        {!granted && first !== undefined && (
          <Button onClick={() => void allowSite(site, null, first)}>{say("watch.grant")}</Button>
        )}
      </th>
      {watchedFor.map((what) => (
        <td key={what}>
          <input
            type="checkbox"
            aria-label={say("watch.switch", [say(`watch.${what}`), words])}
            checked={one[what]}
            onChange={(event) => {
              // It shows what is, which the browser's own question decides.
              event.currentTarget.checked = one[what];
              void (one[what] ? dropSite(site, what) : allowSite(site, null, what));
            }}
          />
        </td>
      ))}
      <td>
        {site !== everywhere && (
          <IconButton
            icon="close"
            words={say("edit.removeSite", [hostOf(site)])}
            onClick={() => void dropSite(site, ...watchedFor)}
          />
        )}
      </td>
    </tr>
  );
}

/** A box for the address of a site; it is added as its origin. */
function AddSite({ id, words, add }: { id: string; words: string; add: (origin: string) => void }) {
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
        add(origin);
      }}
    >
      <div class="line">
        <input
          id={id}
          class="input"
          type="text"
          value={typed}
          aria-label={say("edit.addSite")}
          placeholder={say("edit.siteHint")}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={wrong}
          aria-describedby={`${id}-said`}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setWrong(false);
          }}
        />
        <Button type="submit" icon="plus">
          {words}
        </Button>
      </div>
      <p id={`${id}-said`} class="failed" role="alert">
        {wrong ? say("edit.badSite") : ""}
      </p>
    </form>
  );
}
