import type { CellKind } from '../../../core/prove/runner.js'

export interface CellForm {
  readonly kind: CellKind
  readonly text: (value: string) => string
}

const same = (value: string): string => value
const withoutFractionZeros = (value: string): string => (value.includes('.') ? value.replace(/\.?0+$/, '') : value)

const text: CellForm = { kind: 'text', text: same }
const integer: CellForm = { kind: 'integer', text: same }
const timestamp: CellForm = {
  kind: 'timestamp',
  text: (value) => withoutFractionZeros(value.replace(/[+-]\d\d(:?\d\d)?$/, '')),
}
const json: CellForm = { kind: 'json', text: same }
const duration: CellForm = { kind: 'duration', text: durationText }
const bits: CellForm = { kind: 'integer', text: (value) => String(value === '' ? 0n : BigInt(`0b${value}`)) }

/** By the number of the type (pg_type.dat). */
const forms: Readonly<Record<number, CellForm>> = {
  16: { kind: 'integer', text: (value) => (value === 't' ? '1' : '0') },
  17: { kind: 'bytes', text: (value) => value.replace(/^\\x/, '') },
  20: integer,
  21: integer,
  23: integer,
  26: integer,
  114: json,
  700: { kind: 'single', text: same },
  701: { kind: 'float', text: same },
  1042: { kind: 'text', text: (value) => value.replace(/ +$/, '') },
  1082: { kind: 'date', text: same },
  1083: duration,
  1114: timestamp,
  1184: timestamp,
  1186: duration,
  1266: duration,
  1009: { kind: 'labels', text: (value) => arrayItems(value).join(',') },
  1560: bits,
  1562: bits,
  1700: { kind: 'decimal', text: same },
  // Of a function that gives nothing.
  2278: { kind: 'null', text: same },
  2950: { kind: 'uuid', text: (value) => value.replaceAll('-', '') },
  3802: json,
}

export const formOf = (type: number): CellForm => forms[type] ?? text

/** `1 day 02:00:00.5` and `26:00:00.500000` are one duration. */
function durationText(value: string): string {
  const days = /(-?\d+) days?/.exec(value)
  const clock = /([+-]?)(\d+):(\d\d):(\d\d)(?:\.(\d+))?/.exec(value)
  const sign = clock?.[1] === '-' ? -1n : 1n
  const part = (at: number): bigint => BigInt(clock?.[at] ?? 0)
  const micros = BigInt((clock?.[5] ?? '').padEnd(6, '0').slice(0, 6))
  const seconds = part(2) * 3600n + part(3) * 60n + part(4)
  const total = BigInt(days?.[1] ?? 0) * 86_400_000_000n + sign * (seconds * 1_000_000n + micros)
  const whole = total < 0n ? -total : total
  const two = (number: bigint): string => String(number).padStart(2, '0')
  const [all, fraction] = [whole / 1_000_000n, String(whole % 1_000_000n).padStart(6, '0')]
  const clockText = `${two(all / 3600n)}:${two((all / 60n) % 60n)}:${two(all % 60n)}.${fraction}`
  return `${total < 0n ? '-' : ''}${withoutFractionZeros(clockText)}`
}

/** Items of an array's text; NULL items are left out. */
export function arrayItems(value: string): readonly string[] {
  const items: string[] = []
  for (const [, quoted, bare] of value.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)) {
    if (quoted !== undefined) items.push(quoted.replace(/\\(.)/g, '$1'))
    else if (bare !== undefined && bare !== 'NULL') items.push(bare)
  }
  return items
}
