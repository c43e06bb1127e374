/** Who somebody is, by frameworks and by services that sign people in. */
import { at, by, days, dots, mail, months, pick, word, years, type Form } from "./rows.ts";

export const accounts: Form[] = [
  [
    "Keycloak registration",
    "kc-register-form | Register | Register",
    [
      [by("firstName", "First name"), "given-name"],
      [by("lastName", "Last name"), "family-name"],
      [by("email", "Email"), "email"],
      [by("username", "Username"), "username"],
      [word("Password", "password"), "new-password"],
      [word("Confirm password", "password-confirm"), "new-password"],
    ],
  ],
  [
    "Keycloak code",
    "kc-otp-login-form | Log in to your account | Sign In",
    [[by("otp", "One-time code"), "one-time-code"]],
  ],
  [
    "Okta",
    "form17 | Sign In | Next | Help",
    [
      [
        { name: "identifier", id: "input28", label: "Username", autocomplete: "username" },
        "username",
      ],
      [
        { type: "password", name: "credentials.passcode", id: "input36", label: "Password" },
        "current-password",
      ],
    ],
  ],
  [
    "Auth0",
    "Welcome | Continue | Log in",
    [
      [{ name: "username", id: "username", label: "Email address", type: "text" }, "username"],
      [{ type: "password", name: "password", label: "Password" }, "current-password"],
    ],
  ],
  [
    "Azure B2C signs up",
    "attributeVerification | User Details | Create | Cancel | Send verification code",
    [
      [
        { type: "email", id: "email", placeholder: "Email Address", label: "Email Address" },
        "email",
      ],
      [
        {
          id: "emailVerificationCode",
          placeholder: "Verification code",
          label: "Verification code",
        },
        "one-time-code",
      ],
      [{ type: "password", id: "newPassword", label: "New Password" }, "new-password"],
      [{ type: "password", id: "reenterPassword", label: "Confirm New Password" }, "new-password"],
      [{ id: "givenName", label: "Given Name" }, "given-name"],
      [{ id: "surname", label: "Surname" }, "family-name"],
      [{ id: "displayName", label: "Display Name" }, "empty"],
    ],
  ],
  [
    "ADFS",
    "loginForm | Sign in with your organizational account | Sign in",
    [
      [
        {
          type: "email",
          name: "UserName",
          id: "userNameInput",
          placeholder: "someone@example.com",
        },
        "username",
      ],
      [
        { type: "password", name: "Password", id: "passwordInput", placeholder: "Password" },
        "current-password",
      ],
    ],
  ],
  [
    "PeopleSoft",
    "login | Sign In | Oracle PeopleSoft Sign-in",
    [
      [{ name: "userid", id: "userid", label: "User ID" }, "username"],
      [{ type: "password", name: "pwd", id: "pwd", label: "Password" }, "current-password"],
      [
        pick(
          "ptlangsel",
          "Select a Language",
          "English",
          "Español",
          "Français du Canada",
          "Deutsch",
        ),
        "empty",
      ],
    ],
  ],
  [
    "SAP changes a password",
    "CHANGE PASSWORD | Change | Cancel",
    [
      [by("sap-user", "User"), "username"],
      [word("Current Password", "sap-password"), "current-password"],
      [word("New Password", "sap-system-login-passwordnew"), "new-password"],
      [word("Repeat Password", "sap-system-login-passwordrepeat"), "new-password"],
    ],
  ],
  [
    "Devise registration",
    "new_user | Sign up | Sign up | Log in",
    [
      [{ name: "user[email]", id: "user_email", type: "email", label: "Email" }, "email"],
      [
        { name: "user[password]", type: "password", label: "Password (6 characters minimum)" },
        "new-password",
      ],
      [
        { name: "user[password_confirmation]", type: "password", label: "Password confirmation" },
        "new-password",
      ],
    ],
  ],
  [
    "Devise edits an account",
    "edit_user | Edit User | Update | Cancel my account",
    [
      [{ name: "user[email]", type: "email", label: "Email" }, "email"],
      [
        {
          name: "user[password]",
          type: "password",
          label: "Password",
          after: "(leave blank if you don't want to change it)",
        },
        "new-password",
      ],
      [
        { name: "user[password_confirmation]", type: "password", label: "Password confirmation" },
        "new-password",
      ],
      [
        {
          name: "user[current_password]",
          type: "password",
          label: "Current password",
          after: "(we need your current password to confirm your changes)",
        },
        "current-password",
      ],
    ],
  ],
  [
    "Rails birthday of three lists",
    "new_member | Create Member",
    [
      [{ name: "member[name]", label: "Name" }, "name"],
      [{ ...years, label: "", near: "Born", name: "member[born(1i)]" }, "bday-year"],
      [{ ...months, label: "", name: "member[born(2i)]" }, "bday-month"],
      [{ ...days, label: "", name: "member[born(3i)]" }, "bday-day"],
    ],
  ],
  [
    "allauth signs up",
    "signup_form | Sign Up | Sign Up »",
    [
      [{ ...mail("email", "E-mail:"), placeholder: "E-mail address" }, "email"],
      [{ ...by("username", "Username:"), placeholder: "Username" }, "username"],
      [{ ...word("Password:", "password1"), placeholder: "Password" }, "new-password"],
      [{ ...word("Password (again):", "password2"), placeholder: "Password" }, "new-password"],
    ],
  ],
  [
    "Django admin",
    "login-form | Django administration | Log in",
    [
      [by("username", "Username:"), "username"],
      [word("Password:", "password"), "current-password"],
    ],
  ],
  [
    "Laravel registration",
    "Register | Register | Laravel",
    [
      [by("name", "Name"), "name"],
      [mail("email", "E-Mail Address"), "email"],
      [word("Password", "password"), "new-password"],
      [word("Confirm Password", "password_confirmation"), "new-password"],
    ],
  ],
  [
    "Laravel resets",
    "Reset Password | Reset Password | Laravel",
    [
      [mail("email", "E-Mail Address"), "email"],
      [word("Password", "password"), "new-password"],
      [word("Confirm Password", "password_confirmation"), "new-password"],
    ],
  ],
  [
    "FOSUserBundle in French",
    "fos_user_registration_form | Enregistrer | Inscription",
    [
      [
        { name: "fos_user_registration_form[email]", type: "email", label: "Adresse e-mail" },
        "email",
      ],
      [{ name: "fos_user_registration_form[username]", label: "Nom d'utilisateur" }, "username"],
      [
        {
          name: "fos_user_registration_form[plainPassword][first]",
          type: "password",
          label: "Mot de passe",
        },
        "new-password",
      ],
      [
        {
          name: "fos_user_registration_form[plainPassword][second]",
          type: "password",
          label: "Répéter le mot de passe",
        },
        "new-password",
      ],
    ],
  ],
  [
    "Spring Security",
    "Please sign in | Sign in",
    [
      [
        { name: "username", id: "username", placeholder: "Username", label: "Username" },
        "username",
      ],
      [
        { type: "password", name: "password", placeholder: "Password", label: "Password" },
        "current-password",
      ],
    ],
  ],
  [
    "JSF registration in Polish",
    "j_idt42 | Rejestracja | Zarejestruj się",
    [
      [{ name: "j_idt42:login", id: "j_idt42:login", label: "Login *" }, "username"],
      [{ name: "j_idt42:haslo", type: "password", label: "Hasło *" }, "new-password"],
      [{ name: "j_idt42:haslo2", type: "password", label: "Powtórz hasło *" }, "new-password"],
      [{ name: "j_idt42:j_idt55", label: "Imię *" }, "given-name"],
      [{ name: "j_idt42:j_idt58", label: "Nazwisko *" }, "family-name"],
      [{ name: "j_idt42:pesel", label: "PESEL *" }, "empty"],
      [{ name: "j_idt42:j_idt63", label: "Adres e-mail *" }, "email"],
      [{ name: "j_idt42:j_idt66", label: "Telefon komórkowy" }, "tel"],
    ],
  ],
  [
    "Struts user",
    "userForm | Add User | Save | Cancel",
    [
      [at("user.userId", "User ID:", "*"), "username"],
      [at("user.firstName", "* · First Name:"), "given-name"],
      [at("user.lastName", "Last Name:"), "family-name"],
      [at("user.emailAddress", "Email Address:"), "email"],
      [dots("user.password", "Password:"), "new-password"],
      [dots("user.confirmPassword", "Confirm Password:"), "new-password"],
      [at("user.department", "Department:"), "empty"],
    ],
  ],
];
