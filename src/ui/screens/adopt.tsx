import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Modal } from "../parts/modal.tsx";
import { siteWords } from "../parts/site-words.ts";
import { app } from "../state/app.ts";
import { dropAdopt, fill, filling } from "../state/filling.ts";
import { useStore } from "../state/hook.ts";
import { titleOf } from "../words.ts";

/** An item of another site: both sites are named, and nothing goes there unless the user says so here. */
export function Adopt() {
  const item = useStore(filling, (state) => state.adopt);
  const host = useStore(app, (state) => state.here.host);
  if (item === null) return null;
  return (
    <Modal title={say("adopt.title")} onClose={dropAdopt}>
      <p>{say("adopt.text", [host ?? "", titleOf(item)])}</p>
      <ul class="chips">
        {item.origins.map((origin) => (
          <li key={origin} class="chip">
            <Icon name="site" />
            <span>{siteWords(origin)}</span>
          </li>
        ))}
      </ul>
      <p class="quiet">{say("adopt.warn")}</p>
      <div class="buttons">
        <Button onClick={dropAdopt}>{say("app.cancel")}</Button>
        <Button look="primary" onClick={() => void fill(item, true)}>
          {say("adopt.go")}
        </Button>
      </div>
    </Modal>
  );
}
