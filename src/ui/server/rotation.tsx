import { failureCode } from "../../core/failure.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { ask, attempt, toast } from "../state/app.ts";
import { type Connected, lookAtServer } from "../state/server.ts";
import { touchServerPasskey } from "../state/server-passkey.ts";
import { withPassword } from "../state/step-up.ts";
import { CodeForm } from "./code-form.tsx";

/** Gives up a change of the keys that waits for a code; it says what that means. */
export function DropRotation({ onDone }: { onDone?: () => void }) {
  const drop = (): Promise<void> =>
    attempt(async () => {
      await ask("server.rotation.drop", {});
      await lookAtServer();
      toast(say("factor.dropped"));
      onDone?.();
    });
  return (
    <div class="way">
      <Button onClick={() => void drop()}>{say("factor.drop")}</Button>
      <p class="quiet small">{say("factor.dropText")}</p>
    </div>
  );
}

/** A change of the keys that waits at the server's door for a code: by an alarm nobody is there to give one. */
export function RotationWaits() {
  const go = async (code: string): Promise<void> => {
    try {
      await ask("server.sync", { proof: null, consent: false, code });
    } catch (thrown) {
      await lookAtServer();
      // What comes behind the change, such as a lock, has its own place on this page.
      if (/^(SERVER_CODE_WRONG|SERVER_CODE|OFFLINE|BUSY)$/.test(failureCode(thrown))) throw thrown;
    }
    await lookAtServer();
  };
  return (
    <section class="panel trouble" role="alert" aria-labelledby="server-trouble">
      <div class="trouble-head">
        <Icon name="warn" />
        <h2 id="server-trouble">{say("factor.waitTitle")}</h2>
      </div>
      <p>{say("factor.waitText")}</p>
      <p>{say("factor.waitAfter")}</p>
      <CodeForm
        go={say("factor.waitGo")}
        onCode={go}
        onTouch={() => withPassword("server", touchServerPasskey)}
      />
      <DropRotation />
    </section>
  );
}

/** A change of the keys that waited, and came to nothing: whoever made it thinks that it is done. */
export function RotationUndone({ status }: { status: Connected }) {
  if (!status.undone) return null;
  const seen = (): Promise<void> =>
    attempt(async () => {
      await ask("server.rotation.drop", {});
      await lookAtServer();
    });
  return (
    <section class="panel trouble" role="alert" aria-labelledby="server-undone">
      <div class="trouble-head">
        <Icon name="warn" />
        <h2 id="server-undone">{say(status.made ? "serverMade.title" : "factor.undoneTitle")}</h2>
      </div>
      <p>{say(status.made ? "serverMade.text" : "factor.undoneText")}</p>
      <div class="buttons start">
        {status.made && (
          <a class="button" href="#/security/rotate">
            {say("serverMade.go")}
          </a>
        )}
        <Button look="primary" onClick={() => void seen()}>
          {say("factor.undoneSeen")}
        </Button>
      </div>
    </section>
  );
}
