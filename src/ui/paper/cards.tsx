import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { download } from "../manager/transfer.ts";
import { copyText } from "../state/clipboard.ts";
import { dateOf } from "../words.ts";

/** One share as the screen shows it. */
export interface Part {
  text: string;
  number: number;
  set: string;
}

function saveFile(code: string): void {
  const text = [
    say("setup.codeFileText", [dateOf(Date.now())]),
    "",
    code,
    "",
    say("setup.codeFileHint"),
    "",
  ];
  download(say("setup.codeFileName"), new Blob([text.join("\r\n")], { type: "text/plain" }));
}

/** A code in groups, to be read from the screen; `words` is what it is. */
export function Card({ text, words }: { text: string; words: string }) {
  return (
    <div class="code-card">
      <output class="code" aria-label={words}>
        {text.split("-").map((group, n) => (
          <span key={n}>{group}</span>
        ))}
      </output>
    </div>
  );
}

/** The code, or its parts, to be read from the screen and written down; the whole code can be copied and saved too. */
export function CodeCards({ code, parts }: { code: string | null; parts: readonly Part[] }) {
  if (code === null) {
    return (
      <>
        {parts.map(({ text, number, set }) => (
          <div key={text}>
            <h2 class="label">{say("share.partOfSet", [number, set])}</h2>
            <Card text={text} words={say("share.part", [number])} />
          </div>
        ))}
      </>
    );
  }
  return (
    <>
      <Card text={code} words={say("setup.codeLabel")} />
      <div class="buttons start">
        <Button icon="backup" onClick={() => saveFile(code)}>
          {say("setup.codeFile")}
        </Button>
        <Button icon="copy" onClick={() => void copyText(code)}>
          {say("setup.codeCopy")}
        </Button>
      </div>
    </>
  );
}
