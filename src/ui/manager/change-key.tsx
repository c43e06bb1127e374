import { useEffect, useState } from "preact/hooks";
import type { KeyAsk, Reply, Status, Typed } from "../../wire/protocol.ts";
import type { Rotated } from "../../wire/servers.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Progress, Working } from "../parts/progress.tsx";
import { CodeForm } from "../server/code-form.tsx";
import { DropRotation } from "../server/rotation.tsx";
import { app, ask, attempt, refresh } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { lookAtServer } from "../state/server.ts";
import { touchServerPasskey } from "../state/server-passkey.ts";
import { makePasskey, type Touched } from "../state/passkey.ts";
import { Code } from "../setup/code.tsx";
import { ChangeForm, type Filled } from "./change-form.tsx";

/** What is to become of the key of the vault. */
export type Change =
  | { name: "password" | "renew" | "rotate" | "exposed" }
  | { name: "add"; how: "quick" | "second" }
  | { name: "remove"; key: KeyAsk; called: string }
  /** A device that is not to read on. */
  | { name: "device"; id: string; called: string };

type Stage =
  | { name: "form"; failed: unknown }
  | { name: "working" }
  /** All is sealed anew, and the server asks for its second factor before it takes it. */
  | { name: "factor"; code: string; now: Typed; next: string | null }
  | { name: "code"; code: string; waits: Waits }
  | { name: "done" };

type Waits = NonNullable<Rotated["waits"]> | null;

const done = {
  password: "security.donePassword",
  renew: "security.donePassword",
  rotate: "security.doneRotate",
  exposed: "security.doneRotate",
  add: "security.doneKey",
  remove: "security.doneRemoved",
  device: "server.doneDevice",
} as const;

interface ChangeKeyProps {
  change: Change;
  status: Extract<Status, { state: "open" }>;
  onClose: () => void;
}

/**
 * One change of the key from the question to the new recovery code: the password is typed, passkeys are touched,
 * everything is sealed anew, and the new code is shown once (FORMAT.md 6).
 */
export function ChangeKey({ change, status, onClose }: ChangeKeyProps) {
  const [stage, setStage] = useState<Stage>({ name: "form", failed: null });
  const [keys, setKeys] = useState<KeyAsk[]>([]);
  const rotating = useStore(app, (state) =>
    state.status?.state === "open" ? state.status.rotating : null,
  );
  useEffect(() => void attempt(async () => setKeys((await ask("key.asks", {})).keys)), []);

  const go = async (filled: Filled): Promise<void> => {
    setStage({ name: "working" });
    try {
      const { recoveryCode, waits = null } = await carryOut(change, filled, keys);
      await refresh();
      if (recoveryCode === null) return setStage({ name: "done" });
      if (waits !== "code") return setStage({ name: "code", code: recoveryCode, waits });
      await lookAtServer();
      const { typed: now } = proofOf(filled, keys);
      const next = filled.newPassword ?? (now.by === "password" ? now.secret : null);
      setStage({ name: "factor", code: recoveryCode, now, next });
    } catch (failed) {
      setStage({ name: "form", failed });
    }
  };

  /** The password opens the new keys too, so that the vault stays open. */
  const withCode = async (recoveryCode: string, proof: string | null, code: string) => {
    await ask("server.sync", { proof, consent: false, code });
    await refresh();
    setStage({ name: "code", code: recoveryCode, waits: null });
  };

  return (
    <div class="page">
      {stage.name !== "code" && <h1>{titleOf(change)}</h1>}
      {/* It keeps what was typed while it works: a mistake is mended, not typed anew. */}
      <div hidden={stage.name !== "form"}>
        <ChangeForm
          change={change}
          keys={keys}
          named={status.settings.keys}
          failed={stage.name === "form" ? stage.failed : null}
          onGo={(filled) => void go(filled)}
          onClose={onClose}
        />
      </div>
      {stage.name === "working" && (
        <section class="panel">
          {rotating === null || rotating === 0 ? (
            <Working on words={say("security.working")} />
          ) : (
            <Progress
              done={rotating}
              words={say("security.sealing", [Math.round(rotating * 100)])}
            />
          )}
          {change.name === "add" && <p class="quiet">{say("security.touchNow")}</p>}
          {rotating !== null && (
            <div class="buttons start">
              <Button onClick={() => void attempt(() => ask("rotate.cancel", {}))}>
                {say("app.cancel")}
              </Button>
            </div>
          )}
        </section>
      )}
      {stage.name === "factor" && (
        <section class="panel">
          <h2>{say("factor.stepTitle")}</h2>
          <p>{say("factor.stepText")}</p>
          <CodeForm
            first
            go={say("factor.waitGo")}
            onCode={(code) => withCode(stage.code, stage.next, code)}
            onTouch={() => touchServerPasskey(stage.now)}
            close={say("factor.later")}
            onClose={() => setStage({ name: "code", code: stage.code, waits: "code" })}
          />
          <DropRotation onDone={onClose} />
        </section>
      )}
      {stage.name === "code" && (
        <section class="panel">
          {stage.waits === null ? (
            <p class="good" role="status">
              <Icon name="check" />
              <span>
                {say(done[change.name])} {say("security.newCode")}
              </span>
            </p>
          ) : (
            <p class="notice warn" role="status">
              {say(stage.waits === "code" ? "factor.waits" : "server.rotationWaits")}
            </p>
          )}
          <Code code={stage.code} canCheck={stage.waits === null} onDone={onClose} />
        </section>
      )}
      {stage.name === "done" && (
        <section class="panel">
          <p class="good" role="status">
            <Icon name="check" />
            <span>{say(done[change.name])}</span>
          </p>
          <div class="buttons start">
            <Button look="primary" onClick={onClose}>
              {say("app.done")}
            </Button>
          </div>
        </section>
      )}
    </div>
  );
}

function titleOf(change: Change): string {
  switch (change.name) {
    case "password":
      return say("security.changePassword");
    case "renew":
      return say("security.renewTitle");
    case "rotate":
      return say("security.rotate");
    case "exposed":
      return say("security.exposed");
    case "add":
      return say(change.how === "quick" ? "security.addQuick" : "security.addSecond");
    case "remove":
      return say("security.removeTitle", [change.called]);
    case "device":
      return say("server.deviceTitle", [change.called]);
  }
}

/** The proof: the required passkey goes with the password, all others beside it. */
function proofOf(filled: Filled, keys: readonly KeyAsk[]): { typed: Typed; others: Touched[] } {
  const { by, secret, touched } = filled;
  const second = touched.find((one) => keys.some((key) => !key.alone && key.slotId === one.slotId));
  const others = touched.filter((one) => one !== second);
  if (by === "password" && second !== undefined)
    return { typed: { by: "passwordAndKey", secret, key: second }, others };
  return { typed: { by, secret }, others: touched };
}

async function carryOut(
  change: Change,
  filled: Filled,
  keys: readonly KeyAsk[],
): Promise<Reply<"key.add"> & Pick<Rotated, "waits">> {
  const { typed, others } = proofOf(filled, keys);
  if (change.name === "add") {
    const name = filled.name.trim() || say("security.unnamed");
    const made = await makePasskey(await ask("key.begin", {}), name);
    return ask("key.add", { how: change.how, name, ...made, typed, others });
  }
  if (change.name === "remove")
    return ask("key.remove", { slotId: change.key.slotId, typed, others });
  if (change.name === "device")
    return ask("server.device.remove", {
      id: change.id,
      typed,
      newPassword: filled.newPassword,
      others,
      forgetKeys: filled.forgetKeys,
    });
  return ask("rotate", {
    typed,
    newPassword: filled.newPassword,
    others,
    forgetKeys: filled.forgetKeys,
    exposed: change.name === "exposed",
  });
}
