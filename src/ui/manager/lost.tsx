import { useState } from "preact/hooks";
import { call } from "../../wire/call.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { attempt, refresh } from "../state/app.ts";

/** The browser has lost the database: this must never look like a first start. */
export function Lost() {
  const [asks, setAsks] = useState(false);
  const anew = () =>
    attempt(async () => {
      await call("vault.giveUp", {});
      await refresh();
    });
  return (
    <>
      <h1>{say("lost.title")}</h1>
      <p>{say("lost.about")}</p>
      <p>{say("lost.nothing")}</p>
      <div class="buttons start">
        <a class="button primary" href="#/restore">
          {say("lost.restore")}
        </a>
        <a class="button" href="#/join">
          {say("server.have")}
        </a>
        <Button onClick={() => setAsks(true)}>{say("lost.anew")}</Button>
      </div>
      {asks && (
        <Confirm
          title={say("lost.anewTitle")}
          text={say("lost.anewText")}
          go={say("lost.anew")}
          onGo={() => void anew()}
          onClose={() => setAsks(false)}
        />
      )}
    </>
  );
}
