/** A float as the server prints it with extra_float_digits above zero: the shortest digits that read back as the same number. */
export function realText(value: number, single: boolean): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [mantissa = '', power = '0'] = shortest(value, single).split('e')
  const exponent = Number(power)
  if (exponent < -4 || exponent >= (single ? 6 : 15))
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  return plain(mantissa.replace('.', ''), exponent)
}

/** In the form `-1.25e-7`. */
function shortest(value: number, single: boolean): string {
  if (!single) return value.toExponential()
  for (let digits = 0; digits < 8; digits++) {
    const text = value.toExponential(digits)
    if (Math.fround(Number(text)) === value) return text
  }
  return value.toExponential(8)
}

/** Digits with a point behind the first, moved by the exponent. */
function plain(signed: string, exponent: number): string {
  const sign = signed.startsWith('-') ? '-' : ''
  const digits = signed.slice(sign.length)
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = digits.slice(exponent + 1)
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`
}
