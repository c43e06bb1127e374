/** Blogs and systems of content, and the form builders that are plugged into them. */
import { area, at, by, countries, hint, mail, phone, pick, word, type Form } from "./rows.ts";

export const cms: Form[] = [
  [
    "WordPress comment in French",
    "commentform | Laisser un commentaire | Laisser un commentaire | Mon blog",
    [
      [area("comment", "Commentaire *"), "empty"],
      [by("author", "Nom *"), "name"],
      [mail("email", "E-mail *"), "email"],
      [{ type: "url", name: "url", label: "Site web" }, "url"],
      [by("ak_hp_textarea", "Δ"), "empty"],
    ],
  ],
  [
    "WordPress comment with sums",
    "commentform | Leave a Comment | Post Comment",
    [
      [{ ...area("comment"), placeholder: "Type here.." }, "empty"],
      [hint("author", "Name*"), "name"],
      [{ ...hint("email", "Email*"), type: "email" }, "email"],
      [hint("url", "Website"), "url"],
      [at("mcspvalue", "7 + four ="), "empty"],
    ],
  ],
  [
    "WordPress registration",
    "registerform | Register For This Site | Register",
    [
      [by("user_login", "Username"), "username"],
      [mail("user_email", "Email"), "email"],
    ],
  ],
  [
    "WordPress lost password",
    "lostpasswordform | Get New Password",
    [[by("user_login", "Username or Email Address"), "username"]],
  ],
  [
    "WordPress new password",
    "resetpassform | Save Password | Generate Password",
    [
      [{ type: "text", name: "pass1", label: "New password", id: "pass1" }, "new-password"],
      [word("Confirm new password", "pass2"), "new-password"],
    ],
  ],
  [
    "WordPress user in the admin",
    "createuser | Add New User",
    [
      [by("user_login", "Username (required)"), "username"],
      [mail("email", "Email (required)"), "email"],
      [by("first_name", "First Name"), "given-name"],
      [by("last_name", "Last Name"), "family-name"],
      [{ type: "url", name: "url", label: "Website" }, "url"],
      [
        pick("role", "Role", "Subscriber", "Contributor", "Author", "Editor", "Administrator"),
        "empty",
      ],
    ],
  ],
  [
    "WordPress settings",
    "General Settings | Save Changes",
    [
      [by("blogname", "Site Title"), "empty"],
      [by("blogdescription", "Tagline"), "empty"],
      [by("siteurl", "WordPress Address (URL)"), "url"],
      [by("date_format_custom", "Custom date format:"), "empty"],
    ],
  ],
  [
    "Contact Form 7 quote",
    "wpcf7-f128-p12-o1 | Request a quote | Send",
    [
      [{ ...hint("your-name", "Name*") }, "name"],
      [{ ...hint("your-company", "Company") }, "organization"],
      [{ type: "tel", ...hint("tel-683", "Phone*") }, "tel"],
      [{ type: "email", ...hint("email-112", "E-mail*") }, "email"],
      [{ type: "date", name: "date-918", near: "Moving date" }, "empty"],
      [hint("text-401", "Moving from (ZIP)"), "empty"],
      [hint("text-402", "Moving to (ZIP)"), "empty"],
      [pick("menu-55", "", "Number of rooms", "1", "2", "3", "4", "5+"), "empty"],
      [at("quiz-9", "Which is bigger, 2 or 8?"), "empty"],
    ],
  ],
  [
    "Contact Form 7 in Italian",
    "wpcf7-f5-o1 | Contattaci | Invia",
    [
      [at("your-name", "Nome e cognome (richiesto)"), "name"],
      [{ ...at("your-email", "Email (richiesto)"), type: "email" }, "email"],
      [at("tel-1", "Recapito telefonico"), "tel"],
      [at("your-subject", "Oggetto"), "empty"],
      [{ ...area("your-message"), near: "Il tuo messaggio" }, "empty"],
    ],
  ],
  [
    "Gravity Forms name and address",
    "gform_3 | Contact Information | Submit",
    [
      [by("input_1.3", "First"), "given-name"],
      [by("input_1.6", "Last"), "family-name"],
      [by("input_2", "Email(Required)"), "email"],
      [by("input_3", "Phone"), "tel"],
      [by("input_4.1", "Street Address"), "address-line1"],
      [by("input_4.2", "Address Line 2"), "address-line2"],
      [by("input_4.3", "City"), "address-level2"],
      [by("input_4.4", "State / Province / Region"), "address-level1"],
      [by("input_4.5", "ZIP / Postal Code"), "postal-code"],
      [{ ...countries, name: "input_4.6" }, "country"],
      [
        {
          ...by("input_17", "Comments"),
          after: "This field is for validation purposes and should be left unchanged.",
        },
        "empty",
      ],
    ],
  ],
  [
    "Ninja Forms",
    "nf-form-1-cont | Contact Me | Submit",
    [
      [by("nf-field-1", "Name *"), "name"],
      [mail("email", "Email *"), "email"],
      [by("nf-field-5", "How can we help? *"), "empty"],
      [
        { ...by("nf-field-hp", "If you are a human seeing this field, please leave it empty.") },
        "empty",
      ],
    ],
  ],
  [
    "WPForms",
    "wpforms-form-84 | Get in touch | Submit",
    [
      [{ name: "wpforms[fields][0][first]", label: "First" }, "given-name"],
      [{ name: "wpforms[fields][0][last]", label: "Last" }, "family-name"],
      [mail("wpforms[fields][1]", "Email *"), "email"],
      [mail("wpforms[fields][1][secondary]", "Confirm Email"), "email"],
      [phone("wpforms[fields][3]", "Phone"), "tel"],
      [by("wpforms[fields][4]", "Event date"), "empty"],
      [by("wpforms[hp]", "Website"), "empty"],
    ],
  ],
  [
    "Elementor",
    "New Form | Let's talk | Send",
    [
      [{ name: "form_fields[name]", label: "Name", placeholder: "Jane Doe" }, "name"],
      [
        {
          type: "email",
          name: "form_fields[email]",
          label: "Email",
          placeholder: "jane@example.com",
        },
        "email",
      ],
      [{ type: "tel", name: "form_fields[field_b31]", label: "Best number to reach you" }, "tel"],
      [{ name: "form_fields[field_f77]", label: "Budget" }, "empty"],
      [
        {
          tag: "textarea",
          type: "",
          name: "form_fields[message]",
          label: "Tell us about your project",
        },
        "empty",
      ],
    ],
  ],
  [
    "Ultimate Member registration",
    "um-register | Register",
    [
      [by("user_login-27", "Username"), "username"],
      [by("first_name-27", "First Name"), "given-name"],
      [by("last_name-27", "Last Name"), "family-name"],
      [by("user_email-27", "E-mail Address"), "email"],
      [word("Password", "user_password-27"), "new-password"],
      [word("Confirm Password", "confirm_user_password-27"), "new-password"],
      [by("birth_date-27", "Birth Date"), "bday"],
      [by("_um_instagram-27", "Instagram"), "empty"],
    ],
  ],
  [
    "Ultimate Member sign-in",
    "um-login | Login",
    [
      [by("username-28", "Username or E-mail"), "username"],
      [word("Password", "user_password-28"), "current-password"],
    ],
  ],
  [
    "BuddyPress registration",
    "signup_form | Account Details | Profile Details | Complete Sign Up",
    [
      [by("signup_username", "Username (required)"), "username"],
      [mail("signup_email", "Email Address (required)"), "email"],
      [word("Choose a Password (required)", "signup_password"), "new-password"],
      [by("field_1", "Name (required)"), "name"],
      [area("field_2", "About me"), "empty"],
      [by("signup_blog_url", "Site URL"), "empty"],
    ],
  ],
  [
    "Drupal 7 registration",
    "user-register-form | Create new account | Create new account",
    [
      [
        {
          name: "name",
          id: "edit-name",
          label: "Username * Spaces are allowed; punctuation is not allowed",
        },
        "username",
      ],
      [{ name: "mail", id: "edit-mail", label: "E-mail address *" }, "email"],
      [{ name: "field_firstname[und][0][value]", label: "First name *" }, "given-name"],
      [{ name: "field_lastname[und][0][value]", label: "Last name *" }, "family-name"],
      [by("captcha_response", "Math question * 4 + 12 ="), "empty"],
      [{ name: "url", id: "edit-url", label: "Leave this field blank" }, "empty"],
    ],
  ],
];
