import type { CanonicalColumn } from '../../../../../core/data/canonical.js'
import type { Canonical } from '../../../../../core/data/script/row.js'

/** What a policy makes of a value: the value itself when it is none that the policy is about. */
export function byPolicy(column: CanonicalColumn, value: Canonical): Canonical | null {
  const { replaced, mapping } = column
  switch (replaced?.when) {
    case undefined:
      return value
    case 'enumError': {
      const type = mapping.source.type
      const isError = value.length === 0 && type.kind === 'enum' && !type.values.includes('')
      return isError ? null : value
    }
    case 'nulByte':
      return value.includes('\0') ? value.toString().replaceAll('\0', '') : value
    case 'zeroDate': {
      const day = value.toString().slice(0, 10)
      if (replaced.by === 'infinity') return day === '0000-00-00' ? '-infinity' : value
      return isReal(day) ? value : null
    }
  }
}

/** Year, month and day that a calendar has. */
function isReal(day: string): boolean {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  if (year === 0 || month === 0 || date === 0 || month > 12) return false
  const made = new Date(0)
  made.setUTCFullYear(year, month - 1, date)
  return made.getUTCMonth() === month - 1
}
