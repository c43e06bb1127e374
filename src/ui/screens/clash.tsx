import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Modal } from "../parts/modal.tsx";
import { discard, editing, saveCopy, saveOver, takeTheirs } from "../state/editing.ts";
import { useStore } from "../state/hook.ts";

function close(): void {
  editing.setState({ clash: null });
}

/** Two windows changed one item. Nothing is lost unless the user says so. */
export function Clash({ clash }: { clash: "changed" | "gone" }) {
  const saving = useStore(editing, (state) => state.saving);
  const changed = clash === "changed";
  return (
    <Modal title={say(changed ? "edit.changed" : "edit.gone")} onClose={close}>
      <p>{say(changed ? "edit.changedText" : "edit.goneText")}</p>
      <div class="buttons column">
        <Button look="primary" busy={saving} onClick={() => void saveCopy()}>
          {changed ? `${say("edit.keepBoth")}: ${say("edit.keepBothText")}` : say("edit.saveNew")}
        </Button>
        {changed && (
          <>
            <Button busy={saving} onClick={() => void saveOver()}>
              {say("edit.useMine")}
            </Button>
            <Button look="danger" busy={saving} onClick={() => void takeTheirs()}>
              {say("edit.useTheirs")}
            </Button>
          </>
        )}
        {!changed && (
          <Button look="danger" onClick={discard}>
            {say("edit.discard")}
          </Button>
        )}
        <Button look="link" onClick={close}>
          {say("app.cancel")}
        </Button>
      </div>
    </Modal>
  );
}
