/** What the popup needs only after its first picture; it is loaded while the user looks at the list. */
export { PasswordPrompt } from "../parts/prompt.tsx";
export { Filters } from "../parts/filters.tsx";
export { Adopt } from "./adopt.tsx";
export { BackupLine } from "./backup-line.tsx";
export { SnippetQuestions } from "../snippet/ask.tsx";
export { ClipsScreen } from "./clips.tsx";
export { Editor } from "./editor.tsx";
export { InsertBar, InsertFields, InsertForeign } from "./insert.tsx";
export { ItemScreen } from "./item.tsx";
export { OfferScreen } from "./offer.tsx";
export { WatchHere } from "./watch-here.tsx";
export { NewMenu } from "./new-menu.tsx";
export { None, Renewal } from "./none.tsx";
export { Report } from "./report.tsx";
export { Check } from "./check.tsx";
export { FieldsOfPage } from "./fields.tsx";
export { SiteOff } from "./site-off.tsx";
export { resumePicked } from "../state/pointing.ts";
