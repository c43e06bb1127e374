/** Forms of shops: addresses and cards. */
import { by, expMonths, expYears, countries, type Form } from "./rows.ts";

export const shops: Form[] = [
  [
    "checkout by WooCommerce",
    "checkout | Billing details | Place order",
    [
      [by("billing_first_name", "First name *"), "given-name"],
      [by("billing_last_name", "Last name *"), "family-name"],
      [by("billing_company", "Company name (optional)"), "organization"],
      [{ ...countries, name: "billing_country" }, "country"],
      [
        {
          name: "billing_address_1",
          label: "Street address *",
          placeholder: "House number and street name",
        },
        "address-line1",
      ],
      [
        { name: "billing_address_2", placeholder: "Apartment, suite, unit, etc. (optional)" },
        "address-line2",
      ],
      [by("billing_city", "Town / City *"), "address-level2"],
      [by("billing_postcode", "Postcode *"), "postal-code"],
      [by("billing_phone", "Phone *"), "tel"],
      [by("billing_email", "Email address *"), "email"],
      [
        { tag: "textarea", type: "", name: "order_comments", label: "Order notes (optional)" },
        "empty",
      ],
      [by("coupon_code", "Coupon code"), "empty"],
    ],
  ],
  [
    "checkout by Magento",
    "Shipping Address",
    [
      [by("firstname", "First Name"), "given-name"],
      [by("lastname", "Last Name"), "family-name"],
      [by("company", "Company"), "organization"],
      [by("street[0]", "Street Address: Line 1"), "address-line1"],
      [by("street[1]", "Street Address: Line 2"), "address-line2"],
      [by("city", "City"), "address-level2"],
      [by("postcode", "Zip/Postal Code"), "postal-code"],
      [by("telephone", "Phone Number"), "tel"],
    ],
  ],
  [
    "checkout in German",
    "Lieferadresse | Weiter zur Zahlung",
    [
      [by("vorname", "Vorname"), "given-name"],
      [by("nachname", "Nachname"), "family-name"],
      [by("strasse", "Straße und Hausnummer"), "address-line1"],
      [by("zusatz", "Adresszusatz"), "address-line2"],
      [by("plz", "PLZ"), "postal-code"],
      [by("ort", "Ort"), "address-level2"],
      [by("telefon", "Telefon für Rückfragen"), "tel"],
      [by("gutschein", "Gutscheincode"), "empty"],
    ],
  ],
  [
    "checkout in French",
    "Adresse de livraison | Continuer",
    [
      [by("prenom", "Prénom"), "given-name"],
      [by("nom", "Nom"), "family-name"],
      [by("adresse", "Adresse"), "address-line1"],
      [by("complement", "Complément d'adresse"), "address-line2"],
      [by("cp", "Code postal"), "postal-code"],
      [by("ville", "Ville"), "address-level2"],
      [by("portable", "Téléphone portable"), "tel"],
      [by("digicode", "Digicode"), "empty"],
    ],
  ],
  [
    "checkout in Dutch",
    "Bezorgadres | Verder",
    [
      [by("voornaam", "Voornaam"), "given-name"],
      [by("tv", "Tussenvoegsel"), "additional-name"],
      [by("achternaam", "Achternaam"), "family-name"],
      [by("postcode", "Postcode"), "postal-code"],
      [by("straat", "Straat en huisnummer"), "street-address"],
      [by("plaats", "Plaats"), "address-level2"],
    ],
  ],
  [
    "checkout in Spanish",
    "Dirección de envío | Continuar",
    [
      [by("nombre", "Nombre"), "given-name"],
      [by("apellidos", "Apellidos"), "family-name"],
      [by("dni", "DNI/NIF"), "empty"],
      [by("direccion", "Dirección"), "street-address"],
      [by("cp", "Código postal"), "postal-code"],
      [by("poblacion", "Población"), "address-level2"],
      [by("provincia", "Provincia"), "address-level1"],
      [by("movil", "Teléfono móvil"), "tel"],
    ],
  ],
  [
    "checkout in Brazil",
    "Endereço de entrega | Continuar",
    [
      [by("nome", "Nome completo"), "name"],
      [by("cpf", "CPF"), "empty"],
      [by("cep", "CEP"), "postal-code"],
      [by("rua", "Rua"), "address-line1"],
      [by("complemento", "Complemento"), "address-line2"],
      [by("cidade", "Cidade"), "address-level2"],
      [by("uf", "UF"), "address-level1"],
      [by("celular", "Celular com DDD"), "tel"],
    ],
  ],
  [
    "checkout in Polish",
    "Dane do wysyłki | Dalej",
    [
      [by("imie", "Imię"), "given-name"],
      [by("nazwisko", "Nazwisko"), "family-name"],
      [by("nip", "NIP"), "empty"],
      [by("ulica", "Ulica i numer domu"), "street-address"],
      [by("kod", "Kod pocztowy"), "postal-code"],
      [by("miasto", "Miejscowość"), "address-level2"],
      [by("tel", "Telefon"), "tel"],
    ],
  ],
  [
    "checkout in Chinese",
    "收货地址 | 保存",
    [
      [by("consignee", "收货人"), "name"],
      [by("mobile", "手机号码"), "tel"],
      [by("detail", "详细地址"), "street-address"],
      [by("zip", "邮政编码"), "postal-code"],
    ],
  ],

  [
    "payment",
    "Payment | Pay now",
    [
      [by("number", "Card number"), "cc-number"],
      [by("name", "Name on card"), "cc-name"],
      [{ label: "Expiration (MM/YY)", name: "exp", maxLength: 5 }, "cc-exp"],
      [by("cvc", "CVC"), "cc-csc"],
    ],
  ],
  [
    "payment with lists",
    "Payment",
    [
      [by("cc", "Credit card number"), "cc-number"],
      [{ ...expMonths, near: "Expiration date" }, "cc-exp-month"],
      [expYears, "cc-exp-year"],
      [by("cvv", "Security code"), "cc-csc"],
    ],
  ],
  [
    "payment with MM and YY to type",
    "Zahlung",
    [
      [by("", "Kartennummer"), "cc-number"],
      [{ near: "Gültig bis", placeholder: "MM", maxLength: 2 }, "cc-exp-month"],
      [{ placeholder: "JJ", maxLength: 2 }, "cc-exp-year"],
      [by("", "Prüfziffer"), "cc-csc"],
    ],
  ],
  [
    "payment with the number in four",
    "Payment",
    [
      [{ near: "Card number", name: "cc1", maxLength: 4 }, "cc-number"],
      [{ name: "cc2", maxLength: 4 }, "cc-number"],
      [{ name: "cc3", maxLength: 4 }, "cc-number"],
      [{ name: "cc4", maxLength: 4 }, "cc-number"],
      [by("cvv", "CVV"), "cc-csc"],
    ],
  ],
  [
    "payment with a gift card beside it",
    "Payment",
    [
      [by("giftcard", "Gift card number"), "empty"],
      [by("giftpin", "Gift card PIN"), "empty"],
      [by("cardnumber", "Card number"), "cc-number"],
      [by("expiry", "MM / YY"), "cc-exp"],
      [by("cvc", "CVC"), "cc-csc"],
    ],
  ],
  [
    "payment by Adyen",
    "Carte bancaire | Payer",
    [
      [{ label: "Numéro de la carte", name: "encryptedCardNumber" }, "cc-number"],
      [{ label: "Date d'expiration", name: "encryptedExpiryDate", placeholder: "MM/AA" }, "cc-exp"],
      [{ label: "Code de sécurité", name: "encryptedSecurityCode" }, "cc-csc"],
      [by("holderName", "Nom sur la carte"), "cc-name"],
    ],
  ],
  [
    "payment in French with a code of verification",
    "Paiement",
    [
      [by("n", "Numéro de carte"), "cc-number"],
      [by("d", "Date de validité"), "cc-exp"],
      [by("c", "Code de vérification"), "cc-csc"],
    ],
  ],
];
