import { useEffect, useState } from "preact/hooks";
import { hostOf, originOf } from "../../core/origin.ts";
import type { Settings } from "../../core/settings.ts";
import { everywhere } from "../../core/watched-site.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { ClipList } from "../screens/clips.tsx";
import { useStore } from "../state/hook.ts";
import { allowSite, dropSite, lookWatched, watching } from "../state/watching.ts";
import { NumberBox, save } from "./settings.tsx";

/** The clipboard: its history, where that is kept, and what happens to copied values. */
export function ClipboardPage({ settings }: { settings: Settings }) {
  const check = (name: "clipRestore" | "clipOnce", words: string, about: string) => (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={settings[name]}
          aria-describedby={`set-${name}-about`}
          onChange={(event) => void save({ ...settings, [name]: event.currentTarget.checked })}
        />
        <span>{words}</span>
      </label>
      <p id={`set-${name}-about`} class="quiet small">
        {about}
      </p>
    </>
  );
  return (
    <div class="page">
      <h1>{say("clips.page")}</h1>
      <section class="panel">
        <h2>{say("clips.title")}</h2>
        <ClipList all={null} />
      </section>
      <section class="panel">
        <h2>{say("clips.where")}</h2>
        <p class="quiet">{say("clips.what")}</p>
        <Sites />
      </section>
      <section class="panel">
        <h2>{say("clips.limits")}</h2>
        {(["clipCount", "clipDays", "clipMegabytes"] as const).map((name) => (
          <NumberBox
            key={name}
            name={name}
            words={say(`clips.${name}`)}
            about={say(`clips.${name}Text`)}
            settings={settings}
          />
        ))}
        <Patterns key={settings.clipPatterns.join("\n")} settings={settings} />
      </section>
      <section class="panel">
        <h2>{say("clips.copied")}</h2>
        <NumberBox
          name="clipboardSeconds"
          words={say("settings.clipboardSeconds")}
          about={say("settings.clipboardText")}
          settings={settings}
        />
        <NumberBox
          name="clipboardSecretSeconds"
          words={say("clips.secretSeconds")}
          about={say("clips.secretSecondsText")}
          settings={settings}
        />
        {check("clipRestore", say("clips.restore"), say("clips.restoreText"))}
        {check("clipOnce", say("clips.once"), say("clips.onceText"))}
        <p class="notice">
          <Icon name="warn" />
          <span>{say("clips.system")}</span>
        </p>
      </section>
    </div>
  );
}

/** Where copies are kept: all sites, or some. */
function Sites() {
  const list = useStore(watching, (state) => state.list);
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  useEffect(() => void lookWatched(), []);
  const sites = list?.sites.filter((one) => one.clips) ?? [];
  const wide = sites.some(({ site, granted }) => site === everywhere && granted);
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={wide}
          onChange={() =>
            void (wide ? dropSite(everywhere, "clips") : allowSite(everywhere, null, "clips"))
          }
        />
        <span>{say("clips.everywhere")}</span>
      </label>
      <ul class="watch-list">
        {sites
          .filter(({ site }) => site !== everywhere)
          .map(({ site, granted }) => (
            <li key={site}>
              <Icon name="site" />
              <span>{site}</span>
              {!granted && (
                <Button onClick={() => void allowSite(site, null, "clips")}>
                  {say("watch.grant")}
                </Button>
              )}
              <IconButton
                icon="close"
                words={say("edit.removeSite", [hostOf(site)])}
                onClick={() => void dropSite(site, "clips")}
              />
            </li>
          ))}
      </ul>
      <form
        class="watch-add"
        onSubmit={(event) => {
          event.preventDefault();
          const origin = originOf(typed);
          setWrong(origin === null);
          if (origin === null) return;
          setTyped("");
          void allowSite(origin, null, "clips");
        }}
      >
        <div class="line">
          <input
            id="clips-site"
            class="input"
            type="text"
            value={typed}
            aria-label={say("edit.addSite")}
            placeholder={say("edit.siteHint")}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={wrong}
            aria-describedby="clips-site-said"
            onInput={(event) => {
              setTyped(event.currentTarget.value);
              setWrong(false);
            }}
          />
          <Button type="submit" icon="plus">
            {say("watch.add")}
          </Button>
        </div>
        <p id="clips-site-said" class="failed" role="alert">
          {wrong ? say("edit.badSite") : ""}
        </p>
      </form>
    </>
  );
}

/** One regular expression a line. */
function Patterns({ settings }: { settings: Settings }) {
  const [typed, setTyped] = useState(settings.clipPatterns.join("\n"));
  const lines = typed.split("\n").filter((line) => line.trim() !== "");
  const tooMuch = lines.length > 20 || lines.some((line) => line.length > 200);
  const changed = lines.join("\n") !== settings.clipPatterns.join("\n");
  return (
    <div class="field">
      <label class="label" for="clips-patterns">
        {say("clips.patterns")}
      </label>
      <textarea
        id="clips-patterns"
        class="input mono"
        rows={3}
        spellcheck={false}
        aria-describedby="clips-patterns-about"
        aria-invalid={tooMuch}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <p id="clips-patterns-about" class={tooMuch ? "failed" : "quiet small"}>
        {say("clips.patternsText")}
      </p>
      {changed && (
        <div class="buttons start">
          <Button
            disabled={tooMuch}
            onClick={() => void save({ ...settings, clipPatterns: lines })}
          >
            {say("clips.savePatterns")}
          </Button>
        </div>
      )}
    </div>
  );
}
