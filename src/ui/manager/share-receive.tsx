import { useEffect, useRef, useState } from "preact/hooks";
import type { Preview, PreviewItem } from "../../wire/sharing.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Icon } from "../parts/icon.tsx";
import { ask, attempt, toast } from "../state/app.ts";
import { loadSharing } from "../state/sharing.ts";
import { stepUp, withPassword } from "../state/step-up.ts";
import { dateOf, labelOf, sentence, titleOf } from "../words.ts";
import { ChooseFile, textOf } from "./share-file.tsx";

/** A transfer pasted or chosen: who it is from, what is in it, and what of it is taken. */
export function Receive() {
  const [text, setText] = useState("");
  const [preview, setPreview] = useState<Preview | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const open = async (from: string): Promise<void> => {
    setFailed(null);
    try {
      // Refused before a password is asked for.
      await ask("share.check", { text: from });
      const reply = await withPassword("receive", (proof) =>
        ask("share.open", { text: from, proof }),
      );
      if (reply === null) return;
      setPreview(reply);
      setText("");
    } catch (thrown) {
      setFailed(thrown);
    }
  };
  return (
    <section class="panel" aria-labelledby="sharing-receive">
      <h2 id="sharing-receive">{say("sharing.receive")}</h2>
      {preview !== null ? (
        <Choice key={preview.token} preview={preview} onDone={() => setPreview(null)} />
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
          <p id="sharing-receive-failed" class="failed" role="alert">
            {failed === null ? "" : sentence(failed)}
          </p>
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

function Choice({ preview, onDone }: { preview: Preview; onDone: () => void }) {
  const { token, from, items } = preview;
  const [left, setLeft] = useState<ReadonlySet<number>>(
    () => new Set(items.flatMap(({ here }, at) => (here ? [at] : []))),
  );
  const [refusing, setRefusing] = useState(false);
  const head = useRef<HTMLParagraphElement>(null);
  useEffect(() => head.current?.focus(), []);
  const wanted = items.flatMap((_, at) => (left.has(at) ? [] : [{ at, fields: null }]));
  const drop = (refuse: boolean): Promise<void> =>
    attempt(async () => {
      await ask("share.drop", { token, refuse });
      if (refuse) toast(say("sharing.refused"));
      onDone();
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
      onDone();
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
          <Line
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

interface LineProps {
  item: PreviewItem;
  at: number;
  token: string;
  on: boolean;
  onToggle: () => void;
}

function Line({ item, at, token, on, onToggle }: LineProps) {
  const [values, setValues] = useState<ReadonlyMap<string, string> | null>(null);
  const title = titleOf(item);
  const show = (): Promise<void> =>
    attempt(async () => {
      if (values !== null) return setValues(null);
      const reply = await ask("share.look", { token, at });
      setValues(new Map(reply.values.map(({ field, value }) => [field, value])));
    });
  return (
    <li>
      <div class="picked">
        <label class="check">
          <input type="checkbox" checked={on} onChange={onToggle} />
          <Icon name={item.kind} />
          <span>
            {title}
            {item.here && <small class="quiet"> · {say("sharing.here")}</small>}
          </span>
        </label>
        <IconButton
          icon={values === null ? "eye" : "eyeOff"}
          words={say(values === null ? "sharing.show" : "sharing.hide", [title])}
          expanded={values !== null}
          onClick={() => void show()}
        />
      </div>
      {values !== null && (
        <dl class="peek">
          {item.fields.map((field) => (
            <div key={field.id}>
              <dt>{labelOf(field)}</dt>
              <dd>{field.critical ? say("detail.critical") : (values.get(field.id) ?? "")}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
