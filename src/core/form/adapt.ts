/** What an item's values look like in a field that asks for them in its own way: MM/YY, two lines, a code. */
import type { Ask, Values } from "./adapt/ask.ts";
import { cardMakes, cardNumbers } from "./adapt/card.ts";
import { dateTexts } from "./adapt/date.ts";
import { middleNames, nameParts, wholeNames } from "./adapt/name.ts";
import { phoneTexts } from "./adapt/phone.ts";
import { countryTexts, postalTexts, regionTexts } from "./adapt/place.ts";
import { streetTexts } from "./adapt/street.ts";
import { squeezed } from "./text.ts";
import { sexes, titles } from "./people.ts";

/**
 * The texts that may go into a field of kind `token`, the best first; empty where the item has no value
 * for it. Each says the whole of what was asked: what a field can not take whole is not cut (fit.ts).
 */
export function textsFor(token: string, values: Values, ask: Ask): string[] {
  return [...new Set(adapt(token, values, ask).filter((text) => text !== ""))];
}

function adapt(token: string, values: Values, ask: Ask): string[] {
  const own = values(token);
  const listed = ask.field.tag === "select" || ask.field.type === "radio";
  switch (token) {
    case "name":
      return wholeNames(values);
    case "given-name":
    case "family-name": {
      const parts = nameParts(values("name"));
      return [own || (token === "given-name" ? parts.given : parts.family)];
    }
    case "additional-name":
      return middleNames(own, ask);
    case "honorific-prefix":
      return [own, ...(listed ? salutation(values("sex")) : [])];
    case "sex":
      return [own, ...(listed ? sexOf(values("honorific-prefix")) : [])];
    case "cc-given-name":
      return [nameParts(values("cc-name")).given];
    case "cc-family-name":
      return [nameParts(values("cc-name")).family];
    case "cc-number":
      return cardNumbers(own, ask);
    case "cc-type":
      return cardMakes(values("cc-number"));
    case "country":
    case "country-name":
      return countryTexts(token, values, ask);
    case "address-level1":
      return regionTexts(values, ask);
    case "postal-code":
      return postalTexts(values, ask);
    case "url":
      return own === "" || /^[a-z][a-z\d+.-]*:/i.test(own)
        ? [own]
        : ask.field.type === "url"
          ? [`https://${own}`]
          : [own, `https://${own}`];
  }
  if (token.startsWith("tel")) return phoneTexts(token, values, ask);
  if (/^(street-address|address-line[123]|house-(number|extra))$/.test(token))
    return streetTexts(token, values, ask);
  if (token.startsWith("bday")) return dateTexts(token, values("bday"), ask);
  if (token.startsWith("cc-exp")) return dateTexts(token, values("cc-exp"), ask);
  return [own];
}

/** How a list of two addresses someone of whom only the sex is known. */
function salutation(sex: string): string[] {
  const at = sexes.findIndex((words) => words.has(squeezed(sex)));
  return at === 0 ? ["Mr"] : at === 1 ? ["Ms"] : [];
}

function sexOf(title: string): string[] {
  const at = titles.findIndex((words) => words.has(squeezed(title)));
  return at === 0 ? ["male"] : at > 0 && at < 4 ? ["female"] : [];
}
