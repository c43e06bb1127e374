import { useEffect, useState } from "preact/hooks";
import { failureCode } from "../../core/failure.ts";
import { shownText } from "../../core/shown.ts";
import type { ClipLine } from "../../wire/clips.ts";
import { say } from "../../wire/words.ts";
import { agoOf, inTime } from "../manager/ago.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { focusOnce } from "../parts/focus.ts";
import { Icon } from "../parts/icon.tsx";
import { Menu } from "../parts/menu.tsx";
import { ask, attempt } from "../state/app.ts";
import {
  barClips,
  clips,
  copyClip,
  expireClip,
  leaveClips,
  lookClips,
  pinClip,
  removeClips,
  saveClip,
} from "../state/clips.ts";
import { useStore } from "../state/hook.ts";
import { lookWatched, watching } from "../state/watching.ts";
import { sentence, sizeOf } from "../words.ts";

/** The clipboard history in the popup. `all`: where it is switched on and set. */
export function ClipsScreen({ onBack, all }: { onBack: () => void; all: string }) {
  return (
    <div class="screen">
      <div class="screen-head">
        <IconButton icon="back" words={say("app.back")} onClick={onBack} />
        <h1 tabIndex={-1} ref={focusOnce}>
          {say("clips.title")}
        </h1>
        <a
          class="icon-button"
          href={all}
          target="_blank"
          title={say("clips.settings")}
          aria-label={say("clips.settings")}
        >
          <Icon name="gear" />
        </a>
      </div>
      <div class="screen-body">
        <ClipList all={all} />
      </div>
    </div>
  );
}

/** The copies, with a box to find one. `all`: a way to where sites are allowed, where it is not on this page. */
export function ClipList({ all }: { all: string | null }) {
  const text = useStore(clips, (state) => state.text);
  const found = useStore(clips, (state) => state.found);
  const failed = useStore(clips, (state) => state.failed);
  const on = useStore(watching, ({ list }) => list?.sites.some((one) => one.clips) ?? null);
  useEffect(() => {
    void lookWatched();
    void lookClips();
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("keydown", onKey);
      leaveClips();
    };
  }, []);
  if (failed !== null) {
    return (
      <div class="nothing">
        <p class="failed">{sentence(failed)}</p>
        <div class="buttons centre">
          <Button onClick={() => void lookClips()}>{say("app.retry")}</Button>
          {failureCode(failed) === "TAMPERED" && (
            <Button look="danger" onClick={() => void removeClips(null)}>
              {say("clips.removeAll")}
            </Button>
          )}
        </div>
      </div>
    );
  }
  if (found === null || on === null) return <p class="quiet" aria-busy="true" />;
  if (found.all === 0 && text === "") {
    return (
      <div class="nothing">
        <h2>{say(on ? "clips.empty" : "clips.off")}</h2>
        <p class="quiet">{say(on ? "clips.emptyText" : "clips.offText")}</p>
        {!on && all !== null && (
          <a class="button primary" href={all} target="_blank">
            {say("clips.choose")}
          </a>
        )}
      </div>
    );
  }
  return (
    <>
      <div class="line clips-head">
        <div class="search">
          <Icon name="search" />
          <input
            id="clips-search"
            class="input"
            type="text"
            aria-label={say("clips.search")}
            placeholder={say("clips.search")}
            autocomplete="off"
            spellcheck={false}
            maxLength={500}
            value={text}
            onInput={(event) => void lookClips({ text: event.currentTarget.value })}
          />
        </div>
        <IconButton
          icon="trash"
          words={say("clips.removeAll")}
          onClick={() => void removeClips(null)}
        />
      </div>
      <p class="quiet small" role="status">
        {say("clips.count", found.total, [found.total.toLocaleString(), sizeOf(found.bytes)])}
      </p>
      <ul class="clips">
        {found.clips.map((clip, n) => (
          // The menus of the last rows have no room below them.
          <Row
            key={clip.id}
            clip={clip}
            opens={n > 2 && n > found.clips.length - 4 ? "up" : "down"}
          />
        ))}
      </ul>
      {found.clips.length < found.total && (
        <Button onClick={() => void lookClips({ more: true })}>{say("clips.more")}</Button>
      )}
    </>
  );
}

function hostOf(origin: string): string {
  return origin.replace(/^https?:\/\//, "");
}

const rows = () => [...document.querySelectorAll<HTMLElement>(".clip-text")];

/** Takes one away by the keys or the menu: the focus goes on to the next one. */
async function removeHere(id: string): Promise<void> {
  const at = rows().findIndex(({ dataset }) => dataset["clip"] === id);
  await removeClips(id);
  requestAnimationFrame(() => {
    const left = rows();
    (left[at] ?? left.at(-1) ?? document.getElementById("clips-search"))?.focus();
  });
}

/** Arrows move between the box and the copies, Delete takes one away. */
function onKey(event: KeyboardEvent): void {
  const { target } = event;
  if (!(target instanceof HTMLElement) || event.isComposing) return;
  if (!target.matches("#clips-search, .clip-text, .screen h1")) return;
  const all = rows();
  const at = all.indexOf(target);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const id = target.dataset["clip"];
  if (step !== undefined)
    (at + step < 0 ? document.getElementById("clips-search") : all[at + step])?.focus();
  else if (event.key === "Delete" && id !== undefined) void removeHere(id);
  else return;
  event.preventDefault();
}

function Row({ clip, opens }: { clip: ClipLine; opens: "up" | "down" }) {
  const [shown, setShown] = useState<string | null>(null);
  const masked = clip.secret !== null && shown === null;
  const name = clip.secret === null ? clip.preview.slice(0, 40) : say(`clips.${clip.secret}`);
  const toggle = (): void => {
    if (shown !== null) setShown(null);
    else void attempt(async () => setShown((await ask("clips.read", { id: clip.id })).text));
  };
  return (
    <li class={clip.pinned ? "clip pinned" : "clip"}>
      <button
        type="button"
        class="clip-text"
        data-clip={clip.id}
        title={say("clips.copy")}
        aria-label={say("clips.copyThis", [name])}
        onClick={() => void copyClip(clip.id)}
      >
        {clip.secret !== null && <strong>{say(`clips.${clip.secret}`)} </strong>}
        <span dir="auto">
          {masked ? "••••••••" : shownText((shown ?? clip.preview).slice(0, 2000))}
        </span>
      </button>
      <small class="quiet">
        {hostOf(clip.origin)} ·{" "}
        <time dateTime={new Date(clip.at).toISOString()}>{agoOf(clip.at)}</time>
        {clip.until !== null && clip.until - Date.now() < 86_400_000 && (
          <> · {say("clips.until", [inTime(clip.until)])}</>
        )}
      </small>
      <div class="clip-acts">
        {clip.secret !== null && (
          <IconButton
            icon={shown === null ? "eye" : "eyeOff"}
            words={say(shown === null ? "clips.show" : "clips.hide")}
            onClick={toggle}
          />
        )}
        <IconButton
          icon="star"
          words={say(clip.pinned ? "clips.unpin" : "clips.pin")}
          filled={clip.pinned}
          pressed={clip.pinned}
          onClick={() => void pinClip(clip)}
        />
        <Menu
          icon="more"
          words={say("clips.acts")}
          opens={opens}
          entries={[
            {
              icon: clip.secret === null ? "snippet" : "lock",
              words: say(clip.secret === null ? "clips.asSnippet" : "clips.asHidden"),
              run: () => void saveClip(clip),
            },
            { icon: "clock", words: say("clips.in10"), run: () => void expireClip(clip.id, 10) },
            { icon: "clock", words: say("clips.in60"), run: () => void expireClip(clip.id, 60) },
            { icon: "trash", words: say("clips.remove"), run: () => void removeHere(clip.id) },
            { icon: "close", words: say("clips.bar"), run: () => void barClips(clip.origin) },
          ]}
        />
      </div>
    </li>
  );
}
