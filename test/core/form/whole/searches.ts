/** Tell-a-friend, searches, polls, quotes, admin. */
import { area, by, hint, mail, phone, pick, type Form } from "./rows.ts";

export const searches: Form[] = [
  [
    "gift card to buy",
    "Buy a gift card | Add to cart",
    [
      [by("recipient_name", "Recipient's name"), "empty"],
      [mail("recipient_email", "Recipient's email"), "empty"],
      [by("sender_name", "From (your name)"), "name"],
      [area("message", "Gift message"), "empty"],
      [{ type: "date", name: "deliver_on", label: "Delivery date" }, "empty"],
    ],
  ],
  [
    "search of houses",
    "Find your home | Search",
    [
      [hint("location", "City, neighborhood or ZIP"), "empty"],
      [pick("beds", "Beds", "Any", "1+", "2+", "3+", "4+"), "empty"],
      [hint("minprice", "Min price"), "empty"],
      [hint("maxprice", "Max price"), "empty"],
      [pick("type", "Property type", "House", "Flat", "Land", "Garage"), "empty"],
    ],
  ],
  [
    "search of jobs in German",
    "Jobsuche | Jobs finden",
    [
      [{ ...hint("what", "Jobtitel, Kompetenz oder Firmenname"), label: "Was" }, "empty"],
      [{ ...hint("where", "Ort, Bundesland oder PLZ"), label: "Wo" }, "empty"],
      [pick("radius", "Umkreis", "10 km", "25 km", "50 km", "100 km"), "empty"],
    ],
  ],
  [
    "search of cars in Italian",
    "Cerca auto | Cerca",
    [
      [pick("marca", "Marca", "Tutte", "Fiat", "Ford", "Opel", "Seat"), "empty"],
      [by("modello", "Modello"), "empty"],
      [by("prezzo_a", "Prezzo fino a"), "empty"],
      [
        pick("anno", "Immatricolazione dal", "2018", "2019", "2020", "2021", "2022", "2023"),
        "empty",
      ],
      [by("km", "Chilometraggio"), "empty"],
    ],
  ],
  [
    "filters of a list in an admin",
    "changelist-search | Search",
    [
      [{ name: "q", id: "searchbar", label: "Search" }, "empty"],
      [by("email__contains", "Filter by email"), "empty"],
      [pick("status", "Status", "Any", "Active", "Blocked", "Deleted"), "empty"],
      [by("created_from", "Created from"), "empty"],
    ],
  ],
  [
    "store finder in Polish",
    "Znajdź sklep | Szukaj",
    [
      [hint("q", "Wpisz miasto lub kod pocztowy"), "empty"],
      [pick("promien", "Promień", "5 km", "10 km", "25 km", "50 km"), "empty"],
    ],
  ],
  [
    "poll",
    "Who will win the cup? | Vote | View results",
    [
      [
        {
          type: "radio",
          name: "poll",
          label: "Who will win the cup?",
          options: [{ value: "1", text: "Brazil" }],
        },
        "empty",
      ],
      [
        {
          type: "radio",
          name: "poll",
          label: "Who will win the cup?",
          options: [{ value: "2", text: "France" }],
        },
        "empty",
      ],
      [by("other", "Other:"), "empty"],
    ],
  ],
  [
    "petition",
    "Sign this petition | Sign now",
    [
      [hint("petition_signature[first_name]", "First name"), "given-name"],
      [hint("petition_signature[last_name]", "Last name"), "family-name"],
      [{ type: "email", ...hint("petition_signature[email]", "Email") }, "email"],
      [hint("petition_signature[postcode]", "Postcode"), "postal-code"],
      [
        { tag: "textarea", type: "", ...hint("reason", "I'm signing because… (optional)") },
        "empty",
      ],
    ],
  ],
  [
    "moving quote",
    "Quick quote | Get quotes",
    [
      [by("from_zip", "Moving from ZIP"), "empty"],
      [by("to_zip", "Moving to ZIP"), "empty"],
      [by("move_date", "Move date"), "empty"],
      [by("name", "Your name"), "name"],
      [phone("phone", "Phone"), "tel"],
      [mail("email", "Email"), "email"],
    ],
  ],
  [
    "call back in Spanish",
    "Te llamamos | Llámame gratis",
    [
      [hint("nombre", "Tu nombre"), "name"],
      [{ type: "tel", ...hint("telefono", "Tu teléfono") }, "tel"],
      [
        pick(
          "horario",
          "¿Cuándo te llamamos?",
          "Ahora",
          "Mañana por la mañana",
          "Mañana por la tarde",
          "Otro día",
        ),
        "empty",
      ],
    ],
  ],
  [
    "reviews in Portuguese",
    "Avaliar produto | Enviar avaliação",
    [
      [by("apelido", "Como quer ser chamado?"), "empty"],
      [by("titulo", "Título da avaliação"), "empty"],
      [area("opiniao", "Sua opinião"), "empty"],
      [mail("email", "Seu e-mail (não será publicado)"), "email"],
      [by("cidade", "Cidade"), "address-level2"],
    ],
  ],
  [
    "server settings in an admin",
    "SMTP settings | Save",
    [
      [by("smtp_host", "SMTP Host"), "empty"],
      [by("smtp_port", "Port"), "empty"],
      [by("smtp_from", "From address"), "empty"],
      [by("smtp_timeout", "Timeout (s)"), "empty"],
    ],
  ],
  [
    "an invoice in an admin",
    "New invoice | Save invoice",
    [
      [by("invoice_number", "Invoice no."), "empty"],
      [by("customer_id", "Customer"), "empty"],
      [by("items[0][description]", "Description"), "empty"],
      [by("items[0][unit_price]", "Unit price"), "empty"],
      [by("due_date", "Due date"), "empty"],
      [by("po", "PO number"), "empty"],
    ],
  ],
  [
    "contact in Danish",
    "Kontakt os | Send besked",
    [
      [by("navn", "Dit navn"), "name"],
      [mail("mail", "Din e-mail"), "email"],
      [phone("tlf", "Tlf. nr."), "tel"],
      [by("emne", "Emne"), "empty"],
      [area("besked", "Besked"), "empty"],
    ],
  ],
  [
    "contact in Thai",
    "ติดต่อเรา | ส่งข้อความ",
    [
      [by("name", "ชื่อ-นามสกุล"), "name"],
      [mail("email", "อีเมล"), "email"],
      [phone("tel", "เบอร์โทรศัพท์"), "tel"],
      [by("subject", "หัวข้อ"), "empty"],
      [area("message", "ข้อความ"), "empty"],
    ],
  ],
  [
    "contact in Indonesian",
    "Hubungi Kami | Kirim Pesan",
    [
      [by("nama", "Nama Lengkap"), "name"],
      [mail("email", "Alamat Email"), "email"],
      [phone("telp", "No. Telepon / WhatsApp"), "tel"],
      [by("perihal", "Perihal"), "empty"],
      [area("pesan", "Pesan Anda"), "empty"],
    ],
  ],
];
