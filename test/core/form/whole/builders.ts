/** More systems of content, form builders and site kits. */
import { area, by, countries, mail, pick, word, type Form } from "./rows.ts";

export const builders: Form[] = [
  [
    "Drupal sign-in",
    "user-login-form | Log in | Reset your password",
    [
      [
        { name: "name", id: "edit-name", label: "Username Enter your Example username." },
        "username",
      ],
      [
        {
          ...word("Password Enter the password that accompanies your username.", "pass"),
          id: "edit-pass",
        },
        "current-password",
      ],
    ],
  ],
  [
    "Drupal password reset",
    "user-pass | Submit",
    [[{ name: "name", id: "edit-name", label: "Username or email address" }, "username"]],
  ],
  [
    "Drupal user edit",
    "user-form | Change password | Save",
    [
      [word("Current password", "current_pass"), "current-password"],
      [mail("mail", "Email address"), "email"],
      [word("Password", "pass[pass1]"), "new-password"],
      [word("Confirm password", "pass[pass2]"), "new-password"],
      [
        pick("timezone", "Time zone", "Africa/Abidjan", "Europe/Berlin", "Europe/Paris", "UTC"),
        "empty",
      ],
    ],
  ],
  [
    "Drupal webform",
    "webform-client-form-77 | Anfrage | Absenden",
    [
      [by("submitted[name]", "Ihr Name *"), "name"],
      [by("submitted[firma]", "Firma"), "organization"],
      [mail("submitted[e_mail]", "Ihre E-Mail-Adresse *"), "email"],
      [by("submitted[telefon_fur_ruckfragen]", "Telefon für Rückfragen"), "tel"],
      [by("submitted[betreff]", "Betreff"), "empty"],
      [area("submitted[ihre_nachricht]", "Ihre Nachricht *"), "empty"],
    ],
  ],
  [
    "Drupal Commerce billing",
    "Billing information | Continue to next step",
    [
      [
        by("customer_profile_billing[commerce_customer_address][und][0][name_line]", "Full name *"),
        "name",
      ],
      [
        by(
          "customer_profile_billing[commerce_customer_address][und][0][thoroughfare]",
          "Address 1 *",
        ),
        "address-line1",
      ],
      [
        by("customer_profile_billing[commerce_customer_address][und][0][premise]", "Address 2"),
        "address-line2",
      ],
      [
        by("customer_profile_billing[commerce_customer_address][und][0][locality]", "City *"),
        "address-level2",
      ],
      [
        by(
          "customer_profile_billing[commerce_customer_address][und][0][administrative_area]",
          "State *",
        ),
        "address-level1",
      ],
      [
        by(
          "customer_profile_billing[commerce_customer_address][und][0][postal_code]",
          "ZIP code *",
        ),
        "postal-code",
      ],
    ],
  ],
  [
    "Joomla registration in Spanish",
    "member-registration | Registro de usuario | Registrarse | Cancelar",
    [
      [{ name: "jform[name]", label: "Nombre *" }, "name"],
      [{ name: "jform[username]", label: "Usuario *" }, "username"],
      [{ type: "password", name: "jform[password1]", label: "Contraseña *" }, "new-password"],
      [
        { type: "password", name: "jform[password2]", label: "Confirmar la contraseña *" },
        "new-password",
      ],
      [
        { type: "email", name: "jform[email1]", label: "Dirección de correo electrónico *" },
        "email",
      ],
      [
        {
          type: "email",
          name: "jform[email2]",
          label: "Confirmar la dirección de correo electrónico *",
        },
        "email",
      ],
    ],
  ],
  [
    "Joomla sign-in module",
    "login-form | Log in | Forgot your username? | Forgot your password?",
    [
      [
        { name: "username", id: "modlgn-username", placeholder: "Username", label: "Username" },
        "username",
      ],
      [
        { type: "password", name: "password", id: "modlgn-passwd", label: "Password" },
        "current-password",
      ],
      [{ name: "secretkey", id: "modlgn-secretkey", label: "Secret Key" }, "empty"],
    ],
  ],
  [
    "Joomla username reminder",
    "user-registration | Submit",
    [[{ name: "jform[email]", label: "Email Address *", type: "email" }, "email"]],
  ],
  [
    "K2 comment",
    "comment-form | Leave a comment | Submit comment",
    [
      [area("commentText", "Message *"), "empty"],
      [{ name: "userName", label: "Name *", placeholder: "enter your name..." }, "name"],
      [
        { name: "commentEmail", label: "Email *", placeholder: "enter your e-mail address..." },
        "email",
      ],
      [{ name: "commentURL", label: "Website URL", placeholder: "enter your site URL..." }, "url"],
    ],
  ],
  [
    "TYPO3 felogin",
    "Anmelden | Passwort vergessen?",
    [
      [by("user", "Benutzername"), "username"],
      [word("Passwort", "pass"), "current-password"],
    ],
  ],
  [
    "TYPO3 powermail",
    "powermail_form_3 | Kontaktformular | Absenden",
    [
      [
        pick("tx_powermail_pi1[field][anrede]", "Anrede", "Bitte wählen", "Frau", "Herr"),
        "honorific-prefix",
      ],
      [by("tx_powermail_pi1[field][vorname]", "Vorname"), "given-name"],
      [by("tx_powermail_pi1[field][nachname]", "Nachname *"), "family-name"],
      [by("tx_powermail_pi1[field][strassenr]", "Straße / Nr."), "street-address"],
      [by("tx_powermail_pi1[field][plzort]", "PLZ / Ort"), "postal-code"],
      [by("tx_powermail_pi1[field][email]", "E-Mail *"), "email"],
      [by("tx_powermail_pi1[field][__hp]", "Bitte nicht ausfüllen"), "empty"],
    ],
  ],
  [
    "Moodle creates an account",
    "mform1 | Create new account | Cancel | Choose your username and password | More details",
    [
      [by("username", "Username"), "username"],
      [word("Password", "password"), "new-password"],
      [by("email", "Email address"), "email"],
      [by("email2", "Email (again)"), "email"],
      [by("firstname", "First name"), "given-name"],
      [by("lastname", "Surname"), "family-name"],
      [by("city", "City/town"), "address-level2"],
      [{ ...countries, name: "country" }, "country"],
    ],
  ],
  [
    "Squarespace form",
    "Contact | Submit",
    [
      [{ name: "fname", label: "First Name (required)" }, "given-name"],
      [{ name: "lname", label: "Last Name (required)" }, "family-name"],
      [{ type: "email", id: "email-yui_3_17_2_1", label: "Email (required)" }, "email"],
      [{ id: "text-0f3a", label: "Subject (required)" }, "empty"],
      [{ ...area("", "Message (required)"), id: "textarea-9ab1" }, "empty"],
    ],
  ],
  [
    "Wix form in Portuguese",
    "Fale conosco | Enviar",
    [
      [{ id: "input_comp-k1", name: "primeiro-nome", label: "Primeiro nome" }, "given-name"],
      [{ id: "input_comp-k2", name: "sobrenome", label: "Sobrenome" }, "family-name"],
      [{ id: "input_comp-k3", type: "email", name: "email", label: "Email *" }, "email"],
      [{ id: "input_comp-k4", type: "tel", name: "telefone", label: "Telefone" }, "tel"],
      [
        { id: "textarea_comp-k5", tag: "textarea", type: "", label: "Deixe sua mensagem..." },
        "empty",
      ],
    ],
  ],
];
