import { say } from "../../wire/words.ts";
import { Button } from "./button.tsx";
import { Modal } from "./modal.tsx";

interface ConfirmProps {
  title: string;
  text: string;
  /** Words of the button that does it. */
  go: string;
  /** Words of the button that does not. */
  stay?: string;
  danger?: boolean;
  onGo: () => void;
  onClose: () => void;
}

/** Asks before something that can not be taken back. The careful answer has the focus. */
export function Confirm({ title, text, go, stay, danger, onGo, onClose }: ConfirmProps) {
  return (
    <Modal title={title} onClose={onClose}>
      <p>{text}</p>
      <div class="buttons">
        <Button onClick={onClose}>{stay ?? say("app.cancel")}</Button>
        <Button
          look={danger ? "danger" : "primary"}
          onClick={() => {
            onClose();
            onGo();
          }}
        >
          {go}
        </Button>
      </div>
    </Modal>
  );
}
