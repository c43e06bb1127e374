import { useState } from "preact/hooks";
import type { Settings } from "../../core/settings.ts";
import { shownText } from "../../core/shown.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { ClipList } from "../screens/clips.tsx";
import { attempt } from "../state/app.ts";
import { NumberBox, save } from "./settings.tsx";
import { WatchedSites } from "./watched.tsx";

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
        <WatchedSites adding="clips" />
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
        <div class="notice">
          <Icon name="warn" />
          <p>{say("clips.system")}</p>
        </div>
      </section>
    </div>
  );
}

/** One regular expression a line. */
function Patterns({ settings }: { settings: Settings }) {
  const [typed, setTyped] = useState(settings.clipPatterns.join("\n"));
  const lines = typed.split("\n").filter((line) => line.trim() !== "");
  const tooMuch = lines.length > 20 || lines.some((line) => line.length > 200);
  const changed = lines.join("\n") !== settings.clipPatterns.join("\n");
  const [wrong, setWrong] = useState<string | null>(null);
  const trySave = (): Promise<void> =>
    attempt(async () => {
      const { compiles } = await import("../../core/patterns.ts");
      const first = lines.find((line) => !compiles(line));
      setWrong(first ?? null);
      if (first === undefined) await save({ ...settings, clipPatterns: lines });
      else document.getElementById("clips-patterns")?.focus();
    });
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
        aria-invalid={tooMuch || wrong !== null}
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setWrong(null);
        }}
      />
      <p class="failed" role="alert">
        {wrong === null ? "" : say("clipPattern.wrong", [shownText(wrong)])}
      </p>
      <p id="clips-patterns-about" class={tooMuch ? "failed" : "quiet small"}>
        {say("clips.patternsText")}
      </p>
      {changed && (
        <div class="buttons start">
          <Button disabled={tooMuch} onClick={() => void trySave()}>
            {say("clips.savePatterns")}
          </Button>
        </div>
      )}
    </div>
  );
}
