/** Where what was sent belongs: to an item that is there already, to a new one, or to one the user has to name. */

/** An item of the site, as far as it can be compared. A password that asks each time is null. */
export interface Known {
  id: string;
  username: string;
  password: string | null;
}

export type Settled =
  /** All of it is in an item already. */
  | { how: "known" }
  | { how: "new" }
  | { how: "update"; id: string }
  /** Several items could be meant; none where a new one is as likely. */
  | { how: "ask"; ids: string[] };

/**
 * The same user name on the same site is the same login: its password is replaced, no second one made. Without a
 * user name the password that was replaced tells which one, else the user does.
 */
export function settle(
  known: readonly Known[],
  sent: { username: string; password: string; old: string },
): Settled {
  const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();
  const holds = ({ password }: Known) => password === sent.password;
  const namesakes = known.filter(({ username }) => same(username, sent.username));
  if (sent.username !== "") {
    if (namesakes.some(holds)) return { how: "known" };
    if (namesakes.length > 0) return one(namesakes);
    // Made with a password of ours before the user name was known.
    const nameless = known.filter((item) => item.username === "" && holds(item));
    return nameless.length === 1 ? one(nameless) : { how: "new" };
  }
  if (known.some(holds)) return { how: "known" };
  const replaced = sent.old === "" ? [] : known.filter(({ password }) => password === sent.old);
  if (replaced.length === 1) return one(replaced);
  const meant = replaced.length > 0 ? replaced : known;
  return meant.length === 0 ? { how: "new" } : { how: "ask", ids: meant.map(({ id }) => id) };
}

function one(items: readonly Known[]): Settled {
  const [first, second] = items;
  if (first === undefined) return { how: "new" };
  return second === undefined
    ? { how: "update", id: first.id }
    : { how: "ask", ids: items.map(({ id }) => id) };
}
