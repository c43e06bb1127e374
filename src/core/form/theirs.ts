/**
 * Whose name, address or telephone a text asks for. Things and people that nobody fills in for himself are
 * without number ("printer name", "nombre de la novia"); those who fill in forms are few, so these are listed.
 */
import { plainWords } from "./text.ts";

/** Before "name" and "address" and before "'s": who fills in a form, and words that only tell which name is meant. */
const selves = new Set(
  "your you my our valid correct full complete entire real legal first last given family middle sur contact customer client buyer purchaser billing bill shipping ship delivery invoice payer recipient receiver consignee addressee guest host applicant candidate patient parent guardian passenger traveller traveler driver holder cardholder card account user username owner member membership attendee participant delegate visitor donor giver sender author employee person individual insured policyholder subscriber tenant renter borrower resident signer signature requester requestor reporter submitter registrant student organizer organiser lead printed print enter type insert input add provide write tell us the and or a an preferred chosen public profile screen nick primary main current present new old official professional business personal private voter citizen claimant reader commenter poster reviewer caller respondent taxpayer proprietor registrar agent responsible authorised authorized company organisation organization employer school shop store firm street home house mailing mail post postal permanent residential residence physical work office site property registered correspondence local detail detailed exact line service installation building headquarters village temporary foreign domestic search find select choose start typing ihr ihre dein deine mein vor zu nach voller vollstandiger eigener und oder firmen vorname nachname herr frau bitte what here who that it let i how where e".split(
    " ",
  ),
);

/** "Nom de ...", "Nombre del ...", "Naam van ...", and not of who buys, signs or travels. */
const of = new RegExp(
  [
    " (pre)?nom (de l |de la |de votre |du |des |d un )(?!titulaire|client|contact|destinataire|demandeur|patient|voyageur|passager|participant|acheteur|payeur|correspondant|responsable|representant|expediteur|proprietaire|parent|assure|personne|utilisateur|adherent|societe|entreprise|rue|voie|internaute)",
    " nombre (de la |de los |de las |del |de tu |de su |de un )(?!titular|cliente|solicitante|destinatari|usuario|contacto|empresa|remitente|pasajer|viajer|paciente|comprador|tarjeta|padre|madre|tutor|contribuyente|persona|asegurad|interesad|participante|huesped|calle|via |representante|responsable|propietari)",
    " nome (dell |della |dello |del |dei |di un |do |da |dos |das |de um )(?!titolare|client|contatto|contato|contacto|destinatari|richiedente|intestatari|passegger|passageir|paziente|paciente|utente|genitore|referente|mittente|remetente|ordinante|acquirente|comprador|assicurat|segurad|proprietari|persona|pessoa|partecipante|participante|titular|usuari|utilizador|responsavel|solicitante|requerente|pagador|familia|empresa|azienda|societa|carta|cartao|via |rua |inscrit|hospede|ospite|viaggiator)",
    " naam van (?!((de|het|uw|je|een) )?(ontvanger|klant|aanvrager|contact|houder|kaarthouder|kaart|besteller|afzender|deelnemer|patient|ouder|eigenaar|gebruiker|bedrijf|organisatie|gast|reiziger|rekeninghouder|straat))",
    " (vor|nach|ruf|familien)?name (des|der|of the|of your|of a) (?!kunden|antragstell|bestell|karten|versichert|patient|teilnehm|absend|rechnung|empfang|miet|konto|ansprech|eltern|erziehung|firma|person|reisenden|gast|inhaber|eigentum|card|account|person|applicant|customer|patient|passenger|owner|holder|recipient|participant|insured|company|organi|business|employer|school|street)",
  ].join("|"),
);

const persons = /^(name|given-name|family-name|email|tel|bday|street-address)$/;

/** "Student name" is asked of students, "Student's name" of somebody else. */
function owns(word: string): boolean {
  return selves.has(word) && !/^(student|parent|guardian|employer|school)$/.test(word);
}

/** Whether a text that speaks of `kind` says that it is asked of somebody or something else. */
export function isTheirs(kind: string, text: string): boolean {
  if (!persons.test(kind)) return false;
  const piece = text.slice(text.lastIndexOf("·") + 1);
  if (piece.length > 60) return false;
  const owner = /(\p{L}+)['’]s\b/u.exec(piece)?.[1];
  if (owner !== undefined && !owns(owner.toLowerCase())) return true;
  if (!kind.endsWith("name") && kind !== "street-address") return false;
  const words = plainWords(piece.replace(/[(（[].*/, ""));
  if (of.test(words)) return true;
  if (kind === "given-name" || kind === "family-name") return false;
  return isOwned(words);
}

/** "Table name": the word before the last is none of who fills in forms. */
function isOwned(words: string): boolean {
  const before = / (\S+) (name|address) $/.exec(words)?.[1];
  return before !== undefined && !selves.has(before) && /^[a-z]{3,}$/.test(before);
}

/** Of what `isTheirs` knows: a thing's ("table name", "web address"), and no person's ("groom name", "Anna's name"). */
export function isThing(kind: string, text: string): boolean {
  const words = plainWords(text.slice(text.lastIndexOf("·") + 1).replace(/[(（[].*/, ""));
  if (!words.endsWith(kind === "name" ? " name " : " address ")) return false;
  return isOwned(words) && !people.test(words) && !/['’]s\b/u.test(text);
}

/** "Subscription URL": of something that has an address in the net, and no page of the user's. */
export function isThingsUrl(text: string): boolean {
  const words = plainWords(text.slice(text.lastIndexOf("·") + 1).replace(/[(（[].*/, ""));
  const before = / ([a-z]{3,}) url $/.exec(words)?.[1];
  return before !== undefined && !selves.has(before) && !pages.test(before);
}

/** What a person's own place in the net is called. */
const pages =
  /^(web|website|home|homepage|page|blog|portfolio|valid|adresse|direccion|indirizzo|endereco|adres|votre|sua|tuo)$/;

/** Others who have a name and an address of their own. */
const people =
  / (friends?|recipients?|bride|groom|spouse|husband|wife|partner|child|kid|baby|father|mother|dad|mum|mom|brother|sister|sibling|relative|guest|colleague|teacher|doctor|physician|coach|manager|supervisor|nominee|beneficiary|reference|referee|witness|sponsor|honou?ree|deceased|landlord|neighbou?r|candidate|tribute) /;
