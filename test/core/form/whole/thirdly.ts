/** The rest of the third set, in many languages; the last one is of the fourth. */
import { area, at, by, countries, dots, hint, mail, phone, word, type Form } from "./rows.ts";

export const thirdly: Form[] = [
  [
    "campaign",
    "New campaign | Create | Ads",
    [
      [by("cname", "Campaign name"), "empty"],
      [by("landing", "Landing page URL"), "empty"],
      [by("budget", "Daily budget"), "empty"],
      [by("headline1", "Headline 1"), "empty"],
    ],
  ],
  [
    "wish list in Spanish",
    "Crear lista | Guardar | Tienda",
    [
      [by("lista", "Nombre de la lista"), "empty"],
      [by("fecha", "Fecha del evento"), "empty"],
      [by("nom1", "Nombre de la novia"), "empty"],
      [by("nom2", "Nombre del novio"), "empty"],
    ],
  ],
  [
    "contract in Portuguese",
    "Simulação | Avançar | Seguro",
    [
      [by("nomeTitular", "Nome do titular"), "name"],
      [by("matricula", "Matrícula do veículo"), "empty"],
      [by("carta", "Data da carta de condução"), "empty"],
      [by("cp", "Código postal"), "postal-code"],
      [by("tlm", "Telemóvel"), "tel"],
    ],
  ],
  [
    "club in Italian",
    "Iscrizione | Invia iscrizione | Associazione",
    [
      [by("nome_atleta", "Nome dell'atleta"), "empty"],
      [by("nome_genitore", "Nome e cognome del genitore"), "name"],
      [by("cf", "Codice fiscale"), "empty"],
      [by("residenza", "Indirizzo di residenza"), "street-address"],
      [by("taglia", "Taglia maglietta"), "empty"],
    ],
  ],
  [
    "museum tickets in Dutch",
    "Tickets bestellen | Afrekenen | Museum",
    [
      [by("naam", "Naam"), "name"],
      [mail("mail", "E-mailadres"), "email"],
      [by("pasnr", "Museumkaartnummer"), "empty"],
      [by("groep", "Naam van de groep"), "empty"],
    ],
  ],
  [
    "order by hand in German",
    "Bestellformular | Bestellung absenden | Verlag",
    [
      [at("kdnr", "Kunden-Nr. (falls vorhanden)"), "empty"],
      [at("name", "Name, Vorname"), "name"],
      [at("str", "Straße, Nr."), "street-address"],
      [at("plz", "PLZ"), "postal-code"],
      [at("ort", "Ort"), "address-level2"],
      [at("titel", "Titel des Buches"), "empty"],
      [at("isbn", "ISBN"), "empty"],
      [at("anz", "Anzahl"), "empty"],
    ],
  ],
  [
    "contact in Norwegian",
    "Kontaktskjema | Send | Firma",
    [
      [by("navn", "Navn"), "name"],
      [by("epost", "E-post"), "email"],
      [by("tlf", "Telefon"), "tel"],
      [by("sak", "Hva gjelder henvendelsen?"), "empty"],
      [area("melding", "Melding"), "empty"],
    ],
  ],
  [
    "shop in Slovak",
    "Objednávka | Pokračovať | Obchod",
    [
      [by("meno", "Meno"), "given-name"],
      [by("priezvisko", "Priezvisko"), "family-name"],
      [by("ulica", "Ulica a číslo domu"), "street-address"],
      [by("mesto", "Mesto"), "address-level2"],
      [by("psc", "PSČ"), "postal-code"],
      [by("tel", "Telefónne číslo"), "tel"],
      [by("ico", "IČO"), "empty"],
      [by("poznamka", "Poznámka pre kuriéra"), "empty"],
    ],
  ],
  [
    "shop in Lithuanian",
    "Pristatymo informacija | Tęsti | Parduotuvė",
    [
      [by("vardas", "Vardas"), "given-name"],
      [by("pavarde", "Pavardė"), "family-name"],
      [by("adresas", "Adresas"), "street-address"],
      [by("miestas", "Miestas"), "address-level2"],
      [by("kodas", "Pašto kodas"), "postal-code"],
      [by("imkodas", "Įmonės kodas"), "empty"],
      [by("nuolaida", "Nuolaidos kodas"), "empty"],
    ],
  ],
  [
    "shop in Greek",
    "Ταμείο | Ολοκλήρωση παραγγελίας | Κατάστημα",
    [
      [by("name", "Ονοματεπώνυμο"), "name"],
      [by("street", "Οδός και αριθμός"), "street-address"],
      [by("area", "Περιοχή"), "address-level2"],
      [by("tk", "Ταχυδρομικός κώδικας"), "postal-code"],
      [by("kinito", "Κινητό"), "tel"],
      [by("sxolia", "Σχόλια παραγγελίας"), "empty"],
      [by("doy", "ΔΟΥ"), "empty"],
    ],
  ],
  [
    "register in Thai",
    "สมัครสมาชิก | ยืนยัน | ร้านค้า",
    [
      [by("username", "ชื่อผู้ใช้"), "username"],
      [word("รหัสผ่าน", "password"), "new-password"],
      [word("ยืนยันรหัสผ่าน", "cpassword"), "new-password"],
      [by("idcard", "เลขบัตรประชาชน"), "empty"],
      [by("tel", "เบอร์มือถือ"), "tel"],
    ],
  ],
  [
    "register in Hindi",
    "पंजीकरण | जमा करें | सेवा",
    [
      [by("naam", "पूरा नाम"), "name"],
      [by("mobile", "मोबाइल नंबर"), "tel"],
      [by("aadhaar", "आधार संख्या"), "empty"],
      [by("pita", "पिता का नाम"), "empty"],
      [by("pin", "पिन कोड"), "postal-code"],
    ],
  ],
  [
    "sign-in of a school in Chinese",
    "统一身份认证 | 登录 | 大学",
    [
      [hint("username", "学号/工号"), "username"],
      [{ type: "password", ...hint("password", "密码") }, "current-password"],
      [hint("captcha", "验证码"), "empty"],
    ],
  ],
  [
    "hotel guest in Japanese",
    "ご予約者情報 | 予約内容の確認 | ホテル",
    [
      [by("sei", "姓（漢字）"), "family-name"],
      [by("mei", "名（漢字）"), "given-name"],
      [phone("tel", "ご連絡先電話番号"), "tel"],
      [mail("mail", "メールアドレス"), "email"],
      [by("checkin", "チェックイン予定時刻"), "empty"],
      [area("req", "ご要望"), "empty"],
    ],
  ],
  [
    "old login with heading between",
    "Members area | Enter | Club",
    [
      [at("uid", "Members only · Member no.:"), "username"],
      [dots("pw", "Password:", "Lost your password?"), "current-password"],
    ],
  ],
  [
    "freight",
    "Request a rate | Get rate | Logistics",
    [
      [by("company", "Company"), "organization"],
      [by("contact", "Contact name"), "name"],
      [by("origin_city", "Origin city"), "empty"],
      [by("dest_city", "Destination city"), "empty"],
      [{ ...countries, name: "origin_country", label: "Origin country" }, "empty"],
      [by("weight", "Gross weight"), "empty"],
      [by("goods", "Commodity"), "empty"],
    ],
  ],
  [
    "event in Arabic",
    "التسجيل في الفعالية | إرسال | المركز",
    [
      [by("n", "الاسم الثلاثي"), "name"],
      [by("m", "رقم الجوال"), "tel"],
      [by("job", "المسمى الوظيفي"), "organization-title"],
      [by("q", "كيف سمعت عنا؟"), "empty"],
    ],
  ],
];
