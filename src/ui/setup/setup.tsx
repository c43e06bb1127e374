import { useEffect, useState } from "preact/hooks";
import { call } from "../../wire/call.ts";
import { say } from "../../wire/words.ts";
import { Icon, Mark } from "../parts/icon.tsx";
import { Working } from "../parts/progress.tsx";
import { ClipBar, Toasts } from "../parts/toast.tsx";
import { refresh } from "../state/app.ts";
import { Shortcuts } from "../manager/settings.tsx";
import { Choose } from "./choose.tsx";
import { Code } from "./code.tsx";

type Stage =
  | { name: "choose"; failed: unknown }
  | { name: "creating" }
  | { name: "code"; code: string }
  | { name: "ready" };

const steps = 3;
const stepOf = { choose: 1, creating: 1, code: 2, ready: 3 } as const;

/** From nothing to a vault, in three steps. */
export function Setup() {
  const [stage, setStage] = useState<Stage>({ name: "choose", failed: null });
  useEffect(() => {
    document.getElementById("main")?.scrollIntoView();
  }, [stage.name]);
  const create = async (password: string): Promise<void> => {
    setStage({ name: "creating" });
    try {
      const { recoveryCode } = await call("create", { password });
      setStage({ name: "code", code: recoveryCode });
      await refresh();
    } catch (failed) {
      setStage({ name: "choose", failed });
    }
  };
  return (
    <main class="alone setup" id="main">
      <p class="brand">
        <Mark />
        <strong>{say("app.name")}</strong>
        <span class="quiet small">{say("setup.step", [stepOf[stage.name], steps])}</span>
      </p>
      <div class="panel">
        {stage.name === "choose" && (
          <Choose failed={stage.failed} onChoose={(password) => void create(password)} />
        )}
        {stage.name === "creating" && (
          <>
            <h1>{say("setup.creating")}</h1>
            <p>{say("setup.creatingText")}</p>
            <Working on words={say("setup.creating")} />
          </>
        )}
        {stage.name === "code" && (
          <Code code={stage.code} onDone={() => setStage({ name: "ready" })} />
        )}
        {stage.name === "ready" && <Ready />}
      </div>
      <ClipBar />
      <Toasts />
    </main>
  );
}

function Ready() {
  const isFirefox = navigator.userAgent.includes("Firefox");
  return (
    <>
      <h1>{say("setup.pinTitle")}</h1>
      <p class="line">
        <span class="puzzle">
          <Icon name="puzzle" />
        </span>
        <span>{say(isFirefox ? "setup.pinFirefox" : "setup.pinChrome")}</span>
      </p>
      <h2>{say("setup.keysTitle")}</h2>
      <Shortcuts />
      <h2>{say("setup.practiceTitle")}</h2>
      <p>{say("setup.practiceText")}</p>
      <div class="buttons start">
        <a class="button primary" href="/practice.html" target="_blank">
          <Icon name="practice" />
          <span>{say("setup.practiceGo")}</span>
        </a>
        <a class="button" href="#/">
          {say("setup.finish")}
        </a>
      </div>
    </>
  );
}
