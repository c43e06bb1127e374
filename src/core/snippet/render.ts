/** What an evaluated template is written as: plain text, and the source of a rich one in which values mean nothing. */
import { textOfHtml } from "./html-text.ts";
import type { Evaluated, Format, Piece } from "./shape.ts";

export interface Rendered {
  /** What goes into a plain field and onto the clipboard. */
  text: string;
  /** Place of the cursor in `text`, in UTF-16 units; null where the template has none. */
  cursor: number | null;
  format: Format;
  /**
   * HTML with every value escaped, or Markdown with a word in the place of each value: a value can add no element.
   * Still the text of the snippet's author, so a page of ours sanitises it before it becomes elements. "" where plain.
   */
  rich: string;
  /** The values of Markdown; the word for number n is `mark`, n, "x". */
  mark: string;
  values: string[];
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it stands in HTML, in an attribute too; its lines stay lines. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (symbol) => entities[symbol] ?? "")
    .replaceAll(/\r?\n/g, "<br>");
}

/** HTML that was made of Markdown, with its values where their words stand. */
export function withValues(
  html: string,
  { mark, values }: Pick<Rendered, "mark" | "values">,
): string {
  if (mark === "") return html;
  return html.replaceAll(new RegExp(`${mark}(\\d+)x`, "g"), (_, n: string) =>
    escapeHtml(values[Number(n)] ?? ""),
  );
}

/** Writes what was evaluated for a snippet of `format`. Always well-formed Unicode. */
export function render({ pieces, cursor }: Evaluated, format: Format): Rendered {
  const text = plain(pieces, format);
  // Tags of HTML may lie around the cursor: what stands before it is measured by itself.
  const before = cursor === null ? null : plain(pieces.slice(0, cursor), format).length;
  const common = {
    text: text.toWellFormed(),
    cursor: before === null ? null : Math.min(before, text.length),
    format,
  };
  if (format === "markdown") return { ...common, ...markdown(pieces) };
  const rich = format === "html" ? htmlOf(pieces).toWellFormed() : "";
  return { ...common, rich, mark: "", values: [] };
}

function valueOf(piece: Piece): string {
  return piece.own && piece.format === "html" ? textOfHtml(piece.text) : piece.text;
}

function isSource(piece: Piece, format: Format): boolean {
  return piece.own && piece.format === format;
}

function plain(pieces: readonly Piece[], format: Format): string {
  return format === "html" ? textOfHtml(htmlOf(pieces)) : pieces.map(valueOf).join("");
}

function htmlOf(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => (isSource(piece, "html") ? piece.text : escapeHtml(valueOf(piece))))
    .join("");
}

/** A word means nothing in Markdown, wherever it stands: in emphasis, code and addresses too. */
function markdown(pieces: readonly Piece[]): Pick<Rendered, "rich" | "mark" | "values"> {
  const source = pieces.filter((piece) => isSource(piece, "markdown"));
  let n = 0;
  while (source.some(({ text }) => text.includes(`coffer${n}v`))) n++;
  const mark = `coffer${n}v`;
  const values: string[] = [];
  const rich = pieces
    .map((piece) =>
      isSource(piece, "markdown")
        ? piece.text
        : `${mark}${values.push(valueOf(piece).toWellFormed()) - 1}x`,
    )
    .join("");
  return { rich: rich.toWellFormed(), mark, values };
}
