import { useEffect, useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { ComparePanel } from "../server/compare.tsx";
import { Connect } from "../server/connect.tsx";
import { Conflicts } from "../server/conflicts.tsx";
import { CodePrompt } from "../server/code-form.tsx";
import { Devices } from "../server/devices.tsx";
import { FactorPanel } from "../server/factor.tsx";
import { Leave } from "../server/leave.tsx";
import { NotConnected } from "../server/none.tsx";
import { PairPanel } from "../server/pair.tsx";
import { RotationUndone, RotationWaits } from "../server/rotation.tsx";
import { SheetPanel, SheetScreen } from "../server/sheet-panel.tsx";
import type { SheetSecret } from "../server/sheet-flow.tsx";
import { StatePanel } from "../server/state.tsx";
import { States } from "../server/states.tsx";
import { Trouble } from "../server/trouble.tsx";
import type { Status } from "../../wire/protocol.ts";
import { useStore } from "../state/hook.ts";
import { server, watchServer } from "../state/server.ts";
import { ChangeKey } from "./change-key.tsx";

type Stage =
  | { name: "home" }
  | { name: "connect" }
  | { name: "sheet"; secret: SheetSecret; fresh: boolean }
  | { name: "states" }
  | { name: "device"; id: string; called: string };

/** The backup server: connecting, how it stands, what to do when it does not, devices, and states to go back to. */
export function ServerPage({ vault }: { vault: Extract<Status, { state: "open" }> }) {
  const [stage, setStage] = useState<Stage>({ name: "home" });
  const status = useStore(server, (state) => state.status);
  useEffect(watchServer, []);
  const home = (): void => setStage({ name: "home" });
  useEffect(() => {
    document.getElementById("main")?.scrollTo(0, 0);
  }, [stage.name]);

  if (status === null) return <div class="page" aria-busy="true" />;
  if (stage.name === "connect") return <Connect onDone={home} onBack={home} />;
  if (status.state === "none")
    return <NotConnected onConnect={() => setStage({ name: "connect" })} />;
  if (stage.name === "sheet")
    return <SheetScreen secret={stage.secret} fresh={stage.fresh} onDone={home} />;
  if (stage.name === "states") return <States onBack={home} />;
  if (stage.name === "device") {
    const change = { name: "device", id: stage.id, called: stage.called } as const;
    return <ChangeKey change={change} status={vault} onClose={home} />;
  }
  const onSheet = (secret: SheetSecret, fresh: boolean): void =>
    setStage({ name: "sheet", secret, fresh });
  return (
    <div class="page">
      <h1>{say("server.title")}</h1>
      <RotationUndone status={status} />
      {status.problem === "SERVER_CODE" && <RotationWaits />}
      {status.state === "trouble" && status.problem !== "SERVER_CODE" && (
        <Trouble
          status={status}
          onFresh={(secret) => onSheet(secret, true)}
          onStates={() => setStage({ name: "states" })}
        />
      )}
      <StatePanel status={status} />
      {status.conflicts > 0 && <Conflicts count={status.conflicts} />}
      <section class="panel" aria-labelledby="server-states">
        <h2 id="server-states">{say("server.states")}</h2>
        <p>{say("server.statesText")}</p>
        <div class="buttons start">
          <button type="button" class="button plain" onClick={() => setStage({ name: "states" })}>
            <span>{say("server.statesGo")}</span>
          </button>
        </div>
      </section>
      <Devices onRemove={(id, called) => setStage({ name: "device", id, called })} />
      {status.lastSync !== null && <ComparePanel lastSync={status.lastSync} />}
      <FactorPanel status={status} />
      <PairPanel />
      <SheetPanel onSheet={(secret) => onSheet(secret, false)} />
      <Leave origin={status.origin} />
      <CodePrompt />
    </div>
  );
}
