import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Settings } from "../../core/settings.ts";
import type { Share } from "../../core/shares.ts";
import type { KeyAsk } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Failed } from "../parts/failed.tsx";
import { Icon } from "../parts/icon.tsx";
import { SecretInput } from "../parts/secret-input.tsx";
import { attempt } from "../state/app.ts";
import { touch, type Touched } from "../state/passkey.ts";
import { takeTyped } from "../state/typed-code.ts";
import { NewPassword } from "../setup/new-password.tsx";
import type { Change } from "./change-key.tsx";

/** What the user gave for a change of the key. */
export interface Filled {
  by: "password" | "recovery";
  secret: string;
  newPassword: string | null;
  touched: Touched[];
  forgetKeys: boolean;
  /** Of a new passkey. */
  name: string;
}

interface ChangeFormProps {
  change: Change;
  keys: readonly KeyAsk[];
  named: Settings["keys"];
  failed: unknown;
  onGo: (filled: Filled) => void;
  onClose: () => void;
}

/** The questions before a change: who is there, which passkeys stay, and the new password where there is one. */
export function ChangeForm({ change, keys, named, failed, onGo, onClose }: ChangeFormProps) {
  const [secret, setSecret] = useState("");
  const [name, setName] = useState("");
  const [touched, setTouched] = useState<Touched[]>([]);
  const [forgetKeys, setForget] = useState(false);
  /** The first of two parts of a code, typed from their sheets. */
  const [held, setHeld] = useState<Share | null>(null);
  const [mistyped, setMistyped] = useState<unknown>(null);
  const first = useRef<HTMLInputElement>(null);
  const by = change.name === "renew" ? "recovery" : "password";
  const codeWords = held === null ? "security.currentCode" : "share.next";
  const words = say(by === "recovery" ? codeWords : "security.current");
  const leaving = change.name === "remove" ? change.key.slotId : null;
  // For quick unlock nothing is sealed anew, so no other passkey is asked for.
  const rotates = !(
    (change.name === "add" && change.how === "quick") ||
    (change.name === "remove" && change.key.alone)
  );
  const staying = keys.filter((key) => key.slotId !== leaving && (rotates || !key.alone));
  const proving =
    leaving === null ? staying : keys.filter((key) => staying.includes(key) || !key.alone);
  const go = async (newPassword: string | null): Promise<void> => {
    setMistyped(null);
    if (secret === "") {
      first.current?.focus();
      return;
    }
    try {
      const typed =
        by === "recovery" ? await takeTyped(secret, held) : { code: secret, held: null };
      setHeld(typed.held);
      if (typed.code === null) {
        setSecret("");
        first.current?.focus();
        return;
      }
      // Two parts are one code from now on: it stands in the box, should it be tried again.
      setSecret(typed.code);
      onGo({ by, secret: typed.code, newPassword, touched, forgetKeys, name });
    } catch (thrown) {
      setMistyped(thrown);
    }
  };
  const before = (
    <>
      <About change={change} />
      <div>
        <label class="label" for="change-proof">
          {words}
        </label>
        <SecretInput
          id="change-proof"
          words={words}
          value={secret}
          onInput={setSecret}
          autocomplete={by === "recovery" ? "off" : "current-password"}
          inner={first}
          describedBy="change-proof-said"
        />
        <p id="change-proof-said" class="quiet small" role="status">
          {held !== null && say("share.held", [held.number, held.set])}
        </p>
      </div>
      {proving.length > 0 && (
        <Keep
          keys={proving}
          named={named}
          touched={touched}
          onTouch={(one) => setTouched([...touched, one])}
        />
      )}
      {by === "recovery" && proving.some((key) => !key.alone) && (
        <label class="check">
          <input
            type="checkbox"
            checked={forgetKeys}
            onChange={(event) => setForget(event.currentTarget.checked)}
          />
          <span>{say("security.lost")}</span>
        </label>
      )}
      {change.name === "add" && (
        <div>
          <label class="label" for="key-name">
            {say("security.name")}
          </label>
          <input
            id="key-name"
            class="input"
            maxLength={60}
            value={name}
            aria-describedby="key-name-hint"
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <p id="key-name-hint" class="quiet small">
            {say("security.nameHint")}
          </p>
        </div>
      )}
    </>
  );
  const back = (
    <Button look="link" onClick={onClose}>
      {say("app.cancel")}
    </Button>
  );
  return (
    <section class="panel">
      {change.name === "password" || change.name === "renew" ? (
        <NewPassword
          failed={mistyped ?? failed}
          focus={false}
          words={say("security.newPassword")}
          go={say("security.go")}
          before={before}
          after={back}
          onChoose={(password) => void go(password)}
        />
      ) : (
        <Plain failed={failed} back={back} onGo={() => void go(null)}>
          {before}
        </Plain>
      )}
    </section>
  );
}

function About({ change }: { change: Change }) {
  switch (change.name) {
    case "password":
      return <p>{say("security.passwordText")}</p>;
    case "renew":
      return <p>{say("security.renewText")}</p>;
    case "rotate":
      return <p>{say("security.rotateText")}</p>;
    case "exposed":
      return <p>{say("security.exposedText")}</p>;
    case "add":
      return (
        <p>{say(change.how === "quick" ? "security.addQuickText" : "security.addSecondText")}</p>
      );
    case "remove":
      return <p>{say("security.passwordText")}</p>;
    case "device":
      return <p>{say("server.deviceText")}</p>;
  }
}

interface PlainProps {
  failed: unknown;
  back: ComponentChildren;
  children: ComponentChildren;
  onGo: () => void;
}

function Plain({ failed, back, children, onGo }: PlainProps) {
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onGo();
      }}
    >
      {children}
      <Failed thrown={failed} />
      <div class="buttons start">
        <Button look="primary" type="submit">
          {say("security.go")}
        </Button>
        {back}
      </div>
    </form>
  );
}

interface KeepProps {
  keys: readonly KeyAsk[];
  named: Settings["keys"];
  touched: readonly Touched[];
  onTouch: (touched: Touched) => void;
}

/** Every way in is proved anew, so each passkey that is to stay has to be used once. */
function Keep({ keys, named, touched, onTouch }: KeepProps) {
  return (
    <fieldset class="stack">
      <legend class="label">{say("security.keep")}</legend>
      <p class="quiet small">{say("security.keepText")}</p>
      {keys.map((key) => (
        <div key={key.slotId} class="setting">
          <span>
            {named.find(({ slotId }) => slotId === key.slotId)?.name || say("security.unnamed")}
            <span class="quiet small">
              {" "}
              {say(key.alone ? "security.quick" : "security.second")}
            </span>
          </span>
          {touched.some(({ slotId }) => slotId === key.slotId) ? (
            <span class="good">
              <Icon name="check" />
              {say("security.used")}
            </span>
          ) : (
            <Button onClick={() => void attempt(async () => onTouch(await touch([key])))}>
              {say("security.use")}
            </Button>
          )}
        </div>
      ))}
    </fieldset>
  );
}
