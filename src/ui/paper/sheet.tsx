import { say } from "../../wire/words.ts";
import { Mark } from "../parts/icon.tsx";
import { Qr } from "./qr.tsx";
import { readerFile } from "./reader-file.ts";

/** What one sheet of paper says. */
export interface SheetProps {
  /** The recovery code in groups, or one share of it; null leaves boxes to write it into by hand. */
  code: string | null;
  /** When it was made (ms since 1970); null leaves a line. */
  made: number | null;
  /** What the user calls this vault; "" leaves a line. */
  name: string;
  /** Which share it is, where the code is split. */
  part?: { number: number; of: number; set: string };
}

/** Symbols in groups of four that paper can be typed from; the last ones are the check. */
export function Groups({ code }: { code: string | null }) {
  const groups = code === null ? Array.from({ length: 9 }, () => "") : code.split("-");
  return (
    <ol class={`sheet-code${code === null ? " blank" : groups.length > 9 ? " long" : ""}`}>
      {groups.map((group, n) => (
        <li key={n}>{group}</li>
      ))}
    </ol>
  );
}

/** A line to write on by hand. */
export function Line({ words }: { words: string }) {
  return (
    <p class="sheet-line">
      {words !== "" && <span>{words}</span>}
      <span class="rule" />
    </p>
  );
}

/** How to tell the genuine offline reader from another file of its name. */
function ReaderNote() {
  const { name, sha256 } = readerFile;
  return (
    <p class="sheet-note">
      {sha256 === null ? (
        say("sheet.readerUnknown", [name])
      ) : (
        <>
          {say("sheet.readerHash", [name])} <code>{(sha256.match(/.{8}/g) ?? []).join(" ")}</code>
        </>
      )}
    </p>
  );
}

/**
 * One page of paper (A4 or Letter) that opens the vault without its password. Black on white in any colour
 * scheme. The code is given by who has it in memory; nothing here keeps it.
 */
export function Sheet({ code, made, name, part }: SheetProps) {
  const split = part !== undefined;
  const reads = !split || readerFile.takesParts;
  return (
    <article class="sheet">
      <header>
        <Mark />
        <h2>
          {split ? say("sheet.titlePart", [part.number, part.of]) : say("sheet.title")}
          <small>{say("app.name")}</small>
        </h2>
        <dl>
          <dt>{say("sheet.vault")}</dt>
          <dd>{name === "" ? <span class="rule" /> : name}</dd>
          <dt>{say("sheet.made")}</dt>
          <dd>
            {made === null ? (
              <span class="rule" />
            ) : (
              new Date(made).toLocaleDateString(undefined, { dateStyle: "long" })
            )}
          </dd>
          {split && (
            <>
              <dt>{say("share.set")}</dt>
              <dd>{part.set}</dd>
            </>
          )}
        </dl>
      </header>
      <p class="sheet-what">{say(split ? "sheet.whatPart" : "sheet.what")}</p>
      <section class="sheet-secret">
        <div>
          <h3>{split ? say("share.part", [part.number]) : say("setup.codeLabel")}</h3>
          <Groups code={code} />
          <p class="sheet-note">
            {say(code === null ? "sheet.byHand" : split ? "sheet.checksPart" : "sheet.checks")}
          </p>
        </div>
        {code !== null && <Qr text={code} words={say("sheet.qr")} />}
      </section>
      <section>
        <h3>{say("sheet.steps")}</h3>
        <ol class="sheet-steps">
          <li>{say(split ? "sheet.step1Part" : "sheet.step1", [say("unlock.useCode")])}</li>
          <li>{say("sheet.step2", [say("none.restore")])}</li>
          {reads && <li>{say("sheet.step3", [readerFile.name])}</li>}
          <li>{say("sheet.step4")}</li>
        </ol>
        {reads && <ReaderNote />}
      </section>
      <section>
        <h3>{say("sheet.byYou")}</h3>
        <Line words={say("sheet.where")} />
        <Line words="" />
        <Line words={say("sheet.others")} />
        <Line words={say("sheet.hint")} />
      </section>
      <footer>{say("sheet.server")}</footer>
    </article>
  );
}
