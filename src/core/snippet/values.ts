/** Values of expressions: what counts as true, as a number, and how they are written. */
import type { BinaryOperator, Value } from "./expression.ts";
import { TemplateError } from "./failure.ts";
import { limits } from "./limits.ts";

/** As it is inserted; numbers without the noise of binary fractions. */
export function textOf(value: Value): string {
  if (typeof value === "string") return value;
  return String(typeof value === "number" ? tidy(value) : value);
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Empty text, 0 and false are no. */
export function isTrue(value: Value): boolean {
  return value !== "" && value !== 0 && value !== false;
}

/** The number that a value is, or null: "12", "-3.5", and "3,5" where that is how one writes it. */
function numberIn(value: Value, locale: string): number | null {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return null;
  const text = value.trim();
  if (text.length > 40) return null;
  const plain = /^[+-]?\d+,\d+$/.test(text) && decimalComma(locale) ? text.replace(",", ".") : text;
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

function decimalComma(locale: string): boolean {
  return new Intl.NumberFormat(locale).format(1.5).includes(",");
}

/** The number that a value is; NOT_A_NUMBER where it is none. */
export function numberOf(value: Value, locale: string): number {
  const number = numberIn(value, locale);
  if (number === null) throw new TemplateError("NOT_A_NUMBER", textOf(value).slice(0, 40));
  return number;
}

/** A number that came out; NOT_A_NUMBER where it left the numbers. */
export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new TemplateError("NOT_A_NUMBER", String(value));
  return tidy(value);
}

/** Text that came out; TOO_MUCH where it is too long. */
export function bounded(text: string): string {
  if (text.length > limits.output) throw new TemplateError("TOO_MUCH");
  return text;
}

/** One operation on two values; `&&` and `||` are the evaluator's. */
export function operate(
  op: Exclude<BinaryOperator, "&&" | "||">,
  left: Value,
  right: Value,
  locale: string,
): Value {
  switch (op) {
    case "+":
      // Two numbers are added; anything else is put together.
      if (typeof left === "number" || typeof right === "number") {
        const [a, b] = [numberIn(left, locale), numberIn(right, locale)];
        if (a !== null && b !== null) return finite(a + b);
      }
      return bounded(textOf(left) + textOf(right));
    case "-":
      return finite(numberOf(left, locale) - numberOf(right, locale));
    case "*":
      return finite(numberOf(left, locale) * numberOf(right, locale));
    case "/":
    case "%": {
      const by = numberOf(right, locale);
      if (by === 0) throw new TemplateError("DIVIDED_BY_ZERO");
      const of = numberOf(left, locale);
      return finite(op === "/" ? of / by : of % by);
    }
    case "==":
      return compare(left, right, locale) === 0;
    case "!=":
      return compare(left, right, locale) !== 0;
    case "<":
      return compare(left, right, locale) < 0;
    case ">":
      return compare(left, right, locale) > 0;
    case "<=":
      return compare(left, right, locale) <= 0;
    case ">=":
      return compare(left, right, locale) >= 0;
  }
}

/** Numbers by their size, all else as text: days as "2027-05-31" sort rightly. */
function compare(left: Value, right: Value, locale: string): number {
  const [a, b] = [numberIn(left, locale), numberIn(right, locale)];
  if (a !== null && b !== null) return a - b;
  const [x, y] = [textOf(left), textOf(right)];
  return x === y ? 0 : x < y ? -1 : 1;
}
