import { useState } from "preact/hooks";
import { say } from "../shared/words.ts";

/** Takes a file by the button or by dropping it anywhere on the box. */
export function Choose({
  reading,
  onFile,
}: {
  reading: boolean;
  onFile: (file: File) => void;
}) {
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file !== undefined && !reading) onFile(file);
  };
  return (
    <label
      class={over ? "drop over" : "drop"}
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
      <span class="main">{reading ? say("reader.reading") : say("reader.choose")}</span>
      <span class="quiet small">{say("reader.drop")}</span>
      <input
        type="file"
        class="sr"
        disabled={reading}
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file may be chosen again after it was copied anew.
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}
