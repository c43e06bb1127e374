import { useEffect, useRef, useState } from "preact/hooks";
import type { FileLine } from "../../core/item.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Icon } from "../parts/icon.tsx";
import { Progress } from "../parts/progress.tsx";
import { app, ask, attempt } from "../state/app.ts";
import { attach, moving, previewOf, removeFile, saveFile, stopMoving } from "../state/files.ts";
import { useStore } from "../state/hook.ts";
import { sizeOf } from "../words.ts";
import { FilePreview } from "./file-preview.tsx";

interface FilesProps {
  /** Id of the item. */
  item: string;
  /** In the trash files can be looked at and saved only. */
  inTrash: boolean;
}

/** The files of an item: save, show, remove, and bring in another. */
export function Files({ item, inTrash }: FilesProps) {
  const [files, setFiles] = useState<FileLine[]>([]);
  const [going, setGoing] = useState<FileLine | null>(null);
  const [shown, setShown] = useState<FileLine | null>(null);
  const changes = useStore(app, (state) => state.changes);
  const now = useStore(moving, (state) => state.now);
  const popup = useStore(app, (state) => state.slot === "popup");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    let mine = true;
    void attempt(async () => {
      const found = await ask("file.list", { id: item });
      if (mine) setFiles(found.files);
    });
    return () => {
      mine = false;
    };
  }, [item, changes]);
  const bring = (list: readonly File[]): void => void attach(item, list, files.length);
  const over = useDrop(!inTrash && !popup, bring);

  if (inTrash && files.length === 0) return null;
  return (
    <section class={`files${over ? " over" : ""}`} aria-label={say("files.title")}>
      {/* The focus comes here where the button in hand goes away with its file. */}
      <h2 class="label" tabIndex={-1} ref={heading}>
        {say("files.title")}
      </h2>
      {files.length > 0 && (
        <ul class="values">
          {files.map((line) => (
            <Line
              key={line.file}
              line={line}
              onSave={() => void saveFile(item, line)}
              onShow={previewOf(line.name) === null ? null : () => setShown(line)}
              onRemove={inTrash ? null : () => setGoing(line)}
            />
          ))}
        </ul>
      )}
      {now !== null && now.item === item && (
        <div class="file-moving">
          <Progress
            done={now.done}
            words={say(now.way === "in" ? "files.sending" : "files.fetching", [
              now.name,
              Math.round(now.done * 100),
            ])}
          />
          <Button onClick={stopMoving}>{say("app.cancel")}</Button>
        </div>
      )}
      {!inTrash && (popup ? <InTab item={item} /> : <Choose onFiles={bring} over={over} />)}
      {going && (
        <Confirm
          title={say("files.removeAsk", [going.name])}
          text={say("files.removeText")}
          go={say("files.removeGo")}
          danger
          onGo={() => {
            heading.current?.focus();
            void removeFile(item, going);
          }}
          onClose={() => setGoing(null)}
        />
      )}
      {shown && <FilePreview item={item} line={shown} onClose={() => setShown(null)} />}
    </section>
  );
}

interface LineProps {
  line: FileLine;
  onSave: () => void;
  /** Null where such a file is not shown. */
  onShow: (() => void) | null;
  onRemove: (() => void) | null;
}

function Line({ line, onSave, onShow, onRemove }: LineProps) {
  return (
    <li class="value file">
      <bdi class="value-text">{line.name}</bdi>
      <small class="quiet">{sizeOf(line.bytes)}</small>
      <span class="value-acts">
        {onShow && (
          <IconButton icon="eye" words={say("files.show", [line.name])} onClick={onShow} />
        )}
        <IconButton icon="backup" words={say("files.save", [line.name])} onClick={onSave} />
        {onRemove && (
          <IconButton icon="trash" words={say("files.remove", [line.name])} onClick={onRemove} />
        )}
      </span>
    </li>
  );
}

/** A popup may close as soon as the browser's own window for choosing a file opens: so it is done in a tab. */
function InTab({ item }: { item: string }) {
  return (
    <a class="button link" href={`/manager.html#/item/${item}`} target="_blank">
      <Icon name="tab" />
      <span>{say("files.inTab")}</span>
    </a>
  );
}

function Choose({ onFiles, over }: { onFiles: (files: readonly File[]) => void; over: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const busy = useStore(moving, (state) => state.now !== null);
  return (
    <div class="file-choose">
      <Button icon="plus" busy={busy} onClick={() => input.current?.click()}>
        {say("files.attach")}
      </Button>
      <span class="quiet small">{say(over ? "files.dropNow" : "files.drop")}</span>
      <input
        ref={input}
        hidden
        type="file"
        multiple
        onChange={(event) => {
          const { files } = event.currentTarget;
          if (files) onFiles([...files]);
          // The same file again is a choice too.
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}

/**
 * Files dropped anywhere into the window: beside a small target the browser would leave our page and open the
 * file. Answers whether one is held over the window now.
 */
function useDrop(on: boolean, take: (files: readonly File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const holds = (event: DragEvent): boolean =>
      event.dataTransfer?.types.includes("Files") === true;
    const drag = (event: DragEvent): void => {
      if (!holds(event)) return;
      event.preventDefault();
      setOver(on);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!holds(event)) return;
      event.preventDefault();
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (on && files.length > 0) latest.current(files);
    };
    document.addEventListener("dragover", drag);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", drag);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
    };
  }, [on]);
  return over;
}
