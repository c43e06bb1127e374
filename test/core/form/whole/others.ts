/** All other forms, most of which want little of what an item has. */
import { list } from "../fields.ts";
import { by, days, months, years, type Form } from "./rows.ts";

export const others: Form[] = [
  [
    "contact",
    "Contact us | Send message",
    [
      [by("your-name", "Your Name (required)"), "name"],
      [{ type: "email", name: "your-email", label: "Your Email (required)" }, "email"],
      [by("your-subject", "Subject"), "empty"],
      [{ tag: "textarea", type: "", name: "your-message", label: "Your Message" }, "empty"],
    ],
  ],
  [
    "comment",
    "Leave a Reply | Post Comment",
    [
      [{ tag: "textarea", type: "", name: "comment", label: "Comment *" }, "empty"],
      [by("author", "Name *"), "name"],
      [{ type: "email", name: "email", label: "Email *" }, "email"],
      [{ type: "url", name: "url", label: "Website" }, "url"],
    ],
  ],
  [
    "newsletter",
    "Newsletter | Subscribe",
    [[{ name: "EMAIL", placeholder: "Your email address" }, "email"]],
  ],
  [
    "lead by Salesforce",
    "Contact sales | Submit",
    [
      [by("00N5f00000abcde", "First name"), "given-name"],
      [by("00N5f00000abcdf", "Last name"), "family-name"],
      [by("00N5f00000abcdg", "Business email"), "email"],
      [by("00N5f00000abcdh", "Company size"), "empty"],
      [by("00N5f00000abcdi", "Job title"), "organization-title"],
    ],
  ],
  [
    "fields whose ids say nothing",
    "Your details",
    [
      [{ id: ":r1:", label: "Given name" }, "given-name"],
      [{ id: ":r2:", label: "Family name" }, "family-name"],
      [{ id: "mui-4", label: "Postcode" }, "postal-code"],
      [{ id: "a9f3", label: "Favourite animal" }, "empty"],
    ],
  ],
  [
    "job application",
    "Apply now | Submit application",
    [
      [by("first_name", "First Name"), "given-name"],
      [by("last_name", "Last Name"), "family-name"],
      [by("email", "Email"), "email"],
      [by("phone", "Phone"), "tel"],
      [by("org", "Current company"), "organization"],
      [by("urls[LinkedIn]", "LinkedIn Profile"), "empty"],
      [by("urls[Portfolio]", "Portfolio website"), "url"],
      [by("salary", "Desired salary"), "empty"],
      [by("start", "Earliest start date"), "empty"],
      [{ tag: "textarea", type: "", label: "Cover letter" }, "empty"],
    ],
  ],
  [
    "appointment",
    "Book an appointment | Confirm",
    [
      [by("patient", "Patient name"), "name"],
      [by("dob", "Date of birth"), "bday"],
      [by("tel", "Contact number"), "tel"],
      [{ type: "date", name: "date", label: "Preferred date" }, "empty"],
      [by("time", "Preferred time"), "empty"],
      [by("reason", "Reason for visit"), "empty"],
      [by("ins", "Insurance policy number"), "empty"],
    ],
  ],
  [
    "travel search",
    "Search flights | Search",
    [
      [by("from", "From"), "empty"],
      [by("to", "To"), "empty"],
      [by("depart", "Departure date"), "empty"],
      [by("return", "Return date"), "empty"],
      [list("Adults", "1", "2", "3", "4"), "empty"],
      [by("city", "Destination"), "empty"],
    ],
  ],
  [
    "hotel search in German",
    "Hotels suchen | Suchen",
    [
      [by("ziel", "Reiseziel"), "empty"],
      [by("anreise", "Anreise"), "empty"],
      [by("abreise", "Abreise"), "empty"],
      [list("Zimmer", "1", "2", "3"), "empty"],
    ],
  ],
  [
    "passenger",
    "Passenger 1",
    [
      [list("Title", "Mr", "Mrs", "Ms"), "honorific-prefix"],
      [by("fn", "First name (as on passport)"), "given-name"],
      [by("ln", "Last name (as on passport)"), "family-name"],
      [{ ...days, near: "Date of birth" }, "bday-day"],
      [months, "bday-month"],
      [years, "bday-year"],
      [by("pp", "Passport number"), "empty"],
      [by("ff", "Frequent flyer number"), "empty"],
    ],
  ],
  [
    "survey",
    "Survey | Next",
    [
      [by("q1", "How satisfied are you?"), "empty"],
      [by("q2", "What could we do better?"), "empty"],
      [list("How did you hear about us?", "Friends", "Web", "TV", "Radio"), "empty"],
    ],
  ],
  [
    "table of an admin",
    "Products | Save",
    [
      [by("product[name]", "Product name"), "empty"],
      [by("product[sku]", "SKU"), "empty"],
      [by("product[price]", "Price"), "empty"],
      [by("product[weight]", "Weight"), "empty"],
      [by("product[qty]", "Quantity"), "empty"],
    ],
  ],
  [
    "tax",
    "Einkommensteuer | Weiter",
    [
      [by("vn", "Vorname"), "given-name"],
      [by("nn", "Nachname"), "family-name"],
      [by("idnr", "Steuer-ID"), "empty"],
      [by("stnr", "Steuernummer"), "empty"],
      [by("gd", "Geburtsdatum"), "bday"],
      [by("iban", "IBAN"), "empty"],
      [by("beruf", "Beruf"), "organization-title"],
    ],
  ],
  [
    "insurance",
    "Get a quote | Continue",
    [
      [by("zip", "ZIP code"), "postal-code"],
      [by("vin", "VIN"), "empty"],
      [by("make", "Make"), "empty"],
      [by("year", "Model year"), "empty"],
      [by("mileage", "Annual mileage"), "empty"],
    ],
  ],
  [
    "bank transfer",
    "Überweisung | Weiter",
    [
      [by("empf", "Kontoinhaber"), "empty"],
      [by("iban", "IBAN"), "empty"],
      [by("bic", "BIC"), "empty"],
      [by("betrag", "Betrag"), "empty"],
      [by("zweck", "Verwendungszweck"), "empty"],
    ],
  ],
  [
    "gift card",
    "Check your balance",
    [
      [by("gc", "Gift card number"), "empty"],
      [by("pin", "Gift card PIN"), "empty"],
    ],
  ],
  [
    "basket",
    "Your basket | Apply",
    [
      [by("code", "Promo code"), "empty"],
      [by("qty", "Qty"), "empty"],
    ],
  ],
  ["backup codes", "Use a backup code | Continue", [[by("backup_code", "Backup code"), "empty"]]],
  [
    "telephone in three",
    "Contact",
    [
      [{ near: "Phone", name: "phone1", maxLength: 3 }, "tel-area-code"],
      [{ name: "phone2", maxLength: 3 }, "tel-local-prefix"],
      [{ name: "phone3", maxLength: 4 }, "tel-local-suffix"],
    ],
  ],
  [
    "telephone with its country",
    "Contact",
    [
      [{ ...list("", "+49", "+33", "+44", "+1"), name: "phone_country_code" }, "tel-country-code"],
      [{ type: "tel", label: "Phone number", name: "phone" }, "tel"],
    ],
  ],
  [
    "shipping and billing",
    "Checkout",
    [
      [by("shipping[name]", "Full name"), "name"],
      [by("shipping[street]", "Street"), "street-address"],
      [by("shipping[zip]", "ZIP"), "postal-code"],
      [by("billing[name]", "Full name"), "name"],
      [by("billing[street]", "Street"), "street-address"],
      [by("billing[zip]", "ZIP"), "postal-code"],
    ],
  ],
];
