import { useEffect, useState } from "preact/hooks";
import type { Item } from "../../core/item.ts";
import { hostOf } from "../../core/origin.ts";
import { shownText } from "../../core/shown.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { focusOnce } from "../parts/focus.ts";
import { Icon } from "../parts/icon.tsx";
import { Modal } from "../parts/modal.tsx";
import { foreign, insertField, insertForeign, leaveInsert } from "../snippet/insert.ts";
import { app, ask, tell } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { labelOf, titleOf } from "../words.ts";

/** Over the list: what Enter does now, and the way out. */
export function InsertBar() {
  const on = useStore(app, (state) => state.inserting !== null);
  const host = useStore(app, (state) => state.here.host);
  if (!on) return null;
  return (
    <div class="insert-bar" role="status">
      <Icon name="edit" />
      <p>{host === null ? say("caret.choose") : say("caret.into", [host])}</p>
      <IconButton icon="close" words={say("caret.leave")} onClick={leaveInsert} />
    </div>
  );
}

/** The fields of an item, one of which goes to the caret. */
export function InsertFields({ id, onBack }: { id: string; onBack: () => void }) {
  const [item, setItem] = useState<Item | null>(null);
  const host = useStore(app, (state) => state.here.host);
  useEffect(() => void ask("item.read", { id }).then(setItem, tell), [id]);
  const fields = item?.fields.filter(({ critical, value }) => critical || value) ?? [];
  return (
    <div class="screen">
      <div class="screen-head">
        <IconButton icon="back" words={say("app.back")} onClick={onBack} />
        <h1>{item === null ? say("caret.title") : say("caret.fields", [titleOf(item)])}</h1>
      </div>
      <div class="screen-body">
        {item !== null && fields.length > 0 && host !== null && (
          <p class="quiet">{say("caret.into", [host])}</p>
        )}
        {item !== null && fields.length === 0 && <p class="quiet">{say("caret.empty")}</p>}
        <ul class="insert-fields" onKeyDown={moveFocus}>
          {fields.map((field, n) => (
            <li key={field.id}>
              <button
                type="button"
                class="insert-field"
                ref={n === 0 ? focusOnce : null}
                onClick={() => void insertField(id, field.id)}
              >
                <span class="label">{labelOf(field)}</span>
                <span>
                  {field.critical || field.type === "hidden"
                    ? "••••••"
                    : shownText((field.value ?? "").slice(0, 200))}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const all = [...document.querySelectorAll<HTMLElement>(".insert-field")];
  all[all.indexOf(document.activeElement as HTMLElement) + step]?.focus();
}

/** A site by its name; without encryption that is said by its address; a page without an address is said in words. */
function placeWords(origin: string): string {
  if (!/^https?:/.test(origin)) return say("caret.nowhere");
  return origin.startsWith("https:") ? hostOf(origin) : origin;
}

/** Before a value of the vault goes to a site where it does not belong. */
export function InsertForeign() {
  const asks = useStore(foreign, (state) => state.asks);
  if (asks === null) return null;
  const drop = (): void => foreign.setState({ asks: null });
  return (
    <Modal title={say("caret.foreignTitle")} onClose={drop}>
      <p>
        {say(asks.why === "frame" ? "caret.framed" : "caret.foreign", [placeWords(asks.origin)])}
      </p>
      <div class="buttons">
        <Button onClick={drop}>{say("app.cancel")}</Button>
        <Button look="primary" onClick={() => void insertForeign()}>
          {say("caret.foreignGo")}
        </Button>
      </div>
    </Modal>
  );
}
