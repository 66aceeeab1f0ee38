/** Elements of a date format, longest first, and the percent code of the hub that means the same. */
const elements: readonly (readonly [string, string])[] = [
  ['SYYYY', '%Y'],
  ['YYYY', '%Y'],
  ['RRRR', 'R'],
  ['HH24', '%H'],
  ['HH12', '%h'],
  ['FF6', '%f'],
  ['FF9', 'F'],
  ['FF3', 'F'],
  ['MON', 'M'],
  ['FF', 'F'],
  ['HH', '%h'],
  ['RR', 'R'],
  ['YY', '%y'],
  ['MM', '%m'],
  ['DD', '%d'],
  ['MI', '%i'],
  ['SS', '%s'],
  ['AM', '%p'],
  ['PM', '%p'],
]

interface Part {
  /** As in the table above, or `text`. */
  readonly code: string
  readonly written: string
}

/** Takes a format apart (SQL Language Reference, "Datetime Format Models"); undefined: an element that is not in the table. */
function partsOf(format: string): readonly Part[] | undefined {
  const parts: Part[] = []
  for (let at = 0; at < format.length; ) {
    const quoted = /^"([^"]*)"/.exec(format.slice(at))
    if (quoted) {
      parts.push({ code: 'text', written: quoted[1] ?? '' })
      at += quoted[0].length
      continue
    }
    const rest = format.slice(at).toUpperCase()
    const found = elements.find(([word]) => rest.startsWith(word))
    const sign = format[at] ?? ''
    if (!found && /[A-Za-z0-9]/.test(sign)) return undefined
    const written = found ? format.slice(at, at + found[0].length) : sign
    parts.push({ code: found ? found[1] : 'text', written })
    at += written.length
  }
  return parts
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

/** Digits that an element takes at most. */
const widths: Readonly<Record<string, number>> = { '%Y': 4, R: 4, F: 9, '%f': 9 }

/** The ISO text of a moment that is written in a format; undefined where the text does not fit it. Years and days are required. */
export function readMoment(text: string, format: string): string | undefined {
  const parts = partsOf(format.trim())
  const values = parts && valuesOf(text.trim(), parts)
  const year = values?.get('year')
  const month = values?.get('month')
  const day = values?.get('day')
  if (!values || !year || !month || !day) return undefined
  const hour = hourOf(values.get('hour') ?? '0', values.get('half'))
  const date = `${year.padStart(4, '0')}-${pad(month)}-${pad(day)}`
  if (Number.isNaN(Date.parse(`${date}T00:00:00Z`))) return undefined
  const fraction = values.get('fraction')
  const time = `${pad(hour)}:${pad(values.get('minute') ?? '0')}:${pad(values.get('second') ?? '0')}`
  return `${date} ${time}${fraction ? `.${fraction.slice(0, 6)}` : ''}`
}

const pad = (digits: string): string => digits.padStart(2, '0')

const hourOf = (hour: string, half: string | undefined): string =>
  half === undefined ? hour : String((Number(hour) % 12) + (half === 'PM' ? 12 : 0))

const fields: Readonly<Record<string, string>> = {
  '%Y': 'year',
  '%y': 'year',
  R: 'year',
  '%m': 'month',
  M: 'month',
  '%d': 'day',
  '%H': 'hour',
  '%h': 'hour',
  '%i': 'minute',
  '%s': 'second',
  '%f': 'fraction',
  F: 'fraction',
  '%p': 'half',
}

function valuesOf(text: string, parts: readonly Part[]): ReadonlyMap<string, string> | undefined {
  const values = new Map<string, string>()
  let at = 0
  for (const { code, written } of parts) {
    if (at >= text.length) break
    if (code === 'text') {
      // Any sign stands for any other between elements.
      if (/[A-Za-z0-9]/.test(written) ? text.startsWith(written, at) : /[^A-Za-z0-9]/.test(text[at] ?? ''))
        at += written.length
      continue
    }
    const found = code === 'M' || code === '%p' ? /^[A-Za-z]+/ : new RegExp(`^\\d{1,${widths[code] ?? 2}}`)
    const value = found.exec(text.slice(at))?.[0]
    if (value === undefined) return undefined
    at += value.length
    values.set(fields[code] ?? '', meaningOf(code, value))
  }
  return at >= text.length ? values : undefined
}

/** RR: 00 to 49 are of this century, 50 to 99 of the last. Other short years depend on the day of reading. */
function meaningOf(code: string, value: string): string {
  if (code === 'M') return String(months.indexOf(value.slice(0, 3).toUpperCase()) + 1)
  if (code === '%p') return value.toUpperCase()
  if (code === 'R' && value.length <= 2) return String(Number(value) + (Number(value) < 50 ? 2000 : 1900))
  if (code === '%y') return String(2000 + Number(value))
  return value
}
