/**
 * Markdown and HTML of snippets as elements: `marked` reads the one, `dompurify` lets through of both what can neither
 * run, nor load anything, nor send anything. Loaded when a rich snippet is first shown; never by the popup.
 */
import dompurify from "dompurify";
import { marked } from "marked";
import { type Rendered, withValues } from "../../core/snippet/render.ts";

const purify = dompurify(globalThis.window);

purify.addHook("afterSanitizeAttributes", (node) => {
  // Pictures only where they are in the text itself: anything else would tell a server that this is read.
  for (const name of ["src", "poster", "background", "srcset"]) {
    if (
      node.hasAttribute(name) &&
      !/^data:image\/(png|gif|jpeg|webp);/i.test(node.getAttribute(name) ?? "")
    )
      node.removeAttribute(name);
  }
  if (/url\s*\(|expression|@import|\\/i.test(node.getAttribute("style") ?? ""))
    node.removeAttribute("style");
  if (node.tagName === "A") {
    if (!/^(https?:|mailto:|tel:)/i.test(node.getAttribute("href") ?? ""))
      node.removeAttribute("href");
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  }
});

const common = {
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  USE_PROFILES: { html: true },
  FORBID_TAGS: [
    "style",
    "form",
    "input",
    "button",
    "select",
    "textarea",
    "video",
    "audio",
    "source",
    "dialog",
  ],
  FORBID_ATTR: [
    "id",
    "name",
    "class",
    "srcset",
    "poster",
    "background",
    "autofocus",
    "tabindex",
    "popover",
  ],
};

type Source = Pick<Rendered, "format" | "rich" | "mark" | "values">;

function htmlOf(source: Source): string {
  if (source.format !== "markdown") return source.rich;
  return withValues(marked.parse(source.rich, { async: false, gfm: true, breaks: true }), source);
}

/** Elements for a preview in a page of ours: no styles either, which our policy would refuse. */
export function richElements(rendered: Source): DocumentFragment {
  return purify.sanitize(htmlOf(rendered), {
    ...common,
    FORBID_ATTR: [...common.FORBID_ATTR, "style"],
    RETURN_DOM_FRAGMENT: true,
  });
}

/** HTML for the clipboard. */
export function richHtml(rendered: Source): string {
  return purify.sanitize(htmlOf(rendered), common);
}

/** Puts both forms on the clipboard; the plain one is there already and is what the clearing compares. */
export async function copyRich(rendered: Rendered): Promise<void> {
  const part = (text: string, type: string) => new Blob([text], { type });
  await navigator.clipboard.write([
    new ClipboardItem({
      "text/plain": part(rendered.text, "text/plain"),
      "text/html": part(richHtml(rendered), "text/html"),
    }),
  ]);
}
