import { say } from "../../wire/words.ts";
import { Mark } from "../parts/icon.tsx";

/** The popup after the recovery code was used: the way to a new password, in the manager at `at`. */
export function Renewal({ at }: { at: string }) {
  return (
    <div class="nothing">
      <Mark />
      <h2>{say("security.renewTitle")}</h2>
      <p class="quiet">{say("security.renewPopup")}</p>
      <a class="button primary" href={at} target="_blank" autofocus>
        {say("app.openTab")}
      </a>
    </div>
  );
}

/** The popup without a vault: the ways to one, in the manager at `at`. */
export function None({ lost, at }: { lost: boolean; at: string }) {
  return (
    <div class="nothing">
      <Mark />
      <h2>{say(lost ? "lost.title" : "none.title")}</h2>
      <p class="quiet">{say(lost ? "lost.popup" : "none.about")}</p>
      <a class="button primary" href={`${at}#/setup`} target="_blank" autofocus>
        {say(lost ? "app.openTab" : "none.setup")}
      </a>
      <a class="button link" href={`${at}#/restore`} target="_blank">
        {say("none.restore")}
      </a>
      <a class="button link" href={`${at}#/join`} target="_blank">
        {say("server.have")}
      </a>
    </div>
  );
}
