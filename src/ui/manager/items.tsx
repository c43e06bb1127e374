import { useState } from "preact/hooks";
import { isFolder } from "../../core/folder.ts";
import { kindNames } from "../../core/item.ts";
import { shownText } from "../../core/shown.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Icon } from "../parts/icon.tsx";
import { ItemList } from "../parts/item-list.tsx";
import { Menu } from "../parts/menu.tsx";
import { Editor } from "../screens/editor.tsx";
import { ItemScreen } from "../screens/item.tsx";
import { erase, goesWords, trashDaysOf, trashedIds } from "../state/trash.ts";
import { app, attempt } from "../state/app.ts";
import { editNew } from "../state/editing.ts";
import { useStore } from "../state/hook.ts";
import { list, show, view } from "../state/view.ts";
import { FolderHead } from "./folder-head.tsx";
import type { Route } from "./route.ts";

function titleOfRoute(route: Route): string {
  if (route.at === "kind") return say(`kinds.${route.kind}`);
  if (route.at === "tag") return shownText(route.tag);
  if (route.at === "favourites" || route.at === "trash") return say(`manager.${route.at}`);
  return say("manager.all");
}

/** The list of a section and, beside it, the item in hand. */
export function Items({ route }: { route: Route }) {
  const now = useStore(view, (state) => state.view);
  const text = useStore(list.store, (state) => state.query.text);
  const inTrash = route.at === "trash";
  const trashDays = useStore(app, trashDaysOf);
  return (
    <div class={`items${now.name === "list" ? "" : " deep"}`}>
      <section class="items-list" aria-label={say("list.results")}>
        <h1 class="sr">{titleOfRoute(route)}</h1>
        <ItemList
          opensOnly
          {...(route.at === "tag" && isFolder(route.tag)
            ? { under: <FolderHead key={route.tag} folder={route.tag} /> }
            : {})}
          openId={now.name === "item" ? now.id : null}
          {...(inTrash ? { hint: (row) => goesWords(row.trashed ?? 0, trashDays) } : {})}
          tools={
            inTrash ? (
              <EmptyTrash />
            ) : route.at === "kind" ? (
              <Button icon="plus" look="primary" onClick={() => editNew(route.kind, text)}>
                {say("list.newShort")}
              </Button>
            ) : (
              <Menu
                icon="plus"
                words={say("list.newShort")}
                opens="down"
                look="primary"
                entries={kindNames.map((kind) => ({
                  icon: kind,
                  words: say(`kind.${kind}`),
                  about: say(`kindAbout.${kind}`),
                  run: () => editNew(kind, text),
                }))}
              />
            )
          }
        />
      </section>
      <section class="items-one" aria-label={say("manager.item")}>
        {now.name === "item" && <ItemScreen id={now.id} onBack={() => show({ name: "list" })} />}
        {now.name === "edit" && <Editor />}
        {now.name === "list" && (
          <div class="nothing faint">
            <Icon name="all" />
            <p>{say("detail.choose")}</p>
          </div>
        )}
      </section>
    </div>
  );
}

function EmptyTrash() {
  const total = useStore(list.store, (state) => state.total);
  const [ids, setIds] = useState<string[] | null>(null);
  return (
    <>
      <Button
        icon="trash"
        look="danger"
        disabled={total === 0}
        onClick={() => void attempt(async () => setIds(await trashedIds()))}
      >
        {say("manager.emptyTrash")}
      </Button>
      {ids && (
        <Confirm
          title={say("manager.eraseAsk", ids.length)}
          text={say("manager.eraseText")}
          go={say("detail.erase")}
          danger
          onGo={() => void erase(ids)}
          onClose={() => setIds(null)}
        />
      )}
    </>
  );
}
