import { useEffect, useState } from "preact/hooks";
import type { FileLine } from "../../core/item.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Modal } from "../parts/modal.tsx";
import { tell } from "../state/app.ts";
import { fetchFile, previewOf, stopMoving } from "../state/files.ts";

/** As much of a text as is shown (bytes). */
const textLimit = 200_000;

interface PreviewProps {
  item: string;
  line: FileLine;
  onClose: () => void;
}

type Content = { picture: string } | { text: string; cut: boolean } | "unfit" | null;

/**
 * A picture or a plain text of the vault, in our own page. No markup of the file is ever read as such: a picture
 * stands in an <img>, which runs nothing, a text is text. It goes when the window is hidden.
 */
export function FilePreview({ item, line, onClose }: PreviewProps) {
  const [content, setContent] = useState<Content>(null);
  useEffect(() => {
    let url: string | null = null;
    let mine = true;
    let coming = true;
    const how = previewOf(line.name);
    const open = async (): Promise<void> => {
      const blob = await fetchFile(item, line, how !== null && how !== "text" ? how.picture : "");
      coming = false;
      if (!mine) return;
      if (how === "text") {
        const text = await blob.slice(0, textLimit).text();
        if (mine) setContent({ text, cut: blob.size > textLimit });
      } else {
        url = URL.createObjectURL(blob);
        setContent({ picture: url });
      }
    };
    open().catch((thrown: unknown) => {
      coming = false;
      if (!mine) return;
      tell(thrown);
      onClose();
    });
    const hide = (): void => {
      if (document.hidden) onClose();
    };
    document.addEventListener("visibilitychange", hide);
    return () => {
      mine = false;
      document.removeEventListener("visibilitychange", hide);
      if (coming) stopMoving();
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, []);
  return (
    <Modal title={line.name} onClose={onClose}>
      <div class="file-shown" aria-busy={content === null}>
        {content === "unfit" && <p>{say("files.unfit")}</p>}
        {content !== null && content !== "unfit" && "picture" in content && (
          <img src={content.picture} alt={line.name} onError={() => setContent("unfit")} />
        )}
        {content !== null && content !== "unfit" && "text" in content && (
          <>
            <textarea
              class="input file-text"
              readOnly
              rows={12}
              aria-label={line.name}
              value={content.text}
            />
            {content.cut && <p class="quiet small">{say("files.cut")}</p>}
          </>
        )}
      </div>
      <div class="buttons">
        <Button onClick={onClose}>{say("app.close")}</Button>
      </div>
    </Modal>
  );
}
