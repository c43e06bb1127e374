/** Which kind of field a text speaks of: a label, the text before a field, a name that a program gave it. */
import { eitherMail } from "./group.ts";
import { says } from "./signals/index.ts";
import { plainWords } from "./text.ts";

/** From the particular to the general: within one text the first kind that fits has its vote. */
const order =
  "none one-time-code cc-csc cc-exp-month cc-exp-year cc-exp cc-given-name cc-family-name cc-name cc-type cc-number bday-day bday-month bday-year bday username email organization-title organization tel-extension tel-country-code tel-area-code tel postal-code address-line3 address-line2 country address-level1 address-level2 honorific-prefix honorific-suffix full-name additional-name given-name family-name street-address name sex url newsletter day month year".split(
    " ",
  );

/** The kind that some words speak of: the most particular one that fits; undefined where none does. */
function kindIn(words: string): string | undefined {
  if (known.has(words)) return known.get(words);
  const kind = together(
    order.find((each) => says(each, words)),
    words,
  );
  // Words of one page come again and again; those of the pages before are let go.
  if (known.size > 2000) known.clear();
  known.set(words, kind);
  return kind;
}
const known = new Map<string, string | undefined>();
const personal =
  "email tel postal-code country address-level2 full-name given-name family-name street-address name".split(
    " ",
  );

/** What words mean together: a street "and number" is a street, "Address 2" a second line, two names are one. */
function together(kind: string | undefined, words: string): string | undefined {
  // "Friend's e-mail" is an address, though none of the user's (refine/strangers.ts).
  if (kind === "none" && says("recipient", words))
    return personal.find((each) => says(each, words)) ?? kind;
  // "MM/DD/YYYY" shows how a date is written, and not which part of it is wanted.
  if (/^ (([a-zа-яα-ω])\2{1,3} ){3}$/.test(words)) return undefined;
  const sent = kind === "one-time-code" || (says("code-word", words) && says("code-way", words));
  if (sent && !says("code-else", words)) return "one-time-code";
  if (kind === "one-time-code")
    return order.find((each) => each !== kind && says(each, words)) ?? kind;
  if (kind === "address-line2" && says("street-address", words) && says("house-number", words))
    return "street-address";
  // "Street address, PO box": what else may stand in the first line.
  if (kind === "address-line2" && / po box /.test(words) && says("street-address", words))
    if (!/ (2|two) /.test(words)) return "street-address";
  // "Town / quarter": the town is what is known of it.
  if (kind === "address-line2" && words.length < 24 && says("address-level2", words))
    return "address-level2";
  // `credit_card_zip`: where the bill of the card goes, and not its number.
  if (kind === "cc-number" && !/ (number|no|num|nr|numero|nummer) /.test(words)) {
    const place = ["postal-code", "address-level2", "street-address", "country"];
    return place.find((each) => says(each, words)) ?? kind;
  }
  // "Mobile with area code" takes the whole number.
  if (/^tel-(area|country)-code$/.test(kind ?? "") && says("tel-with", words)) return "tel";
  // The birthday of who holds the card.
  if (kind === "cc-name" && says("bday", words)) return "bday";
  if (kind === "street-address" && says("url", words)) return "url";
  if (kind === "postal-code" && / (postal|c p) $/.test(words) && says("street-address", words))
    return "street-address";
  if (kind === "street-address" || kind === "address-line2") {
    const line = / ([23]) (\p{L}+ )?$/u.exec(words)?.[1];
    return line === undefined || !says("street-address", words) ? kind : `address-line${line}`;
  }
  // "Company, flat, house number" tells all that an address may have.
  if (kind === "organization" && says("address-line2", words) && says("house-number", words))
    return "street-address";
  if (kind === "additional-name" && / имя (и )?отчество /.test(words)) return "given-name";
  if (kind === "given-name" || kind === "family-name" || kind === "additional-name")
    return says("given-name", words) && says("family-name", words) ? "full-name" : kind;
  if (kind === "bday") {
    const parts = ["month", "year"].filter((part) => says(part, words));
    return parts.length === 1 && !/ (dd|tt|gg|jj|pp|zz|дд|ηη) |วัน/.test(words)
      ? `bday-${parts[0]}`
      : kind;
  }
  return kind;
}

/** The kind `named`, where a text before several fields ("City / State / Zip") speaks of it and of others. */
export function kindShared(text: string, named: string | undefined): string | undefined {
  const piece = text.slice(text.lastIndexOf("·") + 1);
  if (named === undefined || piece.length > 60 || !/[/,]/.test(piece)) return undefined;
  const kinds = piece.split(/[/,]/).map((part) => kindIn(plainWords(part)));
  const address = kinds.filter((kind) => /^(postal-code|country|address-level.)$/.test(kind ?? ""));
  return address.length > 1 && address.includes(named) ? named : undefined;
}

/** A text without what stands in its brackets, which only explains it. */
function unbracketed(text: string): string {
  return text.replace(/[(（][^()（）]*[)）]|\[[^[\]]*\]/g, " ");
}

const onlyMarks =
  /^(required|optional|pflichtfeld|obligatoire|obligatorio|必須|必填|任意|필수|선택|)$/i;

/** "Prefecture · required": the pieces without those at the end that say nothing of the field. */
function unmarked(text: string): string {
  let end = text.length;
  for (let cut = text.lastIndexOf("·"); cut > 0; cut = text.lastIndexOf("·", cut - 1)) {
    const piece = text.slice(cut + 1, end).trim();
    // A piece of a hostile page may be long: one mark and its brackets are short.
    if (piece.length > 24 || !onlyMarks.test(piece.replaceAll(/[*()（）\s]/g, ""))) break;
    end = cut;
  }
  return end === text.length ? text : text.slice(0, end).trimEnd();
}

/** The kind that the text just before a field speaks of: its last piece, and there its last words, are nearest. */
export function kindNear(said: string): string | undefined {
  const text = unmarked(said);
  const piece = text.slice(text.lastIndexOf("·") + 1);
  // "Street #" is the number of the house.
  if (/str(eet)? ?#\W*$/i.test(piece)) return undefined;
  if (eitherMail(piece)) return "username";
  const shown = unbracketed(piece);
  const bare = shown === piece ? undefined : kindIn(plainWords(shown));
  // "Who built it? (last name, lowercase)": a question, and in brackets how to write the answer.
  if (shown !== piece && bare === undefined && /\? *:? *$/.test(shown)) return undefined;
  const last = plainWords(piece);
  if (bare !== undefined) return narrower(bare, piece);
  const all = last.trim().split(" ");
  const whole = kindIn(last);
  if (whole === "one-time-code") return whole;
  const tail = all.length > 6 ? kindIn(` ${all.slice(-4).join(" ")} `) : undefined;
  // Three pieces and more so near to each other are a menu: what its first ones say labels nothing.
  // "Contact · FAQ · Newsletter" are links.
  if (whole === "newsletter" && text.split("·").length > 2) return undefined;
  return tail ?? whole ?? (text.split("·").length > 2 ? undefined : kindIn(plainWords(text)));
}

const houseNumber = /(street|strasse|str|haus|house)[_-]?(nr|no|num|number|nummer)\]?$/i;

/** The kind that a label speaks of; what stands in brackets only explains it. */
export function kindTold(text: string): string | undefined {
  if (eitherMail(text)) return "username";
  const bare = unbracketed(text);
  const kind = bare === text ? undefined : kindIn(plainWords(bare));
  if (kind !== undefined) return narrower(kind, text);
  const whole = kindIn(plainWords(text));
  // "User name: this is shown with your messages." What a sentence behind it tells is no other field's name.
  const [, head = "", rest = ""] = /^([^:.]{3,40})[:.]\s(.*)$/.exec(text) ?? [];
  if (whole !== "none" || rest.split(" ").length < 4) return whole;
  const headed = kindIn(plainWords(head));
  return headed === undefined || headed === "one-time-code" ? whole : headed;
}

/** "Name (as on card)", "Address (line 2)", "Birthday (month)": brackets say which one, or which part of it. */
function narrower(kind: string, text: string): string {
  const inner = plainWords(/[(（]([^()（）]*)[)）]/.exec(text)?.[1] ?? "");
  if (kind === "bday" || kind === "cc-exp") {
    const part = ["day", "month", "year"].find((each) => says(each, inner));
    return part === undefined || !/^ \S+ $/.test(inner) ? kind : `${kind}-${part}`;
  }
  const whole = kindIn(plainWords(text)) ?? kind;
  if (kind === "cc-csc" && whole === "one-time-code") return whole;
  // "Card number (last four digits)" is no number of a card.
  if (kind === "cc-number" && kindIn(inner) === "none") return "none";
  if (kind !== "name" && kind !== "full-name" && kind !== "street-address") return kind;
  const own = kindIn(inner) ?? "";
  if (/^(given|family)-name$/.test(own) && kind !== "street-address") return own;
  if (kind === "street-address" && whole === "url") return whole;
  return /^(cc|given|family|full|address)-(name|line.)$/.test(whole) ? whole : kind;
}

/** `data[User][mail]` and `ctl00$Body$txtMail` are names of a "mail": what leads to it says less. */
export function kindInName(name: string): string | undefined {
  // Rails: user[birthday(1i)] is a year, (2i) a month, (3i) a day.
  const rails = /\(([123])i\)\]?$/.exec(name)?.[1];
  if (rails !== undefined) return ["year", "month", "day"][Number(rails) - 1];
  // `tbxDOBDay`, `SMSCode`: what is written in capitals ends where the next word begins.
  const bare = name
    .slice(0, 120)
    .replace(/\w*(ctl\d+|placeholder\d*)_/gi, "")
    .replace(/([A-Z]{2,})([A-Z][a-z])/g, "$1_$2");
  // The number of a house is none of an address's lines, and not the street.
  if (houseNumber.test(bare.slice(-40)) && !/str(asse)?[_-]?(und|u)?[_-]?haus/i.test(bare))
    return undefined;
  const tail = bare.split(/[[\]$.:<>]+/).findLast((part) => /\p{L}{2}/u.test(part)) ?? bare;
  // `BFName`, `slname`: whose it is in a letter or two, and the first or the last name.
  const initial = /^[a-z]{0,2}([fl])_?name$/i.exec(tail)?.[1]?.toLowerCase();
  if (initial !== undefined) return initial === "f" ? "given-name" : "family-name";
  return (
    kindWithin(plainWords(tail)) ??
    kindIn(plainWords(tail)) ??
    (tail === bare ? undefined : kindIn(plainWords(bare))) ??
    kindAtEnd(tail)
  );
}

/** `checkout_city`, `invoiceStreet`, `logonPhone`: the first word is that of the form, and not of the field. */
function kindWithin(words: string): string | undefined {
  const rest = / (?:quick )?(?:check ?out|invoice|usr|log[io]n)( .*)$/.exec(words)?.[1];
  if (rest === undefined) return undefined;
  const kind = kindIn(rest);
  return kind !== undefined && asked.has(kind) ? kind : undefined;
}
const asked = new Set(
  "street-address address-line2 address-level1 address-level2 postal-code country tel given-name family-name organization email".split(
    " ",
  ),
);

/** `product[name]`, `wallet_address`: a program's name for the name or address of a thing. */
export function namesThing(name: string): boolean {
  const [, thing, what] = / (\S+) (name|address) $/.exec(plainWords(name.slice(0, 80))) ?? [];
  if (thing === undefined) return false;
  return kindIn(` ${thing} ${what} `) === "none" && kindIn(` ${thing} `) !== "none";
}

/** `dnrlast`, `dzip`, `txtcity`: names that run together, by how they end. */
function kindAtEnd(name: string): string | undefined {
  const end =
    /(?:first|last|zip|phone|(?<!capa|velo|publi|ethni|electri)city|country|state|email|company)\d?$/i.exec(
      name,
    );
  if (end !== null) return kindIn(plainWords(`${end[0]} name`)) ?? kindIn(plainWords(end[0]));
  const rest = begun.exec(name)?.[1];
  const kind = rest === undefined ? undefined : kindIn(plainWords(rest));
  return kind !== undefined && asked.has(kind) ? kind : undefined;
}

/** `shippingzipcode`, `txtaddr1`, `billtolname`: whose it is, and without a break what it is. */
const begun =
  /^(?:txt|tb|tbx|inp|str|bill(?:ing|to|ingto)?|ship(?:ping|to|pingto)?|deliv(?:ery)?|cust(?:omer)?|usr|user|acct|account|contact|reg|home|mailing|primary|buyer|guest|sold(?:to)?|your|my|personal|pers|checkout|shopper|member|profile|payment|order)([a-z]{3,14}\d?)$/i;
