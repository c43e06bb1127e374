import { useEffect, useRef } from "preact/hooks";
import type { Rendered } from "../../core/snippet/render.ts";
import { say } from "../../wire/words.ts";
import { app, attempt } from "../state/app.ts";
import { useStore } from "../state/hook.ts";

/** More than this of a long text is not shown in a preview, in characters. */
const much = 20_000;

/** How a snippet will look. Rich ones as elements in the manager, as their plain text in the popup. */
export function Preview({ rendered }: { rendered: Rendered }) {
  const rich = useStore(app, ({ slot }) => slot === "manager") && rendered.format !== "plain";
  const { text } = rendered;
  return (
    <section class="snippet-preview" aria-label={say("snippet.preview")}>
      <h3 class="label">{say("snippet.preview")}</h3>
      {rich ? (
        <Rich rendered={rendered} />
      ) : (
        <pre dir="auto">{text.length > much ? `${text.slice(0, much)}…` : text}</pre>
      )}
      {text === "" && <p class="quiet small">{say("snippet.previewEmpty")}</p>}
    </section>
  );
}

function Rich({ rendered }: { rendered: Rendered }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let mine = true;
    void attempt(async () => {
      const { richElements } = await import("./rich.ts");
      if (mine) box.current?.replaceChildren(richElements(rendered));
    });
    return () => {
      mine = false;
    };
  }, [rendered]);
  return <div class="rich" dir="auto" ref={box} />;
}
