import { useEffect, useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { Qr } from "../paper/qr.tsx";
import { Button } from "../parts/button.tsx";
import { ask, attempt } from "../state/app.ts";
import { copyText } from "../state/clipboard.ts";
import { withPassword } from "../state/step-up.ts";

/** How long a pairing text stays on the screen (ms). */
const shownFor = 5 * 60_000;

/** Brings this vault to another device: a text and a QR code, behind the password, gone with the window or after a while. */
export function PairPanel() {
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    if (text === null) return undefined;
    const hide = (): void => setText(null);
    const look = (): void => {
      if (document.hidden) hide();
    };
    const timer = setTimeout(hide, shownFor);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [text]);
  const show = (): Promise<void> =>
    attempt(async () => {
      const reply = await withPassword("server", (proof) => ask("server.pair", { proof }));
      if (reply !== null) setText(reply.text);
    });
  return (
    <section class="panel" aria-labelledby="server-pair">
      <h2 id="server-pair">{say("server.pairTitle")}</h2>
      <p>{say("server.pairText")}</p>
      {text === null ? (
        <div class="buttons start">
          <Button onClick={() => void show()}>{say("server.pairGo")}</Button>
        </div>
      ) : (
        <>
          <ol class="steps">
            <li>{say("server.pair1")}</li>
            <li>{say("server.pair2", [say("server.have")])}</li>
            <li>{say("server.pair3")}</li>
          </ol>
          <div class="contact-card pair-card">
            <Qr text={text} words={say("server.pairQr")} />
            <div class="stack">
              <code class="card-text">{text}</code>
              <div class="buttons start">
                <Button icon="copy" onClick={() => void copyText(text)}>
                  {say("server.pairCopy")}
                </Button>
                <Button look="link" onClick={() => setText(null)}>
                  {say("server.pairHide")}
                </Button>
              </div>
              <p class="quiet small">{say("server.pairSecret")}</p>
            </div>
          </div>
        </>
      )}
    </section>
  );
}
