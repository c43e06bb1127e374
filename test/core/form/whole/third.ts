/** A third set, asked by the engine before and after its last mending. */
import { area, by, hint, mail, phone, pick, word, type Form } from "./rows.ts";

export const third: Form[] = [
  [
    "Ghost member",
    "Sign up for updates | Subscribe | News",
    [
      [by("name", "Name"), "name"],
      [mail("email", "Email"), "email"],
    ],
  ],
  [
    "Flarum",
    "Sign Up | Sign Up | Community",
    [
      [hint("username", "Username"), "username"],
      [{ ...hint("email", "Email"), type: "email" }, "email"],
      [{ ...hint("password", "Password"), type: "password" }, "new-password"],
    ],
  ],
  [
    "Vanilla forum in French",
    "Form_User_Register | S'inscrire | Inscription",
    [
      [by("User/Email", "Courriel"), "email"],
      [by("User/Name", "Nom d'utilisateur"), "username"],
      [word("Mot de passe", "User/Password"), "new-password"],
      [word("Confirmez votre mot de passe", "User/PasswordMatch"), "new-password"],
    ],
  ],
  [
    "Redmine issue",
    "issue-form | New issue | Create | Create and add another | Redmine",
    [
      [by("issue[subject]", "Subject *"), "empty"],
      [area("issue[description]", "Description"), "empty"],
      [by("issue[parent_issue_id]", "Parent task"), "empty"],
      [by("issue[estimated_hours]", "Estimated time"), "empty"],
    ],
  ],
  [
    "Redmine account",
    "new_user | Register | Submit | Redmine",
    [
      [by("user[login]", "Login *"), "username"],
      [word("Password *", "user[password]"), "new-password"],
      [word("Confirmation *", "user[password_confirmation]"), "new-password"],
      [by("user[firstname]", "First name *"), "given-name"],
      [by("user[lastname]", "Last name *"), "family-name"],
      [by("user[mail]", "Email *"), "email"],
      [pick("user[language]", "Language", "(auto)", "Deutsch", "English", "Español"), "empty"],
    ],
  ],
  [
    "cPanel database",
    "Create New Database | Create Database | cPanel",
    [
      [by("db", "New Database:"), "empty"],
      [by("dbuser", "Add New User · Username"), "username"],
      [word("Password", "password"), "new-password"],
      [word("Password (Again)", "password2"), "new-password"],
    ],
  ],
  [
    "domain order",
    "Register a domain | Check availability | Hosting",
    [[hint("domain", "Find your perfect domain name"), "empty"]],
  ],
  [
    "school enrolment",
    "Enrolment | Student details | Next | School",
    [
      [by("student_first", "Student's first name"), "empty"],
      [by("student_last", "Student's last name"), "empty"],
      [by("student_dob", "Student's date of birth"), "empty"],
      [by("grade", "Grade applying for"), "empty"],
      [by("parent_first", "Parent/guardian first name"), "given-name"],
      [by("parent_email", "Parent/guardian email"), "email"],
      [by("prev_school", "Name of previous school"), "empty"],
      [by("emergency_name", "Emergency contact name"), "empty"],
      [by("emergency_rel", "Relationship to student"), "empty"],
    ],
  ],
  [
    "camp in German",
    "Anmeldung Ferienlager | Anmelden | Verein",
    [
      [by("kind_vn", "Vorname des Kindes"), "empty"],
      [by("kind_gb", "Geburtsdatum des Kindes"), "empty"],
      [by("allergie", "Allergien / Unverträglichkeiten"), "empty"],
      [by("eltern", "Name der Eltern"), "name"],
      [phone("notfall", "Notfallnummer"), "tel"],
      [mail("mail", "E-Mail"), "email"],
    ],
  ],
  [
    "vet",
    "Request an appointment | Submit | Animal clinic",
    [
      [by("owner", "Owner name"), "name"],
      [by("pet", "Pet's name"), "empty"],
      [by("species", "Species / breed"), "empty"],
      [by("petage", "Pet's age"), "empty"],
      [phone("ph", "Best contact phone"), "tel"],
      [by("vetname", "Preferred veterinarian"), "empty"],
    ],
  ],
  [
    "wedding guests",
    "RSVP | Send RSVP | Anna & Tom",
    [
      [by("guest", "Your name(s)"), "name"],
      [by("plusone", "Name of your plus one"), "empty"],
      [by("meal", "Meal choice"), "empty"],
      [by("song", "Song request"), "empty"],
    ],
  ],
  [
    "complaint to an authority",
    "Make a complaint | Continue | Ombudsman",
    [
      [by("yourName", "Your full name"), "name"],
      [by("orgName", "Name of the organisation you are complaining about"), "empty"],
      [by("caseRef", "Their reference number"), "empty"],
      [by("when", "When did it happen?"), "empty"],
      [mail("email", "Your email"), "email"],
    ],
  ],
  [
    "witness",
    "Report an accident | Submit | Insurance",
    [
      [by("insured", "Policyholder name"), "name"],
      [by("policy", "Policy number"), "empty"],
      [by("witness_name", "Witness name"), "empty"],
      [by("witness_phone", "Witness phone"), "empty"],
      [by("location", "Where did the accident happen?"), "empty"],
      [by("plate", "License plate of the other vehicle"), "empty"],
    ],
  ],
  [
    "landlord reference",
    "Rental application | Submit | Homes",
    [
      [by("applicant_name", "Applicant's full name"), "name"],
      [by("current_address", "Current address"), "street-address"],
      [by("rent", "Monthly rent"), "empty"],
      [by("landlord_name", "Landlord's name"), "empty"],
      [by("landlord_phone", "Landlord's phone"), "empty"],
      [by("employer_name", "Employer name"), "organization"],
      [by("move_in", "Desired move-in date"), "empty"],
    ],
  ],
  [
    "address of an office",
    "Store settings | Save | Admin",
    [
      [by("store_email", "Sender email"), "email"],
      [by("vat", "VAT number"), "empty"],
      [by("prefix", "Order number prefix"), "empty"],
      [by("server", "Server address"), "empty"],
    ],
  ],
  [
    "printer",
    "Add printer | Save | Setup",
    [
      [by("pname", "Printer name"), "empty"],
      [by("paddr", "Printer address"), "empty"],
      [by("ploc", "Location"), "empty"],
    ],
  ],
];
