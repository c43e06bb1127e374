import { useState } from "preact/hooks";
import { Failure } from "../../core/failure.ts";
import { hostOf } from "../../core/origin.ts";
import type { MailboxState } from "../../wire/sharing.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Icon } from "../parts/icon.tsx";
import { ask, attempt, toast } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { loadSharing, openLetter, sharing } from "../state/sharing.ts";
import { withPassword } from "../state/step-up.ts";
import { dateOf, sentence } from "../words.ts";

type Letter = MailboxState["letters"][number];

/** One's own mailbox at the connected server, and what came to it. Nothing is asked of a server before a click. */
export function MailboxPanel() {
  const { mailbox, me } = useStore(sharing, (state) => state);
  if (mailbox === null) return null;
  const { server, mine, letters } = mailbox;
  const card = me?.card ?? null;
  return (
    <section class="panel" aria-labelledby="sharing-mailbox">
      <h2 id="sharing-mailbox">{say("mailbox.title")}</h2>
      {mine !== null ? (
        <Mine server={server} origin={mine.origin} />
      ) : server === null ? (
        <p class="quiet">{say("mailbox.none")}</p>
      ) : (
        <>
          <p>{say("mailbox.about", [hostOf(server)])}</p>
          {card === null ? (
            <p class="quiet">{say("mailbox.noCard")}</p>
          ) : (
            <div class="buttons start">
              <Button look="primary" icon="plus" onClick={() => void make()}>
                {say("mailbox.open")}
              </Button>
            </div>
          )}
        </>
      )}
      {(mine !== null || letters.length > 0) && <Letters letters={letters} />}
    </section>
  );
}

function make(): Promise<void> {
  return attempt(async () => {
    const done = await withPassword("mailbox", async (proof) => {
      await ask("mailbox.make", { proof });
      return true;
    });
    await loadSharing();
    if (done !== null) toast(say("mailbox.opened"));
  });
}

function Mine({ server, origin }: { server: string | null; origin: string }) {
  const [asking, setAsking] = useState<"anew" | "close" | null>(null);
  const [busy, setBusy] = useState(false);
  const fetchNow = (): Promise<void> =>
    attempt(async () => {
      setBusy(true);
      try {
        const { count } = await ask("mailbox.fetch", {});
        toast(say("mailbox.fetched", count, [count.toLocaleString()]));
      } finally {
        setBusy(false);
        await loadSharing();
      }
    });
  const close = (): Promise<void> =>
    attempt(async () => {
      await ask("mailbox.close", {});
      await loadSharing();
      toast(say("mailbox.closed"));
    });
  const here = server === origin;
  return (
    <>
      {here ? (
        <p>{say("mailbox.mine", [hostOf(origin)])}</p>
      ) : (
        <p class="notice warn">{say("mailbox.elsewhere", [hostOf(origin)])}</p>
      )}
      <div class="buttons start">
        {here && (
          <Button look="primary" icon="backup" busy={busy} onClick={() => void fetchNow()}>
            {say("mailbox.fetch")}
          </Button>
        )}
        {server !== null && (
          <Button onClick={() => setAsking("anew")}>
            {here ? say("mailbox.anew") : say("mailbox.moveHere", [hostOf(server)])}
          </Button>
        )}
        <Button onClick={() => setAsking("close")}>{say("mailbox.close")}</Button>
      </div>
      {asking === "anew" && (
        <Confirm
          title={say("mailbox.anewAsk")}
          text={say("mailbox.anewText")}
          go={say("mailbox.anew")}
          onGo={() => void make()}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === "close" && (
        <Confirm
          title={say("mailbox.closeAsk")}
          text={say("mailbox.closeText")}
          go={say("mailbox.close")}
          danger
          onGo={() => void close()}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

function Letters({ letters }: { letters: Letter[] }) {
  const [gone, setGone] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const bad = letters.filter(({ problem }) => problem !== null);
  const discardAll = (): Promise<void> =>
    attempt(async () => {
      try {
        for (const { id } of bad) await ask("mailbox.drop", { id });
      } finally {
        await loadSharing();
      }
    });
  const discard = (id: string): Promise<void> =>
    attempt(async () => {
      await ask("mailbox.drop", { id });
      await loadSharing();
    });
  return (
    <>
      <h3>{say("mailbox.list")}</h3>
      {letters.length === 0 && <p class="quiet">{say("mailbox.empty")}</p>}
      <ul class="plain contacts">
        {letters.map((letter) => (
          <Line key={letter.id} letter={letter} onDiscard={() => setGone(letter.id)} />
        ))}
      </ul>
      {bad.length > 1 && (
        <div class="buttons start">
          <Button icon="trash" onClick={() => setAll(true)}>
            {say("shareMore.discardAll")}
          </Button>
        </div>
      )}
      {all && (
        <Confirm
          title={say("mailbox.discardAsk")}
          text={say("shareMore.discardAllText")}
          go={say("shareMore.discardAll")}
          danger
          onGo={() => void discardAll()}
          onClose={() => setAll(false)}
        />
      )}
      {gone !== null && (
        <Confirm
          title={say("mailbox.discardAsk")}
          text={say("mailbox.discardText")}
          go={say("mailbox.discard")}
          danger
          onGo={() => void discard(gone)}
          onClose={() => setGone(null)}
        />
      )}
    </>
  );
}

function Line({ letter, onDiscard }: { letter: Letter; onDiscard: () => void }) {
  const { id, from, expiry, problem } = letter;
  const who = from === null ? say("mailbox.stranger") : say("mailbox.from", [from]);
  return (
    <li class="contact">
      <span class="row-kind">
        <Icon name={problem === null ? "lock" : "warn"} />
      </span>
      <div class="contact-who">
        <strong>{who}</strong>
        <small class={problem === null ? "quiet" : "unproved"}>
          {problem === null
            ? expiry !== null && say("mailbox.until", [dateOf(expiry)])
            : sentence(new Failure(problem))}
        </small>
      </div>
      <div class="buttons" role="group" aria-label={who}>
        {problem === null && (
          <Button look="primary" onClick={() => void attempt(() => openLetter(id))}>
            {say("mailbox.look")}
          </Button>
        )}
        <Button icon="trash" onClick={onDiscard}>
          {say("mailbox.discard")}
        </Button>
      </div>
    </li>
  );
}
