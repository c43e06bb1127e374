import { useEffect, useState } from "preact/hooks";
import { say } from "../shared/words.ts";

/** Takes a file by the button, or by dropping it anywhere on the page. */
export function Choose({ reading, onFile }: { reading: boolean; onFile: (file: File) => void }) {
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file !== undefined && !reading) onFile(file);
  };
  useEffect(() => {
    const enter = () => setOver(true);
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      take(event.dataTransfer?.files);
    };
    addEventListener("dragenter", enter);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragenter", enter);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  });
  return (
    <label class={over ? "drop over" : "drop"}>
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
