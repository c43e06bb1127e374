import { useEffect, useState } from "preact/hooks";
import { folderOf, plainTags } from "../../core/folder.ts";
import { failureCode } from "../../core/failure.ts";
import type { Item } from "../../core/item.ts";
import { shownText } from "../../core/shown.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { focusOnce } from "../parts/focus.ts";
import { Icon } from "../parts/icon.tsx";
import { copyMain } from "../state/clipboard.ts";
import { siteWords } from "../parts/site-words.ts";
import { erase, favourite, goesWords, restore, trash, trashDaysOf } from "../state/trash.ts";
import { app, ask } from "../state/app.ts";
import { editItem } from "../state/editing.ts";
import { fill, filling, fills } from "../state/filling.ts";
import { useStore } from "../state/hook.ts";
import { shareItem } from "../state/sharing.ts";
import { show } from "../state/view.ts";
import { dateOf, sentence, titleOf } from "../words.ts";
import { Confirm } from "../parts/confirm.tsx";
import { EarlierValues } from "./past.tsx";
import { Uses } from "./uses.tsx";
import { InOrder } from "./queue.tsx";
import { Files } from "./files.tsx";
import { Values } from "./values.tsx";

interface ItemScreenProps {
  id: string;
  /** Back to the list. */
  onBack: () => void;
}

/** One item: each field with its value and one button to copy it. */
export function ItemScreen({ id, onBack }: ItemScreenProps) {
  const [item, setItem] = useState<Item | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const [asking, setAsking] = useState(false);
  const changes = useStore(app, (state) => state.changes);
  const here = useStore(app, (state) => state.here);
  const slot = useStore(app, (state) => state.slot);
  const trashDays = useStore(app, trashDaysOf);
  const busy = useStore(filling, (state) => state.busy !== null);
  useEffect(() => {
    let mine = true;
    ask("item.read", { id }).then(
      (read) => mine && (setItem(read), setFailed(null)),
      (thrown: unknown) => mine && (setItem(null), setFailed(thrown)),
    );
    return () => {
      mine = false;
    };
  }, [id, changes]);

  if (failed !== null) {
    return (
      <div class="screen">
        <Head onBack={onBack} title="" />
        <div class="nothing">
          <p class="failed">{sentence(failed)}</p>
          {failureCode(failed) === "NOT_FOUND" && (
            <Button onClick={onBack}>{say("app.back")}</Button>
          )}
        </div>
      </div>
    );
  }
  if (item === null || item.id !== id) return <div class="screen" aria-busy="true" />;
  const toggle = (): void => {
    const on = !item.favourite;
    setItem({ ...item, favourite: on });
    void favourite(item, on);
  };
  const inTrash = item.trashed !== null;
  const filled = item.fields.filter((field) => field.value !== "");
  return (
    <div class="screen">
      <Head onBack={onBack} title={titleOf(item)} kind={item}>
        {!inTrash && (
          <>
            <IconButton
              icon="star"
              words={say(item.favourite ? "detail.removeFavourite" : "detail.addFavourite")}
              filled={item.favourite}
              pressed={item.favourite}
              onClick={toggle}
            />
            {slot === "manager" && (
              <IconButton
                icon="share"
                words={say("sharing.share")}
                onClick={() => shareItem(item)}
              />
            )}
            <IconButton icon="edit" words={say("app.edit")} onClick={() => editItem(item)} />
            <IconButton icon="trash" words={say("detail.trash")} onClick={() => void trash([id])} />
          </>
        )}
      </Head>
      <div class="screen-body">
        {item.trashed !== null && (
          <div class="notice">
            <Icon name="trash" />
            <p>
              {say("detail.inTrash", [dateOf(item.trashed)])}. {goesWords(item.trashed, trashDays)}.
            </p>
          </div>
        )}
        {filled.length === 0 && <p class="quiet">{say("detail.empty")}</p>}
        <Values key={item.rev} item={item} fields={filled} />
        {!inTrash && <InOrder key={`order-${id}`} item={item} fields={filled} />}
        <Files key={id} item={id} inTrash={inTrash} />
        {item.origins.length > 0 && (
          <Extra words={say("detail.sites")} icon="site" texts={item.origins.map(siteWords)} />
        )}
        {folderOf(item.tags) !== "" && (
          <Extra words={say("folder.name")} icon="folder" texts={[folderOf(item.tags).slice(1)]} />
        )}
        {plainTags(item.tags).length > 0 && (
          <Extra words={say("detail.tags")} icon="tag" texts={plainTags(item.tags)} />
        )}
        <p class="quiet small">{say("detail.times", [dateOf(item.modified)])}</p>
        {item.rev > 1 && <EarlierValues key={`past-${item.id}`} item={item} />}
        <Uses key={`uses-${item.id}`} item={item} />
      </div>
      {inTrash ? (
        <div class="screen-foot">
          <Button
            icon="restore"
            look="primary"
            onClick={() => void restore([id]).then(() => show({ name: "list" }))}
          >
            {say("detail.restore")}
          </Button>
          <Button icon="trash" look="danger" onClick={() => setAsking(true)}>
            {say("detail.erase")}
          </Button>
        </div>
      ) : (
        (fills(item.kind) || item.kind === "snippet") && (
          <div class="screen-foot">
            {item.kind === "snippet" && (
              <Button icon="copy" look="primary" onClick={() => void copyMain(item)}>
                {say("app.copy")}
              </Button>
            )}
            {fills(item.kind) && (
              <Button icon="eye" onClick={() => show({ name: "check", item })}>
                {say("check.go")}
              </Button>
            )}
            {fills(item.kind) && (
              <Button icon="fill" look="primary" busy={busy} onClick={() => void fill(item)}>
                {here.host === null ? say("detail.fill") : say("detail.fillIn", [here.host])}
              </Button>
            )}
          </div>
        )
      )}
      {asking && (
        <Confirm
          title={say("manager.eraseAsk", 1)}
          text={say("manager.eraseText")}
          go={say("detail.erase")}
          danger
          onGo={() => void erase([id])}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

interface HeadProps {
  title: string;
  onBack: () => void;
  kind?: Item;
  children?: preact.ComponentChildren;
}

function Head({ title, onBack, kind, children }: HeadProps) {
  return (
    <div class="screen-head">
      <IconButton icon="back" class="to-list" words={say("app.back")} onClick={onBack} />
      {kind && (
        <span class="row-kind">
          <Icon name={kind.kind} />
        </span>
      )}
      <h1 tabIndex={-1} ref={focusOnce}>
        {title}
      </h1>
      {children}
    </div>
  );
}

function Extra({
  words,
  icon,
  texts,
}: {
  words: string;
  icon: "site" | "tag" | "folder";
  texts: readonly string[];
}) {
  return (
    <div class="extra">
      <h2 class="label">{words}</h2>
      <ul class="chips">
        {texts.map((text) => (
          <li key={text} class="chip">
            <Icon name={icon} />
            <span>{shownText(text)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
