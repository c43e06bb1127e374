/** What a style leaves to see: of text, of a box, of what lies behind them. Only reads. */
import { allAt, attributeOf, boxOf, fits, holds, isShown, rootOf } from "./dom.ts";
import { parentOf } from "./roots.ts";

/** Smaller than this (CSS pixels) is a trick, not a field. */
export const tiny = 4;

type Colour = [red: number, green: number, blue: number, alpha: number];
const colours = new Map<string, Colour | null>();

/** A computed colour; null for those of the newer spaces (`oklch()`), which are never taken for a trick. */
function colourOf(css: string): Colour | null {
  const known = colours.get(css);
  if (known !== undefined) return known;
  const [red = 0, green = 0, blue = 0, alpha = 1] = css.match(/[\d.]+/g)?.map(Number) ?? [];
  const colour: Colour | null = css.startsWith("rgb") ? [red, green, blue, alpha] : null;
  if (colours.size > 500) colours.clear();
  colours.set(css, colour);
  return colour;
}

function alphaOf(css: string): number {
  return colourOf(css)?.[3] ?? Number(/\/ ?([\d.]+)\)$/.exec(css)?.[1] ?? 1);
}

/** `clip`, `clip-path` and masks that leave nothing to see. Other shapes are found by what is at a point. */
export function clipped(css: CSSStyleDeclaration, position: string): boolean {
  if (/fixed|absolute/.test(position)) {
    const edges = css.clip.match(/[-\d.]+(?=px)/g)?.map(Number) ?? [];
    const [top = 0, right = 99, bottom = 99, left = 0] = edges;
    if (right - left < tiny || bottom - top < tiny) return true;
  }
  const { clipPath, maskImage } = css;
  if (clipPath !== "none") {
    const [up = 0, end = up, low = up, start = end] =
      clipPath.match(/(?<=^inset.*)[\d.]+(?=%)/g)?.map(Number) ?? [];
    if (up + low >= 100 || start + end >= 100 || /^(circle|ellipse)\(0(px|%)/.test(clipPath))
      return true;
  }
  if ((maskImage ?? "none") === "none") return false;
  // Of a picture as a mask nobody can say what it leaves; a gradient with some colour leaves that.
  const inks = maskImage.match(/\w+\([\d., /%]+\)/g)?.filter((ink) => alphaOf(ink) > 0.1) ?? [];
  return inks.length === 0 || /(^|\s)0(px|%)/.test(css.maskSize);
}

/** Text somebody could read: of some size, and not in the colour of what is behind it. */
export function readable(element: Element, css: CSSStyleDeclaration): boolean {
  if (Number.parseFloat(css.fontSize) < 2) return false;
  const ink = colourOf(css.webkitTextFillColor || css.color);
  if (ink === null) return true;
  const own = colourOf(css.backgroundColor);
  const clear = own !== null && own[3] > 0.9 && ink[3] >= 0.1 && !alike(ink, own);
  if (clear || css.textShadow !== "none") return true;
  if (ink[3] < 0.1) return false;
  const framed =
    css.boxShadow + css.outlineStyle !== "nonenone" || Number.parseFloat(css.borderBottomWidth) > 0;
  for (let at: Element | null = element; at; at = parentOf(at)) {
    const { backgroundColor, backgroundImage } = at === element ? css : getComputedStyle(at);
    if (backgroundImage !== "none") return true;
    const back = colourOf(backgroundColor);
    if (back === null) return true;
    if (back[3] > 0.9) return !alike(ink, back) || (at !== element && besideIts(element));
    // A box with a frame is seen, and something else may lie behind it.
    if (framed || back[3] > 0) return true;
  }
  const dark = /dark/.test(css.colorScheme);
  return dark || !alike(ink, [255, 255, 255, 1]) || besideIts(element);
}

function alike(one: Colour, other: Colour): boolean {
  return [0, 1, 2].reduce((sum, i) => sum + Math.abs((one[i] ?? 0) - (other[i] ?? 0)), 0) < 24;
}

/** Something that is none of its ancestors lies at its place: a picture behind it, for one. */
function besideIts(element: Element): boolean {
  const { left, top, width, height } = boxOf(element);
  const stack = allAt(rootOf(element), left + width / 2, top + height / 2);
  return stack.some((each) => !holds(each, element) && !holds(element, each));
}

/** It hides what lies under it. */
export function opaque(element: Element): boolean {
  if (!isShown(element, { opacityProperty: true })) return false;
  if (fits(element, "img,video,canvas,iframe,svg,embed,object")) return true;
  const css = getComputedStyle(element);
  return alphaOf(css.backgroundColor) > 0.1 || css.backgroundImage !== "none";
}

/** Frames of the same site that this document is in are to be seen too. */
export function frameShown(): boolean {
  try {
    for (let at: Window = window; at.frameElement; at = at.parent) {
      const { left, top, width, height, right, bottom } = at.frameElement.getBoundingClientRect();
      const hidden = attributeOf(at.frameElement, "aria-hidden") === "true";
      const gone = right + at.parent.scrollX <= 0 || bottom + at.parent.scrollY <= 0;
      if (hidden || gone || width < 9 || height < 9 || left > 9999 || top > 999_999) return false;
      if (!isShown(at.frameElement, { opacityProperty: true, visibilityProperty: true }))
        return false;
    }
  } catch {
    // The frame of another site: what it shows is its own, and the user was asked about it.
  }
  return true;
}
