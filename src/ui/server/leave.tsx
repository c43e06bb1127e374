import { useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { ask, attempt, toast } from "../state/app.ts";
import { withFactor } from "../state/factor.ts";
import { lookAtServer } from "../state/server.ts";
import { TypedWord } from "./typed-word.tsx";

/** Disconnects this device; nothing is deleted by it. */
export function leaveServer(): Promise<void> {
  return attempt(async () => {
    await ask("server.disconnect", {});
    await lookAtServer();
    toast(say("server.left"));
  });
}

/** Away from the server: this device alone, or the whole account with everything in it. */
export function Leave({ origin }: { origin: string }) {
  const [asking, setAsking] = useState<"leave" | "erase" | null>(null);
  const erase = (typed: string): Promise<void> =>
    attempt(async () => {
      const done = await withFactor("server", async (proof, code) => {
        await ask("server.erase", { proof, typed, code });
        return true;
      });
      await lookAtServer();
      if (done !== null) toast(say("server.erased"));
    });
  return (
    <section class="panel" aria-labelledby="server-leave">
      <h2 id="server-leave">{say("server.leave")}</h2>
      <p>{say("server.leaveText")}</p>
      <div class="buttons start">
        <Button onClick={() => setAsking("leave")}>{say("server.leaveGo")}</Button>
        <Button look="danger" onClick={() => setAsking("erase")}>
          {say("server.eraseGo")}
        </Button>
      </div>
      {asking === "leave" && (
        <Confirm
          title={say("server.leaveAsk", [origin])}
          text={say("server.leaveAskText")}
          go={say("server.leaveGo")}
          onGo={() => void leaveServer()}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === "erase" && (
        <TypedWord
          title={say("server.eraseAsk")}
          text={[say("server.eraseText1"), say("server.eraseText2")]}
          go={say("server.eraseGo")}
          danger
          onGo={(typed) => void erase(typed)}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  );
}
