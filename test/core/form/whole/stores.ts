/** Larger shops and those of other countries. */
import { at, countries, hint, mail, pick, word, expMonths, expYears, type Form } from "./rows.ts";

export const stores: Form[] = [
  [
    "SFCC shipping",
    "dwfrm_singleshipping | Shipping | Continue to Billing",
    [
      [
        {
          name: "dwfrm_singleshipping_shippingAddress_addressFields_firstName",
          label: "* First Name",
        },
        "given-name",
      ],
      [
        {
          name: "dwfrm_singleshipping_shippingAddress_addressFields_lastName",
          label: "* Last Name",
        },
        "family-name",
      ],
      [
        {
          name: "dwfrm_singleshipping_shippingAddress_addressFields_address1",
          label: "* Address 1",
          after: "Street name and number",
        },
        "address-line1",
      ],
      [
        {
          name: "dwfrm_singleshipping_shippingAddress_addressFields_address2",
          label: "Address 2",
          after: "Apartment, building, floor",
        },
        "address-line2",
      ],
      [
        { name: "dwfrm_singleshipping_shippingAddress_addressFields_city", label: "* City" },
        "address-level2",
      ],
      [
        { name: "dwfrm_singleshipping_shippingAddress_addressFields_postal", label: "* Zip Code" },
        "postal-code",
      ],
      [
        {
          name: "dwfrm_singleshipping_shippingAddress_addressFields_phone",
          label: "* Phone",
          after: "Why is this required?",
        },
        "tel",
      ],
      [
        {
          tag: "textarea",
          type: "",
          name: "dwfrm_singleshipping_shippingAddress_giftMessage",
          label: "Message:",
        },
        "empty",
      ],
    ],
  ],
  [
    "SFCC sign-in and registration",
    "dwfrm_login | Returning Customers | Login",
    [
      [{ name: "dwfrm_login_username_d0nxkbvmqwzt", label: "* Email Address" }, "username"],
      [
        { type: "password", name: "dwfrm_login_password_d0abcd", label: "* Password" },
        "current-password",
      ],
    ],
  ],
  [
    "SFCC profile",
    "dwfrm_profile | Create Account | Apply",
    [
      [{ name: "dwfrm_profile_customer_firstname", label: "* First Name" }, "given-name"],
      [{ name: "dwfrm_profile_customer_lastname", label: "* Last Name" }, "family-name"],
      [
        { name: "dwfrm_profile_customer_birthday", label: "Birthday", placeholder: "mm/dd" },
        "bday",
      ],
      [{ name: "dwfrm_profile_customer_email", label: "* Email" }, "email"],
      [{ name: "dwfrm_profile_customer_emailconfirm", label: "* Confirm Email" }, "email"],
      [
        { type: "password", name: "dwfrm_profile_login_password_x", label: "* Password" },
        "new-password",
      ],
      [
        {
          type: "password",
          name: "dwfrm_profile_login_passwordconfirm_x",
          label: "* Confirm Password",
        },
        "new-password",
      ],
    ],
  ],
  [
    "Hybris registration",
    "registerForm | Create an Account | Register",
    [
      [
        pick("titleCode", "Title", "Please select", "Dr.", "Miss", "Mr.", "Mrs.", "Ms."),
        "honorific-prefix",
      ],
      [{ name: "firstName", id: "register.firstName", label: "First Name" }, "given-name"],
      [{ name: "lastName", id: "register.lastName", label: "Last Name" }, "family-name"],
      [{ name: "email", id: "register.email", label: "Email Address" }, "email"],
      [{ type: "password", name: "pwd", label: "Password" }, "new-password"],
      [{ type: "password", name: "checkPwd", label: "Confirm Password" }, "new-password"],
    ],
  ],
  [
    "Hybris sign-in",
    "loginForm | Returning Customer | Log In | Forgot your password?",
    [
      [{ name: "j_username", id: "j_username", label: "Email Address" }, "username"],
      [{ type: "password", name: "j_password", label: "Password" }, "current-password"],
    ],
  ],
  [
    "Hybris card",
    "silentOrderPostForm | Payment & Billing Address | Next",
    [
      [
        pick("card_cardType", "Card Type", "American Express", "Mastercard", "Visa", "Maestro"),
        "cc-type",
      ],
      [{ name: "card_nameOnCard", label: "Name On Card (optional)" }, "cc-name"],
      [{ name: "card_accountNumber", label: "Card Number" }, "cc-number"],
      [{ ...expMonths, name: "card_expirationMonth", label: "Expiry Date" }, "cc-exp-month"],
      [{ ...expYears, name: "card_expirationYear" }, "cc-exp-year"],
      [{ name: "card_cvNumber", label: "Card Verification Number" }, "cc-csc"],
    ],
  ],
  [
    "Oracle ATG guest",
    "checkoutForm | Shipping Details | Continue",
    [
      [
        {
          name: "/atg/commerce/order/purchase/ShippingGroupFormHandler.address.firstName",
          id: "atg_store_firstNameInput",
          label: "First Name *",
        },
        "given-name",
      ],
      [
        {
          name: "/atg/commerce/order/purchase/ShippingGroupFormHandler.address.lastName",
          label: "Last Name *",
        },
        "family-name",
      ],
      [
        {
          name: "/atg/commerce/order/purchase/ShippingGroupFormHandler.address.address1",
          label: "Street Address *",
        },
        "address-line1",
      ],
      [
        {
          name: "/atg/commerce/order/purchase/ShippingGroupFormHandler.address.address2",
          id: "atg_store_streetAddressOptionalInput",
        },
        "address-line2",
      ],
      [
        {
          name: "/atg/commerce/order/purchase/ShippingGroupFormHandler.address.city",
          label: "City *",
        },
        "address-level2",
      ],
      [
        {
          name: "/atg/commerce/order/purchase/ShippingGroupFormHandler.address.postalCode",
          label: "Postal Code *",
        },
        "postal-code",
      ],
      [
        {
          name: "/atg/commerce/order/purchase/ShippingGroupFormHandler.address.phoneNumber",
          label: "Phone Number *",
        },
        "tel",
      ],
      [
        {
          name: "/atg/commerce/order/purchase/ShippingGroupFormHandler.newShipToAddressName",
          label: "Nickname this address",
        },
        "empty",
      ],
    ],
  ],
  [
    "WebSphere Commerce registration",
    "Register | Registration | Submit",
    [
      [
        { name: "logonId", id: "WC_UserRegistrationAddForm_FormInput_logonId", label: "*Logon ID" },
        "username",
      ],
      [{ type: "password", name: "logonPassword", label: "*Password" }, "new-password"],
      [
        { type: "password", name: "logonPasswordVerify", label: "*Verify password" },
        "new-password",
      ],
      [{ name: "firstName", label: "First name" }, "given-name"],
      [{ name: "lastName", label: "*Last name" }, "family-name"],
      [{ name: "address1", label: "*Street address" }, "address-line1"],
      [{ name: "address2", title: "Street address" }, "address-line2"],
      [{ name: "city", label: "*City" }, "address-level2"],
      [{ ...countries, name: "country", label: "*Country/Region" }, "country"],
      [{ name: "state", label: "State/Province" }, "address-level1"],
      [{ name: "zipCode", label: "ZIP code/Postal code" }, "postal-code"],
      [{ name: "phone1", label: "Phone number" }, "tel"],
      [{ name: "email1", label: "*E-mail address" }, "email"],
    ],
  ],
  [
    "Shopware 5 registration",
    "register--form | Ich bin Neukunde | Weiter",
    [
      [pick("register[personal][customer_type]", "Ich bin *", "Privatkunde", "Firma"), "empty"],
      [
        pick("register[personal][salutation]", "Anrede *", "Bitte wählen", "Herr", "Frau"),
        "honorific-prefix",
      ],
      [hint("register[personal][firstname]", "Vorname*"), "given-name"],
      [hint("register[personal][lastname]", "Nachname*"), "family-name"],
      [{ ...hint("register[personal][email]", "Ihre E-Mail-Adresse*"), type: "email" }, "email"],
      [
        { type: "password", ...hint("register[personal][password]", "Ihr Passwort*") },
        "new-password",
      ],
      [hint("register[billing][street]", "Straße und Nr.*"), "street-address"],
      [hint("register[billing][zipcode]", "PLZ*"), "postal-code"],
      [hint("register[billing][city]", "Ort*"), "address-level2"],
      [{ ...countries, label: "", name: "register[billing][country]" }, "country"],
      [hint("register[billing][vatId]", "USt-IdNr."), "empty"],
    ],
  ],
  [
    "Shopware 6 sign-in",
    "login-form | Ich bin bereits Kunde | Anmelden",
    [
      [{ ...mail("username", "Ihre E-Mail-Adresse"), id: "loginMail" }, "username"],
      [
        { ...word("Ihr Passwort", "password"), after: "Ich habe mein Passwort vergessen." },
        "current-password",
      ],
    ],
  ],
  [
    "xt:commerce account",
    "create_account | Ihre persönlichen Daten | Weiter",
    [
      [at("firstname", "Herr · Frau · Vorname:", "*"), "given-name"],
      [at("lastname", "* · Nachname:", "*"), "family-name"],
      [at("dob", "Geburtsdatum:", "* (z.B. 21.05.1970)"), "bday"],
      [at("email_address", "E-Mail-Adresse:", "*"), "email"],
      [at("company", "Firmendaten · Firmenname:"), "organization"],
      [at("vat", "Umsatzsteuer ID:", "nur für gewerbliche Kunden"), "empty"],
      [at("street_address", "Ihre Adresse · Strasse/Nr.:", "*"), "street-address"],
      [at("suburb", "* · Stadtteil:"), "empty"],
      [at("postcode", "Postleitzahl:", "*"), "postal-code"],
      [at("city", "* · Ort:", "*"), "address-level2"],
      [at("telephone", "Telefonnummer:", "*"), "tel"],
    ],
  ],
];
