/** A fourth set, written last and asked once by the engine as it was at first and as it is now. */
import { area, at, by, countries, dots, mail, phone, word, type Form } from "./rows.ts";

export const fourth: Form[] = [
  [
    "Odoo contact",
    "Contact Us | Submit | My Company",
    [
      [by("contact_name", "Your Name *"), "name"],
      [by("phone", "Phone Number"), "tel"],
      [mail("email_from", "Your Email *"), "email"],
      [by("partner_name", "Your Company *"), "organization"],
      [by("name", "Subject *"), "empty"],
      [area("description", "Your Question *"), "empty"],
    ],
  ],
  [
    "Odoo address",
    "Shipping address | Confirm address | Shop",
    [
      [by("name", "Full name"), "name"],
      [mail("email", "Email"), "email"],
      [phone("phone", "Phone"), "tel"],
      [by("street", "Street and Number"), "address-line1"],
      [by("street2", "Apartment, suite, etc. "), "address-line2"],
      [by("zip", "Zip Code"), "postal-code"],
      [by("city", "City"), "address-level2"],
      [{ ...countries, name: "country_id" }, "country"],
    ],
  ],
  [
    "Canvas sign-in",
    "login_form | Log In | University",
    [
      [by("pseudonym_session[unique_id]", "Email"), "username"],
      [word("Password", "pseudonym_session[password]"), "current-password"],
    ],
  ],
  [
    "Blackboard",
    "login | Sign In | Blackboard Learn",
    [
      [{ name: "user_id", label: "Username" }, "username"],
      [word("Password", "password"), "current-password"],
    ],
  ],
  [
    "Citrix",
    "Log On | Log On | Gateway",
    [
      [by("login", "User name"), "username"],
      [word("Password", "passwd"), "current-password"],
      [{ type: "password", name: "passwd1", label: "Passcode" }, "one-time-code"],
    ],
  ],
  [
    "Roundcube",
    "Login | Webmail",
    [
      [at("_user", "Username"), "username"],
      [dots("_pass", "Password"), "current-password"],
      [at("_host", "Server"), "empty"],
    ],
  ],
  [
    "calendar event",
    "New event | Save | Calendar",
    [
      [by("title", "Event title"), "empty"],
      [by("where", "Location"), "empty"],
      [by("guests", "Add guests by email"), "empty"],
      [by("organizer", "Organizer name"), "name"],
    ],
  ],
  [
    "CRM lead",
    "Create lead | Save | CRM",
    [
      [by("lead[source]", "Lead source"), "empty"],
      [by("lead[value]", "Deal value"), "empty"],
      [by("lead[stage]", "Stage"), "empty"],
    ],
  ],
  [
    "recipe",
    "Submit a recipe | Send | Food blog",
    [
      [by("recipe", "Recipe name"), "empty"],
      [by("servings", "Servings"), "empty"],
      [by("cook", "Your name"), "name"],
      [by("src", "Source URL"), "empty"],
    ],
  ],
  [
    "memorial",
    "Light a candle | Post | Memorial",
    [
      [by("deceased", "Name of the deceased"), "empty"],
      [by("from", "Your name"), "name"],
      [area("text", "Condolence message"), "empty"],
    ],
  ],
  [
    "baby in French",
    "Liste de naissance | Créer ma liste | Boutique",
    [
      [by("maman", "Nom de la maman"), "empty"],
      [by("bebe", "Prénom du bébé"), "empty"],
      [by("terme", "Date prévue d'accouchement"), "empty"],
      [mail("email", "Votre e-mail"), "email"],
    ],
  ],
  [
    "subsidy in French",
    "Demande | Étape suivante | Mairie",
    [
      [by("asso", "Nom de l'association"), "empty"],
      [by("siret", "Numéro SIRET"), "empty"],
      [by("pres", "Nom du président"), "empty"],
      [by("rna", "Numéro RNA"), "empty"],
      [by("tel", "Téléphone"), "tel"],
    ],
  ],
  [
    "boat in German",
    "Liegeplatz anfragen | Anfrage senden | Hafen",
    [
      [by("schiff", "Name des Schiffes"), "empty"],
      [by("laenge", "Länge (m)"), "empty"],
      [by("tiefgang", "Tiefgang"), "empty"],
      [by("skipper", "Ihr Name"), "name"],
      [mail("mail", "Ihre E-Mail"), "email"],
    ],
  ],
  [
    "dog tax in German",
    "Hund anmelden | Weiter | Stadt",
    [
      [by("rufname", "Rufname des Hundes"), "empty"],
      [by("chip", "Chipnummer"), "empty"],
      [by("rasse", "Rasse"), "empty"],
      [by("vn", "Vorname"), "given-name"],
      [by("nn", "Familienname"), "family-name"],
      [by("kassen", "Kassenzeichen"), "empty"],
    ],
  ],
  [
    "company formation in Spanish",
    "Alta de empresa | Siguiente | Gestoría",
    [
      [by("rs", "Razón social"), "organization"],
      [by("cif", "CIF"), "empty"],
      [by("adm", "Nombre del administrador"), "empty"],
      [by("dom", "Domicilio fiscal"), "street-address"],
      [by("cnae", "Código CNAE"), "empty"],
      [phone("tel", "Teléfono de contacto"), "tel"],
    ],
  ],
  [
    "patient's card in Spanish",
    "Cita previa | Continuar | Salud",
    [
      [by("cip", "Número de tarjeta sanitaria"), "empty"],
      [by("fnac", "Fecha de nacimiento"), "bday"],
      [by("ape1", "Primer apellido"), "family-name"],
    ],
  ],
  [
    "waste in Italian",
    "Segnalazione | Invia | Comune",
    [
      [by("via", "Via della segnalazione"), "street-address"],
      [by("foto", "Descrizione del problema"), "empty"],
      [by("nome", "Nome"), "given-name"],
      [by("cognome", "Cognome"), "family-name"],
      [mail("pec", "PEC"), "email"],
    ],
  ],
  [
    "sports club in Dutch",
    "Lid worden | Aanmelden | Vereniging",
    [
      [by("vl", "Voorletter(s)"), "empty"],
      [by("anaam", "Achternaam"), "family-name"],
      [by("gebdat", "Geboortedatum"), "bday"],
      [by("team", "Naam van het team"), "empty"],
      [by("iban", "IBAN"), "empty"],
      [by("tnv", "Ten name van"), "empty"],
    ],
  ],
  [
    "nursery in Polish",
    "Zgłoszenie dziecka | Wyślij | Przedszkole",
    [
      [by("dz_imie", "Imię dziecka"), "empty"],
      [by("dz_nazw", "Nazwisko dziecka"), "empty"],
      [by("rodzic", "Imię i nazwisko rodzica"), "name"],
      [phone("tel", "Telefon rodzica"), "tel"],
    ],
  ],
  [
    "courier in Russian",
    "Вызов курьера | Вызвать | Доставка",
    [
      [by("from_name", "Имя отправителя"), "name"],
      [by("to_name", "Имя получателя"), "name"],
      [by("weight", "Вес, кг"), "empty"],
      [by("cost", "Объявленная ценность"), "empty"],
      [phone("phone", "Телефон отправителя"), "tel"],
    ],
  ],
  [
    "vacancy in Russian",
    "Отклик на вакансию | Отправить резюме | Карьера",
    [
      [by("fio", "Фамилия, имя"), "name"],
      [by("vac", "Название вакансии"), "empty"],
      [by("zp", "Желаемая зарплата"), "empty"],
      [phone("tel", "Телефон"), "tel"],
      [by("about", "Расскажите о себе"), "empty"],
    ],
  ],
  [
    "clinic in Turkish",
    "Randevu Al | Gönder | Klinik",
    [
      [by("adsoyad", "Ad Soyad"), "name"],
      [by("tel", "Telefon"), "tel"],
      [by("bolum", "Bölüm"), "empty"],
      [by("tarih", "Randevu Tarihi"), "empty"],
      [by("hekim", "Hekim Adı"), "empty"],
    ],
  ],
  [
    "warranty in Swedish",
    "Registrera produkt | Skicka | Fabrik",
    [
      [by("serienr", "Serienummer"), "empty"],
      [by("inkop", "Inköpsdatum"), "empty"],
      [by("butik", "Inköpsställe"), "empty"],
      [by("namn", "Namn"), "name"],
      [mail("epost", "E-postadress"), "email"],
    ],
  ],
  [
    "warranty in English",
    "Register your product | Submit | Maker",
    [
      [by("serial", "Serial number"), "empty"],
      [by("model", "Model name"), "empty"],
      [by("dealer", "Dealer name"), "empty"],
      [by("pdate", "Date of purchase"), "empty"],
      [by("fname", "First name"), "given-name"],
      [by("lname", "Last name"), "family-name"],
      [by("addr", "Mailing address"), "street-address"],
    ],
  ],
  [
    "shop in Finnish",
    "Tilaus | Jatka maksamaan | Kauppa",
    [
      [by("etunimi", "Etunimi"), "given-name"],
      [by("sukunimi", "Sukunimi"), "family-name"],
      [by("osoite", "Lähiosoite"), "street-address"],
      [by("pnro", "Postinumero"), "postal-code"],
      [by("ptmp", "Postitoimipaikka"), "address-level2"],
      [by("alekoodi", "Alennuskoodi"), "empty"],
    ],
  ],
  [
    "shop in Chinese of Taiwan",
    "結帳 | 送出訂單 | 商店",
    [
      [by("name", "收件人姓名"), "name"],
      [by("cell", "手機號碼"), "tel"],
      [by("addr", "收件地址"), "street-address"],
      [by("taxid", "統一編號"), "empty"],
      [by("carrier", "手機條碼載具"), "empty"],
      [by("remark", "訂單備註"), "empty"],
    ],
  ],
  [
    "hospital in Korean",
    "진료 예약 | 예약하기 | 병원",
    [
      [by("pname", "환자 성명"), "name"],
      [by("birth", "생년월일"), "bday"],
      [by("dept", "진료과"), "empty"],
      [by("doctor", "의료진 이름"), "empty"],
      [phone("hp", "연락처"), "tel"],
    ],
  ],
];
