/**
 * The plain text of HTML, for fields and clipboards that take no other. No judge of what is safe: its answer is text
 * and is only ever used as text.
 */

const blocks =
  /^(address|article|aside|blockquote|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table|tr|ul)$/;
const silent = /^(script|style|head|template|noscript|iframe|object|svg|math)$/;

const names: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00A0",
  copy: "©",
  reg: "®",
  euro: "€",
  pound: "£",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  laquo: "«",
  raquo: "»",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  bull: "•",
  middot: "·",
  times: "×",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  Auml: "Ä",
  Ouml: "Ö",
  Uuml: "Ü",
  szlig: "ß",
  eacute: "é",
  egrave: "è",
  agrave: "à",
  ccedil: "ç",
  ntilde: "ñ",
};

function decode(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/g,
    (all, ...found) => {
      const [decimal, hex, name] = found as (string | undefined)[];
      if (name !== undefined) return Object.hasOwn(names, name) ? (names[name] ?? all) : all;
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000)
        ? String.fromCodePoint(code)
        : "\uFFFD";
    },
  );
}

/** Lines for blocks and `<br>`, "- " for points of a list, a tab between cells; tags and comments are gone. */
export function textOfHtml(html: string): string {
  const out: string[] = [];
  let mute = "";
  let pre = 0;
  let at = 0;
  /** A line break that is due before the next text. */
  let lines = 0;
  let blank = true;
  const say = (text: string): void => {
    if (text === "") return;
    if (lines > 0 && out.length > 0) out.push("\n".repeat(lines));
    lines = 0;
    out.push(text);
    blank = /\s$/.test(text);
  };
  const breakLine = (count: number): void => {
    lines = Math.max(lines, count);
    blank = true;
  };
  while (at < html.length) {
    const open = html.indexOf("<", at);
    const text = html.slice(at, open < 0 ? html.length : open);
    if (mute === "" && text !== "") {
      const plain = pre > 0 ? text : text.replaceAll(/[ \t\r\n\f]+/g, " ");
      say(decode(blank && pre === 0 ? plain.replace(/^ /, "") : plain));
    }
    if (open < 0) break;
    if (html.startsWith("<!--", open)) {
      const end = html.indexOf("-->", open + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    const tag = tagAt(html, open);
    if (tag === null) {
      if (mute === "") say("<");
      at = open + 1;
      continue;
    }
    at = tag.end;
    const { name, closes } = tag;
    if (mute !== "") {
      if (closes && name === mute) mute = "";
    } else if (silent.test(name) && !closes) mute = name;
    else if (name === "br") {
      lines = 0;
      out.push("\n");
      blank = true;
    } else if (name === "td" || name === "th") {
      if (closes) say("\t");
    } else if (blocks.test(name)) {
      if (name === "pre") pre = Math.max(0, pre + (closes ? -1 : 1));
      breakLine(/^(p|h[1-6]|blockquote|ul|ol|table|pre)$/.test(name) ? 2 : 1);
      if (name === "li" && !closes) {
        lines = Math.min(lines, 1);
        say("- ");
      }
    }
  }
  return out
    .join("")
    .replaceAll(/[ \t]{1,200}\n/g, "\n")
    .trim();
}

/** The tag at a "<"; null where it is only the sign. */
function tagAt(html: string, open: number): { name: string; closes: boolean; end: number } | null {
  const closes = html[open + 1] === "/";
  const from = open + (closes ? 2 : 1);
  if (!/[a-zA-Z!?]/.test(html[from] ?? "")) return null;
  let at = from;
  while (at < html.length && /[a-zA-Z0-9-]/.test(html[at] ?? "")) at++;
  const name = html.slice(from, at).toLowerCase();
  let quote = "";
  for (; at < html.length; at++) {
    const symbol = html[at] ?? "";
    if (quote !== "") quote = symbol === quote ? "" : quote;
    else if (symbol === '"' || symbol === "'") quote = symbol;
    else if (symbol === ">") return { name, closes, end: at + 1 };
  }
  return { name, closes, end: html.length };
}
