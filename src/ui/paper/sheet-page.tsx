import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "./sheet.tsx";

/**
 * A sheet to be filled in by hand, for a code that stands on other paper: the vault can not show its code
 * again, so none is ever printed from here.
 */
export function SheetPage() {
  return (
    <div class="page">
      <h1>{say("sheet.title")}</h1>
      <section class="panel">
        <p>{say("sheet.blankText")}</p>
        <div class="buttons start">
          <Button look="primary" onClick={() => print()}>
            {say("sheet.print")}
          </Button>
          <a class="button" href="#/recovery">
            {say("recovery.title")}
          </a>
        </div>
        <section class="sheets" aria-label={say("sheet.preview")}>
          <Sheet code={null} made={null} name="" />
        </section>
      </section>
    </div>
  );
}
