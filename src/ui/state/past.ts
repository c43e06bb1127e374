/** Earlier values of an item: copied, put back into the editor, forgotten. */
import type { Item } from "../../core/item.ts";
import type { Past } from "../../wire/history.ts";
import { say } from "../../wire/words.ts";
import { ask, attempt, toast } from "./app.ts";
import { onClipboard } from "./clipboard.ts";
import { changeField, removeField } from "./draft.ts";
import { change, editItem } from "./editing.ts";
import { stepUp } from "./step-up.ts";

/** Copies one; it is cleared by itself. */
export function copyPast(id: string, { field, at }: Past): Promise<void> {
  return attempt(async () =>
    onClipboard(await stepUp("copy", (password) => ask("past.copy", { id, field, at, password }))),
  );
}

/**
 * Opens the editor with an earlier value in its field, or in a hidden field of its own where the field was
 * removed. Nothing is saved yet, and one click takes it back.
 */
export function putBack(item: Item, { field, value, critical }: Past): void {
  const was = item.fields.find((own) => own.id === field);
  editItem(item);
  change((draft) =>
    was === undefined
      ? {
          ...draft,
          fields: [
            ...draft.fields.filter((own) => own.id !== field),
            { id: field, key: "", label: "", type: "hidden", critical, value },
          ],
        }
      : changeField(draft, field, { value }),
  );
  const undo = (): void =>
    change((draft) => {
      if (draft.id !== item.id) return draft;
      return was === undefined
        ? removeField(draft, field)
        : changeField(draft, field, { value: was.value });
    });
  toast(say("past.putBack"), { words: say("app.undo"), run: undo });
}

/** Forgets all of them, with the password where there may be some that ask for it. Who calls has asked the user. */
export function forgetPast(id: string): Promise<void> {
  return attempt(async () => {
    const done = await stepUp("forget", async (password) => {
      await ask("past.forget", { id, password });
      return true;
    });
    if (done !== null) toast(say("past.forgotten"));
  });
}
