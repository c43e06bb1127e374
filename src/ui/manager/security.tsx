import { useEffect, useState } from "preact/hooks";
import type { KeyAsk, Status } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { ask, attempt } from "../state/app.ts";
import { hasPasskeys } from "../state/passkey.ts";
import { dateOf } from "../words.ts";
import { type Change, ChangeKey } from "./change-key.tsx";
import { NumberBox } from "./settings.tsx";

type Open = Extract<Status, { state: "open" }>;

/** A reminder leads here with what is to be done in the address: `#/security/rotate`. */
function asked(): Change | null {
  const name = location.hash.split("/")[2];
  return name === "rotate" ? { name } : null;
}

/** Password, passkeys, the key itself, and how often a password is asked for. */
export function SecurityPage({ status }: { status: Open }) {
  const [change, setChange] = useState<Change | null>(asked);
  useEffect(() => {
    const look = (): void => setChange((now) => asked() ?? now);
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, []);
  if (change !== null) {
    const close = (): void => {
      history.replaceState(null, "", "#/security");
      setChange(null);
    };
    return <ChangeKey change={change} status={status} onClose={close} />;
  }
  const { settings } = status;
  return (
    <div class="page">
      <h1>{say("security.title")}</h1>
      <section class="panel">
        <h2>{say("security.password")}</h2>
        <p>{say("security.passwordText")}</p>
        <div class="buttons start">
          <Button onClick={() => setChange({ name: "password" })}>
            {say("security.changePassword")}
          </Button>
        </div>
      </section>
      <Keys status={status} onChange={setChange} />
      <section class="panel">
        <h2>{say("security.key")}</h2>
        <p class="quiet">
          {settings.rotated === null
            ? say("security.neverRotated")
            : say("security.rotated", [dateOf(settings.rotated)])}
        </p>
        <p>{say("security.rotateText")}</p>
        <div class="buttons start">
          <Button onClick={() => setChange({ name: "rotate" })}>{say("security.rotate")}</Button>
        </div>
        <p>{say("security.exposedText")}</p>
        <div class="buttons start">
          <Button onClick={() => setChange({ name: "exposed" })}>{say("security.exposed")}</Button>
        </div>
        <hr />
        <NumberBox
          name="rotateDays"
          words={say("security.age")}
          about={say("security.ageText")}
          settings={settings}
        />
        <NumberBox
          name="graceMinutes"
          words={say("security.grace")}
          about={say("security.graceText")}
          settings={settings}
        />
      </section>
      <section class="panel">
        <h2>{say("security.code")}</h2>
        <p>{say("security.codeText")}</p>
        <div class="buttons start">
          <a class="button" href="#/recovery">
            {say("security.codeCheck")}
          </a>
          <Button onClick={() => setChange({ name: "rotate" })}>{say("security.codeNew")}</Button>
        </div>
      </section>
    </div>
  );
}

function Keys({ status, onChange }: { status: Open; onChange: (change: Change) => void }) {
  const [keys, setKeys] = useState<KeyAsk[]>([]);
  useEffect(
    () => void attempt(async () => setKeys((await ask("key.asks", {})).keys)),
    [status.settings.keys],
  );
  if (!hasPasskeys()) {
    return (
      <section class="panel">
        <h2>{say("security.keys")}</h2>
        <p class="quiet">{say("security.keysFirefox")}</p>
      </section>
    );
  }
  return (
    <section class="panel">
      <h2>{say("security.keys")}</h2>
      <p>{say("security.keysText")}</p>
      {keys.length === 0 && <p class="quiet">{say("security.noKeys")}</p>}
      <ul class="plain">
        {keys.map((key) => {
          const known = status.settings.keys.find(({ slotId }) => slotId === key.slotId);
          const name = known?.name || say("security.unnamed");
          return (
            <li key={key.slotId} class="setting">
              <div>
                <strong>{name}</strong>
                <p class="quiet small">
                  {say(key.alone ? "security.quick" : "security.second")}
                  {known && `. ${say("security.added", [dateOf(known.added)])}`}
                </p>
              </div>
              <Button onClick={() => onChange({ name: "remove", key, called: name })}>
                {say("security.remove")}
              </Button>
            </li>
          );
        })}
      </ul>
      <div class="buttons start">
        {!status.keys.second && (
          <Button onClick={() => onChange({ name: "add", how: "quick" })}>
            {say("security.addQuick")}
          </Button>
        )}
        <Button onClick={() => onChange({ name: "add", how: "second" })}>
          {say("security.addSecond")}
        </Button>
      </div>
    </section>
  );
}
