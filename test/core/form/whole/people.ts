/** Forms that ask who somebody is: sign-in, registration, new passwords. */
import { list } from "../fields.ts";
import { word, by, type Form } from "./rows.ts";

export const people: Form[] = [
  [
    "login by WordPress",
    "loginform | Log In | Log In ‹ Blog",
    [
      [{ label: "Username or Email Address", name: "log", id: "user_login" }, "username"],
      [word("Password", "pwd"), "current-password"],
    ],
  ],
  [
    "login by phpBB",
    "Login | Login",
    [
      [by("username", "Username:"), "username"],
      [word("Password:", "password"), "current-password"],
    ],
  ],
  [
    "login by vBulletin",
    "Log in",
    [
      [{ name: "vb_login_username", placeholder: "User Name" }, "username"],
      [{ type: "password", name: "vb_login_password" }, "current-password"],
    ],
  ],
  [
    "login by Keycloak",
    "Sign in to your account | Sign In",
    [
      [by("username", "Username or email"), "username"],
      [word("Password", "password"), "current-password"],
    ],
  ],
  [
    "first step by Microsoft",
    "Sign in | Next",
    [[{ type: "email", name: "loginfmt", placeholder: "Email, phone, or Skype" }, "username"]],
  ],
  [
    "first step by Google",
    "Sign in | Next",
    [
      [
        { type: "email", name: "identifier", id: "identifierId", label: "Email or phone" },
        "username",
      ],
    ],
  ],
  [
    "second step",
    "Enter password | Sign in",
    [[{ type: "password", name: "passwd", placeholder: "Password" }, "current-password"]],
  ],
  [
    "login with a company",
    "Log in to your workspace | Log in",
    [
      [by("tenant", "Company ID"), "empty"],
      [by("user", "User"), "username"],
      [word("Password"), "current-password"],
    ],
  ],
  [
    "login with a code beside it",
    "Sign in",
    [
      [by("user", "User name"), "username"],
      [word("Password"), "current-password"],
      [by("otp", "One-time code (optional)"), "one-time-code"],
    ],
  ],
  [
    "login by e-mail or telephone",
    "Log in",
    [
      [by("login", "Email or phone number"), "username"],
      [word("Password"), "current-password"],
    ],
  ],
  [
    "login by telephone",
    "Вход | Войти",
    [
      [{ type: "tel", label: "Телефон", name: "phone" }, "username"],
      [word("Пароль"), "current-password"],
    ],
  ],
  [
    "login of a bank",
    "Online banking | Anmelden",
    [
      [by("anmeldename", "Anmeldename / Legitimations-ID"), "username"],
      [word("PIN"), "current-password"],
    ],
  ],
  [
    "login by a customer's number",
    "Kundenlogin | Anmelden",
    [
      [by("kdnr", "Kundennummer"), "username"],
      [word("Passwort"), "current-password"],
    ],
  ],
  [
    "login by SAP",
    "Logon | Log On",
    [
      [by("sap-user", "User"), "username"],
      [word("Password", "sap-password"), "current-password"],
      [list("Language", "English", "Deutsch", "Français", "Español"), "empty"],
    ],
  ],
  [
    "login by ASP.NET",
    "Log In",
    [
      [{ name: "ctl00$MainContent$LoginUser$UserName", label: "Username:" }, "username"],
      [word("Password:", "ctl00$MainContent$LoginUser$Password"), "current-password"],
    ],
  ],

  [
    "registration",
    "Create account | Sign up",
    [
      [by("first", "First name"), "given-name"],
      [by("last", "Last name"), "family-name"],
      [by("email", "Email"), "email"],
      [by("email2", "Confirm email"), "email"],
      [word("Password"), "new-password"],
      [word("Confirm password"), "new-password"],
    ],
  ],
  [
    "registration with title and birthday",
    "Registrieren",
    [
      [list("Anrede", "Bitte wählen", "Frau", "Herr", "Divers"), "honorific-prefix"],
      [by("vorname", "Vorname"), "given-name"],
      [by("name", "Name"), "family-name"],
      [{ near: "Geburtsdatum", placeholder: "TT" }, "bday-day"],
      [{ placeholder: "MM" }, "bday-month"],
      [{ placeholder: "JJJJ" }, "bday-year"],
      [by("email", "E-Mail"), "email"],
      [word("Passwort"), "new-password"],
    ],
  ],
  [
    "registration of a forum",
    "Register",
    [
      [by("username", "Username"), "username"],
      [by("email", "Email address"), "email"],
      [word("Password"), "new-password"],
      [by("captcha", "What is 3 + 4?"), "empty"],
    ],
  ],
  [
    "registration in Japanese",
    "会員登録",
    [
      [by("sei", "姓"), "family-name"],
      [by("mei", "名"), "given-name"],
      [by("sei_kana", "セイ"), "family-name"],
      [by("mei_kana", "メイ"), "given-name"],
      [by("mail", "メールアドレス"), "email"],
      [by("mail_confirm", "メールアドレス（確認）"), "email"],
      [word("パスワード"), "new-password"],
    ],
  ],
  [
    "registration in Russian",
    "Регистрация",
    [
      [by("f", "Фамилия"), "family-name"],
      [by("i", "Имя"), "given-name"],
      [by("o", "Отчество"), "additional-name"],
      [by("e", "E-mail"), "email"],
      [word("Придумайте пароль"), "new-password"],
      [word("Повторите пароль"), "new-password"],
    ],
  ],
  [
    "registration in Turkish",
    "Üye Ol",
    [
      [by("ad", "Ad"), "given-name"],
      [by("soyad", "Soyad"), "family-name"],
      [by("eposta", "E-posta"), "email"],
      [by("tel", "Cep Telefonu"), "tel"],
      [word("Şifre"), "new-password"],
      [word("Şifre Tekrar"), "new-password"],
    ],
  ],

  [
    "change of a password",
    "Change password",
    [
      [word("Current password"), "current-password"],
      [word("New password"), "new-password"],
      [word("Confirm new password"), "new-password"],
    ],
  ],
  [
    "reset of a password",
    "Reset your password | Send reset link",
    [[by("email", "Email address"), "email"]],
  ],
  [
    "reset with a code",
    "Reset password | Resend code",
    [
      [by("code", "Code"), "one-time-code"],
      [word("New password"), "new-password"],
      [word("Confirm password"), "new-password"],
    ],
  ],
  [
    "unlock with the password again",
    "Confirm it's you | Continue",
    [[word("Password"), "current-password"]],
  ],
];
