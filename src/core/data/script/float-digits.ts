/**
 * The shortest digits that read back as the same double and lie nearer to it than to its neighbours. JavaScript also takes
 * digits that lie exactly in the middle (1e23); engines differ in that. Only whole numbers beyond 2^53 have such digits:
 * a middle has 54 bits, and times a power of ten that is no whole number more than 17 digits.
 */
export function shortestDigits(value: number): string {
  const text = String(value)
  const size = Math.abs(value)
  if (size < 2 ** 53 || size > 1e41 || !isMiddle(text, value)) return text
  for (let digits = 1; digits <= 16; digits++) {
    const longer = value.toExponential(digits)
    if (Number(longer) === value && !isMiddle(longer, value)) return longer
  }
  return text
}

function isMiddle(text: string, value: number): boolean {
  const distance = wholeOf(text) - BigInt(value)
  if (distance === 0n) return false
  const neighbour = BigInt(next(value, distance > 0n === value > 0n ? 1n : -1n))
  return distance * 2n === neighbour - BigInt(value)
}

/** The double beside this one, away from zero (1) or towards it (−1). */
function next(value: number, step: bigint): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  view.setBigUint64(0, view.getBigUint64(0) + step)
  return view.getFloat64(0)
}

function wholeOf(text: string): bigint {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)\.?(\d*)(?:e\+?(\d+))?$/.exec(text) ?? []
  const power = Number(exponent) - fraction.length
  const digits = BigInt(`${sign}${whole}${fraction}`)
  return power < 0 ? digits / 10n ** BigInt(-power) : digits * 10n ** BigInt(power)
}

/** The canonical text of a float: see the form `float` in canonical.ts. */
export function floatText(value: number): string | undefined {
  const size = Math.abs(value)
  if (size >= 1e-13 && size < 1e34) return plainDigits(shortestDigits(value))
  return Object.is(value, -0) ? '-0' : shortestDigits(value).replace('e+', 'e')
}

/** Digits without an exponent, without a sign before zero and without zeros at the ends. */
export function plainDigits(text: string): string | undefined {
  const found = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!found || `${found[2]}${found[3]}` === '') return undefined
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found
  const point = whole.length + Number(exponent)
  const digits = `${whole}${fraction}`
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0')
  const cut = point <= 0 ? 1 : point
  const head = padded.slice(0, cut).replace(/^0+(?=\d)/, '')
  const tail = padded.slice(cut).replace(/0+$/, '')
  const value = tail === '' ? head : `${head}.${tail}`
  return sign === '-' && value !== '0' ? `-${value}` : value
}
