import { useEffect, useState } from "preact/hooks";
import { failureCode } from "../../core/failure.ts";
import { call } from "../../wire/call.ts";
import type { KeyAsk } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { BackupSecret } from "../manager/backup-secret.tsx";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Working } from "../parts/progress.tsx";
import { attempt, refresh } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { server, watchServer } from "../state/server.ts";
import { WorkBar } from "./state.tsx";
import { type Way, WayForm } from "./way-form.tsx";

type Stage =
  | { name: "way" }
  | { name: "secret"; way: Way; origin: string; keys: readonly KeyAsk[] }
  | { name: "done"; items: number };

/** A browser without a vault takes the one of a server: who names it, what opens it, and the wait with its progress. */
export function JoinPage({ hasVault }: { hasVault: boolean }) {
  const [stage, setStage] = useState<Stage>({ name: "way" });
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const status = useStore(server, (state) => state.status);
  useEffect(watchServer, []);
  const joining = status?.state === "none" ? status.joining : null;
  return (
    <div class="page">
      <h1>{say("server.joinTitle")}</h1>
      {stage.name === "way" && hasVault && (
        <section class="panel">
          <p>{say("server.joinHasVault")}</p>
          <div class="buttons start">
            <a class="button primary" href="#/server">
              {say("server.title")}
            </a>
          </div>
        </section>
      )}
      {stage.name === "way" && !hasVault && (
        <section class="panel">
          <p>{say("server.joinAbout")}</p>
          <WayForm
            go={say("server.look")}
            onWay={async (way) => {
              const { origin, keys } = await call("server.look", { way });
              setStage({ name: "secret", way, origin, keys });
            }}
          />
        </section>
      )}
      {stage.name === "secret" && (
        <section class="panel">
          <p class="good" role="status">
            <Icon name="check" />
            <strong>{say("server.joinFound", [stage.origin])}</strong>
          </p>
          <div hidden={busy && joining !== null}>
            <BackupSecret
              keys={stage.keys}
              words={{
                title: say("server.joinSecret"),
                about: say("server.joinSecretText"),
                password: say("server.joinPassword"),
                code: say("unlock.code"),
                keyToo: say("unlock.keyToo"),
                go: say("server.joinGo"),
                working: say("server.joining"),
              }}
              more={
                <div>
                  <label class="label" for="join-name">
                    {say("server.deviceName")}
                  </label>
                  <input
                    id="join-name"
                    class="input"
                    maxLength={100}
                    autocomplete="off"
                    value={name}
                    aria-describedby="join-name-hint"
                    onInput={(event) => setName(event.currentTarget.value)}
                  />
                  <p id="join-name-hint" class="quiet small">
                    {say("server.joinNameHint")}
                  </p>
                </div>
              }
              onOpen={async (typed) => {
                setBusy(true);
                try {
                  const { items } = await call("server.join", {
                    way: stage.way,
                    typed,
                    name: name.trim() === "" ? null : name.trim(),
                  });
                  setStage({ name: "done", items });
                  await refresh();
                } catch (thrown) {
                  // Stopped by the user: what was fetched stays, and the next try goes on from there.
                  if (failureCode(thrown) !== "CANCELLED") throw thrown;
                } finally {
                  setBusy(false);
                }
              }}
            />
          </div>
          {busy && (
            <>
              {joining === null ? (
                <Working on words={say("server.joining")} />
              ) : (
                <WorkBar work={joining} />
              )}
              <div class="buttons start">
                <Button onClick={() => void attempt(() => call("server.cancel", {}))}>
                  {say("app.cancel")}
                </Button>
              </div>
            </>
          )}
          {!busy && (
            <div class="buttons start">
              <Button look="link" onClick={() => setStage({ name: "way" })}>
                {say("app.back")}
              </Button>
            </div>
          )}
        </section>
      )}
      {stage.name === "done" && (
        <section class="panel" role="status">
          <p class="good">
            <Icon name="check" />
            <strong>{say("server.joined", stage.items, [stage.items.toLocaleString()])}</strong>
          </p>
          <p>{say("server.joinedText")}</p>
          <div class="buttons start">
            <a class="button primary" href="#/">
              {say("restore.show")}
            </a>
          </div>
        </section>
      )}
    </div>
  );
}
