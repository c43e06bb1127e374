import { say } from "../../wire/words.ts";
import { Mark } from "../parts/icon.tsx";
import { Qr } from "./qr.tsx";
import { Groups, Line } from "./sheet.tsx";

interface ServerSheetProps {
  /** The backup key in groups, and the address of the server. */
  secret: { key: string; origin: string };
  /** When it was printed (ms since 1970). */
  made: number;
  /** What the user calls this vault; "" leaves a line. */
  name: string;
}

/** One page of paper (A4 or Letter) that finds the vault at its server again; without password or code it opens nothing. */
export function ServerSheet({ secret, made, name }: ServerSheetProps) {
  return (
    <article class="sheet">
      <header>
        <Mark />
        <h2>
          {say("server.paperTitle")}
          <small>{say("app.name")}</small>
        </h2>
        <dl>
          <dt>{say("sheet.vault")}</dt>
          <dd>{name === "" ? <span class="rule" /> : name}</dd>
          <dt>{say("sheet.made")}</dt>
          <dd>{new Date(made).toLocaleDateString(undefined, { dateStyle: "long" })}</dd>
        </dl>
      </header>
      <p class="sheet-what">{say("server.paperWhat")}</p>
      <section>
        <h3>{say("server.address")}</h3>
        <p class="sheet-address">{secret.origin}</p>
      </section>
      <section class="sheet-secret">
        <div>
          <h3>{say("server.key")}</h3>
          <Groups code={secret.key} />
          <p class="sheet-note">{say("sheet.checks")}</p>
        </div>
        <Qr text={secret.key} words={say("sheet.qr")} />
      </section>
      <section>
        <h3>{say("sheet.steps")}</h3>
        <ol class="sheet-steps">
          <li>{say("server.paper1", [say("server.have")])}</li>
          <li>{say("server.paper2", [say("server.wayKey")])}</li>
          <li>{say("server.paper3")}</li>
          <li>{say("server.paper4")}</li>
        </ol>
      </section>
      <section>
        <h3>{say("sheet.byYou")}</h3>
        <Line words={say("server.paperOperator")} />
        <Line words={say("sheet.others")} />
      </section>
      <footer>{say("server.paperApart")}</footer>
    </article>
  );
}
