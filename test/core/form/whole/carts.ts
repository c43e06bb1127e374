/** Shops: registration, addresses and cards, by the software that writes their forms. */
import {
  area,
  by,
  countries,
  expYears,
  hint,
  mail,
  months,
  phone,
  pick,
  word,
  type Form,
} from "./rows.ts";

const states = ["", "Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado"];

export const carts: Form[] = [
  [
    "WooCommerce registration beside sign-in",
    "woocommerce-form-register | Register | Register | My account",
    [
      [by("username", "Username *"), "username"],
      [mail("email", "Email address *"), "email"],
      [word("Password *", "password"), "new-password"],
    ],
  ],
  [
    "WooCommerce account details",
    "edit-account | Account details | Password change | Save changes",
    [
      [by("account_first_name", "First name *"), "given-name"],
      [by("account_last_name", "Last name *"), "family-name"],
      [by("account_display_name", "Display name *"), "empty"],
      [mail("account_email", "Email address *"), "email"],
      [
        word("Current password (leave blank to leave unchanged)", "password_current"),
        "current-password",
      ],
      [word("New password (leave blank to leave unchanged)", "password_1"), "new-password"],
      [word("Confirm new password", "password_2"), "new-password"],
    ],
  ],
  [
    "WooCommerce tracks an order",
    "track_order | Track",
    [
      [
        { ...hint("orderid", "Found in your order confirmation email."), label: "Order ID" },
        "empty",
      ],
      [
        { ...hint("order_email", "Email you used during checkout."), label: "Billing email" },
        "email",
      ],
    ],
  ],
  [
    "WooCommerce review",
    "commentform | Add a review | Submit",
    [
      [
        pick(
          "rating",
          "Your rating *",
          "Rate…",
          "Perfect",
          "Good",
          "Average",
          "Not that bad",
          "Very poor",
        ),
        "empty",
      ],
      [area("comment", "Your review *"), "empty"],
      [by("author", "Name *"), "name"],
      [mail("email", "Email *"), "email"],
    ],
  ],
  [
    "WooCommerce in Swedish",
    "checkout | Faktureringsuppgifter | Beställ",
    [
      [by("billing_first_name", "Förnamn *"), "given-name"],
      [by("billing_last_name", "Efternamn *"), "family-name"],
      [by("billing_company", "Företagsnamn (valfritt)"), "organization"],
      [by("billing_orgnr", "Personnummer / Organisationsnummer"), "empty"],
      [
        { ...by("billing_address_1", "Gatuadress *"), placeholder: "Gatunamn och nummer" },
        "address-line1",
      ],
      [hint("billing_address_2", "Lägenhet, svit, enhet etc. (valfritt)"), "address-line2"],
      [by("billing_postcode", "Postnummer *"), "postal-code"],
      [by("billing_city", "Ort *"), "address-level2"],
      [phone("billing_phone", "Telefon *"), "tel"],
      [area("order_comments", "Ordernoteringar (valfritt)"), "empty"],
    ],
  ],
  [
    "Magento 1 registration",
    "form-validate | Create an Account | Personal Information | Login Information | Submit",
    [
      [by("firstname", "*First Name"), "given-name"],
      [by("middlename", "Middle Name/Initial"), "additional-name"],
      [by("lastname", "*Last Name"), "family-name"],
      [mail("email", "*Email Address"), "email"],
      [by("taxvat", "Tax/VAT Number"), "empty"],
      [word("*Password", "password"), "new-password"],
      [word("*Confirm Password", "confirmation"), "new-password"],
    ],
  ],
  [
    "Magento 1 billing step",
    "co-billing-form | Billing Information | Continue",
    [
      [{ name: "billing[firstname]", id: "billing:firstname", label: "*First Name" }, "given-name"],
      [{ name: "billing[lastname]", id: "billing:lastname", label: "*Last Name" }, "family-name"],
      [{ name: "billing[company]", id: "billing:company", label: "Company" }, "organization"],
      [{ name: "billing[email]", id: "billing:email", label: "*Email Address" }, "email"],
      [{ name: "billing[street][]", id: "billing:street1", label: "*Address" }, "address-line1"],
      [
        { name: "billing[street][]", id: "billing:street2", title: "Street Address 2" },
        "address-line2",
      ],
      [{ name: "billing[city]", id: "billing:city", label: "*City" }, "address-level2"],
      [
        { ...pick("billing[region_id]", "*State/Province", ...states), id: "billing:region_id" },
        "address-level1",
      ],
      [
        { name: "billing[postcode]", id: "billing:postcode", label: "*Zip/Postal Code" },
        "postal-code",
      ],
      [{ ...countries, name: "billing[country_id]", id: "billing:country_id" }, "country"],
      [{ name: "billing[telephone]", id: "billing:telephone", label: "*Telephone" }, "tel"],
      [{ name: "billing[fax]", id: "billing:fax", label: "Fax" }, "empty"],
      [
        { type: "password", name: "billing[customer_password]", label: "*Password" },
        "new-password",
      ],
      [
        { type: "password", name: "billing[confirm_password]", label: "*Confirm Password" },
        "new-password",
      ],
    ],
  ],
  [
    "Magento 1 card",
    "co-payment-form | Payment Information | Continue",
    [
      [
        pick(
          "payment[cc_type]",
          "*Credit Card Type",
          "--Please Select--",
          "American Express",
          "Visa",
          "MasterCard",
        ),
        "cc-type",
      ],
      [
        { name: "payment[cc_number]", id: "ccsave_cc_number", label: "*Credit Card Number" },
        "cc-number",
      ],
      [{ ...months, name: "payment[cc_exp_month]", label: "*Expiration Date" }, "cc-exp-month"],
      [{ ...expYears, name: "payment[cc_exp_year]" }, "cc-exp-year"],
      [{ name: "payment[cc_cid]", label: "*Card Verification Number" }, "cc-csc"],
      [{ name: "payment[po_number]", label: "*Purchase Order Number" }, "empty"],
    ],
  ],
  [
    "Magento 1 tells a friend",
    "product_sendtofriend_form | Email to a Friend | Send Email",
    [
      [{ name: "sender[name]", label: "*Name" }, "name"],
      [{ name: "sender[email]", label: "*Email Address" }, "email"],
      [{ ...area("sender[message]"), label: "*Message" }, "empty"],
      [{ name: "recipients[name][]", label: "*Recipient name", id: "recipients_name0" }, "empty"],
      [
        { name: "recipients[email][]", label: "*Recipient email address", id: "recipients_email0" },
        "empty",
      ],
    ],
  ],
  [
    "Magento 2 shipping",
    "co-shipping-form | Shipping Address | Next",
    [
      [{ type: "email", name: "username", id: "customer-email", label: "Email Address" }, "email"],
      [{ name: "firstname", id: "JKD2R7Q", label: "First Name" }, "given-name"],
      [{ name: "lastname", id: "L0V9B3A", label: "Last Name" }, "family-name"],
      [{ name: "company", id: "FMH8L1S", label: "Company" }, "organization"],
      [{ name: "street[0]", id: "P4T4W1U", label: "Street Address: Line 1" }, "address-line1"],
      [{ name: "street[1]", id: "AQ2M7RR", label: "Street Address: Line 2" }, "address-line2"],
      [{ name: "street[2]", id: "S6D5L9X", label: "Street Address: Line 3" }, "address-line3"],
      [{ ...countries, name: "country_id" }, "country"],
      [
        {
          ...pick(
            "region_id",
            "State/Province",
            "Please select a region, state or province.",
            ...states,
          ),
        },
        "address-level1",
      ],
      [{ name: "city", id: "NNRK54B", label: "City" }, "address-level2"],
      [{ name: "postcode", id: "QKHDLQ9", label: "Zip/Postal Code" }, "postal-code"],
      [{ name: "telephone", id: "C3LEMV7", label: "Phone Number" }, "tel"],
    ],
  ],
  [
    "Magento 2 finds a guest's order",
    "oar-widget-orders-and-returns-form | Orders and Returns | Continue",
    [
      [by("oar_order_id", "Order ID"), "empty"],
      [by("oar_billing_lastname", "Billing Last Name"), "family-name"],
      [pick("oar_type", "Find Order By", "Email", "ZIP Code"), "empty"],
      [{ ...mail("oar_email", "Email") }, "email"],
    ],
  ],
  [
    "PrestaShop registration",
    "customer-form | Create an account | Save",
    [
      [{ type: "radio", name: "id_gender", options: [{ value: "1", text: "Mr." }] }, "sex"],
      [{ type: "radio", name: "id_gender", options: [{ value: "2", text: "Mrs." }] }, "sex"],
      [by("firstname", "First name"), "given-name"],
      [by("lastname", "Last name"), "family-name"],
      [mail("email", "Email"), "email"],
      [word("Password", "password"), "new-password"],
      [{ ...by("birthday", "Birthdate"), placeholder: "MM/DD/YYYY" }, "bday"],
    ],
  ],
  [
    "PrestaShop address in French",
    "js-address-form | Nouvelle adresse | Enregistrer",
    [
      [by("alias", "Alias"), "empty"],
      [by("firstname", "Prénom"), "given-name"],
      [by("lastname", "Nom"), "family-name"],
      [by("company", "Société"), "organization"],
      [by("vat_number", "Numéro de TVA"), "empty"],
      [by("address1", "Adresse"), "address-line1"],
      [by("address2", "Complément d'adresse"), "address-line2"],
      [by("postcode", "Code postal"), "postal-code"],
      [by("city", "Ville"), "address-level2"],
      [{ ...countries, name: "id_country", label: "Pays" }, "country"],
      [phone("phone", "Téléphone"), "tel"],
    ],
  ],
  [
    "OpenCart registration",
    "Register Account | Your Personal Details | Your Password | Continue",
    [
      [
        { ...hint("firstname", "First Name"), id: "input-firstname", label: "First Name" },
        "given-name",
      ],
      [
        { ...hint("lastname", "Last Name"), id: "input-lastname", label: "Last Name" },
        "family-name",
      ],
      [{ ...hint("email", "E-Mail"), type: "email", id: "input-email", label: "E-Mail" }, "email"],
      [{ ...hint("telephone", "Telephone"), type: "tel", label: "Telephone" }, "tel"],
      [{ ...word("Password", "password"), placeholder: "Password" }, "new-password"],
      [{ ...word("Password Confirm", "confirm"), placeholder: "Password Confirm" }, "new-password"],
    ],
  ],
];
