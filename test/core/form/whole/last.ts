/** The last of the forms of later.ts. */
import { area, at, by, countries, dots, hint, mail, phone, pick, word, type Form } from "./rows.ts";

export const last: Form[] = [
  [
    "authority in Hungary",
    "Ügyfélkapu regisztráció | Tovább",
    [
      [by("vnev", "Viselt családi név"), "family-name"],
      [by("unev", "Viselt utónév"), "given-name"],
      [by("anyja", "Anyja születési neve"), "empty"],
      [by("szhely", "Születési hely"), "empty"],
      [by("szido", "Születési idő"), "bday"],
      [by("szig", "Személyazonosító igazolvány száma"), "empty"],
      [mail("email", "Értesítési e-mail cím"), "email"],
      [by("felh", "Választott felhasználónév"), "username"],
    ],
  ],
  [
    "authority in Korea",
    "본인확인 | 확인",
    [
      [by("name", "성명"), "name"],
      [by("jumin1", "주민등록번호"), "empty"],
      [{ type: "password", name: "jumin2", maxLength: 7 }, "empty"],
      [by("captcha", "자동입력 방지문자"), "empty"],
    ],
  ],
  [
    "tax in Portuguese",
    "Acesso gov | Entrar",
    [
      [by("cpf", "CPF"), "username"],
      [word("Senha", "senha"), "current-password"],
    ],
  ],
  [
    "university of Japan asks for papers",
    "資料請求フォーム | 確認画面へ",
    [
      [by("namae", "氏名"), "name"],
      [by("furigana", "ふりがな"), "empty"],
      [by("zip", "郵便番号"), "postal-code"],
      [by("addr", "住所"), "street-address"],
      [by("school", "学校名"), "organization"],
      [by("gakunen", "学年"), "empty"],
      [mail("mail", "メールアドレス"), "email"],
    ],
  ],
  [
    "alumni",
    "Update your record | Submit",
    [
      [by("first", "First name"), "given-name"],
      [by("birthname", "Name at graduation (if different)"), "empty"],
      [by("last", "Last name"), "family-name"],
      [by("classyear", "Class year"), "empty"],
      [by("degree", "Degree"), "empty"],
      [by("spouse", "Spouse's name"), "empty"],
      [by("employer", "Employer"), "organization"],
      [by("title", "Position"), "organization-title"],
    ],
  ],
  [
    "job application in French",
    "Postuler | Envoyer ma candidature",
    [
      [pick("civilite", "Civilité", "Madame", "Monsieur"), "honorific-prefix"],
      [by("nom", "Nom"), "family-name"],
      [by("prenom", "Prénom"), "given-name"],
      [phone("tel", "Téléphone"), "tel"],
      [mail("mail", "E-mail"), "email"],
      [by("pretentions", "Prétentions salariales"), "empty"],
      [by("dispo", "Date de disponibilité"), "empty"],
      [area("motivation", "Lettre de motivation"), "empty"],
    ],
  ],
  [
    "invite colleagues",
    "Invite your team | Send invites",
    [
      [{ type: "email", ...hint("invites[0]", "colleague@company.com") }, "empty"],
      [{ type: "email", ...hint("invites[1]", "colleague@company.com") }, "empty"],
    ],
  ],
  [
    "share by mail in French",
    "Envoyer à un ami | Envoyer",
    [
      [at("nom_exp", "Votre nom :"), "name"],
      [at("mail_exp", "Votre e-mail :"), "email"],
      [at("mail_dest", "E-mail du destinataire :"), "empty"],
      [{ ...area("texte"), near: "Votre message :" }, "empty"],
    ],
  ],
  [
    "event tickets",
    "Attendee information | Register",
    [
      [by("attendee_first", "Attendee first name"), "given-name"],
      [by("attendee_last", "Attendee last name"), "family-name"],
      [mail("attendee_email", "Attendee email"), "email"],
      [by("badge", "Company name for badge"), "organization"],
      [by("diet", "Dietary requirements"), "empty"],
      [pick("shirt", "T-shirt size", "S", "M", "L", "XL"), "empty"],
    ],
  ],
  [
    "search of doctors in German",
    "Arztsuche | Arzt finden",
    [
      [hint("fach", "Fachgebiet, Name"), "empty"],
      [hint("plzort", "PLZ oder Ort"), "empty"],
    ],
  ],
  [
    "search in a directory",
    "White pages | Search | White pages",
    [
      [by("fn", "First name"), "empty"],
      [by("ln", "Last name"), "empty"],
      [by("loc", "City, state"), "empty"],
    ],
  ],
  [
    "parcel tracking in Dutch",
    "Volg je pakket | Volgen",
    [
      [by("barcode", "Track & trace code"), "empty"],
      [by("pc", "Postcode ontvanger"), "postal-code"],
    ],
  ],
  [
    "returns",
    "Start a return | Find order",
    [
      [by("order", "Order number"), "empty"],
      [by("zip", "Billing ZIP code"), "postal-code"],
    ],
  ],
  [
    "WebForms in Spanish with texts between",
    "aspnetForm | Alta de usuario | Guardar",
    [
      [at("ctl00$cph$txtNombre", "Campos obligatorios (*) · Nombre*"), "given-name"],
      [at("ctl00$cph$txtApellidos", "El nombre es obligatorio · Apellidos*"), "family-name"],
      [at("ctl00$cph$txtMail", "Los apellidos son obligatorios · E-mail*"), "email"],
      [dots("ctl00$cph$txtClave", "E-mail no válido · Contraseña*"), "new-password"],
      [dots("ctl00$cph$txtClave2", "Repetir contraseña*"), "new-password"],
      [at("ctl00$cph$txtObs", "Observaciones"), "empty"],
    ],
  ],
  [
    "JSF in German",
    "j_idt17 | Schadenmeldung | Absenden",
    [
      [{ name: "j_idt17:vsnr", label: "Versicherungsscheinnummer" }, "empty"],
      [{ name: "j_idt17:j_idt21", label: "Name, Vorname" }, "name"],
      [{ name: "j_idt17:j_idt24", label: "Straße, Hausnummer" }, "street-address"],
      [{ name: "j_idt17:j_idt27", label: "Postleitzahl" }, "postal-code"],
      [{ name: "j_idt17:j_idt30", label: "Wohnort" }, "address-level2"],
      [{ name: "j_idt17:j_idt33", label: "Amtliches Kennzeichen" }, "empty"],
      [{ name: "j_idt17:j_idt36", label: "Schadentag" }, "empty"],
    ],
  ],
  [
    "donation with dedication",
    "Give now | Complete donation",
    [
      [by("amount_other", "Other"), "empty"],
      [by("tribute_name", "Honoree name"), "empty"],
      [mail("notify_email", "Notify someone by email"), "empty"],
      [by("bill_name", "Cardholder name"), "cc-name"],
      [by("bill_cc", "Card number"), "cc-number"],
      [by("bill_exp", "MM/YY"), "cc-exp"],
      [by("bill_cvc", "Security code"), "cc-csc"],
      [by("bill_zip", "ZIP"), "postal-code"],
    ],
  ],
  [
    "code by telephone in Chinese",
    "手机号登录 | 登录 | 获取验证码",
    [
      [{ type: "tel", ...hint("mobile", "请输入手机号") }, "tel"],
      [hint("smscode", "请输入短信验证码"), "one-time-code"],
    ],
  ],
  [
    "code by mail in French",
    "Vérification | Valider | Renvoyer le code",
    [[by("otp", "Saisissez le code reçu par e-mail"), "one-time-code"]],
  ],
  [
    "password change in Japanese",
    "パスワード変更 | 変更する",
    [
      [word("現在のパスワード", "cur"), "current-password"],
      [word("新しいパスワード", "new1"), "new-password"],
      [word("新しいパスワード（確認）", "new2"), "new-password"],
    ],
  ],
  [
    "router",
    "Wireless settings | Apply",
    [
      [by("ssid", "Network name (SSID)"), "empty"],
      [by("wan_ip", "IP address"), "empty"],
      [by("gateway", "Default gateway"), "empty"],
      [by("host", "Host name"), "empty"],
    ],
  ],
  [
    "customer in an admin",
    "New customer | Save",
    [
      [by("customer[code]", "Customer code"), "empty"],
      [by("customer[credit_limit]", "Credit limit"), "empty"],
      [by("customer[discount]", "Discount %"), "empty"],
      [by("customer[terms]", "Payment terms (days)"), "empty"],
    ],
  ],
  [
    "pizza",
    "Zamówienie | Zamawiam",
    [
      [by("ulica", "Ulica"), "address-line1"],
      [by("nrdomu", "Nr domu"), "empty"],
      [by("nrm", "Nr mieszkania"), "address-line2"],
      [by("pietro", "Piętro"), "empty"],
      [by("domofon", "Kod do domofonu"), "empty"],
      [phone("tel", "Telefon kontaktowy"), "tel"],
      [by("uwagi", "Uwagi dla dostawcy"), "empty"],
    ],
  ],
  [
    "countries of a visa",
    "Visa application | Next",
    [
      [by("surname", "Surname (as in passport)"), "family-name"],
      [by("given", "Given names (as in passport)"), "given-name"],
      [by("pob", "Place of birth"), "empty"],
      [{ ...countries, name: "cob", label: "Country of birth" }, "empty"],
      [by("passportNo", "Travel document number"), "empty"],
      [by("father", "Father's full name"), "empty"],
      [by("arrival", "Intended date of arrival"), "empty"],
      [by("sponsor", "Name of inviting person"), "empty"],
    ],
  ],
];
