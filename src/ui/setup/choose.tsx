import { say } from "../../wire/words.ts";
import { Icon } from "../parts/icon.tsx";
import { NewPassword } from "./new-password.tsx";

interface ChooseProps {
  /** Why creating failed, to try again. */
  failed: unknown;
  onChoose: (password: string) => void;
}

/** Step 1: why there is no reset, and a password that bears that. */
export function Choose({ failed, onChoose }: ChooseProps) {
  return (
    <>
      <h1>{say("setup.welcome")}</h1>
      <p>{say("setup.about")}</p>
      <div class="notice warn">
        <Icon name="warn" />
        <div>
          <p>
            <strong>{say("setup.noReset")}</strong>
          </p>
          <p>{say("setup.noResetText")}</p>
        </div>
      </div>
      <NewPassword
        failed={failed}
        focus
        words={say("setup.password")}
        go={say("setup.create")}
        before={
          <>
            <h2>{say("setup.choose")}</h2>
            <p class="quiet">{say("setup.chooseText")}</p>
          </>
        }
        after={
          <>
            <a class="button link" href="#/restore">
              {say("setup.hasBackup")}
            </a>
            <a class="button link" href="#/join">
              {say("server.have")}
            </a>
          </>
        }
        onChoose={onChoose}
      />
    </>
  );
}
