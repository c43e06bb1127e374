/** Items that somebody shared as a page with a key (FORMAT.md 9). The key is behind the "#" of the address, or is typed. */
import { useEffect, useRef, useState } from "preact/hooks";
import { fromBase64 } from "../../src/core/bytes.ts";
import { failureCode } from "../../src/core/failure.ts";
import { openLink, readLinkKey } from "../../src/core/share/link.ts";
import {
  decodePayload,
  type SharedFile,
  sharedFileBytes,
  sharedFileSize,
  type SharedItem,
} from "../../src/core/share/payload.ts";
import { fileName } from "../../src/core/file-name.ts";
import { dateOf, isHidden, labelOf, sizeOf, titleOf, valueOf } from "../shared/told.ts";
import { say, sentence } from "../shared/words.ts";
import { saveFile } from "./save-file.ts";
import { Value } from "./value.tsx";

interface Opened {
  items: SharedItem[];
  expiry: number;
}

/** INVALID, WRONG_SECRET, TAMPERED, TRANSFER_EXPIRED. */
async function opened(sealed: string, typed: string): Promise<Opened> {
  const key = readLinkKey(typed);
  const { payload, expiry } = await openLink(key, fromBase64(sealed), Date.now());
  key.fill(0);
  return { items: decodePayload(payload, null), expiry };
}

function told(thrown: unknown): string {
  const code = failureCode(thrown);
  return code === "WRONG_SECRET" || code === "INVALID"
    ? say("reader.sharedWrong")
    : sentence(thrown);
}

/** The key of the address; it is taken out, so that it does not stand there for the next one who looks. */
function keyOfAddress(): string {
  const { hash } = location;
  if (hash.length < 2) return "";
  try {
    history.replaceState(null, "", `${location.pathname}${location.search}`);
  } catch {
    // A file may not be allowed to; then it stays.
  }
  return hash;
}

/** The whole page. `sealed` is base64. */
export function SharedPage({ sealed, version }: { sealed: string; version: string }) {
  const [items, setItems] = useState<Opened | null>(null);
  const [problem, setProblem] = useState("");
  const [said, setSaid] = useState("");
  const input = useRef<HTMLInputElement>(null);
  async function open(typed: string): Promise<void> {
    setProblem("");
    try {
      setItems(await opened(sealed, typed));
    } catch (thrown) {
      setProblem(told(thrown));
    }
  }
  useEffect(() => {
    const typed = keyOfAddress();
    if (typed !== "") void open(typed);
    // A page that is kept for "back" keeps its memory too; the key is typed again then.
    const leave = () => setItems(null);
    addEventListener("pagehide", leave);
    return () => removeEventListener("pagehide", leave);
  }, []);
  return (
    <main class="start">
      <h1>{say("reader.sharedTitle")}</h1>
      {items === null ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void open(input.current?.value ?? "");
          }}
        >
          <label for="key">{say("reader.sharedKey")}</label>
          <input
            id="key"
            ref={input}
            class="mono"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            aria-describedby="key-hint"
          />
          <p id="key-hint" class="quiet small">
            {say("reader.sharedKeyHint")}
          </p>
          <div class="acts">
            <button class="main">{say("reader.open")}</button>
          </div>
        </form>
      ) : (
        <>
          <p>{say("reader.shared", items.items.length)}</p>
          <p class="quiet small">{say("reader.sharedUntil", dateOf(items.expiry))}</p>
          {items.items.map((item, n) => (
            <article key={n}>
              <h2>
                <bdi>{titleOf(item)}</bdi>
              </h2>
              <p class="quiet small">{say(`kind.${item.kind}`)}</p>
              <dl class="fields">
                {item.fields
                  .filter(({ value }) => value !== "")
                  .map((field) => (
                    <Value
                      key={field.id}
                      label={labelOf(field)}
                      value={valueOf(field)}
                      hidden={isHidden(field)}
                      onSaid={setSaid}
                    />
                  ))}
                {item.origins.map((origin) => (
                  <Value
                    key={`site ${origin}`}
                    label={say("reader.site")}
                    value={origin}
                    hidden={false}
                    onSaid={setSaid}
                  />
                ))}
              </dl>
              {item.files === undefined ? null : <Files files={item.files} onSaid={setSaid} />}
            </article>
          ))}
        </>
      )}
      <p class="notice bad" role="alert">
        {problem}
      </p>
      <p class="sr" role="status">
        {said}
      </p>
      <footer class="quiet small">{say("reader.version", version)}</footer>
    </main>
  );
}

interface FilesProps {
  files: readonly SharedFile[];
  onSaid: (sentence: string) => void;
}

function Files({ files, onSaid }: FilesProps) {
  return (
    <section>
      <h3>{say("reader.files")}</h3>
      <ul class="files">
        {files.map((file, n) => {
          // Of a sender's name nothing is believed.
          const name = fileName(file.name);
          return (
            <li key={n}>
              <bdi>{say("reader.file", name, sizeOf(sharedFileSize(file)))}</bdi>
              <button
                aria-label={say("reader.saveFile", name)}
                onClick={() => {
                  saveFile(name, sharedFileBytes(file));
                  onSaid(say("reader.saved", name));
                }}
              >
                {say("reader.save")}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
