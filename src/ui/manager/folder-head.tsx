import { useId, useState } from "preact/hooks";
import { folderFrom } from "../../core/folder.ts";
import { caps } from "../../core/item.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Modal } from "../parts/modal.tsx";
import { ask, attempt, toast } from "../state/app.ts";
import { shareTag } from "../state/sharing.ts";
import { writeRoute } from "./route.ts";

function move(from: string, to: string): void {
  void attempt(async () => {
    const { count } = await ask("folder.move", { from, to });
    location.hash = writeRoute(to === "" ? { at: "all" } : { at: "tag", tag: to });
    toast(say("folder.moved", count));
  });
}

/** Over the list of a folder: its name, and what can be done with it as a whole. */
export function FolderHead({ folder }: { folder: string }) {
  const [asking, setAsking] = useState<"name" | "remove" | null>(null);
  const close = (): void => setAsking(null);
  return (
    <div class="folder-head">
      <strong>{folder.slice(1).replaceAll("/", " / ")}</strong>
      <IconButton
        icon="share"
        words={say("shareMore.folder")}
        onClick={() => void attempt(() => shareTag(folder))}
      />
      <IconButton icon="edit" words={say("folder.rename")} onClick={() => setAsking("name")} />
      <IconButton icon="close" words={say("folder.remove")} onClick={() => setAsking("remove")} />
      {asking === "name" && <Rename folder={folder} onClose={close} />}
      {asking === "remove" && (
        <Confirm
          title={say("folder.removeAsk", [folder.slice(1)])}
          text={say("folder.removeText")}
          go={say("folder.remove")}
          onGo={() => move(folder, "")}
          onClose={close}
        />
      )}
    </div>
  );
}

function Rename({ folder, onClose }: { folder: string; onClose: () => void }) {
  const id = useId();
  const [typed, setTyped] = useState(folder.slice(1));
  const to = folderFrom(typed);
  return (
    <Modal title={say("folder.rename")} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (to === "") return;
          onClose();
          if (to !== folder) move(folder, to);
        }}
      >
        <div class="field">
          <label class="label" for={id}>
            {say("folder.newName")}
          </label>
          <input
            id={id}
            class="input"
            type="text"
            value={typed}
            maxLength={caps.tag - 1}
            autocomplete="off"
            data-first
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <p class="quiet small">{say("folder.about")}</p>
        </div>
        <div class="buttons">
          <Button onClick={onClose}>{say("app.cancel")}</Button>
          <Button look="primary" type="submit" disabled={to === ""}>
            {say("app.save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
