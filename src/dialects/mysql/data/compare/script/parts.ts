import { isIPv4, isIPv6 } from 'node:net'

export const datePart = /^\d{4}-\d\d-\d\d/

const moment = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?)?$/

/** `YYYY-MM-DD HH:MM:SS[.ffffff]` without zeros at its end; moved to UTC from an offset such as `+02:00`. */
export function momentText(text: string, zone: string | undefined): string | undefined {
  const found = moment.exec(text)
  if (!found) return undefined
  const [, day = '', clock = '00:00:00', fraction = ''] = found
  const rest = fraction.replace(/0+$/, '')
  return `${moved(day, clock, zone)}${rest === '' ? '' : `.${rest}`}`
}

/** A zero or partial date is no moment and stays. */
function moved(day: string, clock: string, zone: string | undefined): string {
  const offset = /^([+-])(\d{1,2}):(\d\d)$/.exec(zone ?? '')
  const minutes = Number(offset?.[2] ?? 0) * 60 + Number(offset?.[3] ?? 0)
  if (minutes === 0 || day.slice(5, 7) === '00' || day.slice(8) === '00') return `${day} ${clock}`
  const local = Date.parse(`${day}T${clock}Z`)
  if (Number.isNaN(local)) return `${day} ${clock}`
  const utc = new Date(local - (offset?.[1] === '-' ? -minutes : minutes) * 60_000)
  return utc.toISOString().slice(0, 19).replace('T', ' ')
}

/** Signed microseconds of `[-]hhh:mm:ss[.ffffff]`. */
export function durationMicros(text: string): string | undefined {
  const found = /^(-?)(\d{1,3}):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/.exec(text)
  if (!found) return undefined
  const [, sign, hours, minutes, seconds, fraction = ''] = found
  const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  const micros = whole * 1_000_000 + Number(fraction.padEnd(6, '0'))
  return micros === 0 ? '0' : `${sign}${micros}`
}

/** The bytes of an internet address, hexadecimal. */
export function addressHex(text: string): string | undefined {
  if (isIPv4(text)) return partsHex(text.split('.').map(Number), 2)
  if (!isIPv6(text)) return undefined
  const last = /[\d.]+$/.exec(text)?.[0] ?? ''
  const plain = isIPv4(last) ? text.slice(0, -last.length) + groupsOfIPv4(last) : text
  const [head = '', tail] = plain.split('::')
  const [left, right] = [groups(head), groups(tail ?? '')]
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  return partsHex([...left, ...Array.from({ length: zeros }, () => 0), ...right], 4)
}

const groups = (text: string): readonly number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))

function groupsOfIPv4(text: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number)
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
}

const partsHex = (parts: readonly number[], digits: number): string =>
  parts.map((part) => part.toString(16).padStart(digits, '0').toUpperCase()).join('')
