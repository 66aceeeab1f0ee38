/** One line of a benchmark's result. Ratios above 1: we are faster. Null where there is nothing to compare with. */
export interface BenchCase {
  readonly bench: string
  readonly case: string
  /** Seconds of the peer divided by ours, medians of interleaved rounds. */
  readonly ratio_to_peer: number | null
  /** Seconds of the limit divided by ours. */
  readonly ratio_to_limit: number | null
  /** CPU seconds of all processes, the limit's divided by ours: what remains comparable while others use the machine. */
  readonly cpu_to_limit?: number
  /** The peer's divided by ours. */
  readonly cpu_to_peer?: number
  /** Milliseconds that ours take longer than the peer's, in the median. */
  readonly ms_over_peer?: number
  readonly seconds: number
  /** User and system seconds of our processes. */
  readonly cpu_seconds?: number
  readonly rss_mb: number | null
}

const columns = [
  'bench',
  'case',
  'ratio_to_peer',
  'ratio_to_limit',
  'cpu_to_limit',
  'cpu_to_peer',
  'ms_over_peer',
  'seconds',
  'cpu_seconds',
  'rss_mb',
] as const

export function printCases(cases: readonly BenchCase[]): void {
  const rows = [columns.map(String), ...cases.map((one) => columns.map((column) => cell(one[column])))]
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  for (const row of rows)
    process.stderr.write(
      `${row.map((text, at) => (at < 2 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))).join('  ')}\n`,
    )
}

const cell = (value: string | number | null | undefined): string =>
  value === null || value === undefined ? '-' : typeof value === 'number' ? value.toFixed(2) : value

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
