/** More sign-ins and registrations, in many languages. */
import { area, countries, hint, at, by, mail, phone, pick, word, type Form } from "./rows.ts";

export const signups: Form[] = [
  [
    "WebForms creates a user",
    "aspnetForm | Sign Up for Your New Account | Create User",
    [
      [
        {
          name: "ctl00$MainContent$RegisterUser$CreateUserStepContainer$UserName",
          label: "User Name:",
        },
        "username",
      ],
      [
        { name: "ctl00$MainContent$RegisterUser$CreateUserStepContainer$Email", label: "E-mail:" },
        "email",
      ],
      [
        {
          type: "password",
          name: "ctl00$MainContent$RegisterUser$CreateUserStepContainer$Password",
          label: "Password:",
        },
        "new-password",
      ],
      [
        {
          type: "password",
          name: "ctl00$MainContent$RegisterUser$CreateUserStepContainer$ConfirmPassword",
          label: "Confirm Password:",
        },
        "new-password",
      ],
      [
        {
          name: "ctl00$MainContent$RegisterUser$CreateUserStepContainer$Question",
          label: "Security Question:",
        },
        "empty",
      ],
      [
        {
          name: "ctl00$MainContent$RegisterUser$CreateUserStepContainer$Answer",
          label: "Security Answer:",
        },
        "empty",
      ],
    ],
  ],
  [
    "WebForms contact with checks between",
    "form1 | Contact us | Send",
    [
      [at("ctl00$cphMain$txtFName", "* Required field · First Name"), "given-name"],
      [at("ctl00$cphMain$txtLName", "Please enter your first name. · Last Name"), "family-name"],
      [at("ctl00$cphMain$txtEmail", "Please enter your last name. · Email"), "email"],
      [at("ctl00$cphMain$txtPhone", "Invalid email. · Phone"), "tel"],
      [at("ctl00$cphMain$txtZip", "Please enter a valid phone number. · Zip"), "postal-code"],
      [
        pick(
          "ctl00$cphMain$ddlTopic",
          "How can we help?",
          "Select a topic",
          "Sales",
          "Support",
          "Billing",
        ),
        "empty",
      ],
    ],
  ],
  [
    "WebForms search of the master page",
    "aspnetForm | Go | Home page",
    [
      [{ name: "ctl00$ucHeader$txtSearch", placeholder: "Product, part number..." }, "empty"],
      [{ name: "ctl00$ucFooter$txtNewsEmail", placeholder: "Enter your email" }, "email"],
    ],
  ],
  [
    "a code from a telephone in Spanish",
    "Verifica tu número | Continuar | Reenviar código",
    [
      [
        {
          type: "tel",
          name: "code",
          label: "Introduce el código de 6 dígitos que te enviamos",
          maxLength: 6,
        },
        "one-time-code",
      ],
    ],
  ],
  [
    "a code from an app in German",
    "Zwei-Faktor-Authentifizierung | Bestätigen",
    [
      [by("auth_code", "Bestätigungscode aus Ihrer App"), "one-time-code"],
      [{ type: "checkbox", name: "trust", label: "Diesem Gerät vertrauen" }, "empty"],
    ],
  ],
  [
    "recovery by questions",
    "Reset your password | Continue",
    [
      [by("userId", "User ID"), "username"],
      [by("answer1", "What was the name of your first pet?"), "empty"],
      [by("answer2", "In what city were you born?"), "empty"],
      [by("ssn4", "Last 4 digits of SSN"), "empty"],
    ],
  ],
  [
    "password change in Russian",
    "Смена пароля | Сохранить",
    [
      [word("Старый пароль", "old_pass"), "current-password"],
      [word("Новый пароль", "new_pass"), "new-password"],
      [word("Новый пароль ещё раз", "new_pass2"), "new-password"],
    ],
  ],
  [
    "sign-in in Persian",
    "ورود به حساب کاربری | ورود",
    [
      [by("username", "نام کاربری"), "username"],
      [word("رمز عبور", "password"), "current-password"],
      [by("captcha", "کد امنیتی"), "empty"],
    ],
  ],
  [
    "registration in Arabic",
    "إنشاء حساب جديد | تسجيل",
    [
      [by("fname", "الاسم الأول"), "given-name"],
      [by("lname", "اسم العائلة"), "family-name"],
      [mail("email", "البريد الإلكتروني"), "email"],
      [phone("mobile", "رقم الجوال"), "tel"],
      [by("national_id", "رقم الهوية الوطنية"), "empty"],
      [word("كلمة المرور", "password"), "new-password"],
      [word("تأكيد كلمة المرور", "password2"), "new-password"],
    ],
  ],
  [
    "registration in Hebrew",
    "הרשמה | הרשם",
    [
      [by("first", "שם פרטי"), "given-name"],
      [by("last", "שם משפחה"), "family-name"],
      [by("tz", "מספר תעודת זהות"), "empty"],
      [phone("phone", "טלפון נייד"), "tel"],
      [mail("email", 'דוא"ל'), "email"],
      [word("בחר סיסמה", "password"), "new-password"],
    ],
  ],
  [
    "registration in Korean",
    "회원가입 | 가입하기",
    [
      [by("mb_id", "아이디"), "username"],
      [word("비밀번호", "mb_password"), "new-password"],
      [word("비밀번호 확인", "mb_password_re"), "new-password"],
      [by("mb_name", "이름"), "name"],
      [by("mb_nick", "닉네임"), "username"],
      [by("jumin1", "주민등록번호 앞자리"), "empty"],
      [by("mb_email", "E-mail"), "email"],
      [by("mb_hp", "휴대폰번호"), "tel"],
      [by("mb_recommend", "추천인아이디"), "empty"],
    ],
  ],
  [
    "sign-in in Japanese",
    "ログイン | ログインする",
    [
      [by("loginId", "会員ID または メールアドレス"), "username"],
      [word("パスワード", "password"), "current-password"],
    ],
  ],
  [
    "registration in Vietnamese",
    "Đăng ký tài khoản | Đăng ký",
    [
      [by("hoten", "Họ và tên"), "name"],
      [by("email", "Email"), "email"],
      [by("sdt", "Số điện thoại"), "tel"],
      [by("cmnd", "Số CMND/CCCD"), "empty"],
      [by("tendn", "Tên đăng nhập"), "username"],
      [word("Mật khẩu", "mk"), "new-password"],
      [word("Nhập lại mật khẩu", "mk2"), "new-password"],
    ],
  ],
  [
    "registration of a developer",
    "signup | Create your free account | Continue",
    [
      [hint("full_name", "Ada Lovelace"), "name"],
      [{ type: "email", ...hint("work_email", "ada@company.com"), label: "Work email" }, "email"],
      [{ ...by("subdomain", "Workspace URL"), after: ".example.com" }, "empty"],
      [word("Create a password", "password"), "new-password"],
      [{ ...countries, name: "country" }, "country"],
      [area("use_case", "What will you build?"), "empty"],
    ],
  ],
];
