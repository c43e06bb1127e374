/** More forums and wikis, guestbooks. */
import { area, at, by, dots, hint, mail, pick, word, type Form } from "./rows.ts";

export const wikis: Form[] = [
  [
    "XenForo 2 registration",
    "Register | /register/register | Register | Register | XF",
    [
      [
        by("c8a2b7f0e", "User name: This is the name that will be shown with your messages."),
        "username",
      ],
      [
        { type: "text", name: "username", label: "User name:  Please leave this field blank." },
        "empty",
      ],
      [mail("d1f5e0", "Email:"), "email"],
      [word("Password:", "pw94ad"), "new-password"],
      [
        pick(
          "dob_month",
          "Date of birth:",
          "",
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December",
        ),
        "bday-month",
      ],
      [{ name: "dob_day", placeholder: "Day", maxLength: 2 }, "bday-day"],
      [{ name: "dob_year", placeholder: "Year", maxLength: 4 }, "bday-year"],
      [by("location", "Location:"), "empty"],
    ],
  ],
  [
    "XenForo 2 sign-in",
    "Log in | /login/login | Log in | Forgot your password?",
    [
      [by("login", "Your name or email address:"), "username"],
      [{ ...word("Password:", "password"), after: "Forgot your password?" }, "current-password"],
    ],
  ],
  [
    "MyBB registration",
    "registration_form | Registration | Account Details | Submit Registration!",
    [
      [by("username", "Username:"), "username"],
      [word("Password:", "password"), "new-password"],
      [word("Confirm Password:", "password2"), "new-password"],
      [by("email", "Email:"), "email"],
      [by("email2", "Confirm Email:"), "email"],
      [
        by("imagestring", "Image Verification Please enter the text contained within the image"),
        "empty",
      ],
      [by("referrername", "Referrer: If you were referred by another user"), "empty"],
    ],
  ],
  [
    "Discuz! sign-in of the index",
    "lsform | member.php?mod=logging | 登录 | 找回密码 | 立即注册",
    [
      [{ id: "ls_username", name: "username", near: "帐号" }, "username"],
      [dots("password", "自动登录 · 密码"), "current-password"],
    ],
  ],
  [
    "Discuz! registration",
    "registerform | 立即注册 | 提交",
    [
      [by("x1rK2d", "用户名:"), "username"],
      [word("密码:", "pAs9q1"), "new-password"],
      [word("确认密码:", "q7Ze41"), "new-password"],
      [by("mYv2kd", "Email:"), "email"],
      [by("seccodeverify", "验证码:"), "empty"],
      [by("invitecode", "邀请码:"), "empty"],
    ],
  ],
  [
    "MediaWiki creates an account",
    "userlogin2 | Create account | Create your account",
    [
      [
        { ...hint("wpName", "Enter your username"), label: "Username (help me choose)" },
        "username",
      ],
      [{ ...word("Password", "wpPassword"), placeholder: "Enter a password" }, "new-password"],
      [
        { ...word("Confirm password", "retype"), placeholder: "Enter password again" },
        "new-password",
      ],
      [
        { ...mail("email", "Email address (optional)"), placeholder: "Enter your email address" },
        "email",
      ],
      [{ name: "realname", label: "Real name (optional)" }, "name"],
      [
        {
          ...hint("captchaWord", "Enter the text you see on the image"),
          label: "CAPTCHA Security check",
        },
        "empty",
      ],
    ],
  ],
  [
    "MediaWiki edits",
    "editform | Save changes | Show preview | Editing Engine",
    [
      [area("wpTextbox1"), "empty"],
      [by("wpSummary", "Summary (Briefly describe your changes)"), "empty"],
    ],
  ],
  [
    "Discourse invitation",
    "create-account | Create your account | Sign Up",
    [
      [{ ...mail("email", "Email"), id: "new-account-email" }, "email"],
      [{ label: "Username", id: "new-account-username", name: "new-account-username" }, "username"],
      [{ label: "Name", id: "new-account-name", name: "name" }, "name"],
      [{ ...word("Password"), id: "new-account-password" }, "new-password"],
      [{ id: "inviteCode", label: "Invite Code" }, "empty"],
    ],
  ],
  [
    "a poll in a forum",
    "New poll | Submit vote",
    [
      [by("poll_title", "Poll question:"), "empty"],
      [area("poll_option_text", "Poll options:"), "empty"],
      [by("poll_max_options", "Options per user:"), "empty"],
      [by("poll_length", "Run poll for: days"), "empty"],
    ],
  ],
  [
    "a guestbook in German",
    "Gästebuch | Eintragen | Zurücksetzen",
    [
      [at("gbname", "Name:"), "name"],
      [at("gbort", "Wohnort:"), "address-level2"],
      [at("gbmail", "E-Mail:"), "email"],
      [at("gbhp", "Homepage:"), "url"],
      [{ ...area("gbtext"), near: "Dein Eintrag:" }, "empty"],
      [at("gbspam", "Spamschutz: Wieviel ist drei plus fünf?"), "empty"],
    ],
  ],
];
