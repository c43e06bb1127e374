/** The practice page: a form like many others, to try the popup and the shortcut on. Nothing is sent or kept. */
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../wire/words.ts";
import { Button } from "./parts/button.tsx";
import { Icon, Mark } from "./parts/icon.tsx";
import { Toasts } from "./parts/toast.tsx";
import { PracticeForm } from "./practice/form.tsx";
import { hasIdentity, makePerson } from "./practice/vault.ts";
import { app, attempt, hello, listen } from "./state/app.ts";
import { useStore } from "./state/hook.ts";

/** So many boxes filled at once are no typing. */
const filledAtOnce = 4;

function Practice() {
  const status = useStore(app, (state) => state.status?.state ?? null);
  const changes = useStore(app, (state) => state.changes);
  const [person, setPerson] = useState<boolean | null>(null);
  const [cheered, cheer] = useState(false);
  const [said, speak] = useState("");
  const [round, setRound] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (status !== "open") setPerson(null);
    else void hasIdentity().then(setPerson, () => setPerson(null));
  }, [status, changes]);
  useEffect(() => {
    const form = box.current;
    if (form === null) return undefined;
    // A fill comes as many events in one go, and none of them is the user's.
    let filled = new Set<EventTarget>();
    const heard = (event: Event): void => {
      if (event.isTrusted || event.target === null) return;
      if (filled.size === 0) setTimeout(() => (filled = new Set()), 1000);
      filled.add(event.target);
      if (filled.size >= filledAtOnce) cheer(true);
    };
    form.addEventListener("input", heard);
    return () => form.removeEventListener("input", heard);
  }, [round]);
  return (
    <main class="alone practice" id="main">
      <p class="brand">
        <Mark />
        <strong>{say("app.name")}</strong>
      </p>
      <h1>{say("practice.title")}</h1>
      <p>{say("practice.about")}</p>
      <ol class="steps">
        <li>{say("practice.step1")}</li>
        <li>{say("practice.step2")}</li>
        <li>{say("practice.step3")}</li>
      </ol>
      {status === "none" && (
        <div class="notice warn">
          <Icon name="warn" />
          <p>{say("practice.none")}</p>
          <a class="button" href="/manager.html#/setup">
            {say("none.setup")}
          </a>
        </div>
      )}
      {status === "locked" && (
        <div class="notice">
          <Icon name="lock" />
          <p>{say("practice.locked")}</p>
        </div>
      )}
      {person === false && (
        <div class="notice">
          <Icon name="identity" />
          <p>{say("practice.noPerson")}</p>
          <Button
            onClick={() =>
              void attempt(async () => {
                speak(say("practice.madePerson", [await makePerson()]));
                setPerson(true);
              })
            }
          >
            {say("practice.makePerson")}
          </Button>
        </div>
      )}
      <div class="stack" role="status">
        {/* In the flow of the page: what floats over a field would keep it from being filled. */}
        {said !== "" && !cheered && (
          <p class="notice">
            <Icon name="check" />
            <span>{said}</span>
          </p>
        )}
        {cheered && (
          <div class="notice cheer">
            <Icon name="check" />
            <div>
              <p>
                <strong>{say("practice.cheer")}</strong>
              </p>
              <p>{say("practice.cheerText")}</p>
            </div>
          </div>
        )}
      </div>
      <div ref={box} key={round}>
        <PracticeForm
          onSend={() => speak(say("practice.notSent"))}
          onClear={() => {
            setRound(round + 1);
            cheer(false);
          }}
        />
      </div>
      <Toasts />
    </main>
  );
}

/** Puts the practice page into `root`. */
export function startPractice(root: HTMLElement): void {
  document.title = say("practice.title");
  listen(() => undefined);
  void hello();
  render(<Practice />, root);
}
