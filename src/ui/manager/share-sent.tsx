import { useEffect, useRef } from "preact/hooks";
import { hostOf } from "../../core/origin.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { ask, attempt, toast } from "../state/app.ts";
import { dateOf } from "../words.ts";
import { download } from "./transfer.ts";

/** What was sealed, to be handed over by the user. */
export type Sent =
  | { way: "contact"; name: string; text: string; items: number; expiry: number }
  | { way: "mail"; name: string; origin: string; items: number; expiry: number }
  | { way: "link"; key: string; items: number; page: Blob }
  | { way: "age"; text: string; items: number };

/** Ciphertext may stay on the clipboard; a key goes there as every secret does. */
function copyText(text: string): Promise<void> {
  return attempt(async () => {
    await navigator.clipboard.writeText(text);
    toast(say("sharing.copied"));
  });
}

/** The text or file that was sealed, and how to hand it over. */
export function SentPanel({ sent, onAgain }: { sent: Sent; onAgain: () => void }) {
  const head = useRef<HTMLParagraphElement>(null);
  useEffect(() => head.current?.focus(), []);
  const name = say("sharing.fileName");
  const save = (text: string, end: string): void =>
    download(name + end, new Blob([text], { type: "text/plain" }));
  return (
    <div class="stack">
      <p class="good" tabIndex={-1} ref={head}>
        <Icon name="check" />
        <strong>{say("sharing.sealed", sent.items, [sent.items.toLocaleString()])}</strong>
      </p>
      {sent.way === "contact" && (
        <>
          <p>{say("sharing.sealedText", [sent.name || say("sharing.unnamed")])}</p>
          <div class="buttons start">
            <Button icon="copy" look="primary" onClick={() => void copyText(sent.text)}>
              {say("sharing.copyText")}
            </Button>
            <Button icon="backup" onClick={() => save(sent.text, ".txt")}>
              {say("sharing.saveFile")}
            </Button>
          </div>
        </>
      )}
      {sent.way === "mail" && (
        <p>
          {say("mailbox.sentText", [
            sent.name || say("sharing.unnamed"),
            hostOf(sent.origin),
            dateOf(sent.expiry),
          ])}
        </p>
      )}
      {sent.way === "link" && (
        <>
          <p>{say("sharing.linkText")}</p>
          <div class="buttons start">
            <Button
              icon="backup"
              look="primary"
              onClick={() => download(`${say("sharing.pageName")}.html`, sent.page)}
            >
              {say("sharing.linkSave")}
            </Button>
          </div>
          <p class="label">{say("sharing.linkKey")}</p>
          <code class="card-text">#{sent.key}</code>
          <div class="buttons start">
            <Button
              icon="copy"
              onClick={() => void attempt(async () => ask("clip.text", { text: `#${sent.key}` }))}
            >
              {say("sharing.linkCopy")}
            </Button>
          </div>
        </>
      )}
      {sent.way === "age" && (
        <>
          <p>{say("sharing.ageText")}</p>
          <div class="buttons start">
            <Button icon="backup" look="primary" onClick={() => save(sent.text, ".age")}>
              {say("sharing.saveFile")}
            </Button>
            <Button icon="copy" onClick={() => void copyText(sent.text)}>
              {say("sharing.copyText")}
            </Button>
          </div>
        </>
      )}
      <div class="buttons start">
        <Button look="link" onClick={onAgain}>
          {say("sharing.again")}
        </Button>
      </div>
    </div>
  );
}
