import { useState } from "preact/hooks";
import { Failure, failureCode } from "../../core/failure.ts";
import { call } from "../../wire/call.ts";
import { askForSite } from "../../wire/permission.ts";
import type { Proof } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { CodeBox } from "../parts/code-box.tsx";
import { Failed } from "../parts/failed.tsx";
import { Icon } from "../parts/icon.tsx";
import { Working } from "../parts/progress.tsx";
import { withPassword } from "../state/step-up.ts";
import { originOf } from "./address.ts";
import { SheetFlow, type SheetSecret } from "./sheet-flow.tsx";
import { AddressBox, type Way, WayForm } from "./way-form.tsx";

type Stage =
  | { name: "address" }
  | { name: "found"; origin: string }
  | { name: "there" }
  | { name: "sheet"; secret: SheetSecret };

/** From an address to a connected vault: ask the browser, look who answers, start new or join, and the sheet of paper. */
export function Connect({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const [stage, setStage] = useState<Stage>({ name: "address" });
  const link = async (way: Way): Promise<void> => {
    const done = await withPassword("server", async (proof) => {
      await call("server.link", { way, proof });
      return true;
    });
    if (done !== null) onDone();
  };
  if (stage.name === "sheet") {
    return (
      <div class="page">
        <h1>{say("server.sheetTitle")}</h1>
        <section class="panel">
          <p class="good" role="status">
            <Icon name="check" />
            <strong>{say("server.connected")}</strong>
          </p>
          <p>{say("server.sheetAbout")}</p>
          <SheetFlow secret={stage.secret} onDone={onDone} />
        </section>
      </div>
    );
  }
  return (
    <div class="page">
      <h1>{say("server.connectTitle")}</h1>
      <section class="panel">
        {stage.name === "address" && (
          <Address
            onFound={(origin) => setStage({ name: "found", origin })}
            onThere={() => setStage({ name: "there" })}
            onBack={onBack}
          />
        )}
        {stage.name === "found" && (
          <StartNew
            origin={stage.origin}
            onSheet={(secret) => setStage({ name: "sheet", secret })}
            onDone={onDone}
            onThere={() => setStage({ name: "there" })}
            onBack={() => setStage({ name: "address" })}
          />
        )}
        {stage.name === "there" && (
          <>
            <p>{say("server.linkAbout")}</p>
            <WayForm
              go={say("server.linkGo")}
              onWay={link}
              onBack={() => setStage({ name: "address" })}
            />
          </>
        )}
      </section>
    </div>
  );
}

interface AddressProps {
  onFound: (origin: string) => void;
  onThere: () => void;
  onBack: () => void;
}

function Address({ onFound, onThere, onBack }: AddressProps) {
  const [url, setUrl] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const look = (): void => {
    if (busy) return;
    setFailed(null);
    let origin: string;
    try {
      origin = originOf(url);
    } catch (thrown) {
      return setFailed(thrown);
    }
    // In the click itself: later the browser would not ask.
    const allowed = askForSite(origin);
    setBusy(true);
    void (async () => {
      try {
        if (!(await allowed)) throw new Failure("SERVER_PERMISSION");
        onFound((await call("server.test", { url: origin })).origin);
      } catch (thrown) {
        setFailed(thrown);
        setBusy(false);
      }
    })();
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        look();
      }}
    >
      <p>{say("server.addressAbout")}</p>
      <AddressBox value={url} onInput={setUrl} readOnly={busy} describedBy="server-address-said" />
      <div id="server-address-said">
        <p class="quiet small">{say("server.addressHint")}</p>
        <Failed thrown={failed} />
      </div>
      <Working on={busy} words={say("server.asking")} />
      <div class="buttons start">
        <Button look="primary" type="submit" busy={busy}>
          {say("server.look")}
        </Button>
        <Button onClick={onThere}>{say("server.isThere")}</Button>
        <Button look="link" onClick={onBack}>
          {say("app.cancel")}
        </Button>
      </div>
    </form>
  );
}

interface StartNewProps {
  origin: string;
  onSheet: (secret: SheetSecret) => void;
  onDone: () => void;
  onThere: () => void;
  onBack: () => void;
}

function StartNew({ origin, onSheet, onDone, onThere, onBack }: StartNewProps) {
  const [invite, setInvite] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const start = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFailed(null);
    let connected = false;
    try {
      const code = invite.trim() === "" ? null : invite.trim();
      const secret = await withPassword("server", async (proof: Proof) => {
        // A password that was right once is not asked for again: the second step may fail alone.
        if (!connected) await call("server.connect", { url: origin, invite: code, proof });
        connected = true;
        return call("server.sheet", { proof });
      });
      if (secret !== null) return onSheet(secret);
      if (connected) return onDone();
    } catch (thrown) {
      // The account is there: the sheet can be printed from the next screen.
      if (connected) return onDone();
      if (failureCode(thrown) !== "CANCELLED") setFailed(thrown);
    }
    setBusy(false);
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <p class="good" role="status">
        <Icon name="check" />
        <strong>{say("server.found", [origin])}</strong>
      </p>
      <p>{say("server.startAbout")}</p>
      <CodeBox
        id="server-invite"
        label={say("server.invite")}
        value={invite}
        onInput={setInvite}
        max={64}
        busy={busy}
        failed={failed}
        capitals={false}
        hint={<p class="quiet small">{say("server.inviteHint")}</p>}
      />
      <div class="buttons start">
        <Button look="primary" type="submit" busy={busy}>
          {say("server.start")}
        </Button>
        <Button onClick={onThere}>{say("server.isThere")}</Button>
        <Button look="link" onClick={onBack}>
          {say("app.back")}
        </Button>
      </div>
    </form>
  );
}
