/** Differences of form that the engines' own text has: trailing zeros, t for 1, blanks in JSON, the zone of an instant. */
export function plainAnswer(cell: string | null): string | null {
  if (cell === null) return null
  if (cell === 't' || cell === 'f') return cell === 't' ? '1' : '0'
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cell)) return String(Number(Number(cell).toPrecision(14)))
  if (/^[[{](?![A-Za-z])/.test(cell)) return documentText(cell)
  const stamp = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(\.\d+)?(\+00)?$/.exec(cell)
  if (stamp) return `${stamp[1]}${(stamp[2] ?? '').replace(/\.?0+$/, '')}`
  return cell.replace(/^(-?\d+:\d\d:\d\d)(\.\d*[1-9])?\.?0*$/, '$1$2')
}

/** Documents are equal whatever the order of their keys; a text in brackets need not be one. */
function documentText(cell: string): string {
  try {
    return JSON.stringify(JSON.parse(cell), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    )
  } catch {
    return cell
  }
}

/** The target's answers as text, whatever their types. */
export const textParsers: Readonly<Record<number, (value: string) => string>> = Object.fromEntries(
  Array.from({ length: 6000 }, (_, oid) => [oid, (value: string) => value]),
)
