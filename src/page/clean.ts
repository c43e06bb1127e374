/** The HTML of a snippet before it goes into a page: it may come from a file of somebody else. */

const kept =
  /^(a|abbr|b|blockquote|br|code|dd|del|div|dl|dt|em|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|u|ul)$/;
/** Their content is no text. */
const gone =
  "script,style,template,noscript,iframe,object,embed,svg,math,title,textarea,select,meta,link";
const attributes = /^(alt|title|colspan|rowspan|start|width|height|dir|lang)$/;

/** Elements that only shape text, with no script, style, class or address that is not plain; else just the text. */
export function clean(html: string): string {
  // A document of its own: nothing in it runs or loads.
  const { body } = new DOMParser().parseFromString(html, "text/html");
  body.querySelectorAll(gone).forEach((element) => element.remove());
  for (const element of body.querySelectorAll("*")) {
    if (!kept.test(element.localName)) element.replaceWith(...element.childNodes);
    for (const name of element.getAttributeNames()) {
      const value = element.getAttribute(name) ?? "";
      const link =
        (name === "href" && /^(https?:|mailto:|tel:)/i.test(value)) ||
        (name === "src" && /^data:image\/(png|jpeg|gif|webp);/i.test(value));
      if (!link && !attributes.test(name)) element.removeAttribute(name);
    }
  }
  return body.getHTML();
}
