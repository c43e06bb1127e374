/** What fields a document has, as plain data, and the map back from their numbers to the elements. */
import { pageCaps } from "../core/form/caps.ts";
import type { PageField } from "../core/form/field.ts";
import { isMasked, isTouched, optionsOf, sortOf, type Control } from "./control.ts";
import { closestDeep, focusedElement, walk } from "./roots.ts";
import { sight } from "./visible.ts";
import { attribute, isMute, short, textOf, wordsOf } from "./words.ts";

export interface Scan {
  fields: PageField[];
  /** By number of the field. */
  live: Control[];
}

/** Reads the whole document, open and closed shadow roots included; changes nothing in it. */
export function scan(): Scan {
  const words = wordsOf();
  const found: Control[] = [];
  const forms = new Map<Element | null, number>([[null, -1]]);
  const contexts = new Map([[-1, ""]]);
  let heading = "";

  const formOf = (element: Element): number =>
    forms.get((element as Control).form ?? closestDeep(element, "form")) ?? -1;
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
    const name = node.localName;
    if (name === "form") {
      forms.set(node, forms.size - 1);
      tell(
        node,
        heading,
        ...["name", "id", "aria-label", "action"].map((key) => attribute(node, key)),
      );
    } else if (name === "label") words.label(node as HTMLLabelElement);
    else if (/^(h[1-4]|legend)$/.test(name)) tell(node, (heading = textOf(node)));
    else if (node.matches("button,[type=submit],[type=button],[role=button]"))
      tell(node, attribute(node, "value"), attribute(node, "aria-label") || textOf(node));
    if (!sortOf(node) || found.length >= pageCaps.fields) return !isMute(node);
    words.field(node);
    found.push(node as Control);
    return false;
  });

  words.bind(found);
  const see = sight();
  const focus = focusedElement();
  const fields = found.map((control, n): PageField => {
    const sort = sortOf(control);
    const tag = sort === "edit" ? "editable" : (control.localName as PageField["tag"]);
    const type = tag !== "input" ? "" : isMasked(control) ? "password" : control.type;
    const own = words.own(control);
    const label = type === "radio" ? words.group(control) : own;
    const form = formOf(control);
    const field: PageField = {
      n,
      tag,
      type,
      name: attribute(control, "name"),
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
          ? [{ value: short(control.value), text: own || words.after(control) }]
          : choices(control),
      touched: isTouched(control),
      focused: control === focus,
      obstacle: /^(range|color)$/.test(type)
        ? "unsupported"
        : see(control, sort === "tick" ? words.labelsOf(control) : []),
    };
    const context = contexts.get(form);
    contexts.delete(form);
    return context === undefined
      ? field
      : { ...field, context: short(`${context} | ${document.title}`), ...languageOf(control) };
  });
  return { fields, live: found };
}

/** The language that the page says this part is in. */
function languageOf(element: Element): { lang?: string } {
  const lang = closestDeep(element, "[lang]")?.getAttribute("lang");
  return lang ? { lang: short(lang, 40) } : {};
}

/** Value and text of each option of a select, in order. */
export function choices(control: Control): { value: string; text: string }[] {
  return optionsOf(control)
    .slice(0, pageCaps.options)
    .map((option) => ({ value: short(option.value), text: short(option.text) }));
}
