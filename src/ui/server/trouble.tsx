import { useState } from "preact/hooks";
import { Failure, failureCode } from "../../core/failure.ts";
import { askForSite } from "../../wire/permission.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { ask, attempt, tell, toast } from "../state/app.ts";
import { type Connected, lookAtServer, syncNow } from "../state/server.ts";
import { stepUp, withPassword } from "../state/step-up.ts";
import { sentence } from "../words.ts";
import { FormerWay } from "./former.tsx";
import { leaveServer } from "./leave.tsx";
import type { SheetSecret } from "./sheet-flow.tsx";
import { TypedWord } from "./typed-word.tsx";

interface TroubleProps {
  status: Connected;
  /** A new account was made: its key has to come to paper. */
  onFresh: (secret: SheetSecret) => void;
  onStates: () => void;
}

type Asking = "merge" | "fresh" | "consent" | null;

/** The server does not serve what it did: nothing was changed here, and each way out says what it does. */
const broken = ["ROLLBACK", "FORK", "MISSING", "TAMPERED", "NO_ACCOUNT"] as const;
type Broken = (typeof broken)[number];

/** What needs the user, in words, and the ways out of it. */
export function Trouble({ status, onFresh, onStates }: TroubleProps) {
  const [asking, setAsking] = useState<Asking>(null);
  const problem = status.problem ?? "INTERNAL";
  const torn = broken.find((one) => one === problem);
  const brake = problem === "CONFIRMATION";
  const anew = async (how: "merge" | "fresh", typed: string): Promise<void> => {
    let done = false;
    try {
      const secret = await withPassword("server", async (proof) => {
        if (!done) await ask("server.anew", { how, proof, typed });
        done = true;
        return how === "fresh" ? ask("server.sheet", { proof }) : null;
      });
      if (secret !== null) onFresh(secret);
    } catch (thrown) {
      tell(thrown);
    }
    if (done && how === "merge") toast(say("server.merged"));
    await lookAtServer();
  };
  /** With the password, or with the word that many may go. */
  const sync = async (consent: boolean): Promise<void> => {
    try {
      await withPassword("server", (proof) => ask("server.sync", { proof, consent }));
    } catch (thrown) {
      if (failureCode(thrown) !== status.problem) tell(thrown);
    }
    await lookAtServer();
  };
  /** Nothing goes by it, so nothing has to be typed, but where a key is needed. */
  const keepMine = async (): Promise<void> => {
    try {
      const done = await stepUp("server", (proof) =>
        ask("server.sync", { proof, consent: false, keep: true }),
      );
      if (done !== null) toast(say("server.kept"));
    } catch (thrown) {
      if (failureCode(thrown) !== status.problem) tell(thrown);
    }
    await lookAtServer();
  };
  const allow = (): void => {
    const asked = askForSite(status.origin);
    void (async () => {
      if (await asked) await syncNow();
      else tell(new Failure("SERVER_PERMISSION"));
    })();
  };
  return (
    <section class="panel trouble" role="alert" aria-labelledby="server-trouble">
      <div class="trouble-head">
        <Icon name="warn" />
        <h2 id="server-trouble">
          {torn !== undefined
            ? say(`server.title_${torn}`)
            : brake
              ? brakeWords(status)
              : say(problem === "CLOCK" ? "serverClock.title" : "server.title_other")}
        </h2>
      </div>
      <p>
        {torn === undefined
          ? brake
            ? say("server.brakeText")
            : sentence(new Failure(problem))
          : say(`server.text_${torn}`)}
      </p>
      {torn !== undefined && <p>{say("server.nothingLost")}</p>}
      {torn !== undefined && <TornWays torn={torn} onAsk={setAsking} onStates={onStates} />}
      {brake && (
        <div class="ways">
          <Way text={say("server.brakeKeepText")} primary onGo={() => void keepMine()}>
            {say("server.brakeKeep")}
          </Way>
          <Way text={say("server.brakeGoText")} danger onGo={() => setAsking("consent")}>
            {say("server.brakeGo")}
          </Way>
          <Way text={say("server.wayStatesText")} onGo={onStates}>
            {say("server.statesGo")}
          </Way>
        </div>
      )}
      {problem === "STEP_UP" && (
        <div class="buttons start">
          <Button look="primary" onClick={() => void sync(false)}>
            {say("server.withPassword")}
          </Button>
        </div>
      )}
      {problem === "DEVICE_REMOVED" && (
        <div class="ways">
          <Way text={say("server.removedWay")} primary onGo={() => void leaveServer()}>
            {say("server.leaveGo")}
          </Way>
        </div>
      )}
      {problem === "FORMER_PASSWORD" && <FormerWay />}
      {problem === "SERVER_ASKS" && (
        <div class="ways">
          <Way text={say("serverAsks.again")} primary onGo={() => void attempt(syncNow)}>
            {say("server.wayAgain")}
          </Way>
          <Way text={say("serverAsks.leave")} onGo={() => void leaveServer()}>
            {say("server.leaveGo")}
          </Way>
        </div>
      )}
      {problem === "SERVER_PERMISSION" && (
        <div class="buttons start">
          <Button look="primary" onClick={allow}>
            {say("server.allow")}
          </Button>
        </div>
      )}
      {asking !== null && (
        <TypedWord
          title={say(`server.ask_${asking}`)}
          text={[say(`server.ask_${asking}_text`)]}
          go={say(`server.ask_${asking}_go`)}
          danger={asking === "consent"}
          word={asking === "consent" ? say("server.wordRemove") : say("restore.word")}
          onGo={(typed) => void (asking === "consent" ? sync(true) : anew(asking, typed))}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  );
}

function brakeWords({ brake }: Connected): string {
  if (brake === null) return say("server.brakeMany");
  const { removes, of } = brake;
  return say("server.brakeOf", removes, [removes.toLocaleString(), of.toLocaleString()]);
}

interface TornProps {
  torn: Broken;
  onAsk: (what: Asking) => void;
  onStates: () => void;
}

function TornWays({ torn, onAsk, onStates }: TornProps) {
  const gone = torn === "NO_ACCOUNT";
  return (
    <div class="ways">
      {!gone && (
        <Way text={say("server.wayMergeText")} primary onGo={() => onAsk("merge")}>
          {say("server.wayMerge")}
        </Way>
      )}
      <Way text={say("server.wayFreshText")} primary={gone} onGo={() => onAsk("fresh")}>
        {say("server.wayFresh")}
      </Way>
      {!gone && (
        <Way text={say("server.wayStatesText")} onGo={onStates}>
          {say("server.statesGo")}
        </Way>
      )}
      <div class="way">
        <a class="button" href="#/restore">
          {say("server.wayFile")}
        </a>
        <p class="quiet small">{say("server.wayFileText")}</p>
      </div>
      <div class="way">
        <Button onClick={() => void attempt(syncNow)}>{say("server.wayAgain")}</Button>
        <p class="quiet small">{say("server.wayMirrorText")}</p>
      </div>
    </div>
  );
}

interface WayProps {
  children: string;
  text: string;
  primary?: boolean;
  danger?: boolean;
  onGo: () => void;
}

/** A button, and beside it what it does. */
function Way({ children, text, primary, danger, onGo }: WayProps) {
  return (
    <div class="way">
      <Button look={danger ? "danger" : primary ? "primary" : "plain"} onClick={onGo}>
        {children}
      </Button>
      <p class="quiet small">{text}</p>
    </div>
  );
}
