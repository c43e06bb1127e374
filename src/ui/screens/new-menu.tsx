import { kindNames } from "../../core/item.ts";
import { say } from "../../wire/words.ts";
import { Menu } from "../parts/menu.tsx";
import { app, attempt } from "../state/app.ts";
import { saveForm } from "../state/filling.ts";
import { useStore } from "../state/hook.ts";
import { editor, list, show } from "../state/view.ts";

/** What can be made here: an item of each kind, and from the page in front. */
export function NewMenu() {
  const reachable = useStore(app, (state) => state.here.reachable);
  return (
    <Menu
      icon="plus"
      words={say("list.newShort")}
      opens="up"
      look="primary"
      entries={[
        ...kindNames.map((kind) => ({
          icon: kind,
          words: say(`kind.${kind}`),
          about: say(`kindAbout.${kind}`),
          run: () =>
            void attempt(async () =>
              (await editor()).editNew(kind, list.store.getState().query.text),
            ),
        })),
        ...(reachable
          ? [
              {
                icon: "form" as const,
                words: say("list.saveForm"),
                about: say("list.saveFormAbout"),
                run: () => void saveForm(),
              },
              {
                icon: "eye" as const,
                words: say("watch.entry"),
                about: say("watch.entryAbout"),
                run: () => show({ name: "watch" }),
              },
              {
                icon: "edit" as const,
                words: say("teach.open"),
                about: say("teach.openAbout"),
                run: () => show({ name: "fields", at: null }),
              },
            ]
          : []),
      ]}
    />
  );
}
