import { useEffect, useRef, useState } from "preact/hooks";
import type { Preview } from "../../wire/sharing.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Failed } from "../parts/failed.tsx";
import { ask, attempt, toast } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { forgetLetter, loadSharing, sharing } from "../state/sharing.ts";
import { stepUp, withPassword } from "../state/step-up.ts";
import { dateOf, sentence } from "../words.ts";
import { ChooseFile, textOf } from "./share-file.tsx";
import { Offered } from "./share-offered.tsx";

const none: ReadonlySet<string> = new Set();
const noFiles: ReadonlySet<number> = new Set();

/** The same with one more, or one less, in the set at this place. */
function toggled<T>(all: ReadonlyMap<number, ReadonlySet<T>>, at: number, one: T) {
  const some = new Set(all.get(at));
  if (!some.delete(one)) some.add(one);
  return new Map(all).set(at, some);
}

/** A transfer pasted or chosen: who it is from, what is in it, and what of it is taken. */
export function Receive() {
  const [text, setText] = useState("");
  const [preview, setPreview] = useState<Preview | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const letter = useStore(sharing, (state) => state.letter);
  /** The letter that the preview is of. */
  const [opened, setOpened] = useState<string | null>(null);
  useEffect(() => {
    if (letter === null) return;
    sharing.setState({ letter: null });
    setPreview(null);
    void open(letter.text, letter.id);
  }, [letter]);
  const open = async (from: string, id: string | null = null): Promise<void> => {
    setFailed(null);
    try {
      // Refused before a password is asked for.
      await ask("share.check", { text: from });
      const reply = await withPassword("receive", (proof) =>
        ask("share.open", { text: from, proof }),
      );
      if (reply === null) return;
      setPreview(reply);
      setOpened(id);
      setText("");
    } catch (thrown) {
      setFailed(thrown);
      // A letter is opened from further down the page.
      if (id !== null) toast(sentence(thrown));
    }
  };
  return (
    <section class="panel" aria-labelledby="sharing-receive">
      <h2 id="sharing-receive">{say("sharing.receive")}</h2>
      {preview !== null ? (
        <Choice
          key={preview.token}
          preview={preview}
          onDone={(isOver) => {
            setPreview(null);
            if (isOver && opened !== null) void forgetLetter(opened).then(loadSharing);
          }}
        />
      ) : (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== "") void open(text);
          }}
        >
          <p class="quiet">{say("sharing.receiveText")}</p>
          <label class="label" for="sharing-receive-box">
            {say("sharing.receiveBox")}
          </label>
          <textarea
            id="sharing-receive-box"
            class="input"
            rows={4}
            spellcheck={false}
            aria-describedby="sharing-receive-failed"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <Failed id="sharing-receive-failed" thrown={failed} />
          <div class="buttons start">
            <Button type="submit" icon="lock">
              {say("sharing.receiveGo")}
            </Button>
            <ChooseFile
              words={say("sharing.receiveFile")}
              accept=".txt,text/plain"
              onFile={(file) => void attempt(async () => open(await textOf(file)))}
            />
          </div>
        </form>
      )}
    </section>
  );
}

function Choice({ preview, onDone }: { preview: Preview; onDone: (isOver: boolean) => void }) {
  const { token, from, items } = preview;
  const [left, setLeft] = useState<ReadonlySet<number>>(
    () => new Set(items.flatMap(({ here }, at) => (here ? [at] : []))),
  );
  const [refusing, setRefusing] = useState(false);
  const head = useRef<HTMLParagraphElement>(null);
  useEffect(() => head.current?.focus(), []);
  const [without, setWithout] = useState<ReadonlyMap<number, ReadonlySet<string>>>(new Map());
  const [withoutFiles, setWithoutFiles] = useState<ReadonlyMap<number, ReadonlySet<number>>>(
    new Map(),
  );
  const wanted = items.flatMap((item, at) => {
    if (left.has(at)) return [];
    const out = without.get(at);
    const some = item.fields.filter(({ id }) => out?.has(id) !== true).map(({ id }) => id);
    const gone = withoutFiles.get(at);
    return [
      {
        at,
        fields: some.length === item.fields.length ? null : some,
        files: [...item.files.keys()].filter((place) => gone?.has(place) !== true),
      },
    ];
  });
  const drop = (refuse: boolean): Promise<void> =>
    attempt(async () => {
      await ask("share.drop", { token, refuse });
      if (refuse) toast(say("sharing.refused"));
      onDone(refuse);
    });
  const take = (): Promise<void> =>
    attempt(async () => {
      const done = await stepUp("save", (proof) =>
        ask("share.take", { token, items: wanted, proof }),
      );
      if (done === null) return;
      const { ids } = done;
      toast(say("sharing.taken", ids.length, [ids.length.toLocaleString()]), {
        words: say("sharing.undo"),
        run: () =>
          void attempt(async () => {
            await ask("item.trash", { ids });
            toast(say("sharing.undone"));
          }),
      });
      onDone(true);
      await loadSharing();
    });
  return (
    <div class="stack">
      <p tabIndex={-1} ref={head}>
        <strong>
          {say("sharing.from", [from.name || say("sharing.unnamed"), dateOf(preview.expiry)])}
        </strong>
      </p>
      <p class="quiet">{say("sharing.preview")}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={left.size === 0}
          onChange={() => setLeft(left.size === 0 ? new Set(items.keys()) : new Set())}
        />
        <span>{say("sharing.takeAll")}</span>
      </label>
      <ul class="plain picks">
        {items.map((item, at) => (
          <Offered
            key={at}
            item={item}
            at={at}
            token={token}
            on={!left.has(at)}
            onToggle={() => {
              const next = new Set(left);
              if (!next.delete(at)) next.add(at);
              setLeft(next);
            }}
            without={without.get(at) ?? none}
            onField={(field) => setWithout(toggled(without, at, field))}
            withoutFiles={withoutFiles.get(at) ?? noFiles}
            onFile={(place) => setWithoutFiles(toggled(withoutFiles, at, place))}
          />
        ))}
      </ul>
      <div class="buttons start">
        <Button look="primary" disabled={wanted.length === 0} onClick={() => void take()}>
          {say("sharing.take", wanted.length, [wanted.length.toLocaleString()])}
        </Button>
        <Button onClick={() => void drop(false)}>{say("sharing.later")}</Button>
        <Button look="danger" onClick={() => setRefusing(true)}>
          {say("sharing.refuse")}
        </Button>
      </div>
      {refusing && (
        <Confirm
          title={say("sharing.refuseAsk")}
          text={say("sharing.refuseText")}
          go={say("sharing.refuse")}
          danger
          onGo={() => void drop(true)}
          onClose={() => setRefusing(false)}
        />
      )}
    </div>
  );
}
