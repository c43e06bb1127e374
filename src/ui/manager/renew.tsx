import { useState } from "preact/hooks";
import type { Status } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { lock } from "../state/app.ts";
import { ChangeKey } from "./change-key.tsx";

interface RenewProps {
  status: Extract<Status, { state: "open" }>;
  /** The key is changed and the new code was seen. */
  onDone: () => void;
}

/**
 * The recovery code was used, so it is spent: nothing else is shown before the key is another (FORMAT.md 6). Whoever
 * remembers the password after all may prove the vault by that.
 */
export function Renew({ status, onDone }: RenewProps) {
  const [name, setName] = useState<"renew" | "password">("renew");
  const close = (): void => {
    // Left before it was done: the vault does not stay open on a spent code.
    if (status.renew) void lock();
    else onDone();
  };
  return (
    <>
      <ChangeKey key={name} change={{ name }} status={status} onClose={close} />
      {status.renew && (
        <div class="page">
          <Button look="link" onClick={() => setName(name === "renew" ? "password" : "renew")}>
            {say(name === "renew" ? "security.byPassword" : "security.byCode")}
          </Button>
        </div>
      )}
    </>
  );
}
