/** Whose data a field asks for, where a form asks twice: an address to send to and one for the bill, two travellers. */
import { parseAutocomplete } from "./autocomplete.ts";
import type { PageField } from "./field.ts";
import { plainWords } from "./text.ts";

export type Mode = "" | "shipping" | "billing";

const billing =
  / (bill(ing)?|invoice|payer|rechnung(s\w*)?|factura(cion|tion)?|fattura(zione)?|faturamento|fatura|cobranca|factuur\w*|faktur\w*|facturare|szamlazas\w*|laskutus\w*) /;
const shipping =
  / (ship(ping|to)?|deliver(y|to)?|liefer\w*|versand\w*|livraison|envio|spedizione|consegna|entrega|bezorg\w*|aflever\w*|verzend\w*|lever(ans|ing)\w*|dostaw\w*|wysylk\w*|doruc\w*|dodac\w*|livrare|szallitas\w*|toimitus\w*|teslimat) /;

/** Which of the two a text speaks of; "" for none or both. */
export function modeIn(text: string): Mode {
  const words = plainWords(text.slice(0, 200));
  const [bill, ship] = [billing.test(words), shipping.test(words)];
  return bill === ship ? "" : bill ? "billing" : "shipping";
}

/** By the `autocomplete` attribute, else by what the field is called. */
export function modeOf({ autocomplete, name, id, label }: PageField): Mode {
  const asked = parseAutocomplete(autocomplete);
  if (asked !== null && asked.mode !== "") return asked.mode;
  return modeIn(asked?.section ?? "") || modeIn(name) || modeIn(id) || modeIn(label);
}

/** Fields with the same text here ask for one person's or one purpose's data. */
export function sectionOf(field: PageField): string {
  const known = sections.get(field);
  if (known !== undefined) return known;
  const mode = modeOf(field);
  // "section-billing" says the same as the mode itself.
  const section = parseAutocomplete(field.autocomplete)?.section ?? "";
  const name = `${field.form} ${mode === "" ? section : mode}`;
  sections.set(field, name);
  return name;
}
/** Asked again and again of one page's fields; gone with them. */
const sections = new WeakMap<PageField, string>();
