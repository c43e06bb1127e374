import type { Status } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Icon } from "../parts/icon.tsx";
import { dateOf } from "../words.ts";

const day = 24 * 3600 * 1000;

/** What the user should do about the key: the recovery code was used, it could be stronger, it is old. */
export function KeyReminders({ status }: { status: Extract<Status, { state: "open" }> }) {
  const { renew, stronger, rotating, settings } = status;
  if (rotating !== null) return null;
  if (renew) {
    return (
      <div class="notice bad reminder" role="alert">
        <Icon name="key" />
        <div>
          <p>
            <strong>{say("security.renewTitle")}</strong>
          </p>
          <p>{say("security.renewText")}</p>
        </div>
        <a class="button" href="#/security/renew">
          {say("security.renewGo")}
        </a>
      </div>
    );
  }
  if (stronger) {
    return (
      <div class="notice warn reminder">
        <Icon name="key" />
        <p>{say("security.stronger")}</p>
        <a class="button link" href="#/security/rotate">
          {say("security.strongerGo")}
        </a>
      </div>
    );
  }
  const { rotated, rotateDays } = settings;
  if (rotated === null || Date.now() - rotated < rotateDays * day) return null;
  return (
    <div class="notice warn reminder">
      <Icon name="key" />
      <p>{say("security.due", [dateOf(rotated)])}</p>
      <a class="button link" href="#/security/rotate">
        {say("security.dueGo")}
      </a>
    </div>
  );
}
