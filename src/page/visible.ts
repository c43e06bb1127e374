/**
 * Whether the user can see a field and use it: nothing hidden is filled (issue "what a user can do", 6).
 * Only reads layout; make one `sight()` for a whole scan, so that each ancestor is measured once.
 */
import type { Obstacle } from "../core/form/field.ts";
import { boxOf, fits, isShown, nameOf, pageBody, pageRoot, scrolledX, scrolledY } from "./dom.ts";
import { covered, inSight, onScreen, type Span } from "./hit.ts";
import { clipped, frameShown, readable, tiny } from "./paint.ts";
import { parentOf } from "./roots.ts";

interface Style {
  css: CSSStyleDeclaration;
  position: string;
  /** What overflows it across and down; null where all of it is shown. */
  clips: [across: string, down: string] | null;
  /** This element alone makes all inside it invisible. */
  hides: boolean;
  opacity: number;
}

/** Why an element can not be filled, or null. */
export type Sight = (element: Element, stand: Element[]) => Obstacle | null;

/**
 * Measures each ancestor once. `stand`: elements that the user sees and clicks in the place of `element`
 * (the labels of a radio or checkbox whose own box is drawn by the page). `closely`, for the moment of writing: what
 * is not on the screen is looked at as if the page were scrolled to it.
 */
export function sight(closely = false): Sight {
  const styles = new Map<Element, Style>();
  const framed = frameShown();
  const scroll = pageScroll();

  function styleOf(element: Element): Style {
    const style = styles.get(element) ?? measure(element);
    styles.set(element, style);
    return style;
  }

  /** What can be seen of it across and down, or null. */
  function seen(element: Element): [Span, Span] | null {
    if (!framed || !isShown(element, { opacityProperty: true, visibilityProperty: true }))
      return null;
    // Firefox measures boxes as if there were no zoom.
    if (((element as { currentCSSZoom?: number }).currentCSSZoom ?? 1) < 0.2) return null;
    const { css } = styleOf(element);
    const box = boxOf(element);
    let across: Span | null = [box.left, box.right, false];
    let down: Span | null = [box.top, box.bottom, false];
    let position = "";
    let opacity = 1;
    for (let at: Element | null = element; at; at = parentOf(at)) {
      const style = styleOf(at);
      opacity *= style.opacity;
      if (style.hides || opacity < 0.1) return null;
      const own = style.position;
      const free = position === "fixed" || (position === "absolute" && own === "static");
      // What overflows these two is scrolled with the page.
      if (/^(html|body)$/.test(nameOf(at)) || (free && !holdsPlaced(style))) continue;
      position = own;
      if (at !== element) {
        if (style.clips === null) continue;
        const [x, y] = style.clips;
        const around = boxOf(at);
        across = through(across, x, around.left, around.right, () => scrolledX(at));
        down = through(down, y, around.top, around.bottom, () => scrolledY(at));
      }
      if (!across || !down || Math.min(across[1] - across[0], down[1] - down[0]) < tiny)
        return null;
    }
    return !readable(element, css) || offPage(across, down, position === "fixed", scroll)
      ? null
      : [across, down];
  }

  function obstacle(element: Element): Obstacle | null {
    const spans = seen(element);
    if (!spans) return "hidden";
    if (closely && !onScreen(...spans)) return inSight(element, () => near(element));
    return covered(element, ...spans) ? "covered" : null;
  }

  return (element, stand) => {
    const why = stand.some((label) => obstacle(label) === null) ? null : obstacle(element);
    return why ?? barred(element);
  };
}

function near(element: Element): Obstacle | null {
  const { left, right, top, bottom } = boxOf(element);
  if (!onScreen([left, right, false], [top, bottom, false])) return "hidden";
  return sight()(element, []);
}

/** What an ancestor from `low` to `high` lets through; null where no scrolling leads. */
function through(
  [from, to, away]: Span,
  overflow: string,
  low: number,
  high: number,
  scrolledBy: () => number,
): Span | null {
  if (overflow === "visible") return [from, to, away];
  if (/auto|scroll/.test(overflow)) {
    const scrolled = scrolledBy();
    // Scrolled the other way round in right-to-left parts, where `scrolled` is below zero.
    if (scrolled >= 0 && to <= low - scrolled + 1) return null;
    if (to <= low || from >= high) return [low, high, true];
  }
  return [Math.max(from, low), Math.min(to, high), away];
}

function measure(element: Element): Style {
  const css = getComputedStyle(element);
  const { filter, overflow, position } = css;
  const [x = "visible", y = x] = overflow.split(" ");
  return {
    css,
    position,
    clips: overflow === "visible" ? null : [x, y],
    hides:
      clipped(css, position) ||
      (filter !== "none" && /blur\(\d\d/.test(filter)) ||
      fits(element, "[inert],[aria-hidden=true]"),
    opacity: Number(css.opacity) * Number(/opacity\(([\d.]+)\)/.exec(filter)?.[1] ?? 1),
  };
}

/** Absolute and fixed descendants are placed by it. */
function holdsPlaced({ css }: Style): boolean {
  return css.filter !== "none" || css.transform !== "none";
}

function barred(element: Element): Obstacle | null {
  if (fits(element, ":disabled,[aria-disabled=true]")) return "disabled";
  return fits(element, "input[readonly],textarea[readonly],[aria-readonly=true]")
    ? "readonly"
    : null;
}

interface PageScroll {
  width: number;
  height: number;
  left: number;
  top: number;
  leftwards: boolean;
  /** It does not scroll across. */
  stuck: boolean;
  /** It does not scroll down. */
  still: boolean;
}

function pageScroll(): PageScroll {
  const [html, body] = [pageRoot(), pageBody()].map((each) => each && getComputedStyle(each));
  return {
    width: innerWidth,
    height: innerHeight,
    left: scrollX,
    top: scrollY,
    leftwards: html?.direction === "rtl",
    stuck: /hidden|clip/.test(`${html?.overflowX} ${body?.overflowX}`),
    still: /hidden|clip/.test(`${html?.overflowY} ${body?.overflowY}`),
  };
}

/** Where no scrolling of the page leads. */
function offPage(across: Span, down: Span, fixed: boolean, page: PageScroll): boolean {
  const { width, height, left, top } = page;
  if (fixed) return across[1] <= 0 || down[1] <= 0 || across[0] >= width || down[0] >= height;
  // Right-to-left pages scroll to where scrollX is below zero.
  if ((across[1] + left <= 0 && !page.leftwards) || down[1] + top <= 0) return true;
  if (page.still && down[0] >= height) return true;
  return across[0] + left >= (page.stuck ? width : 2 * width);
}
