/** The list of languages. A new one is a file and a line here. */
import { ar } from "./ar.ts";
import { cs } from "./cs.ts";
import { da } from "./da.ts";
import { de } from "./de.ts";
import { el } from "./el.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fa } from "./fa.ts";
import { fi } from "./fi.ts";
import { fr } from "./fr.ts";
import { he } from "./he.ts";
import { hu } from "./hu.ts";
import { id } from "./id.ts";
import { it } from "./it.ts";
import { ja } from "./ja.ts";
import { ko } from "./ko.ts";
import { nl } from "./nl.ts";
import { pl } from "./pl.ts";
import { pt } from "./pt.ts";
import { ro } from "./ro.ts";
import { ru } from "./ru.ts";
import { sv } from "./sv.ts";
import { tr } from "./tr.ts";
import { uk } from "./uk.ts";
import { vi } from "./vi.ts";
import { zh } from "./zh.ts";
import { bg } from "./bg.ts";
import { ca } from "./ca.ts";
import { et } from "./et.ts";
import { hi } from "./hi.ts";
import { hr } from "./hr.ts";
import { lt } from "./lt.ts";
import { lv } from "./lv.ts";
import { th } from "./th.ts";
import { folded } from "../text.ts";
import type { Signals } from "./signals.ts";

const languages: readonly Signals[] = [
  bg,
  ca,
  et,
  hi,
  hr,
  lt,
  lv,
  th,
  ar,
  cs,
  da,
  de,
  el,
  en,
  es,
  fa,
  fi,
  fr,
  he,
  hu,
  id,
  it,
  ja,
  ko,
  nl,
  pl,
  pt,
  ro,
  ru,
  sv,
  tr,
  uk,
  vi,
  zh,
];

const compiled = new Map<string, RegExp>();

/** How often words of any language say it, up to nine times. */
export function said(kind: string, words: string): number {
  let times = 0;
  for (let rest = words.slice(0, 400); times < 9 && says(kind, rest); times++) {
    const found = compiled.get(kind)?.exec(rest);
    rest = rest.slice((found?.index ?? 0) + Math.max(1, (found?.[0].length ?? 1) - 1));
  }
  return times;
}

/** True where words of any language say that `kind` is meant. `words` as `plainWords` gives them. */
export function says(kind: string, words: string): boolean {
  let pattern = compiled.get(kind);
  if (pattern === undefined) {
    const parts = languages.map((language) => language[kind]).filter((part) => part !== undefined);
    pattern = new RegExp(parts.length === 0 ? "$.^" : folded(parts.join("|")));
    compiled.set(kind, pattern);
  }
  return pattern.test(words);
}
