import { useEffect, useState } from "preact/hooks";
import type { FactorLine } from "../../wire/factors.ts";
import type { Proof } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Qr } from "../paper/qr.tsx";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { ask, attempt, toast } from "../state/app.ts";
import { copyText } from "../state/clipboard.ts";
import { withFactor } from "../state/factor.ts";
import { type Connected, lookAtServer } from "../state/server.ts";
import { canMakePasskey, makeServerPasskey } from "../state/server-passkey.ts";
import { stepUp, withPassword } from "../state/step-up.ts";
import { dayOf } from "../words.ts";
import { CodeForm } from "./code-form.tsx";

/** How long a new secret stays on the screen (ms). */
const shownFor = 10 * 60_000;

/** A TOTP on its way to an authenticator: only this page has it. */
interface Begun {
  id: string;
  secret: string;
}

/** The second factor of the account: whether there is one, on with an authenticator or a passkey, off again. */
export function FactorPanel({ status }: { status: Connected }) {
  const [factors, setFactors] = useState<FactorLine[] | null>(null);
  const [begun, setBegun] = useState<Begun | null>(null);
  useEffect(() => {
    if (begun === null) return undefined;
    const timer = setTimeout(() => setBegun(null), shownFor);
    return () => clearTimeout(timer);
  }, [begun]);
  const load = async (proof: Proof): Promise<void> =>
    setFactors((await ask("server.factors", { proof })).factors);
  const show = (): Promise<void> => attempt(() => withPassword("server", load));
  const begin = (): Promise<void> =>
    attempt(async () => {
      const made = await withFactor("server", (proof, code) =>
        ask("server.factor.begin", { proof, wanted: { kind: "totp" }, code }),
      );
      if (made?.kind === "totp") setBegun({ id: made.id, secret: made.secret });
    });
  const done = async (): Promise<void> => {
    setBegun(null);
    setFactors(null);
    toast(say("factor.isOn"));
    await lookAtServer();
  };
  const addKey = (): Promise<void> =>
    attempt(async () => {
      const { origin, hostname: rpId } = location;
      const made = await withFactor("server", (proof, code) =>
        ask("server.factor.begin", { proof, wanted: { kind: "passkey", origin, rpId }, code }),
      );
      if (made?.kind !== "passkey") return;
      const first = await makeServerPasskey(made.options);
      const confirmed = await stepUp("server", (proof) =>
        ask("server.factor.confirm", { proof, id: made.id, first }),
      );
      if (confirmed === null) await done();
    });
  const remove = (id: string): Promise<void> =>
    attempt(async () => {
      const gone = await withFactor("server", async (proof, code) => {
        await ask("server.factor.remove", { proof, id, code });
        await load(proof);
        return true;
      });
      if (gone) toast(say("factor.isRemoved"));
    });
  return (
    <section class="panel" aria-labelledby="server-factor">
      <h2 id="server-factor">{say("factor.title")}</h2>
      <p>{say("factor.about")}</p>
      {begun !== null && (
        <Enrol
          status={status}
          begun={begun}
          onDone={() => void done()}
          onBack={() => setBegun(null)}
        />
      )}
      {begun === null && factors === null && (
        <div class="buttons start">
          <Button onClick={() => void show()}>{say("factor.show")}</Button>
        </div>
      )}
      {begun === null && factors !== null && (
        <>
          <p class={factors.length > 0 ? "good" : "good calm"} role="status">
            <Icon name={factors.length > 0 ? "check" : "lock"} />
            <strong>{say(factors.length > 0 ? "factor.on" : "factor.off")}</strong>
          </p>
          <Factors factors={factors} onRemove={(id) => void remove(id)} />
          <div class="buttons start">
            <Button look={factors.length > 0 ? "plain" : "primary"} onClick={() => void begin()}>
              {say(factors.length > 0 ? "factor.addApp" : "factor.turnOn")}
            </Button>
            {canMakePasskey() && (
              <Button onClick={() => void addKey()}>{say("factor.addKey")}</Button>
            )}
          </div>
          <p class="quiet small">{say("factor.spare")}</p>
        </>
      )}
      <details>
        <summary>{say("factor.lost")}</summary>
        <p>{say("factor.lost1")}</p>
        <p>{say("factor.lost2")}</p>
        <p>{say("factor.lost3")}</p>
      </details>
    </section>
  );
}

function Factors({ factors, onRemove }: { factors: FactorLine[]; onRemove: (id: string) => void }) {
  if (factors.length === 0) return null;
  return (
    <ul class="plain contacts">
      {factors.map(({ id, kind, made }) => (
        <li key={id} class="contact">
          <span class="contact-who">
            <strong>{say(`factor.kind_${kind}`)}</strong>
            <small class="quiet">{say("factor.since", [dayOf(made)])}</small>
          </span>
          <Button onClick={() => onRemove(id)}>
            {say(factors.length > 1 ? "factor.remove" : "factor.turnOff")}
          </Button>
        </li>
      ))}
    </ul>
  );
}

interface EnrolProps {
  status: Connected;
  begun: Begun;
  onDone: () => void;
  onBack: () => void;
}

/** The secret as a picture and as text, and the first code, by which it counts. */
function Enrol({ status, begun, onDone, onBack }: EnrolProps) {
  const { id, secret } = begun;
  const confirm = async (code: string): Promise<void> => {
    const first = { code: code.slice("totp ".length) };
    const done = await stepUp("server", async (proof) => {
      await ask("server.factor.confirm", { proof, id, first });
      return true;
    });
    if (done) onDone();
  };
  return (
    <>
      <ol class="steps">
        <li>{say("factor.step1")}</li>
        <li>{say("factor.step2")}</li>
      </ol>
      <div class="contact-card pair-card">
        <Qr text={addressOf(status, secret)} words={say("factor.qr")} />
        <div class="stack">
          <code class="card-text">{secret.match(/.{1,4}/g)?.join(" ")}</code>
          <div class="buttons start">
            <Button icon="copy" onClick={() => void copyText(secret)}>
              {say("factor.copy")}
            </Button>
          </div>
          <p class="quiet small">{say("factor.apart")}</p>
        </div>
      </div>
      <CodeForm
        first
        go={say("factor.confirm")}
        onCode={confirm}
        close={say("app.cancel")}
        onClose={onBack}
      />
    </>
  );
}

/** What authenticators read; it names the server and the account, so that two of them can be told apart. */
function addressOf({ origin, account }: Connected, secret: string): string {
  const label = encodeURIComponent(`${account} ${new URL(origin).host}`);
  const rest = "issuer=Coffer%20backup&algorithm=SHA1&digits=6&period=30";
  return `otpauth://totp/Coffer%20backup:${label}?secret=${secret}&${rest}`;
}
