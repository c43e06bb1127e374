import type { PageField } from "./field.ts";
import { countryCode } from "./country.ts";
import { says } from "./signals/index.ts";
import { plainWords, squeezed } from "./text.ts";

/** What a list offers; "unknown" for any other: days, months, years or countries. */
export function listKind(field: PageField): string {
  const options = field.options.filter(
    ({ value, text }) => value !== "" && /[\p{L}\p{N}]/u.test(text),
  );
  const numbers = options.map(({ text }) => numberIn(text)).filter((number) => number > 0);
  const first = Math.min(...numbers);
  const last = Math.max(...numbers);
  if (numbers.length >= options.length - 1 && numbers.length > 4) {
    if (first === 1 && last > 27 && last < 32 && numbers.length > 27) return "day";
    if (first === 1 && last === 12) return "month";
    if (first >= 1900 && last < 2100 && last - first < 130) return "year";
  }
  if (options.length > 10 && options.length < 14 && monthsAmong(options) > 9) return "month";
  if (
    options.length > 2 &&
    dialled(options, says("tel", plainWords(`${field.label} ${field.near}`)))
  )
    return "tel-country-code";
  if (isBrands(options)) return "cc-type";
  if (
    options.length > 1 &&
    options.filter(({ text }) => title.test(text)).length >= options.length * 0.7
  )
    return "honorific-prefix";
  if (options.length < 4) return "unknown";
  const months = options.filter(({ text }) => /^(0?[1-9]|1[0-2]) ?[-/.] ?(20)?\d\d$/.test(text));
  if (months.length >= options.length - 1) return "cc-exp";
  const some = options.length > 40 ? options.filter((_, at) => at % 3 === 1) : options;
  const share = (is: (text: string) => boolean) =>
    some.filter(({ text }) => is(text.slice(0, 60))).length / some.length;
  // Two letters may be a language as well.
  const named = options.length > 30 || options.some(({ text }) => text.length > 3);
  const lands = named ? share((text) => countryCode(text.replace(/\(.*/, "")) !== null) : 0;
  const regions = share((text) => states.has(squeezed(text)));
  if (Math.max(lands, regions) < 0.6) return "unknown";
  return lands > regions ? "country" : "address-level1";
}

/** True for cards by their makers, and maybe the shop's own. */
export function isBrands(options: readonly { text: string }[]): boolean {
  const known = options.filter(({ text }) => brand.test(text)).length;
  const own = options.filter(({ text }) => /card|karte|carte|tarjeta|cart[aã]o/i.test(text)).length;
  return known > 1 && (known === options.length || known + own > options.length - 1);
}

const title =
  /^(m|mrs?|ms|miss|mx|dra?|prof|rev|sir|lord|lady|eng|ing|herr|frau|mme|mlle|monsieur|madame|sr(a|ta)?|sig(ra)?|dhr|mevr)\W*$/i;

const brand =
  /^\W*(visa( electron| debit)?|master ?card|maestro|amex|american express|discover( card)?|diners( club)?( international)?|jcb|mc|disc|dc|elo|hipercard|cartes? (bleue|bancaire))\W*$/i;

/** "US +1", "+44", "France (33)": what is dialled before a number, in nearly all of them. */
function dialled(options: readonly { text: string }[], tel: boolean): boolean {
  // "GMT +1" is an hour.
  if (options.some(({ text }) => /\b(gmt|utc)\b/i.test(text))) return false;
  // Without a plus these may be counts: "Books (12)".
  if (tel && options.every(({ text }) => /\(\d{1,4}\)$/.test(text.trim()))) return true;
  const codes = options.filter(({ text }) =>
    /(^|[\s(])\+[1-9]\d{0,3}(\)|\s|$)/.test(text.slice(0, 60)),
  );
  return codes.length >= options.length - 1;
}

/** "7", "1990年", "Tháng 3"; 0 for anything else: a word beside the number must be that of a part of a date. */
function numberIn(text: string): number {
  const [, before = "", digits = "", after = ""] =
    /^([^\d]{0,12}?)(\d{1,4})([^\d]{0,12})$/.exec(text.trim()) ?? [];
  const beside = plainWords(before + after);
  const dated =
    /^ *((st|nd|rd|th) )?$/.test(beside) ||
    ["day", "month", "year"].some((part) => says(part, beside));
  return dated ? Number(digits) : 0;
}

/** States and provinces that lists of shops hold most often, by the names they have at home. */
const states: ReadonlySet<string> = new Set(
  "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada newhampshire newjersey newmexico newyork northcarolina northdakota ohio oklahoma oregon pennsylvania rhodeisland southcarolina southdakota tennessee texas utah vermont virginia washington westvirginia wisconsin wyoming districtofcolumbia puertorico guam al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc pr alberta britishcolumbia manitoba newbrunswick newfoundland newfoundlandandlabrador novascotia ontario princeedwardisland quebec saskatchewan yukon ab bc mb nb nl ns nt nu on pe qc sk yt newsouthwales victoria queensland westernaustralia southaustralia tasmania act nsw vic qld badenwurttemberg bayern berlin brandenburg bremen hamburg hessen niedersachsen nordrheinwestfalen rheinlandpfalz saarland sachsen sachsenanhalt schleswigholstein thuringen".split(
    " ",
  ),
);

const languages =
  "en de fr es it pt nl pl ru uk tr cs sk sv da nb fi hu ro el bg hr lt lv et ja zh ko ar fa he vi id".split(
    " ",
  );
let starts: ReadonlySet<string> | undefined;

/** How the names of months begin, with three letters, in any of our languages. */
function monthStarts(): ReadonlySet<string> {
  if (starts !== undefined) return starts;
  const all = new Set<string>();
  for (const language of languages)
    for (const style of ["short", "long"] as const) {
      const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, {
        month: style,
        timeZone: "UTC",
      });
      for (let month = 0; month < 12; month++)
        all.add(squeezed(format.format(new Date(Date.UTC(2024, month, 15)))).slice(0, 3));
    }
  return (starts = all);
}

/** How many options name a month: "Jan", "02 - February", "März". */
function monthsAmong(options: readonly { text: string }[]): number {
  const known = monthStarts();
  return options.filter(({ text }) => {
    const words = squeezed(text.slice(0, 40));
    return known.has(words.slice(0, 3)) || known.has(words.replace(/^\p{N}+/u, "").slice(0, 3));
  }).length;
}
