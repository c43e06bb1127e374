/**
 * Whether the user can see a field and use it: nothing hidden is filled (issue "what a user can do", 6).
 * Only reads layout; make one `sight()` for a whole scan, so that each ancestor is measured once.
 */
import type { Obstacle } from "../core/form/field.ts";
import { hostOf, parentOf } from "./roots.ts";

/** Smaller than this (CSS pixels) is a trick, not a field. */
const tiny = 4;

interface Style {
  css: CSSStyleDeclaration;
  box: DOMRect;
  /** This element alone makes all inside it invisible. */
  hides: boolean;
  opacity: number;
  /** Absolute and fixed descendants are placed by it. */
  holds: boolean;
}

/** From where to where it is to be seen along one axis; `away`: only after scrolling a part of the page. */
type Span = [from: number, to: number, away: boolean];

/** Why an element can not be filled, or null. */
export type Sight = (element: Element, stand: Element[]) => Obstacle | null;

/**
 * Measures each ancestor once. `stand`: elements that the user sees and clicks in the place of `element`
 * (the labels of a radio or checkbox whose own box is drawn by the page).
 */
export function sight(): Sight {
  const styles = new Map<Element, Style>();

  function styleOf(element: Element): Style {
    const style = styles.get(element) ?? measure(element);
    styles.set(element, style);
    return style;
  }

  /** What can be seen of it across and down, or null. */
  function seen(element: Element): [Span, Span] | null {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return null;
    const { css, box } = styleOf(element);
    let across: Span | null = [box.left, box.right, false];
    let down: Span | null = [box.top, box.bottom, false];
    let position = "";
    let opacity = 1;
    for (let at: Element | null = element; at; at = parentOf(at)) {
      const style = styleOf(at);
      opacity *= style.opacity;
      if (style.hides || opacity < 0.1) return null;
      const own = style.css.position;
      const free = position === "fixed" || (position === "absolute" && own === "static");
      // What overflows these two is scrolled with the page.
      if (/^(html|body)$/.test(at.localName) || (free && !style.holds)) continue;
      position = own;
      if (at !== element) {
        across = through(
          across,
          style.css.overflowX,
          style.box.left,
          style.box.right,
          at.scrollLeft,
        );
        down = through(down, style.css.overflowY, style.box.top, style.box.bottom, at.scrollTop);
      }
      if (!across || !down || Math.min(across[1] - across[0], down[1] - down[0]) < tiny)
        return null;
    }
    return !readable(css) || offPage(across, down, position === "fixed") ? null : [across, down];
  }

  function obstacle(element: Element): Obstacle | null {
    const spans = seen(element);
    if (!spans) return "hidden";
    return covered(element, ...spans) ? "covered" : null;
  }

  return (element, stand) => {
    const why = stand.some((label) => obstacle(label) === null) ? null : obstacle(element);
    return why ?? barred(element);
  };
}

/** What an ancestor from `low` to `high` lets through; null where no scrolling leads. */
function through(
  [from, to, away]: Span,
  overflow: string,
  low: number,
  high: number,
  scrolled: number,
): Span | null {
  if (overflow === "visible") return [from, to, away];
  if (/auto|scroll/.test(overflow)) {
    // Scrolled the other way round in right-to-left parts, where `scrolled` is below zero.
    if (scrolled >= 0 && to <= low - scrolled + 1) return null;
    if (to <= low || from >= high) return [low, high, true];
  }
  return [Math.max(from, low), Math.min(to, high), away];
}

function measure(element: Element): Style {
  const css = getComputedStyle(element);
  return {
    css,
    box: element.getBoundingClientRect(),
    hides: clipped(css) || element.matches("[inert],[aria-hidden=true]"),
    opacity: Number(css.opacity) * Number(/opacity\(([\d.]+)\)/.exec(css.filter)?.[1] ?? 1),
    holds: css.transform + css.filter !== "nonenone",
  };
}

function barred(element: Element): Obstacle | null {
  if (element.matches(":disabled,[aria-disabled=true]")) return "disabled";
  return element.matches("input[readonly],textarea[readonly],[aria-readonly=true]")
    ? "readonly"
    : null;
}

/** `clip` and `clip-path` that leave nothing to see. On the screen, other shapes are found by `covered`. */
function clipped({ clip, clipPath, position }: CSSStyleDeclaration): boolean {
  const edges = clip.match(/[-\d.]+(?=px)/g)?.map(Number) ?? [];
  const [top = 0, right = 99, bottom = 99, left = 0] = edges;
  if (/fixed|absolute/.test(position) && (right - left < tiny || bottom - top < tiny)) return true;
  const [up = 0, end = up, low = up, start = end] =
    clipPath.match(/(?<=^inset.*)[\d.]+(?=%)/g)?.map(Number) ?? [];
  return up + low >= 100 || start + end >= 100 || /^(circle|ellipse)\(0(px|%)/.test(clipPath);
}

/** Text somebody could read: of some size, and not in the colour of what is behind it. */
function readable({ fontSize, color, backgroundColor }: CSSStyleDeclaration): boolean {
  return Number.parseFloat(fontSize) >= 2 && (color !== backgroundColor || alpha(color) < 1);
}

function alpha(colour: string): number {
  return Number(/(?:rgba\(.*,|\/) ?([\d.]+)\)$/.exec(colour)?.[1] ?? 1);
}

/** Where no scrolling of the page leads. */
function offPage(across: Span, down: Span, fixed: boolean): boolean {
  const { innerWidth: width, innerHeight: height } = window;
  if (fixed) return across[1] <= 0 || down[1] <= 0 || across[0] >= width || down[0] >= height;
  // Right-to-left pages scroll to where scrollX is below zero.
  const { direction, overflowX } = getComputedStyle(document.documentElement);
  if ((across[1] + scrollX <= 0 && direction === "ltr") || down[1] + scrollY <= 0) return true;
  const stuck = /hidden|clip/.test(overflowX + getComputedStyle(document.body).overflowX);
  return across[0] + scrollX >= (stuck ? width : 4000);
}

/** Something opaque lies over it, at its centre and at one of its sides, where it is on the screen. */
function covered(element: Element, across: Span, down: Span): boolean {
  if (across[2] || down[2]) return false;
  const left = Math.max(across[0], 0);
  const top = Math.max(down[0], 0);
  const width = Math.min(across[1], innerWidth) - left;
  const height = Math.min(down[1], innerHeight) - top;
  if (width < 2 || height < 2) return false;
  const seen = (x: number, y: number) => seenAt(element, left + x * width, top + y * height);
  return !seen(0.5, 0.5) && !(seen(0.15, 0.5) && seen(0.8, 0.5));
}

function seenAt(element: Element, x: number, y: number): boolean {
  const root = element.getRootNode() as Document | ShadowRoot;
  const host = hostOf(element);
  return (
    topmost(element, root.elementsFromPoint(x, y)) && (host === undefined || seenAt(host, x, y))
  );
}

function topmost(element: Element, stack: Element[]): boolean {
  for (const above of stack) {
    if (above === element || element.contains(above)) return true;
    // Below the field already: a field that takes no clicks is not in the stack itself.
    if (above.contains(element))
      return getComputedStyle(element).pointerEvents === "none" || above.shadowRoot !== null;
    if (opaque(above)) return false;
  }
  return false;
}

function opaque(element: Element): boolean {
  if (!element.checkVisibility({ opacityProperty: true })) return false;
  if (element.matches("img,video,canvas,iframe,svg")) return true;
  const css = getComputedStyle(element);
  return alpha(css.backgroundColor) > 0.1 || css.backgroundImage !== "none";
}
