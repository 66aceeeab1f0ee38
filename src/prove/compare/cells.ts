import type { CellKind } from '../../core/prove/runner.js'
import { canonicalJson, canonicalNumber } from '../../verify/json.js'

/** When a case ran, by the clock of one side: `YYYY-MM-DD HH:MM:SS`, UTC. Moments between these two are "now". */
export interface Clock {
  readonly from: string
  readonly to: string
}

/** Stands for a moment at which the case itself ran. */
export const nowText = '(now)'

const numeric: ReadonlySet<CellKind> = new Set(['integer', 'decimal', 'float', 'single'])
const numberText = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i
const momentText = /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d+)?)?$/

/**
 * One text for a value of this kind that is compared with one of the other kind; equal values have equal texts. Floats
 * count to 14 digits: engines add rows in different orders.
 */
export function comparable(text: string | null, kind: CellKind, other: CellKind, clock: Clock): string | null {
  if (text === null) return null
  if (numeric.has(kind) || numeric.has(other)) return secondsIn(text, clock) ?? numberIn(text, kind, other)
  if (kind === 'json' || other === 'json') return canonicalJson(text)
  if (kind === 'timestamp' || other === 'timestamp') return momentIn(text, clock)
  if (kind === 'uuid' || other === 'uuid') return text.replaceAll('-', '').toLowerCase()
  if (kind === 'bytes' && other === 'bytes') return text
  if (kind !== 'bytes' && other === 'bytes') return Buffer.from(text, 'utf8').toString('hex')
  if (kind === 'duration' || other === 'duration') return text.includes('.') ? text.replace(/\.?0+$/, '') : text
  if (kind !== 'text') return text
  return secondsIn(text, clock) ?? momentIn(text, clock)
}

/** Seconds since 1970 at which the case ran: programs keep moments as such numbers too. */
function secondsIn(text: string, clock: Clock): string | undefined {
  if (!/^\d{9,10}$/.test(text)) return undefined
  const moment = new Date(Number(text) * 1000).toISOString().slice(0, 19).replace('T', ' ')
  return moment >= clock.from && moment <= clock.to ? nowText : undefined
}

function numberIn(text: string, kind: CellKind, other: CellKind): string {
  if (!numberText.test(text)) return text
  const lower = text.toLowerCase()
  if (kind === 'single' || other === 'single') return plainNumber(Number(lower).toPrecision(6))
  if (kind === 'float' || other === 'float') return plainNumber(Number(lower).toPrecision(14))
  return plainNumber(lower)
}

/** Digits without an exponent and without zeros behind, as long as that is not longer than it is worth. */
function plainNumber(text: string): string {
  const number = canonicalNumber(text)
  const [, sign = '', digits = '', power = '0'] = /^(-?)(\d+)(?:e(-?\d+))?$/.exec(number) ?? []
  const exponent = Number(power)
  if (digits === '' || Math.abs(exponent) > 70) return number
  if (exponent >= 0) return `${sign}${digits}${'0'.repeat(exponent)}`
  const padded = digits.padStart(1 - exponent, '0')
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`
}

function momentIn(text: string, clock: Clock): string {
  if (!momentText.test(text)) return text
  const moment = text.includes('.') ? text.replace(/\.?0+$/, '') : text.length === 10 ? `${text} 00:00:00` : text
  return moment >= clock.from && moment <= clock.to ? nowText : moment
}
