/** What an evaluated template is written as: plain text, and the source of a rich one with values made harmless. */
import type { Evaluated, Format, Piece } from "./shape.ts";
import { textOfHtml } from "./html-text.ts";

export interface Rendered {
  /** What goes into a plain field and onto the clipboard. */
  text: string;
  /** Place of the cursor in `text`, in UTF-16 units; null where the template has none. */
  cursor: number | null;
  format: Format;
  /**
   * Markdown or HTML, with every value escaped: it can add no element. Still the text of the snippet's author, so a
   * page of ours sanitises it before it becomes elements (src/ui/snippet/rich.ts). "" of a plain snippet.
   */
  rich: string;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it stands in HTML, in an attribute too. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (symbol) => entities[symbol] ?? "");
}

/** Text as it stands in Markdown: no mark of it means anything, and it is no HTML either. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]()#+\-.!|~>:=&<]/g, (symbol) =>
      symbol === "<" || symbol === "&" || symbol === ">" ? (entities[symbol] ?? "") : `\\${symbol}`,
    )
    .replaceAll(/\r?\n/g, "  \n");
}

/** Writes what was evaluated for a snippet of `format`. Always well-formed Unicode. */
export function render({ pieces, cursor }: Evaluated, format: Format): Rendered {
  const plainOf = (list: readonly Piece[]): string => plain(list, format);
  const text = plainOf(pieces);
  return {
    text: text.toWellFormed(),
    // Tags of HTML may lie around the cursor: what stands before it is measured by itself.
    cursor: cursor === null ? null : Math.min(plainOf(pieces.slice(0, cursor)).length, text.length),
    format,
    rich:
      format === "plain"
        ? ""
        : pieces
            .map((piece) => rich(piece, format))
            .join("")
            .toWellFormed(),
  };
}

function plain(pieces: readonly Piece[], format: Format): string {
  if (format === "html") return textOfHtml(pieces.map((piece) => rich(piece, format)).join(""));
  return pieces
    .map((piece) => (piece.format === "html" && piece.own ? textOfHtml(piece.text) : piece.text))
    .join("");
}

function rich(piece: Piece, format: Format): string {
  if (piece.own && piece.format === format) return piece.text;
  const text = piece.own && piece.format === "html" ? textOfHtml(piece.text) : piece.text;
  if (format === "markdown") return escapeMarkdown(text);
  return escapeHtml(text).replaceAll(/\r?\n/g, "<br>");
}
