import type { Engine } from './side.js'

/** Text of a value on each side, brought to one form where the two engines print the same value in two ways. */
export function sameMeaning(engines: readonly [Engine, Engine], type: string, source: string, target: string): boolean {
  if (source === target) return true
  if (engines[0] === engines[1]) return false
  const form = forms.find(({ types }) => types.test(type))
  return form !== undefined && form.of(source) === form.of(target)
}

interface Form {
  readonly types: RegExp
  readonly of: (text: string) => string
}

const withoutZeros = (text: string): string =>
  text
    .replace(/^(-?)0+(?=\d)/, '$1')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
const single = (text: string): string => String(Math.fround(Number(text)))
const hex = (text: string): string => text.replace(/^\\x/, '').toUpperCase()
const truth = (text: string): string => text.replace(/^true$/, '1').replace(/^false$/, '0')
/** The same members in one order. */
const json = (text: string): string =>
  JSON.stringify(JSON.parse(text), (_, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value,
  )

const forms: readonly Form[] = [
  {
    types: /^(tiny|small|medium|big)?int|^year|^bool/i,
    of: (text) => withoutZeros(truth(text)),
  },
  { types: /^(decimal|numeric|odd_number$)/i, of: withoutZeros },
  { types: /^(float|real)/i, of: single },
  { types: /^double/i, of: (text) => String(Number(text)) },
  { types: /^bit(?! varying)/i, of: (text) => withoutZeros(truth(text)) },
  { types: /blob|^(var)?binary|^bytea|^(geometry|multi)|string$|^point$|^polygon$/i, of: hex },
  { types: /^time|^date/i, of: (text) => withoutZeros(text.replace(/\+00$/, '').replace(/^(.*:\d\d)$/, '$1.0')) },
  { types: /^set/i, of: (text) => text.replace(/^\{|\}$/g, '').replaceAll('"', '') },
  { types: /^json$/i, of: json },
  // Names are printed as they are known from everywhere.
  { types: /^reg/, of: (text) => text.replaceAll('public.', '') },
  { types: /^inet/i, of: (text) => text.replace(/\/(32|128)$/, '') },
  { types: /^(bpchar|padded)$/, of: (text) => text.trimEnd() },
]
