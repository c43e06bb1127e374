/** What is told of requests, and by what they are counted. */
import { isIP } from "node:net";

/** One JSON line for each thing that happened: no account, no object, no address in full. */
export type Log = (event: string, facts?: Record<string, string | number | boolean>) => void;

/** Lines to `write`, with the time first. */
export function logTo(write: (line: string) => void): Log {
  return (event, facts = {}) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), event, ...facts })}\n`);
}

/** What one sender has for the counting of requests: an IPv4 address, or a /64 of IPv6, of which anybody has a whole one. */
export function senderOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const four = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (four?.[1] !== undefined) return four[1];
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array.from({ length: zeros }, () => "0"), ...after].slice(0, 4).join(":");
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
