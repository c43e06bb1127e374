import { useEffect, useState } from "preact/hooks";
import type { Progress as Work } from "../../wire/servers.ts";
import { say } from "../../wire/words.ts";
import { agoOf } from "../manager/ago.ts";
import { Button } from "../parts/button.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { Progress, Working } from "../parts/progress.tsx";
import { ask, attempt } from "../state/app.ts";
import { type Connected, syncNow } from "../state/server.ts";
import { dateOf, sizeOf } from "../words.ts";

/** The state in one sentence, with its picture. */
function inWords(status: Connected): { icon: IconName; look: "good" | "calm"; words: string } {
  const { state, pending } = status;
  if (state === "ok" && pending === 0)
    return { icon: "check", look: "good", words: say("server.allThere") };
  if (state === "ok" || state === "waiting" || state === "locked")
    return {
      icon: "clock",
      look: "calm",
      words:
        pending > 0
          ? say("server.pending", pending)
          : say(status.lastSync === null ? "server.notYet" : "server.waiting"),
    };
  if (state === "syncing") return { icon: "restore", look: "calm", words: say("server.syncing") };
  if (state === "offline") return { icon: "warn", look: "calm", words: say("server.offline") };
  return { icon: "warn", look: "calm", words: say("server.stopped") };
}

/** How it stands with the server, since when, and what can be done about it now. */
export function StatePanel({ status }: { status: Connected }) {
  const { icon, look, words } = inWords(status);
  const [asked, setAsked] = useState(false);
  const busy = asked || status.state === "syncing";
  // "2 minutes ago" grows old.
  const [, again] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => again((n) => n + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  const sync = async (): Promise<void> => {
    setAsked(true);
    await syncNow();
    setAsked(false);
  };
  return (
    <section class="panel" aria-labelledby="server-state">
      <h2 id="server-state" class="sr">
        {say("server.state")}
      </h2>
      <p class={look === "good" ? "good" : "good calm"} role="status">
        <Icon name={icon} />
        <strong>{words}</strong>
      </p>
      {status.state === "offline" && <p>{say("server.offlineText")}</p>}
      <dl class="facts">
        <dt>{say("server.address")}</dt>
        <dd>{status.origin}</dd>
        <dt>{say("server.lastSync")}</dt>
        <dd>
          {status.lastSync === null ? (
            say("server.never")
          ) : (
            <time
              dateTime={new Date(status.lastSync).toISOString()}
              title={dateOf(status.lastSync)}
            >
              {agoOf(status.lastSync)}
            </time>
          )}
        </dd>
        <dt>{say("server.toSend")}</dt>
        <dd>{say("server.records", status.pending, [status.pending.toLocaleString()])}</dd>
        {status.room !== null && (
          <>
            <dt>{say("server.room")}</dt>
            <dd>{say("server.roomOf", [sizeOf(status.room.bytes), sizeOf(status.room.most)])}</dd>
          </>
        )}
        <dt>{say("server.account")}</dt>
        <dd>
          <code>{status.account}</code>
        </dd>
      </dl>
      {status.state !== "trouble" && status.state !== "offline" && (
        <p class="quiet small">{say(status.live ? "server.live" : "server.notLive")}</p>
      )}
      {status.progress !== null && <WorkBar work={status.progress} />}
      <div class="buttons start">
        <Button
          look={status.state === "trouble" ? "plain" : "primary"}
          busy={busy}
          onClick={() => void sync()}
        >
          {say("server.syncNow")}
        </Button>
        {busy && (
          <Button onClick={() => void attempt(() => ask("server.cancel", {}))}>
            {say("app.cancel")}
          </Button>
        )}
      </div>
    </section>
  );
}

/** A long work with how much of it is done. */
export function WorkBar({ work }: { work: Work }) {
  const { phase, done, total } = work;
  if (total === 0) return <Working on words={say(`server.phase_${phase}`)} />;
  const said: [string, string] =
    phase === "sending"
      ? [sizeOf(done), sizeOf(total)]
      : [done.toLocaleString(), total.toLocaleString()];
  return (
    <Progress done={Math.min(1, done / total)} words={say(`server.phase_${phase}_of`, said)} />
  );
}
