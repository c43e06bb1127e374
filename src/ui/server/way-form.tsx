import { useEffect, useState } from "preact/hooks";
import { Failure, failureCode } from "../../core/failure.ts";
import type { Ask } from "../../wire/protocol.ts";
import { askForSite } from "../../wire/permission.ts";
import { say } from "../../wire/words.ts";
import { Camera } from "../manager/share-camera.tsx";
import { cardTextOf, ChooseFile } from "../manager/share-file.tsx";
import { Button } from "../parts/button.tsx";
import { CodeBox } from "../parts/code-box.tsx";
import { Failed } from "../parts/failed.tsx";
import { Working } from "../parts/progress.tsx";
import { originOf, pairingOrigin } from "./address.ts";

/** How an account that is there already is named: by another device, or by address and backup key. */
export type Way = Ask<"server.look">["way"];

interface WayFormProps {
  /** The permission was given. What it throws is told below the boxes. */
  onWay: (way: Way, origin: string) => Promise<void>;
  go: string;
  onBack?: () => void;
}

/** A pairing text (or a picture of it), or an address with the backup key; then the browser's own question. */
export function WayForm({ onWay, go, onBack }: WayFormProps) {
  const [by, setBy] = useState<"pairing" | "key">("pairing");
  const [text, setText] = useState("");
  const [url, setUrl] = useState("");
  const [key, setKey] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  /** Known before the click: Firefox asks for a permission only directly in it. */
  const [paired, setPaired] = useState<string | Failure>(new Failure("BAD_PAIRING"));
  const origin = by === "pairing" ? paired : typedOrigin(url);
  useEffect(() => setFailed(null), [by]);
  useEffect(() => {
    let mine = true;
    pairingOrigin(text).then(
      (read) => mine && setPaired(read),
      () => mine && setPaired(new Failure("BAD_PAIRING")),
    );
    return () => {
      mine = false;
    };
  }, [text]);

  const submit = (): void => {
    if (busy) return;
    setFailed(null);
    if (typeof origin !== "string") return setFailed(origin);
    const way: Way = by === "pairing" ? { by, text: text.trim() } : { by, url: origin, key };
    const allowed = askForSite(origin);
    setBusy(true);
    void (async () => {
      try {
        if (!(await allowed)) throw new Failure("SERVER_PERMISSION");
        await onWay(way, origin);
      } catch (thrown) {
        if (failureCode(thrown) !== "CANCELLED") setFailed(thrown);
      } finally {
        setBusy(false);
      }
    })();
  };
  const picture = async (file: File): Promise<void> => {
    setFailed(null);
    try {
      const read = await cardTextOf(file);
      if (read === null) throw new Failure("BAD_PAIRING");
      setText(read.trim());
    } catch (thrown) {
      setFailed(thrown instanceof Failure ? thrown : new Failure("BAD_PAIRING"));
    }
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <fieldset class="choices">
        <legend>{say("server.wayAsk")}</legend>
        {(["pairing", "key"] as const).map((one) => (
          <label key={one} class="choice">
            <input
              type="radio"
              name="way"
              checked={by === one}
              disabled={busy}
              onChange={() => setBy(one)}
            />
            <span>
              {say(one === "pairing" ? "server.wayPairing" : "server.wayKey")}
              <small>
                {say(one === "pairing" ? "server.wayPairingText" : "server.wayKeyText")}
              </small>
            </span>
          </label>
        ))}
      </fieldset>
      {by === "pairing" ? (
        <div>
          <label class="label" for="server-pairing">
            {say("server.pairing")}
          </label>
          <textarea
            id="server-pairing"
            class="input code"
            rows={4}
            maxLength={600}
            spellcheck={false}
            autocomplete="off"
            readOnly={busy}
            aria-invalid={failed !== null}
            aria-describedby="server-way-said"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <div class="buttons start">
            <Camera meant={/^coffer-pair:/} onText={(read) => setText(read.trim())} />
            <ChooseFile
              words={say("server.qrPicture")}
              accept="image/*"
              onFile={(file) => void picture(file)}
            />
          </div>
        </div>
      ) : (
        <>
          <AddressBox value={url} onInput={setUrl} readOnly={busy} describedBy="server-way-said" />
          <CodeBox
            id="server-key"
            label={say("server.key")}
            value={key}
            onInput={setKey}
            max={100}
            busy={busy}
            saidBy="server-way-said"
          />
        </>
      )}
      <div id="server-way-said">
        <p class="quiet small" role="status">
          {typeof origin === "string" && say("server.leadsTo", [origin])}
        </p>
        <Failed thrown={failed} />
      </div>
      <Working on={busy} words={say("server.asking")} />
      <div class="buttons start">
        <Button look="primary" type="submit" busy={busy}>
          {go}
        </Button>
        {onBack && (
          <Button look="link" onClick={onBack}>
            {say("app.back")}
          </Button>
        )}
      </div>
    </form>
  );
}

function typedOrigin(url: string): string | Failure {
  try {
    return originOf(url);
  } catch (thrown) {
    return thrown instanceof Failure ? thrown : new Failure("INTERNAL");
  }
}

interface AddressBoxProps {
  value: string;
  onInput: (value: string) => void;
  readOnly: boolean;
  describedBy: string;
}

/** The box for the address of a server. */
export function AddressBox({ value, onInput, readOnly, describedBy }: AddressBoxProps) {
  return (
    <div>
      <label class="label" for="server-address">
        {say("server.address")}
      </label>
      <input
        id="server-address"
        class="input"
        type="text"
        inputMode="url"
        value={value}
        maxLength={300}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        readOnly={readOnly}
        aria-describedby={describedBy}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}
