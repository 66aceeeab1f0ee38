/** The bytes of a bytea: `\x00ff`, or text in which a backslash stands before itself or three octal digits. */
export function byteaOf(text: string): Buffer | undefined {
  if (text.startsWith('\\x')) return /^\\x(?:[\da-f]{2})*$/i.test(text) ? Buffer.from(text.slice(2), 'hex') : undefined
  if (!/^(?:[^\\]|\\\\|\\[0-3][0-7]{2})*$/s.test(text)) return undefined
  const plain = Buffer.from(text).toString('latin1')
  const one = (_: string, digits: string): string =>
    digits === '\\' ? digits : String.fromCharCode(Number.parseInt(digits, 8))
  return Buffer.from(plain.replace(/\\(\\|[0-7]{3})/g, one), 'latin1')
}

const moment = /^(\d{4,}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,6})?(?:([-+])(\d\d)(?::?(\d\d))?(?::(\d\d))?)?( BC)?$/

/**
 * A moment as a server in UTC prints it. Without an offset it depends on the session that wrote it, which a script does
 * not tell; for a timestamp without a zone the server passes an offset over.
 */
export function momentOf(text: string, isInstant: boolean): string | undefined {
  if (/^-?infinity$/.test(text)) return text
  if (/^\d{4,}-\d\d-\d\d$/.test(text)) return isInstant ? undefined : `${text} 00:00:00`
  const found = moment.exec(text)
  if (!found) return undefined
  const [, day = '', clock = '', fraction = '', sign, hours, minutes = '0', seconds = '0', era = ''] = found
  if (!isInstant) return `${day} ${clock}${fraction}${era}`
  if (sign === undefined) return undefined
  const offset = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  // What no calendar of the target reaches is not moved: it is set aside there as it stands.
  if (offset === 0 || era !== '' || day.length > 10) return `${day} ${clock}${fraction}+00${era}`
  const local = Date.parse(`${day}T${clock}Z`)
  if (Number.isNaN(local)) return undefined
  const utc = new Date(local - (sign === '-' ? -offset : offset) * 1000).toISOString()
  return utc.length === 24 ? `${utc.slice(0, 19).replace('T', ' ')}${fraction}+00` : undefined
}
