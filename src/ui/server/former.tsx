import { failureCode } from "../../core/failure.ts";
import type { Proof } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { ask, tell } from "../state/app.ts";
import { lookAtServer } from "../state/server.ts";
import { withPassword } from "../state/step-up.ts";

/** Syncs with two passwords: the vault's of now, and the one that what is on this disk was sealed under. */
async function syncWithBoth(): Promise<void> {
  const now = await withPassword("server", async (proof): Promise<Proof | null> => {
    try {
      await ask("server.sync", { proof, consent: false });
      return null;
    } catch (thrown) {
      if (failureCode(thrown) !== "FORMER_PASSWORD") throw thrown;
      return proof;
    }
  });
  if (now === null) return;
  await withPassword("former", (former) =>
    ask("server.sync", { proof: now, consent: false, former }),
  );
}

/** The way out where the keys, and the password, were changed more often than the vault remembers. */
export function FormerWay() {
  const go = async (): Promise<void> => {
    await syncWithBoth().catch(tell);
    await lookAtServer();
  };
  return (
    <div class="way">
      <Button look="primary" onClick={() => void go()}>
        {say("serverFormer.go")}
      </Button>
      <p class="quiet small">{say("serverFormer.text")}</p>
    </div>
  );
}
