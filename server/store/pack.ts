/**
 * What goes between the threads: all bytes of a message in one buffer that is handed over, not copied. Left to the
 * structured clone, each array of 16 or 32 bytes becomes a buffer of its own, with its own memory to be freed again.
 */
export interface Packed {
  /** The value, with places in `bytes` where its byte arrays were. */
  plain: unknown;
  bytes: ArrayBuffer;
}

/** Where bytes were: this key stands in no argument and no row. */
const mark = "\0";
type Place = { [mark]: number; n: number };

/** V8 keeps arrays up to this length in its own heap. */
const small = 64;

const isPlain = (value: object): boolean => {
  const above: unknown = Object.getPrototypeOf(value);
  return above === Object.prototype || above === null;
};

/** Any value of lists, plain objects and bytes; what else is in it (a Set) goes as the structured clone takes it. */
export function pack(value: unknown): Packed {
  const parts: Uint8Array[] = [];
  let length = 0;
  const walk = (part: unknown): unknown => {
    if (typeof part !== "object" || part === null) return part;
    if (part instanceof Uint8Array) {
      const place: Place = { [mark]: length, n: part.length };
      parts.push(part);
      length += part.length;
      return place;
    }
    if (Array.isArray(part)) return part.map(walk);
    if (!isPlain(part)) return part;
    const copy: Record<string, unknown> = {};
    for (const key in part) copy[key] = walk((part as Record<string, unknown>)[key]);
    return copy;
  };
  const plain = walk(value);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return { plain, bytes: whole.buffer };
}

/** The value again. Short arrays are their own; long ones are views into what came. */
export function unpack({ plain, bytes }: Packed): unknown {
  const walk = (part: unknown): unknown => {
    if (typeof part !== "object" || part === null) return part;
    if (Array.isArray(part)) {
      for (let i = 0; i < part.length; i++) part[i] = walk(part[i]);
      return part;
    }
    if (!isPlain(part)) return part;
    const values = part as Record<string, unknown>;
    const at = values[mark];
    if (at !== undefined) {
      const { n } = part as Place;
      const view = new Uint8Array(bytes, at as number, n);
      return n <= small ? view.slice() : view;
    }
    for (const key in values) values[key] = walk(values[key]);
    return part;
  };
  return walk(plain);
}
