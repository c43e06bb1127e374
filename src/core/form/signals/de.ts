import type { Signals } from "./signals.ts";

export const de: Signals = {
  none: "suche| finden |gutschein|rabatt|aktionscode|menge|anzahl|kommentar|nachricht|mitteilung|betreff|bemerkung|telefax|sicherheitsfrage|stichwort|bestellnummer|kundennummer|lieferhinweis|(name|titel) (des|der) (haustier|produkt|veranstaltung|projekt|event|mutter|vater)|geburts(ort|name|land)|begleitung| titel der |produktname|reisepass|ausweisnummer| zeichen |kontoinhaber|zeichenfolge|freund(es|in)? |(name|e ?mail|adresse|mail)( adresse)? (des|der|ihres|deines) (freund|bekannten|beschenkten|partner|kindes|arbeitgeber)|empfanger ?(e ?mail|mail)|(kunden|treue|bonus|vorteils|club|payback|mitglieds|bibliotheks)karte|adressbezeichnung|bezeichnung der adresse|notfallkontakt|geburtsname|fruherer name| preis |umkreis|zahlungsempfanger|begunstigter|kennzeichen|letzten? (4|vier) |firmenzusatz|abteilung|schultyp|name der schule|einladende|(name|datum|alter|telefon) (des|der) kind|gesundheitskarte|versichertennummer|herkunftsland|ursprungsland",
  "one-time-code":
    "einmal(code|kennwort|passwort)|bestatigungscode|verifizierungscode|sicherheitscode sms|^ (m|sms|push|photo|chip|app)? ?tan (nummer |code |eingeben )?$|einmal(ig)?e? ?(code|pin|tan)|freischaltcode|bestatigungs code",
  "cc-csc": "prufnummer|prufziffer|sicherheitscode|sicherheitsnummer",
  "cc-exp-month": "(ablauf|gultig)\\w* monat|gultig bis monat|ablaufmonat",
  "cc-exp-year": "(ablauf|gultig)\\w* jahr|gultig bis jahr|ablaufjahr",
  "cc-exp": "ablaufdatum|gultig (bis|seit)|gultigkeit|verfall| mm jj",
  "cc-type": "kartentyp|kartenart|art der (kredit)?karte",
  "cc-number":
    "(?<!kunden|bibliotheks|mitglieds|bonus|treue|vorteils|bahn|club)kartennummer|kreditkarte",
  "cc-name":
    "karteninhaber $|name auf der karte|name des karteninhabers| inhaber $|inhaber der karte|wie auf der karte",
  "bday-day": "geburtstag tag|geburtsdatum tag|tag der geburt",
  "bday-month": "geburts(tag|datum)? ?monat",
  "bday-year": "geburts(tag|datum)? ?jahr|jahrgang",
  bday: "geburtsdatum|geburtstag|geboren|geb (datum|dat)|gebdat",
  username:
    "benutzer(name|kennung)|nutzername|anmeldename|kundenkonto|login|benutzer (id|kennung)|nutzer(kennung| id)|kennung |zugangskennung|^ (login )?benutzer $",
  email: "e ?mail|mailadresse",
  "organization-title":
    "berufsbezeichnung|^ (ihre |deine |aktuelle |berufliche )?position $|position (im|in der|in ihrem)|funktion|^ beruf |jobtitel|^ stelle $",
  organization: " firma|firmenname|unternehmen| betriebe?s? |arbeitgeber",
  "tel-country-code": "landesvorwahl|landervorwahl",
  "tel-area-code": "vorwahl",
  tel: "telefon|handy|mobilnummer|mobilfunk|rufnummer|festnetz",
  "postal-code": " plz|postleitzahl",
  "address-level2": " ort |ortschaft| stadt |wohnort",
  country: " land |staatsangehorigkeit|lieferland|^ staat $|wohnsitzland",
  "address-level1": "bundesland| kanton |provinz",
  "address-line2": "zusatz| wohnung| etage|stockwerk|adresszeile 2",
  "street-address": "strasse|adresse|anschrift| str ",
  "honorific-prefix": " anrede|herr frau",
  "given-name": "vorname|rufname",
  "family-name": "nachname|familienname|zuname",
  "full-name":
    "vollstandiger name|vor und nachname|vor und zuname|^ (vorname name|name vorname) $|^ geben sie ihren namen ein $",
  name: "ihr name|ansprechpartner",
  sex: "geschlecht",
  url: "webseite|internet(seite|adresse)|homepage",
  "password-again": "wiederhol|bestatig|erneut",
  "password-new": " neues? |wahlen|festlegen|wunschpasswort|erstellen|vergeben",
  "password-old": "aktuelle|bisherige|altes |derzeitig|jetzig",
  password: "passwort|kennwort",
  day: " tag | tt ",
  month: " monat | januar ",
  year: " jahr | jjjj ",
  "sign-in": "anmeld|einlogg",
  "sign-up":
    "registrier|konto (anlegen|erstellen)|neu(es)? (kunde|konto|hier)|passwort (andern|zurucksetzen|vergessen)",
  code: "^ (der |dein |ihr )?code $|code eingeben|^ (geben sie )?(den |ihren )?code (ein |eingeben )?$",
  "code-sent":
    "gesendet|geschickt|bestatig|verifizier|zwei faktor|erneut senden| sms |zugesandt|uberpruf",
  "password-lost": " vergessen",
  "tel-extension": "durchwahl",
  "house-number": "hausnummer|haus nr|hausnr| nr | nummer",
  "code-word": "code | tan | pin ",
  "code-way":
    "stellig|aus (der|ihrer|deiner) (app|sms|e ?mail|authenticat|nachricht)|authentifizierung|freischalt|aktivierung|per (sms|e mail)|zugesandt|erhalten|geschickt|gesendet|zwei faktor",
  "code-else": "rabatt|gutschein|aktionscode|bild|postleit|vorwahl|karte",
  or: " (oder) ",
  "member-number":
    "kundennummer|kunden nr|mitgliedsnummer|vertragsnummer|legitimations|teilnehmernummer",
  "tel-with": "(mit|inkl|und) \\S*vorwahl|vorwahl (und|rufnummer)",
  "all-of-them": "^ (alle|beliebig) ",
  honeypot:
    "(dieses )?feld (bitte )?(nicht ausfüllen|leer lassen|frei lassen|freilassen)|(bitte )?nicht ausfüllen|bitte (leer|frei) ?lassen",
  searches: "such(e|en|t)? | finden |finder |anzeigen | filtern |suche|suchen",
  recipient: "empfanger|freund|beschenkt| kolleg|einlad",
  "additional-name": "zweitname|zweiter vorname",
  "password-rules": "mindestens|mind \\d|\\d zeichen",
};
