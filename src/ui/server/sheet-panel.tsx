import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { ask, attempt } from "../state/app.ts";
import { withPassword } from "../state/step-up.ts";
import { SheetFlow, type SheetSecret } from "./sheet-flow.tsx";

/** The sheet of paper once more, behind the password. */
export function SheetPanel({ onSheet }: { onSheet: (secret: SheetSecret) => void }) {
  const show = (): Promise<void> =>
    attempt(async () => {
      const secret = await withPassword("server", (proof) => ask("server.sheet", { proof }));
      if (secret !== null) onSheet(secret);
    });
  return (
    <section class="panel" aria-labelledby="server-sheet">
      <h2 id="server-sheet">{say("server.sheetTitle")}</h2>
      <p>{say("server.sheetText")}</p>
      <div class="buttons start">
        <Button onClick={() => void show()}>{say("server.sheetShow")}</Button>
      </div>
    </section>
  );
}

interface SheetScreenProps {
  secret: SheetSecret;
  /** Of a new account: sheets from before are of no use any more. */
  fresh: boolean;
  onDone: () => void;
}

/** The page with the sheet. */
export function SheetScreen({ secret, fresh, onDone }: SheetScreenProps) {
  return (
    <div class="page">
      <h1>{say("server.sheetTitle")}</h1>
      <section class="panel">
        {fresh && (
          <p class="good" role="status">
            <Icon name="check" />
            <strong>{say("server.freshDone")}</strong>
          </p>
        )}
        <p>{say("server.sheetAbout")}</p>
        <SheetFlow secret={secret} onDone={onDone} />
      </section>
    </div>
  );
}
