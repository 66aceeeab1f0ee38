import type { DataSegment } from '../../../../core/data/segment.js'
import { readMoment } from '../date-formats.js'
import { americanSettings } from '../format-models.js'
import { expression, malformed, type Written } from './written.js'

/** What an American session has (Database Reference, NLS_DATE_FORMAT, NLS_TIMESTAMP_FORMAT). */
const american = { date: 'DD-MON-RR', timestamp: 'DD-MON-RR HH.MI.SSXFF AM', zoned: 'DD-MON-RR HH.MI.SSXFF AM TZR' }

export type MomentSort = keyof typeof american

/** The format in which text becomes a moment where nothing says one. */
export const sessionFormat = (sort: MomentSort, { formats }: DataSegment): string => formats?.[sort] ?? american[sort]

const zone = /\s*TZH:TZM\s*$|\s*TZR\s*$/i

/** Text in a format: TO_DATE and its kind. A format whose elements are not all known makes it an expression. */
export function momentIn(text: string, format: string): Written {
  const zoned = zone.test(format)
  const offset = zoned ? /\s*([+-]\d{1,2}:\d\d)\s*$/.exec(text) : undefined
  if (zoned && !offset) return expression
  const wall = offset ? text.slice(0, offset.index) : text
  const model = format.replace(zone, '').replace(/SSXFF/gi, 'SS.FF')
  const read = readMoment(wall, model)
  const known =
    /^[\s\p{P}]*(?:(?:SYYYY|YYYY|RRRR|RR|YY|MM|MON|DD|HH24|HH12|HH|MI|SS|FF\d?|AM|PM|"[^"]*")[\s\p{P}]*)+$/iu
  if (read === undefined || !isTime(read)) return known.test(model) ? malformed : expression
  // Nanoseconds are more than the readers of formats keep.
  const nanos = /FF/i.test(model) ? /\D(\d{7,9})\s*(?:[AP]M)?\s*$/i.exec(wall)?.[1] : undefined
  const moment = nanos === undefined ? read : `${read.split('.')[0]}.${nanos}`
  return offset?.[1] ? { kind: 'moment', text: moment, offset: padded(offset[1]) } : { kind: 'moment', text: moment }
}

/** `DATE '…'`: a day alone. */
export const dateLiteral = (text: string): Written =>
  /^\d{4}-\d\d?-\d\d?$/.test(text.trim()) ? momentIn(text, 'YYYY-MM-DD') : malformed

/** `TIMESTAMP '…'`, with an offset or without. */
export function timestampLiteral(text: string): Written {
  const found = /^(\d{4})-(\d\d?)-(\d\d?) (\d\d?):(\d\d?):(\d\d?)(?:\.(\d{1,9}))?\s*([+-]\d{1,2}:\d\d)?$/.exec(
    text.trim(),
  )
  if (!found) return /[A-Za-z]/.test(text) ? expression : malformed
  const [, year, month, day, hour, minute, second, fraction, offset] = found
  const two = (part: string | undefined): string => (part ?? '').padStart(2, '0')
  const wall = `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`
  if (!isTime(wall)) return malformed
  const whole = fraction === undefined ? wall : `${wall}.${fraction}`
  return offset ? { kind: 'moment', text: whole, offset: padded(offset) } : { kind: 'moment', text: whole }
}

/** Settings of a third argument that change nothing. */
export const saysAmerican = (settings: string): boolean => americanSettings.test(settings)

const padded = (offset: string): string => offset.replace(/^([+-])(\d):/, '$10$2:')

function isTime(moment: string): boolean {
  const [, hour, minute, second] = / (\d+):(\d+):(\d+)/.exec(moment) ?? []
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60
}
