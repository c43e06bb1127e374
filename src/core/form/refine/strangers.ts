/** Data that is not the user's: of friends and of who gets a gift, places that are searched or travelled between. */
import type { Kinded } from "../field.ts";
import { formWords, shown, wordsOf } from "../group.ts";
import { kindNear, kindTold } from "../read.ts";
import { says } from "../signals/index.ts";
import { plainWords } from "../text.ts";
import { isTheirs, isThing, isThingsUrl } from "../theirs.ts";

const person =
  /^(email|tel|username|street-address|address-line.|bday|cc-|one-time-code|.*-password)/;
const bought =
  / (order|orders|booking|reservation|account|parcel|bestellung|buchung|sendung|commande|colis|pedido|reserva|ordine|prenotazione|bestelling|zamowieni\S*|заказ\S*) /;
const searched = /^(postal-code|address-level.|country|organization|organization-title)$/;

/** "Printer name", "Nom de l'association": the first text that speaks of the kind says whose it is. */
export function owners(group: Kinded[]): void {
  for (const one of group) {
    const { label, near, placeholder, name } = one.field;
    const speaks = (kind: string | undefined) =>
      kind === one.token || (kind === "full-name" && one.token === "name");
    const text = speaks(kindTold(label.slice(0, 120)))
      ? label
      : speaks(kindNear(near.slice(0, 120)))
        ? near
        : placeholder;
    const another = [text, name].some((own) => {
      const words = plainWords(own.slice(0, 120));
      return says("none", words) && says("recipient", words);
    });
    if (one.token === "url" && isThingsUrl(text)) one.token = "none";
    if (!isTheirs(one.token, text) && !another) continue;
    one.foreign = true;
    // "Table name", "Web address": of a thing, and of nobody whose name or address could be meant.
    const thing = /^(name|street-address|address-line1)$/.test(one.token) && !another;
    if (thing && isThing(one.token, text) && !forOther(one)) one.token = "none";
  }
}

/** In a form that only searches, a place or a trade is what is looked for, and not where the user lives or works. */
export function searches(group: Kinded[]): void {
  if (group.some(({ token }) => person.test(token))) return;
  const words = plainWords(formWords(group).slice(0, 400));
  // "Find address" beside a postal code fills in the user's own.
  if (!says("searches", words) || says("street-address", words)) return;
  // "Find my order" asks for what the buyer wrote when it was ordered.
  if (bought.test(words)) return;
  // "Find your polling place" asks who the user is, a directory whom they look for.
  const own = / (your|my|ihre?n?|votre|tu|su|tuo|je|uw|seu|sua|twoj\S*|ваш\S*) /.test(words);
  for (const one of group)
    if (/^(name|given-name|family-name)$/.test(one.token) && !own) one.foreign = true;
    else if (searched.test(one.token) && !/ (resid|wohn|nation|citizen)/.test(shown(one.field)))
      one.foreign = true;
}

function forOther(one: Kinded): boolean {
  const { name, id } = one.field;
  return (
    says("recipient", shown(one.field)) ||
    [name, id].some((own) => /^to[_-]?(e?mail|name)|recipient|friend/i.test(own.slice(0, 60)))
  );
}

/** Who is to get a mail or a gift by e-mail: where nothing is sent to an address of a street. */
export function recipients(group: Kinded[]): void {
  if (group.some(({ token }) => /^(street-address|address-line1)$/.test(token))) return;
  // Alone, it may be anybody's.
  if (group.filter(({ token }) => /^(email|(cc-)?name|given-name)$/.test(token)).length < 2) return;
  if (!group.some((one) => one.token === "email" && forOther(one))) return;
  for (const one of group)
    if (/^(email|name|given-name|family-name|tel)$/.test(one.token) && forOther(one))
      one.foreign = true;
}

const from =
  / (from|von|desde|van|fra|откуда|origin|origen|abholung|pick ?up|collection|da|skad|depuis) /;
const to = / (to|nach|hasta|naar|til|куда|destination|destino|drop ?off|delivery|a|dokad|vers) /;

/** "Moving from (ZIP)" and "Moving to (ZIP)": the two ends of a way. */
export function routes(group: Kinded[]): void {
  group.forEach((one, index) => {
    const other = group.slice(index + 1, index + 5).find(({ token }) => token === one.token);
    if (other === undefined) return;
    if (!/^(postal-code|address-level.|street-address|country)$/.test(one.token)) return;
    if (from.test(wordsOf(one.field)) && to.test(wordsOf(other.field)))
      one.foreign = other.foreign = true;
  });
}

const quarter =
  / (suburb|district|neighbou?rhood|stadtteil|ortsteil|stadtbezirk|quartier|barrio|colonia|bairro|wijk|stadsdeel|dzielnica|gmina|quartiere|frazione|cartier|mahalle|район) /;

/** Part of a town, where the town itself is asked for as well: an item has the town only. */
export function quarters(group: Kinded[]): void {
  // "State" and "County" of one address: an item has the state.
  group.forEach((one, index) => {
    const states = group.slice(Math.max(0, index - 3), index);
    if (one.token !== "address-level1" || !shown(one.field).endsWith(" county ")) return;
    if (states.some(({ token, field }) => token === one.token && / state /.test(shown(field))))
      one.token = "unknown";
  });
  const cities = group.filter(
    ({ token, field }) => token === "address-level2" && !quarter.test(shown(field)),
  );
  if (cities.length === 0) return;
  for (const one of group)
    if (/^address-(level2|line2)$/.test(one.token) && quarter.test(shown(one.field)))
      one.token = "unknown";
  // "Address alias": what the address is called among others.
  for (const one of group) if (one.field.name === "alias") one.token = "none";
  // In Turkey "İl" is the province where "İlçe" follows.
  group.forEach((one, index) => {
    const own = [one.field.label, one.field.near].some((text) => plainWords(text) === " il ");
    if (own && one.token === "address-level2" && group[index + 1]?.token === one.token)
      one.token = "address-level1";
  });
}

/** Who owns a bank account is no user name, and a school beside a company is none. */
export function accounts(group: Kinded[]): void {
  const bank = group.some(({ field }) =>
    / (bank|iban|bic|sort code|bsb|routing|swift) /.test(wordsOf(field)),
  );
  const secret = group.some(({ token }) => token.endsWith("-password"));
  const firms = group.filter(({ token }) => token === "organization");
  for (const one of group) {
    if (bank && !secret && one.token === "username" && / account /.test(shown(one.field)))
      one.token = "none";
    if (
      firms.length > 1 &&
      one.token === "organization" &&
      / (school|university) /.test(shown(one.field))
    )
      one.token = "unknown";
  }
}
