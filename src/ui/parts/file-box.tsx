import { useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { Icon } from "./icon.tsx";

/** A place to choose a backup file, or to drop one. */
export function FileBox({ words, onFile }: { words: string; onFile: (file: File) => void }) {
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined): void => {
    const file = files?.[0];
    if (file) onFile(file);
  };
  return (
    <label
      class={`file-box${over ? " over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <Icon name="restore" />
      <strong>{words}</strong>
      <span class="quiet">{say("restore.drop")}</span>
      <input
        class="sr"
        type="file"
        accept=".coffer,.html,application/octet-stream"
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file can be chosen once more.
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}
