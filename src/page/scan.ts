/** What fields a document has, as plain data, and the map back from their numbers to the elements. */
import { pageCaps } from "../core/form/caps.ts";
import type { PageField } from "../core/form/field.ts";
import { entriesOf, entryOf, opensList, popupOf, tickRole } from "./aria.ts";
import { isTouched, kindOf, optionsOf, sortOf, type Control } from "./control.ts";
import { fits, nameOf, pageTitle } from "./dom.ts";
import { closestDeep, focusedElement, walk } from "./roots.ts";
import { sight } from "./visible.ts";
import { attribute, isMute, short, textOf, wordsOf } from "./words.ts";

export interface Scan {
  /** In document order. */
  fields: PageField[];
  /** By number of the field. */
  live: Control[];
  /** What was read of each, by its number (still.ts). */
  seen: { field: PageField; labels: Element[]; own: string }[];
}

export const noScan: Scan = { fields: [], live: [], seen: [] };

/**
 * Reads the whole document, open and closed shadow roots included; changes nothing in it. An element keeps the
 * number that it had in the scan before.
 */
export function scan(before = noScan): Scan {
  const words = wordsOf();
  const found: Control[] = [];
  const forms = new Map<Element | null, number>([[null, -1]]);
  const contexts = new Map([[-1, ""]]);
  let heading = "";

  const formOf = (element: Element): number =>
    forms.get(nameOf(element) === "form" ? element : formAround(element)) ?? -1;
  const tell = (element: Element, ...texts: string[]) => {
    const form = formOf(element);
    const more = texts.map((text) => short(text, 60)).filter(Boolean);
    contexts.set(form, short([contexts.get(form), ...more].join(" | ")));
  };

  walk(document, (node) => {
    if (node instanceof Text) {
      words.text(node);
      return false;
    }
    const name = nameOf(node);
    if (name === "form") {
      forms.set(node, forms.size - 1);
      tell(
        node,
        heading,
        ...["name", "id", "aria-label", "action"].map((key) => attribute(node, key)),
      );
    } else if (name === "label") words.label(node as HTMLLabelElement);
    else if (/^(h[1-4]|legend)$/.test(name)) tell(node, (heading = textOf(node)));
    else if (fits(node, "button,[type=submit],[type=button],[role=button]"))
      tell(node, attribute(node, "value"), attribute(node, "aria-label") || textOf(node));
    if (!sortOf(node) || found.length >= pageCaps.fields) return !isMute(node);
    words.field(node);
    found.push(node as Control);
    return false;
  });

  // The list that another one opens is no field of its own.
  const popups = new Set(found.map((control) => opensList(control) && popupOf(control)));
  const controls = found.filter((control) => !popups.has(control));
  words.bind(controls);
  const see = sight();
  const focus = focusedElement();
  const groups = new Map<Element | null, string>();
  const numbers = new Map(before.live.map((control, n) => [control, n]));
  const live = [...before.live];
  const seen = [...before.seen];
  /** A page may choose how much it says; one answer has an end. */
  let room: number = pageCaps.page;
  const fields = controls.flatMap((control): PageField[] => {
    const n = numbers.get(control) ?? live.length;
    const sort = sortOf(control);
    const { tag, type } = kindOf(control);
    const drawn = tickRole(control) !== "";
    const labels = words.labelsOf(control);
    const own = words.own(control, labels);
    const label = type === "radio" ? words.group(control) : own || (drawn ? textOf(control) : "");
    const form = formOf(control);
    const field: PageField = {
      n,
      tag,
      type,
      name: drawn ? groupName(control, groups) : attribute(control, "name"),
      id: attribute(control, "id"),
      autocomplete: attribute(control, "autocomplete"),
      label,
      placeholder: attribute(control, "placeholder"),
      title: attribute(control, "title"),
      near: label === "" ? words.near(control) : "",
      after: short(words.after(control)),
      form,
      maxLength: control.maxLength ?? -1,
      pattern: attribute(control, "pattern"),
      inputMode: short(control.inputMode, 40),
      options:
        sort === "tick"
          ? [tickOf(control, own || (drawn ? textOf(control) : words.after(control)))]
          : choices(control),
      touched: isTouched(control),
      focused: control === focus,
      obstacle: /^(range|color)$/.test(type)
        ? "unsupported"
        : see(control, sort === "tick" ? labels : []),
      ...(opensList(control) ? { popup: true } : {}),
      ...(drawn || sort === "list" ? { drawn: true } : {}),
    };
    const context = contexts.get(form);
    contexts.delete(form);
    if (context !== undefined)
      Object.assign(field, { context: short(`${context} | ${pageTitle()}`) }, languageOf(control));
    room -= lengthOf(field);
    if (room < 0) return [];
    live[n] = control;
    seen[n] = { field, labels, own };
    return [field];
  });
  return { fields, live, seen };
}

/** About how many characters a field takes in the answer. */
function lengthOf({ options, ...texts }: PageField): number {
  return options.reduce(
    (sum, { value, text }) => sum + value.length + text.length + 24,
    Object.values(texts).join("").length + 250,
  );
}

/** Buttons that a page draws have no name that keeps them together; their group makes one. */
function groupName(control: Element, groups: Map<Element | null, string>): string {
  const group = closestDeep(control, "[role=radiogroup]");
  const name = groups.get(group) ?? `(${groups.size})`;
  if (group) groups.set(group, name);
  return group ? name : "";
}

/** Value and words of a radio or checkbox. */
function tickOf(control: Control, text: string): { value: string; text: string } {
  return { value: short(control.value ?? attribute(control, "data-value")), text };
}

/** The form that a control belongs to. */
function formAround(element: Element): Element | null {
  return (element as Control).form ?? closestDeep(element, "form");
}

/** The language that the page says this part is in. */
function languageOf(element: Element): { lang?: string } {
  const around = closestDeep(element, "[lang]");
  const lang = around && attribute(around, "lang");
  return lang ? { lang: lang.slice(0, 40) } : {};
}

/** Value and text of each option of a list, in order. */
export function choices(control: Control): { value: string; text: string }[] {
  const sort = sortOf(control);
  if (sort !== "select") return sort === "list" ? entriesOf(control).map(entryOf) : [];
  return optionsOf(control)
    .slice(0, pageCaps.options)
    .map((option) => ({ value: short(option.value), text: short(option.text) }));
}
