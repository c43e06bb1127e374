import type { Status } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Icon } from "../parts/icon.tsx";
import { keyDue } from "../state/key-due.ts";
import { dateOf } from "../words.ts";

/** What the user should do about the key: it could be stronger, it is old. After a used code renew.tsx stands alone. */
export function KeyReminders({ status }: { status: Extract<Status, { state: "open" }> }) {
  const due = keyDue(status);
  if (due === "stronger") {
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
  const { rotated } = status.settings;
  if (due !== "old" || rotated === null) return null;
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
