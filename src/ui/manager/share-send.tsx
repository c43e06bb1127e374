import { useState } from "preact/hooks";
import { fromBase64 } from "../../core/bytes.ts";
import { sharedPage } from "../../core/self-opening.ts";
import type { Ask } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { ask, attempt } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { sharing, unchoose } from "../state/sharing.ts";
import { stepUp, withPassword } from "../state/step-up.ts";
import { AgeTarget } from "./share-age.tsx";
import { HowThere } from "./share-how.tsx";
import { Pick } from "./share-pick.tsx";
import { type Sent, SentPanel } from "./share-sent.tsx";
import { readerPage } from "./transfer.ts";

type Way = "contact" | "link" | "age";
const lifetimes = [1, 7, 30];

/** What leaves the vault: what, to whom, for how long; then the text or file to hand over. */
export function Send({ tags }: { tags: readonly string[] }) {
  const { me, contacts, chosen, mailbox } = useStore(sharing, (state) => state);
  const friends = contacts.filter(({ verified, alarm }) => verified !== null && alarm === null);
  const ready = me?.card !== null && friends.length > 0;
  const [way, setWay] = useState<Way | null>(null);
  const [friend, setFriend] = useState("");
  const [days, setDays] = useState(7);
  const [recipients, setRecipients] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [byHand, setByHand] = useState(false);
  const [reads, setReads] = useState(3);
  const [withFiles, setWithFiles] = useState(true);
  const [sent, setSent] = useState<Sent | null>(null);
  const how = way ?? (ready ? "contact" : "link");
  const to = friends.find(({ id }) => id === friend) ?? friends[0];
  // Through a server only where one is connected, and the contact has said where his mailbox is.
  const post = mailbox?.server === null ? null : (to?.mailbox ?? null);
  const byPost = how === "contact" && post !== null && !byHand;

  const what = {
    items: chosen.map(({ row, fields, files }) => {
      const these = withFiles ? files : [];
      return { id: row.id, fields, ...(these === null ? {} : { files: these }) };
    }),
    critical: chosen.some(({ critical }) => critical),
  };
  const seal = async (): Promise<Sent | null> => {
    if (how === "contact") {
      if (to === undefined) return null;
      if (byPost) {
        const posted = await withPassword("send", (proof) =>
          ask("share.mail", { ...what, to: to.id, days, reads, proof }),
        );
        return posted && { way: "mail", name: to.name, ...posted };
      }
      const reply = await withPassword("send", (proof) =>
        ask("share.send", { ...what, to: to.id, days, proof }),
      );
      return reply && { way: "contact", name: to.name, ...reply };
    }
    if (how === "link") {
      const reply = await stepUp("sendOut", (proof) => ask("share.link", { ...what, days, proof }));
      if (reply === null) return null;
      const html = sharedPage(await (await readerPage()).text(), fromBase64(reply.data));
      const { key, items } = reply;
      return { way: "link", key, items, page: new Blob([html], { type: "text/html" }) };
    }
    const lines = recipients.split(/\s+/).filter((line) => line !== "");
    const target: Ask<"share.age">["to"] =
      lines.length > 0 ? { recipients: lines } : { passphrase };
    const reply = await stepUp("sendOut", (proof) =>
      ask("share.age", { ...what, to: target, proof }),
    );
    return reply && { way: "age", ...reply };
  };
  const go = (): Promise<void> =>
    attempt(async () => {
      const done = await seal();
      if (done === null) return;
      setSent(done);
      setPassphrase("");
      unchoose();
    });
  const incomplete =
    chosen.length === 0 ||
    (how === "contact" && to === undefined) ||
    (how === "age" && recipients.trim() === "" && passphrase === "");

  return (
    <section class="panel" aria-labelledby="sharing-send">
      <h2 id="sharing-send">{say("sharing.send")}</h2>
      {sent !== null ? (
        <SentPanel sent={sent} onAgain={() => setSent(null)} />
      ) : (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (!incomplete) void go();
          }}
        >
          {!ready && <p class="quiet">{say("sharing.sendNone")}</p>}
          <Pick tags={tags} />
          {chosen.length > 0 && (
            <label class="check">
              <input
                type="checkbox"
                checked={withFiles}
                onChange={() => setWithFiles(!withFiles)}
              />
              <span>
                {say("shareMore.files")}
                <small class="quiet block">{say("shareMore.filesText")}</small>
              </span>
            </label>
          )}
          <fieldset class="choices">
            <legend>{say("sharing.to")}</legend>
            <WayChoice
              way="contact"
              now={how}
              words={say("sharing.toContact")}
              disabled={!ready}
              onWay={setWay}
            />
            {how === "contact" && (
              <label class="line">
                <span>{say("sharing.whom")}</span>
                <select
                  class="input"
                  value={to?.id ?? ""}
                  onChange={(event) => setFriend(event.currentTarget.value)}
                >
                  {friends.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name || say("sharing.unnamed")}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <WayChoice
              way="link"
              now={how}
              words={say("sharing.toLink")}
              about={say("sharing.toLinkText")}
              onWay={setWay}
            />
            <WayChoice
              way="age"
              now={how}
              words={say("sharing.toAge")}
              about={say("sharing.toAgeText")}
              onWay={setWay}
            />
          </fieldset>
          {how === "contact" && post !== null && (
            <HowThere
              origin={post}
              byHand={byHand}
              reads={reads}
              onByHand={setByHand}
              onReads={setReads}
            />
          )}
          {how === "age" && (
            <AgeTarget
              recipients={recipients}
              setRecipients={setRecipients}
              passphrase={passphrase}
              setPassphrase={setPassphrase}
            />
          )}
          {how !== "age" && (
            <>
              <label class="line">
                <span>{say("sharing.days")}</span>
                <select
                  class="input"
                  value={String(days)}
                  onChange={(event) => setDays(Number(event.currentTarget.value))}
                >
                  {lifetimes.map((count) => (
                    <option key={count} value={String(count)}>
                      {say("sharing.dayCount", count, [String(count)])}
                    </option>
                  ))}
                </select>
              </label>
              <p class="quiet small">{say("sharing.daysText")}</p>
            </>
          )}
          <div class="buttons start">
            <Button type="submit" look="primary" icon="lock" disabled={incomplete}>
              {byPost ? say("mailbox.send") : say("sharing.sendGo")}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}

interface WayChoiceProps {
  way: Way;
  now: Way;
  words: string;
  about?: string;
  disabled?: boolean;
  onWay: (way: Way) => void;
}

function WayChoice({ way, now, words, about, disabled = false, onWay }: WayChoiceProps) {
  return (
    <label class="choice">
      <input
        type="radio"
        name="sharing-way"
        checked={now === way}
        disabled={disabled}
        onChange={() => onWay(way)}
      />
      <span>
        <strong>{words}</strong>
        {about !== undefined && <small class="quiet block">{about}</small>}
      </span>
    </label>
  );
}
