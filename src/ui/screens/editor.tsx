import { Fragment } from "preact";
import { useState } from "preact/hooks";
import { Failure } from "../../core/failure.ts";
import { folderOf, inFolder, plainTags } from "../../core/folder.ts";
import { caps, type Draft } from "../../core/item.ts";
import { kinds } from "../../core/kinds/index.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Chips } from "../parts/chips.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Failed } from "../parts/failed.tsx";
import { focusOnce } from "../parts/focus.ts";
import { HalfNotice } from "../parts/half-notice.tsx";
import { Icon } from "../parts/icon.tsx";
import { useKeys } from "../parts/keys.ts";
import { app } from "../state/app.ts";
import { addField, guessTitle } from "../state/draft.ts";
import { change, discard, editing, save, unsaved } from "../state/editing.ts";
import { useStore } from "../state/hook.ts";
import { SnippetTools, TriggerLine } from "../snippet/tools.tsx";
import { Clash } from "./clash.tsx";
import { FieldRow } from "./field.tsx";
import { Folder } from "./folder.tsx";
import { Sites } from "./sites.tsx";

/** Everything that can be changed about one item. Nothing typed here is lost when the window closes. */
export function Editor() {
  const draft = useStore(editing, (state) => state.draft);
  return draft && <Form draft={draft} />;
}

function Form({ draft }: { draft: Draft }) {
  const { review, kept, saving, failed, clash } = useStore(editing, (state) => state);
  const [leaving, setLeaving] = useState(false);
  const [untitled, setUntitled] = useState(false);
  const [added, setAdded] = useState(0);
  const [before] = useState(() => new Set(draft.fields.map((field) => field.id)));
  const leave = (): void => {
    if (unsaved()) setLeaving(true);
    else discard();
  };
  const trySave = (): void => {
    const title = guessTitle(draft);
    setUntitled(title === "");
    if (title === "") {
      document.getElementById("title")?.focus();
      return;
    }
    if (draft.fields.some(({ value }) => (value?.length ?? 0) > caps.value)) {
      editing.setState({ failed: new Failure("TOO_LARGE") });
      return;
    }
    if (title !== draft.title) change((now) => ({ ...now, title }));
    void save();
  };
  useKeys((event) => {
    if (event.key === "Escape") leave();
    else if ((event.ctrlKey || event.metaKey) && (event.key === "s" || event.key === "Enter"))
      trySave();
    else return;
    event.preventDefault();
  });
  const kind = say(`kind.${draft.kind}`);
  const head = review
    ? say("edit.review")
    : say(draft.id === null ? "edit.newTitle" : "edit.editTitle", [kind]);
  return (
    <form
      class="screen editor"
      onSubmit={(event) => {
        event.preventDefault();
        trySave();
      }}
    >
      <div class="screen-head">
        <IconButton icon="back" words={say("app.back")} onClick={leave} />
        <span class="row-kind">
          <Icon name={draft.kind} />
        </span>
        <h1 tabIndex={-1} ref={draft.id !== null || review ? focusOnce : null}>
          {head}
        </h1>
        <IconButton
          icon="star"
          words={say("edit.favourite")}
          filled={draft.favourite}
          pressed={draft.favourite}
          onClick={() => change((now) => ({ ...now, favourite: !now.favourite }))}
        />
      </div>
      <div class="screen-body">
        {kept && (
          <div class="notice">
            <Icon name="edit" />
            <p>{say("edit.kept")}</p>
            <Button look="link" onClick={() => setLeaving(true)}>
              {say("edit.discard")}
            </Button>
          </div>
        )}
        {review && (
          <div class="notice">
            <Icon name="form" />
            <p>{say("edit.reviewText")}</p>
          </div>
        )}
        <div class="field">
          <label class="label" for="title">
            {say("edit.title")}
          </label>
          <input
            id="title"
            class="input"
            value={draft.title}
            maxLength={caps.title}
            placeholder={say("edit.titleHint")}
            autocomplete="off"
            aria-invalid={untitled}
            aria-describedby="title-said"
            ref={draft.id === null && !review ? focusOnce : null}
            onInput={(event) => {
              const title = event.currentTarget.value;
              setUntitled(false);
              change((now) => ({ ...now, title }));
            }}
          />
          <p id="title-said" class="failed" role="alert">
            {untitled ? say("edit.needTitle") : ""}
          </p>
          <HalfNotice text={draft.title} />
        </div>
        {draft.fields.map((field, n) => (
          <Fragment key={field.id}>
            {!(draft.kind === "snippet" && field.key === "format") && (
              <FieldRow
                field={field}
                itemId={draft.id}
                first={n === 0 || draft.fields[n - 1]?.key !== ""}
                last={n === draft.fields.length - 1}
                fresh={added > 0 && !before.has(field.id)}
                review={review}
              />
            )}
            {draft.kind === "snippet" && field.key === "body" && !field.critical && (
              <SnippetTools draft={draft} body={field} />
            )}
            {draft.kind === "snippet" && field.key === "trigger" && field.value !== null && (
              <TriggerLine trigger={field.value} />
            )}
          </Fragment>
        ))}
        <div class="buttons start">
          <Button
            icon="plus"
            disabled={draft.fields.length >= caps.fields}
            onClick={() => {
              setAdded(added + 1);
              change((now) => addField(now, "text"));
            }}
          >
            {say("edit.addField")}
          </Button>
        </div>
        <hr />
        {kinds[draft.kind].main === "fill" && <Sites draft={draft} />}
        <Folder draft={draft} />
        <Tags draft={draft} />
      </div>
      <div class="screen-foot">
        <Failed thrown={failed} />
        <div class="buttons">
          <Button onClick={leave}>{say("app.cancel")}</Button>
          <Button look="primary" type="submit" busy={saving}>
            {say(saving ? "app.saving" : "app.save")}
          </Button>
        </div>
      </div>
      {clash && <Clash clash={clash} />}
      {leaving && (
        <Confirm
          title={say("edit.discardAsk")}
          text={say("edit.discardText")}
          go={say("edit.discard")}
          danger
          onGo={discard}
          onClose={() => setLeaving(false)}
        />
      )}
    </form>
  );
}

function Tags({ draft }: { draft: Draft }) {
  const status = useStore(app, (state) => state.status);
  return (
    <Chips
      words={say("edit.tags")}
      icon="tag"
      values={plainTags(draft.tags)}
      addWords={say("edit.addTag")}
      removeWords={(value) => say("edit.removeTag", [value])}
      max={caps.tags}
      maxLength={caps.tag}
      known={status?.state === "open" ? plainTags(status.tags) : []}
      read={(typed) => ({ value: typed.trim() })}
      onChange={(tags) => change((now) => ({ ...now, tags: inFolder(tags, folderOf(now.tags)) }))}
    />
  );
}
