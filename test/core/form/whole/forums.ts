/** Forums and wikis, by the software that writes their forms. */
import { area, at, by, days, dots, hint, mail, pick, word, years, type Form } from "./rows.ts";

export const forums: Form[] = [
  [
    "phpBB 3 login box of the index",
    "Login • Register | ./ucp.php?mode=login | Login | Example forum - Index page",
    [
      [by("username", "Username:"), "username"],
      [word("Password:", "password"), "current-password"],
      [{ type: "checkbox", name: "autologin", label: "Remember me" }, "empty"],
    ],
  ],
  [
    "phpBB 3 registration",
    "register | ./ucp.php?mode=register | Example forum - Registration | Reset | Submit | User Control Panel - Register",
    [
      [{ ...by("username", "Username:"), title: "Username" }, "username"],
      [mail("email", "Email address:"), "email"],
      [word("Password: Must be between 6 and 100 characters.", "new_password"), "new-password"],
      [word("Confirm password:", "password_confirm"), "new-password"],
      [pick("lang", "Language:", "British English", "Deutsch", "Français", "Español"), "empty"],
      [
        pick("tz_date", "Timezone:", "UTC+01:00 - 21 Nov 2026, 16:00", "UTC+02:00", "UTC+03:00"),
        "empty",
      ],
      [by("qa_answer", "What colour is the sky on a clear day?"), "empty"],
      [by("confirm_code", "Confirmation code: Enter the code exactly as it appears."), "empty"],
    ],
  ],
  [
    "phpBB 3 sends a password",
    "remind | ./ucp.php?mode=sendpassword | Send password | Submit | Reset",
    [
      [by("username", "Username:"), "username"],
      [mail("email", "Email address:"), "email"],
    ],
  ],
  [
    "phpBB 2 registration",
    "Registration Information | Profile Information | profile.php | Submit | Reset",
    [
      [
        at(
          "username",
          "Registration Information · Items marked with a * are required · Username: *",
        ),
        "username",
      ],
      [at("email", "E-mail address: *"), "email"],
      [dots("new_password", "Password: *"), "new-password"],
      [dots("password_confirm", "Confirm password: *"), "new-password"],
      [at("icq", "This information will be publicly viewable · ICQ Number:"), "empty"],
      [at("aim", "AIM Address:"), "empty"],
      [at("msn", "MSN Messenger:"), "empty"],
      [at("yim", "Yahoo Messenger:"), "empty"],
      [at("website", "Website:"), "url"],
      [at("location", "Location:"), "empty"],
      [at("occupation", "Occupation:"), "organization-title"],
      [at("interests", "Interests:"), "empty"],
    ],
  ],
  [
    "phpBB 3 profile",
    "ucp | Edit profile | Reset | Submit",
    [
      [by("pf_phpbb_location", "Location:"), "empty"],
      [by("pf_phpbb_occupation", "Occupation:"), "organization-title"],
      [by("pf_phpbb_website", "Website:"), "url"],
      [by("pf_phpbb_skype", "Skype:"), "empty"],
      [by("pf_phpbb_twitter", "Twitter:"), "empty"],
      [{ ...days, name: "bday_day", label: "Day:" }, "bday-day"],
      [
        pick("bday_month", "Month:", "--", ...Array.from({ length: 12 }, (_, m) => String(m + 1))),
        "bday-month",
      ],
      [{ ...years, name: "bday_year", label: "Year:" }, "bday-year"],
    ],
  ],
  [
    "phpBB 3 search",
    "Search query | ./search.php | Search",
    [
      [{ type: "search", name: "keywords", label: "Search for keywords:" }, "empty"],
      [by("author", "Search for author:"), "empty"],
      [
        pick("st", "Limit results to previous:", "All results", "1 day", "7 days", "2 weeks"),
        "empty",
      ],
    ],
  ],
  [
    "vBulletin 4 navigation bar",
    "navbar_loginform | login.php?do=login | Log in",
    [
      [{ ...hint("vb_login_username", "User Name"), id: "navbar_username" }, "username"],
      [
        {
          type: "password",
          name: "vb_login_password",
          id: "navbar_password",
          placeholder: "Password",
        },
        "current-password",
      ],
      [{ type: "checkbox", name: "cookieuser", label: "Remember Me?" }, "empty"],
    ],
  ],
  [
    "vBulletin 3 registration",
    "register.php?do=addmember | Required Information | Additional Information | Complete Registration",
    [
      [at("username", "Register at Example Forums · User Name:"), "username"],
      [
        dots("password", "Please enter a password for your user account. · Password:"),
        "new-password",
      ],
      [dots("passwordconfirm", "Confirm Password:"), "new-password"],
      [at("email", "Please enter a valid email address for yourself. · Email Address:"), "email"],
      [at("emailconfirm", "Confirm Email Address:"), "email"],
      [
        at(
          "humanverify[input]",
          "Image Verification · Please enter the six letters or digits that appear in the image opposite.",
        ),
        "empty",
      ],
      [at("referrername", "If a member referred you · Referrer"), "empty"],
      [
        pick(
          "timezoneoffset",
          "Time Zone",
          "(GMT -12:00) Eniwetok",
          "(GMT -11:00) Samoa",
          "(GMT) London",
        ),
        "empty",
      ],
    ],
  ],
  [
    "SMF 2 registration",
    "registration | Registration Form | Required Information | Register",
    [
      [by("user", "Choose username:"), "username"],
      [by("email", "Email:"), "email"],
      [word("Choose password:", "passwrd1"), "new-password"],
      [word("Verify password:", "passwrd2"), "new-password"],
      [
        at("register_vv[code]", "Visual verification: · Type the letters shown in the picture"),
        "empty",
      ],
      [at("register_vv[q][1]", "Which animal barks?"), "empty"],
    ],
  ],
  [
    "SMF 2 sends a private message",
    "postmodify | Send message | Preview",
    [
      [by("to", "To:"), "empty"],
      [by("bcc", "Bcc:"), "empty"],
      [by("subject", "Subject:"), "empty"],
      [area("message"), "empty"],
    ],
  ],
  [
    "Invision Community sign-in",
    "elSignIn_popup | Sign In | Sign in anonymously",
    [
      [
        {
          ...hint("auth", "Display Name or Email Address"),
          label: "Display Name or Email Address",
        },
        "username",
      ],
      [{ ...word("Password", "password"), placeholder: "Password" }, "current-password"],
    ],
  ],
  [
    "Invision Community registration",
    "form_registration | Sign Up | Create my Account",
    [
      [by("username", "Display Name Required"), "username"],
      [mail("email_address", "Email Address Required"), "email"],
      [word("Password Required", "password"), "new-password"],
      [word("Confirm Password Required", "password_confirm"), "new-password"],
      [by("q_and_a", "Security Check Required"), "empty"],
    ],
  ],
];
