import { useEffect, useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { attempt } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { loadSharing, sharing } from "../state/sharing.ts";
import { CardPanel } from "./share-card.tsx";
import { Contacts } from "./share-contacts.tsx";
import { MailboxPanel } from "./share-mailbox.tsx";
import { Receive } from "./share-receive.tsx";
import { Send } from "./share-send.tsx";

/** Sharing: what leaves, what comes in, who is known, and who one is to others. */
export function SharingPage({ tags }: { tags: readonly string[] }) {
  const me = useStore(sharing, (state) => state.me);
  // Nothing can be done before there is a card; it stays where it was made while one is here.
  const [making, setMaking] = useState(false);
  useEffect(() => {
    if (me !== null && me.card === null) setMaking(true);
  }, [me]);
  const [failed, setFailed] = useState(false);
  useEffect(() => void attempt(() => loadSharing().catch(stop)), []);
  const stop = (thrown: unknown): never => {
    setFailed(true);
    throw thrown;
  };
  return (
    <div class="page sharing">
      <h1>{say("sharing.title")}</h1>
      <p class="quiet">{say("sharing.about")}</p>
      {me === null ? (
        <div aria-busy={!failed} />
      ) : (
        <>
          {making && <CardPanel me={me} />}
          <Send tags={tags} />
          <Receive />
          <MailboxPanel />
          <Contacts />
          {!making && <CardPanel me={me} />}
        </>
      )}
    </div>
  );
}
