/**
 * What each field of a page is for. The `autocomplete` attribute decides where it is valid; else the words
 * of label, placeholder, name and id vote (signals/), and then the neighbours settle what one field alone
 * can not tell (refine.ts). Runs in the background: a page learns nothing of it.
 */
import { parseAutocomplete } from "./autocomplete.ts";
import type { Kinded, PageField } from "./field.ts";
import { listKind } from "./list.ts";
import { lentBy } from "./prefix.ts";
import { kindInName, kindNear, kindShared, kindTold, namesThing } from "./read.ts";
import { refine } from "./refine.ts";
import { says } from "./signals/index.ts";
import { plainWords, squeezed } from "./text.ts";

/** What may stand in a list or a group of radio buttons. */
const choosable =
  /^(none|country|postal-code|address-level[12]|bday.*|cc-exp.*|cc-type|honorific-.*|sex|tel-country-code|day|month|year)$/;

/** Kinds for the fields of one document, in the same order. */
export function classify(fields: readonly PageField[]): Kinded[] {
  const forms = new Map<number, { side: Side; lent: (name: string) => boolean }>();
  const formOf = ({ form }: PageField) => {
    let known = forms.get(form);
    if (known === undefined) {
      const all = fields.filter((field) => field.form === form);
      forms.set(form, (known = { side: labelSide(all), lent: lentBy(all) }));
    }
    return known;
  };
  const often = repeated(fields);
  return refine(
    fields.map((field) => {
      const { side, lent } = formOf(field);
      // An id that many fields have says nothing of any of them.
      const id = (often.has(field.id) && field.name !== "") || lent(field.id) ? "" : field.id;
      const name = lent(field.name) ? "" : field.name;
      const same = id === field.id && name === field.name;
      return { field, token: alone(same ? field : { ...field, name, id }, side) };
    }),
  );
}

/** Ids that more than two fields with different names have. */
function repeated(fields: readonly PageField[]): ReadonlySet<string> {
  const names = new Map<string, Set<string>>();
  for (const { id, name } of fields)
    if (id !== "") names.set(id, (names.get(id) ?? new Set<string>()).add(name));
  return new Set([...names].filter(([, { size }]) => size > 2).map(([id]) => id));
}

type Side = "before" | "behind" | "unclear";

/** Where a form's unlabelled texts stand, by how well they agree with what programs call the fields. */
function labelSide(form: readonly PageField[]): Side {
  let before = 0;
  let behind = 0;
  for (const { near, after, name, id } of form) {
    const kind = near === "" ? undefined : kindInName(name || id);
    if (kind === undefined) continue;
    before += Number(kindNear(near) === kind);
    behind += Number(kindTold(after.slice(0, 120)) === kind);
  }
  if (behind === 0 && before === 0) behind += floats(form);
  if (before > 3 && before > behind + 1) return "before";
  return behind > 1 && behind > before + 1 ? "behind" : "unclear";
}

/**
 * Labels that float behind their boxes, where programs call no box by a name that tells anything: then nothing known
 * stands before the first box, something known behind nearly all, and behind the last one too. A button does not.
 */
function floats(form: readonly PageField[]): number {
  const texts = form.filter(({ tag, type }) => tag !== "input" || !/^(checkbox|radio)$/.test(type));
  const [first, last] = [texts[0], texts.at(-1)];
  if (first === undefined || last === undefined || texts.length < 4) return 0;
  if (texts.some(({ label, placeholder }) => label !== "" || /\p{L}{5}/u.test(placeholder)))
    return 0;
  const known = ({ after }: PageField) => (kindTold(after.slice(0, 120)) ?? "none") !== "none";
  if ((kindNear(first.near) ?? "none") !== "none" || !known(last)) return 0;
  return texts.filter(known).length * 3 > texts.length * 2 ? 3 : 0;
}

/** What the field says by itself; beside tokens also `password`, `day`, `month` and `year`. */
function alone(field: PageField, side: Side): string {
  if (field.type === "checkbox" || field.tag === "editable") return "unknown";
  const asked = parseAutocomplete(field.autocomplete);
  // `new-password` on a card's code keeps browsers from keeping it.
  const code = asked?.field === "new-password" && kindTold(field.label) === "cc-csc";
  if (code) return "cc-csc";
  if (asked !== null && believable(field, asked.field))
    return /fax|pager/.test(asked.contact) ? "none" : asked.field;
  if (field.type === "search") return "none";
  const token = vote(field, side);
  // "Password" is one, whatever else a program's name or a heading speaks of.
  if (field.type === "password" && /^(none|one-time-code)$/.test(token))
    if (asksPassword(field) && !trap(field)) return "password";
  // "Create a 4-digit PIN" is no code that was sent.
  if (field.type === "password" && token === "one-time-code")
    if (
      / pin /.test(plainWords(field.label + field.near)) &&
      says("password-new", plainWords(`${field.label} ; ${field.near}`))
    )
      return "password";
  // "Access code" before "Forgotten your access code?" is one's own.
  const shownHere = plainWords([field.label, field.near, field.placeholder].join(" ; "));
  if (field.type === "password" && token === "one-time-code")
    if (
      / (acc?ess?o?|zugangs\w*) /.test(shownHere) &&
      says("password-lost", plainWords(field.after))
    )
      return "password";
  // A "passcode" behind dots is a password of the user's own, as far as nothing says that it was sent.
  if (
    field.type === "password" &&
    token === "one-time-code" &&
    (field.maxLength < 0 || field.maxLength > 10)
  )
    return /pass ?code/i.test([field.label, field.near, field.placeholder, field.name].join(" "))
      ? "password"
      : token;
  if (field.type === "password") {
    // A sentence before a password may speak of anything; a PIN is told how long it is.
    const near = field.label === "" && field.near.length > 40 ? { ...field, near: "" } : field;
    const own = near === field ? token : vote(near, side);
    // "The 3rd digit of your PIN": no password goes into one place.
    if (field.maxLength === 1 && own !== "one-time-code") return "none";
    const pin = own === "one-time-code" && / pin /.test(plainWords(field.label));
    return /^(none|one-time-code|cc-csc)$/.test(own) && !pin ? own : "password";
  }
  if (showsPassword(field)) return "password";
  // "[      ].shop.example": a part of a name in the net.
  if (field.tag === "input" && /^\.[\w-]+\.\w/.test(field.after)) return "none";
  const listed = field.tag === "select" || field.type === "radio";
  // "Should the town lower the speed limit?" Nobody chooses where he lives by radio buttons.
  if (field.type === "radio" && /^(country|address|bday|cc-exp|(day|month|year)$)/.test(token))
    return "unknown";
  if (field.tag === "select" && filters(field)) return "none";
  if (listed && !choosable.test(token)) return listKind(field);
  if (field.tag === "textarea" && !/^(none|street-address)$/.test(token)) return "unknown";
  return token;
}

/** "All provinces": such a list narrows a search, and what a person would choose for himself does not belong there. */
function filters({ options: [first] }: PageField): boolean {
  return first !== undefined && says("all-of-them", plainWords(first.text.slice(0, 60)));
}

function believable(field: PageField, token: string): boolean {
  const secret = /password|one-time-code|cc-csc|cc-number/.test(token);
  if (field.type === "password") return secret;
  return !/password/.test(token);
}

/** A password that is shown as it is typed: what a person reads there and what programs call it both say so. */
function showsPassword({ tag, type, label, near, placeholder, name, id, maxLength }: PageField) {
  if (tag !== "input" || type !== "text" || maxLength === 1) return false;
  const shown = [label, near.slice(near.lastIndexOf("·") + 1), placeholder].filter(Boolean);
  const own = (text: string) => {
    const words = plainWords(text.slice(0, 60));
    return (
      says("password", words) &&
      !/ pin | hint | tip |mail| name $/.test(words) &&
      !says("none", words)
    );
  };
  const brief = (text: string) => text.length < 30 && own(text);
  if (shown.length === 0)
    return /^(\w*[_-]|old|new|current|confirm|login|user)?pass(word)?\d?$/i.test(name.slice(0, 60));
  return shown.some(brief) && own(name || id);
}

/** What stands at the field says "password" in a few words, and nothing else. */
function asksPassword({ label, near, placeholder }: PageField): boolean {
  return [label, near.slice(near.lastIndexOf("·") + 1), placeholder].some(
    (text) =>
      text.length < 30 && says("password", plainWords(text)) && kindTold(text) === undefined,
  );
}

const validates =
  /^(this field is for validation|dit veld is bedoeld voor validatie|dieses feld dient zur validierung|ce champ n.est utilisé qu.à des fins de validation|este campo es un campo de validación|este campo é para fins de validação|questo campo serve per la convalida|to pole jest używane do celów walidacji)/i;

/** A trap for programs: whoever reads leaves it empty. */
function trap({ label, near, placeholder, title, after }: PageField): boolean {
  // What Gravity Forms writes behind its trap.
  if (validates.test(after)) return true;
  return says("honeypot", plainWords([label, near, placeholder, title].join(" ; ").slice(0, 300)));
}

const pointsCard = /reward|loyal|(?<!diners.?)club|extra ?care|frequent|miles|points|bonus/i;

function vote(field: PageField, side: Side): string {
  const { label, near, after, placeholder, name, id, title, autocomplete, type } = field;
  const votes = new Map<string, number>();
  let whole = false;
  const cast = (token: string | undefined, weight: number) => {
    // A long sentence speaks of many things, and a box for a telephone number takes no e-mail address.
    if (token === undefined || (type === "tel" && token === "email")) return;
    const kind = token === "full-name" ? "name" : token === "newsletter" ? "email" : token;
    whole ||= token === "full-name" && weight > 1;
    votes.set(kind, (votes.get(kind) ?? 0) + weight);
  };
  const told = (text: string, weight: number, read = kindTold) => {
    if (text !== "") cast(read(text.slice(0, 120)), text.length > 70 ? weight / 2 : weight);
  };
  // "City / State / Zip" stands before three fields: programs say which one is which.
  const shared = kindShared(label === "" ? near : label, kindInName(name || id));
  if (shared === undefined) told(label, 3);
  else cast(shared, 3);
  if (shared === undefined || label !== "")
    told(near, side === "before" ? 2.1 : side === "behind" ? 0.5 : 1.9, kindNear);
  if (side === "behind" && label === "") told(after, 1.9);
  told(placeholder, 2);
  cast(kindInName(name), 2);
  if (squeezed(id) !== squeezed(name)) cast(kindInName(id), name === "" ? 1.5 : 0.9);
  told(title, 1);
  told(autocomplete, 1);
  // Written for programs, and never for a person's data.
  const typed = field.tag === "input" && /^(text|search|)$/.test(type);
  const tail =
    name
      .slice(0, 120)
      .split(/[.$:[]/)
      .at(-1) ?? "";
  const last = tail.replace("]", "").replace(/^(txt|tb|tbx)(?=search)/i, "");
  if (
    typed &&
    [name, id, last].some((own) =>
      /captcha|(\[|__|-)hp\]?$|honey_?pot|^(q\d?|s|what|mots?(-?cles?)?|verificationcodex|(origin|destination|departure|arrival|from|to)[_-]?(city|town|station|stop|airport)|query|keywords?|(\w*[_-])?search([_-]?(text|term|query|string|input|box|field|words?|phrase|value|key))?[_-]?\d*)$/i.test(
        own.slice(0, 60),
      ),
    )
  )
    cast("none", 4);
  // Gift cards have numbers too, and coupons codes: they are not the user's card and not a code that was sent.
  if (
    [label, placeholder.length < 30 ? placeholder : "", name, id].some((text) =>
      /gift.?(card|msg|message|note)|loyalty.?card|club.?card|advantage.? card|e.?gift|^gc_?(pin|num|number|code)$|coupon|promo.?code|voucher/i.test(
        text.slice(0, 80),
      ),
    ) ||
    /(gift (card|certificate)|coupon|voucher) (no|nr|number|code|pin)\b/i.test(
      near.slice(near.lastIndexOf("·") + 1).slice(0, 80),
    )
  )
    return "none";
  if (trap(field)) return "none";
  if (type === "email") cast("email", 4);
  if (type === "tel") cast("tel", 1);
  if (type === "url") cast("url", 3.5);
  if (field.tag === "select") {
    cast(listKind(field), 2.5);
    // "Month", "Select your country": what stands in a list before anybody chooses.
    const first = field.options[0];
    if (first !== undefined && /^(0|-1)?$/.test(first.value)) told(first.text, 1);
  }
  // "Genre" is a sex in French, and music elsewhere.
  if (field.options.length > 12) votes.delete("sex");
  votes.delete("unknown");
  // "Year of birth" and `year`: what the general word says speaks for the particular one too.
  for (const part of ["day", "month", "year"])
    for (const whose of ["bday", "cc-exp"]) {
      const own = votes.get(`${whose}-${part}`);
      if (own !== undefined) votes.set(`${whose}-${part}`, own + (votes.get(part) ?? 0));
    }
  let best = "unknown";
  for (const [token, weight] of votes) if (weight > (votes.get(best) ?? 0)) best = token;
  // "Separate addresses with a comma": of two sorts of addresses the plain word means the one that is named.
  if (best === "street-address" && (votes.get("email") ?? 0) >= 1.9) return "email";
  if (best === "name" && (votes.get("cc-name") ?? 0) >= 1.9) return "cc-name";
  // The number of a card that only collects points.
  if (best === "cc-number" && pointsCard.test([label, name, id].join(" "))) return "none";
  const thing = /^(name|street-address)$/.test(best) && !whole && [name, id].some(namesThing);
  if (thing) return "none";
  if (best !== "name" || whole) return best;
  // "Name" and first_name: the particular is right.
  const parts = ["given-name", "family-name", "organization"];
  if (/street_?name$/i.test(name)) parts.unshift("street-address");
  if (says("username", plainWords([label, near, placeholder].join(" ; ").slice(0, 200))))
    parts.unshift("username");
  return parts.find((token) => (votes.get(token) ?? 0) >= 1.9) ?? best;
}
