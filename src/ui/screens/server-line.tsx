import { useEffect, useState } from "preact/hooks";
import { call, onNews } from "../../wire/call.ts";
import { say } from "../../wire/words.ts";

/** One quiet line in the popup while the server needs the user; offline is nothing to be told of here. */
export function ServerLine({ href }: { href: string }) {
  const [trouble, setTrouble] = useState(false);
  useEffect(() => {
    let mine = true;
    const look = (): void =>
      void call("server.status", {}).then(
        (told) =>
          mine && setTrouble(told.state !== "none" && (told.state === "trouble" || told.undone)),
        () => undefined,
      );
    look();
    const stop = onNews((news) => news === "server" && look());
    return () => {
      mine = false;
      stop();
    };
  }, []);
  if (!trouble) return null;
  return (
    <p class="backup-line quiet small">
      <span>{say("server.line")}</span>{" "}
      <a href={href} target="_blank">
        {say("server.lineGo")}
      </a>
    </p>
  );
}
