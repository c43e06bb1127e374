import { useState } from "preact/hooks";
import type { OwnCard } from "../../wire/sharing.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Qr } from "../paper/qr.tsx";
import { ask, attempt, toast } from "../state/app.ts";
import { loadSharing } from "../state/sharing.ts";
import { withPassword } from "../state/step-up.ts";
import { Words } from "./share-words.tsx";
import { download } from "./transfer.ts";

/** Public text, or an address that may be known: no clock clears it from the clipboard. */
async function copy(text: string, { mailbox }: OwnCard): Promise<void> {
  await attempt(async () => {
    await navigator.clipboard.writeText(text);
    toast(say(mailbox === null ? "sharing.copied" : "shareLeft.copied"));
  });
}

function saveText(text: string): void {
  download(`${say("sharing.cardName")}.txt`, new Blob([`${text}\n`], { type: "text/plain" }));
}

/** Who one is to others: card, words, and a new key. */
export function CardPanel({ me }: { me: { card: OwnCard | null; ended: boolean } }) {
  const { card } = me;
  return (
    <section class="panel" aria-labelledby="sharing-card">
      <h2 id="sharing-card">{say("sharing.card")}</h2>
      {card === null ? <NoCard ended={me.ended} /> : <MyCard card={card} />}
    </section>
  );
}

function NoCard({ ended }: { ended: boolean }) {
  const make = (name: string): Promise<void> =>
    attempt(async () => {
      await withPassword("identity", (proof) => ask("share.me.make", { name, proof }));
      await loadSharing();
    });
  return (
    <>
      {ended ? (
        <p class="notice warn">{say("sharing.cardEnded")}</p>
      ) : (
        <p>{say("sharing.cardNone")}</p>
      )}
      <NameForm name="" go={say("sharing.make")} onName={(name) => void make(name)} />
    </>
  );
}

interface NameFormProps {
  name: string;
  go: string;
  onName: (name: string) => void;
}

function NameForm({ name, go, onName }: NameFormProps) {
  const [typed, setTyped] = useState(name);
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== "") onName(typed);
      }}
    >
      <label class="label" for="sharing-name">
        {say("sharing.name")}
      </label>
      <input
        id="sharing-name"
        class="input"
        maxLength={60}
        autocomplete="off"
        required
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <div class="buttons start">
        <Button type="submit" look="primary">
          {go}
        </Button>
      </div>
    </form>
  );
}

function MyCard({ card }: { card: OwnCard }) {
  const [naming, setNaming] = useState(false);
  // A program that knows no mailboxes reads the card alone.
  const whole = card.mailbox === null ? card.text : `${card.text}\n${card.mailbox}`;
  const rename = (name: string): Promise<void> =>
    attempt(async () => {
      await ask("share.me.make", { name, proof: null });
      setNaming(false);
      await loadSharing();
      toast(say("sharing.renamed"));
    });
  return (
    <>
      <div class="contact-card">
        <Qr text={card.text} words={say("sharing.qr")} />
        <div class="stack">
          <strong>{card.name}</strong>
          <code class="card-text">{whole}</code>
          <div class="buttons start">
            <Button icon="copy" onClick={() => void copy(whole, card)}>
              {say("sharing.copyCard")}
            </Button>
            <Button icon="backup" onClick={() => saveText(whole)}>
              {say("sharing.saveCard")}
            </Button>
            <Button icon="edit" onClick={() => setNaming(!naming)}>
              {say("sharing.rename")}
            </Button>
          </div>
        </div>
      </div>
      {naming && (
        <NameForm name={card.name} go={say("sharing.save")} onName={(name) => void rename(name)} />
      )}
      <h3>{say("sharing.words")}</h3>
      <Words words={card.words} label={say("sharing.words")} />
      <p class="quiet">{say("sharing.wordsText")}</p>
      <NewKey card={card} />
    </>
  );
}

function NewKey({ card }: { card: OwnCard }) {
  const [asking, setAsking] = useState<"new" | "forget" | null>(null);
  const renew = (): Promise<void> =>
    attempt(async () => {
      const done = await withPassword("identity", async (proof) => {
        await ask("share.me.rotate", { proof });
        return true;
      });
      await loadSharing();
      if (done !== null) toast(say("sharing.newKeyDone"));
    });
  const forget = (): Promise<void> =>
    attempt(async () => {
      const done = await withPassword("identity", (proof) => ask("share.me.forget", { proof }));
      await loadSharing();
      if (done !== null) toast(say("sharing.forgotten"));
    });
  return (
    <details>
      <summary>{say("sharing.newKey")}</summary>
      <div class="stack">
        <p>{say("sharing.newKeyText")}</p>
        <div class="buttons start">
          <Button onClick={() => setAsking("new")}>{say("sharing.newKeyGo")}</Button>
        </div>
        {card.handover !== null && (
          <>
            <h3>{say("sharing.handover")}</h3>
            <p>{say("sharing.handoverText")}</p>
            <div class="buttons start">
              <Button
                icon="copy"
                onClick={() => void copy([card.handover, card.mailbox].join("\n").trim(), card)}
              >
                {say("sharing.handoverCopy")}
              </Button>
            </div>
          </>
        )}
        {card.old > 0 && (
          <>
            <p class="quiet">{say("sharing.oldKeys", card.old, [card.old.toLocaleString()])}</p>
            <div class="buttons start">
              <Button onClick={() => setAsking("forget")}>{say("sharing.forget")}</Button>
            </div>
          </>
        )}
      </div>
      {asking === "new" && (
        <Confirm
          title={say("sharing.newKeyAsk")}
          text={say("sharing.newKeyText")}
          go={say("sharing.newKeyGo")}
          onGo={() => void renew()}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === "forget" && (
        <Confirm
          title={say("sharing.forgetAsk")}
          text={say("sharing.forgetText")}
          go={say("sharing.forget")}
          danger
          onGo={() => void forget()}
          onClose={() => setAsking(null)}
        />
      )}
    </details>
  );
}
