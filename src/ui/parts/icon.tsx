/** Icons as inline SVG, 24 units, drawn with the colour of the text. They are decoration: the words stand beside them. */
const paths = {
  snippet: "M5 5h14M5 10h14M5 15h9M5 20h6",
  login:
    "M14.5 9.5a4.5 4.5 0 1 0-3.6 4.4L12.5 15.5h2v2h2v2H20v-3.2l-5.8-5.8c.2-.3.3-.7.3-1Z M8.5 8.5h.01",
  identity: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z M4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5",
  card: "M3.5 6.5h17v11h-17Z M3.5 10.5h17 M7 14.5h4",
  note: "M6 3.5h8.5L19 8v12.5H6Z M14 3.5V8.5h5 M9 13h7 M9 16.5h5",
  form: "M4 4.5h16v15H4Z M7.5 9h3 M13 9h3.5 M7.5 14.5h3 M13 14.5h3.5",
  copy: "M9 9h10.5v11.5H9Z M15 9V3.5H4.5V15H9",
  more: "M9.5 5.5 16 12l-6.5 6.5",
  back: "M14.5 5.5 8 12l6.5 6.5",
  lock: "M6 11h12v9.5H6Z M8.5 11V8a3.5 3.5 0 0 1 7 0v3 M12 14.8v2",
  tab: "M10 5H4.5v14.5H19V14 M13.5 4.5h6v6 M19 5l-8 8",
  gear: "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z M12 3v2.5M12 18.5V21M3 12h2.5M18.5 12H21M5.6 5.6l1.8 1.8M16.6 16.6l1.8 1.8M5.6 18.4l1.8-1.8M16.6 7.4l1.8-1.8",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Z M15.5 15.5 20 20",
  filter: "M4 6h16M7 12h10M10 18h4",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  star: "m12 4 2.5 5.1 5.6.8-4.05 3.95.95 5.6L12 16.8l-5 2.65.95-5.6L3.9 9.9l5.6-.8Z",
  edit: "M4.5 19.5 5.5 15 16 4.5l3.5 3.5L9 18.5Z M13.5 7l3.5 3.5",
  trash: "M4.5 6.5h15 M9 6.5V4h6v2.5 M6.5 6.5l1 14h9l1-14 M10.2 10.5v6 M13.8 10.5v6",
  undo: "M8 5 4 9l4 4 M4 9h9.5a5.5 5.5 0 0 1 0 11H9",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  eyeOff:
    "M4 4l16 16 M9.5 5.9A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-3 3.7 M6 7.6A17 17 0 0 0 2.5 12S6 18.5 12 18.5c1.5 0 2.8-.4 4-1",
  dice: "M4 4h16v16H4Z M8.5 8.5h.01 M15.5 8.5h.01 M12 12h.01 M8.5 15.5h.01 M15.5 15.5h.01",
  up: "M6 14.5 12 8.5l6 6",
  down: "M6 9.5l6 6 6-6",
  check: "M5 12.5 10 17.5 19.5 7",
  warn: "M12 4 2.8 20h18.4Z M12 10v4.5 M12 17.3v.01",
  all: "M4 4.5h6.5V11H4Z M13.5 4.5H20V11h-6.5Z M4 14h6.5v6.5H4Z M13.5 14H20v6.5h-6.5Z",
  share:
    "M7 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z M17 8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z M17 20.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z M9.2 10.8l5.6-3.2 M9.2 13.2l5.6 3.2",
  backup: "M12 3.5V14 M7.5 10 12 14.5l4.5-4.5 M4 16v4.5h16V16",
  restore: "M12 14.5V4 M7.5 8.5 12 4l4.5 4.5 M4 16v4.5h16V16",
  key: "M8.5 19a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Z M12 11.5 19.5 4 M16 7.5l2.5 2.5",
  tag: "M4 4.5h7.5l8.5 8.5-7 7L4.5 11.5Z M8 8.5h.01",
  folder: "M3.5 6.5h6l2 2.5h9v10h-17Z",
  site: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Z M3.5 12h17 M12 3.5c-5 5-5 12 0 17 M12 3.5c5 5 5 12 0 17",
  keyboard: "M3 6.5h18v11H3Z M6.5 10h.01 M10 10h.01 M14 10h.01 M17.5 10h.01 M8 14h8",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Z M12 7v5l3.5 2",
  practice: "M4 20h16 M6 16.5 15.5 7l2.5 2.5L8.5 19H6Z",
  puzzle:
    "M9 6V4.6a2 2 0 0 1 4 0V6h4.5v4.5H19a2 2 0 0 1 0 4h-1.5V19.5H13V18a2 2 0 0 0-4 0v1.5H4.5V15H6a2 2 0 0 0 0-4.5H4.5V6Z",
  fill: "M4 6.5h16v11H4Z M7.5 10v4 M11 12h6",
} as const;

/** Names of all pictures; the kinds of items are among them. */
export type IconName = keyof typeof paths;

/** A picture of 1.25 em; screen readers pass it by. */
export function Icon({ name, filled = false }: { name: IconName; filled?: boolean }) {
  return (
    <svg class={filled ? "icon filled" : "icon"} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

/** The mark of Coffer: a chest with a keyhole. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 48 48" aria-hidden="true">
      <path class="mark-lid" d="M8 21v-4a9 9 0 0 1 9-9h14a9 9 0 0 1 9 9v4Z" />
      <path class="mark-box" d="M8 24h32v12a4 4 0 0 1-4 4H12a4 4 0 0 1-4-4Z" />
      <path class="mark-hole" d="M24 26.5a3 3 0 0 1 1.5 5.6V35h-3v-2.9a3 3 0 0 1 1.5-5.6Z" />
    </svg>
  );
}
