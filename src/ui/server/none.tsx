import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";

/** What a backup server is, what it is not, and the one button. */
export function NotConnected({ onConnect }: { onConnect: () => void }) {
  return (
    <div class="page">
      <h1>{say("server.title")}</h1>
      <section class="panel">
        <p>
          <strong>{say("server.noneState")}</strong> {say("server.noneQuiet")}
        </p>
        <h2>{say("server.isTitle")}</h2>
        <ul class="ticks">
          {(["is1", "is2", "is3"] as const).map((key) => (
            <li key={key}>
              <Icon name="check" />
              <span>{say(`server.${key}`)}</span>
            </li>
          ))}
        </ul>
        <h2>{say("server.isNotTitle")}</h2>
        <ul class="ticks not">
          {(["isNot1", "isNot2", "isNot3"] as const).map((key) => (
            <li key={key}>
              <Icon name="close" />
              <span>{say(`server.${key}`)}</span>
            </li>
          ))}
        </ul>
        <p class="quiet">{say("server.noneWhere")}</p>
        <div class="buttons start">
          <Button look="primary" onClick={onConnect}>
            {say("server.connect")}
          </Button>
        </div>
      </section>
    </div>
  );
}
