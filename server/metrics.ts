/** Figures for Prometheus. Labels are routes and statuses: never an account, an object or an address. */
export interface Metrics {
  count(name: string, labels?: Record<string, string>, by?: number): void;
  set(name: string, value: number): void;
  /** Seconds that a request of this route took. */
  took(route: string, seconds: number): void;
  text(): string;
}

const bounds = [0.005, 0.02, 0.1, 0.5, 2, 10];

/** Counters, gauges and one histogram, in memory. */
export function metricsOf(): Metrics {
  const counters = new Map<string, number>();
  const gauges = new Map<string, number>();
  const times = new Map<string, { buckets: number[]; sum: number; count: number }>();
  const keyOf = (name: string, labels: Record<string, string>) => {
    const each = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    return each.length === 0 ? name : `${name}{${each.join(",")}}`;
  };
  return {
    count: (name, labels = {}, by = 1) => {
      const key = keyOf(`coffer_${name}`, labels);
      counters.set(key, (counters.get(key) ?? 0) + by);
    },
    set: (name, value) => void gauges.set(`coffer_${name}`, value),
    took: (route, seconds) => {
      const time = times.get(route) ?? { buckets: bounds.map(() => 0), sum: 0, count: 0 };
      bounds.forEach((bound, i) => {
        if (seconds <= bound) time.buckets[i] = (time.buckets[i] ?? 0) + 1;
      });
      time.sum += seconds;
      time.count += 1;
      times.set(route, time);
    },
    text: () => {
      const lines = [...counters, ...gauges].map(([key, value]) => `${key} ${value}`);
      for (const [route, { buckets, sum, count }] of times) {
        const label = `route="${route}"`;
        bounds.forEach((bound, i) =>
          lines.push(`coffer_request_seconds_bucket{${label},le="${bound}"} ${buckets[i]}`),
        );
        lines.push(`coffer_request_seconds_bucket{${label},le="+Inf"} ${count}`);
        lines.push(
          `coffer_request_seconds_sum{${label}} ${sum}`,
          `coffer_request_seconds_count{${label}} ${count}`,
        );
      }
      return `${lines.toSorted().join("\n")}\n`;
    },
  };
}
