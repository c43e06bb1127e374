/**
 * Folders are tags that begin with "/": "/Work/Mail" (docs/TEMPLATES.md, "Folders"). So they stand in the index, travel
 * and merge like tags, and a version that knows no folders shows them as tags.
 */
import { caps } from "./item.ts";

/** Whether a tag is a folder. */
export function isFolder(tag: string): boolean {
  return tag.startsWith("/") && tag.length > 1;
}

/** The folder of an item, or "". Of two (moved on two devices at once) the first by name. */
export function folderOf(tags: readonly string[]): string {
  return tags.filter(isFolder).toSorted()[0] ?? "";
}

/** The tags that are no folder. */
export function plainTags(tags: readonly string[]): string[] {
  return tags.filter((tag) => !isFolder(tag));
}

/** A typed folder as it is stored: "Work / Mail" is "/Work/Mail"; "" for none, cut at the length of a tag. */
export function folderFrom(typed: string): string {
  const steps = typed
    .split("/")
    .map((step) => step.trim().replaceAll(/\s+/g, " "))
    .filter((step) => step !== "");
  return steps.length === 0 ? "" : `/${steps.join("/")}`.slice(0, caps.tag).replace(/[\s/]+$/, "");
}

/** The tags with this folder and no other; "" takes the item out of every folder. */
export function inFolder(tags: readonly string[], folder: string): string[] {
  return folder === "" ? plainTags(tags) : [...plainTags(tags), folder];
}

/** Whether a tag is this folder or one within it. */
export function within(tag: string, folder: string): boolean {
  return tag === folder || tag.startsWith(`${folder}/`);
}

/** The tags after a folder got another name or place; "" takes its items out. Null where nothing changes. */
export function movedTags(tags: readonly string[], from: string, to: string): string[] | null {
  if (!tags.some((tag) => isFolder(tag) && within(tag, from))) return null;
  const next = tags.flatMap((tag) => {
    if (!isFolder(tag) || !within(tag, from)) return [tag];
    return to === "" ? [] : [(to + tag.slice(from.length)).slice(0, caps.tag)];
  });
  return [...new Set(next)];
}

/** All folders of these tags, and those they lie in, in order. */
export function foldersOf(tags: readonly string[]): string[] {
  const all = new Set<string>();
  for (const tag of tags.filter(isFolder)) {
    for (let end = tag.length; end > 0; end = tag.lastIndexOf("/", end - 1))
      all.add(tag.slice(0, end));
  }
  return [...all].toSorted((a, b) => a.localeCompare(b));
}
