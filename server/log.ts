/** One JSON line for each thing that happened: no account, no object, no address in full. */
export type Log = (event: string, facts?: Record<string, string | number | boolean>) => void;

/** Lines to `write`, with the time first. */
export function logTo(write: (line: string) => void): Log {
  return (event, facts = {}) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), event, ...facts })}\n`);
}

/** The network an address is in: /24 of IPv4, /48 of IPv6. */
export function networkOf(address: string): string {
  const four = /^(?:::ffff:)?(\d+\.\d+\.\d+)\.\d+$/.exec(address);
  if (four !== null) return `${four[1]}.0/24`;
  if (!address.includes(":")) return "unknown";
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  if (tail !== undefined) groups.push("0", "0", "0");
  return `${groups.slice(0, 3).join(":")}::/48`;
}
