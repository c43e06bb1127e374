/**
 * Memory for bodies whose signature can not be checked before they are there: so much for all, so much for one sender.
 * Without it a thousand connections that never end their megabyte hold a gigabyte that nobody has signed for.
 */
export interface Room {
  /** Takes this many bytes for a sender; a function that gives them back, or null where there is no room now. */
  take(sender: string, bytes: number): (() => void) | null;
}

/** Room for `all` bytes, of which one sender has at most `each`. */
export function roomOf({ all, each }: { all: number; each: number }): Room {
  const senders = new Map<string, number>();
  let used = 0;
  return {
    take: (sender, bytes) => {
      const own = senders.get(sender) ?? 0;
      if (used + bytes > all || own + bytes > each) return null;
      used += bytes;
      senders.set(sender, own + bytes);
      return () => {
        used -= bytes;
        const left = (senders.get(sender) ?? 0) - bytes;
        if (left > 0) senders.set(sender, left);
        else senders.delete(sender);
      };
    },
  };
}
