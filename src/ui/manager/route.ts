/** The address of a section: `#/` and a name. It carries no secret, and of an item its random id alone. */
import { kindNames, type KindName } from "../../core/item.ts";
import type { Query } from "../state/finder.ts";

/** Sections that are no list. */
export type Page =
  | "settings"
  | "clipboard"
  | "sites"
  | "security"
  | "audit"
  | "sharing"
  | "backup"
  | "restore"
  | "recovery"
  | "setup"
  | "sheet";
const pages: readonly Page[] = [
  "settings",
  "clipboard",
  "sites",
  "security",
  "audit",
  "sharing",
  "backup",
  "restore",
  "recovery",
  "setup",
  "sheet",
];

/** Where the manager is. */
export type Route =
  | { at: Page }
  | { at: "all" | "favourites" | "trash" }
  /** Everything, with this item beside it: where the popup sends the user on. */
  | { at: "item"; id: string }
  | { at: "kind"; kind: KindName }
  | { at: "tag"; tag: string };

/** The route of an address; what is not known is the list of everything. */
export function readRoute(hash: string): Route {
  const [name = "", rest = ""] = hash.replace(/^#\/?/, "").split("/", 2);
  const page = pages.find((one) => one === name);
  if (page !== undefined) return { at: page };
  if (name === "favourites" || name === "trash") return { at: name };
  if (name === "item" && /^[0-9a-f]{32}$/.test(rest)) return { at: "item", id: rest };
  const kind = kindNames.find((one) => one === rest);
  if (name === "kind" && kind !== undefined) return { at: "kind", kind };
  if (name === "tag" && rest !== "") {
    try {
      return { at: "tag", tag: decodeURIComponent(rest) };
    } catch {
      return { at: "all" };
    }
  }
  return { at: "all" };
}

/** The address of a route; `readRoute` reads it back. */
export function writeRoute(route: Route): string {
  switch (route.at) {
    case "all":
      return "#/";
    case "item":
      return `#/item/${route.id}`;
    case "kind":
      return `#/kind/${route.kind}`;
    case "tag":
      return `#/tag/${encodeURIComponent(route.tag.toWellFormed())}`;
    case "favourites":
    case "trash":
    case "settings":
    case "clipboard":
    case "sites":
    case "security":
    case "audit":
    case "sharing":
    case "backup":
    case "restore":
    case "recovery":
    case "setup":
    case "sheet":
      break;
  }
  return `#/${route.at}`;
}

/** The query of a section, or null for a page that is no list. */
export function queryOf(route: Route): Query | null {
  const all: Query = { text: "", where: "items", kind: null, tag: null, favourite: false };
  switch (route.at) {
    case "all":
    case "item":
      return all;
    case "favourites":
      return { ...all, favourite: true };
    case "trash":
      return { ...all, where: "trash" };
    case "kind":
      return { ...all, kind: route.kind };
    case "tag":
      return { ...all, tag: route.tag };
    case "settings":
    case "clipboard":
    case "sites":
    case "security":
    case "audit":
    case "sharing":
    case "backup":
    case "restore":
    case "recovery":
    case "setup":
    case "sheet":
      break;
  }
  return null;
}
