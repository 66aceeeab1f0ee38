import { type ColumnFacts, noValue } from './facts.js'

/**
 * Which types of the target can hold which type of the source: written down here once more, apart from the program's own
 * tables, from the manuals of both. The first pattern that fits decides.
 */
const holders: readonly (readonly [RegExp, (match: RegExpExecArray) => readonly string[]])[] = [
  [/^tinyint\(1\)$/, () => ['smallint', 'boolean']],
  [/^tinyint\(\d+\)( unsigned)?( zerofill)?$/, () => ['smallint']],
  [/^smallint\(\d+\)$/, () => ['smallint']],
  [/^smallint\(\d+\) unsigned( zerofill)?$/, () => ['integer']],
  [/^mediumint\(\d+\)( unsigned)?( zerofill)?$/, () => ['integer']],
  [/^(int|year_of_int)\(\d+\)$/, () => ['integer']],
  [/^int\(\d+\) unsigned( zerofill)?$/, () => ['bigint']],
  [/^bigint\(\d+\)$/, () => ['bigint']],
  // A numbered column has to be an integer, and one whose values are known to be small may be.
  [/^bigint\(\d+\) unsigned( zerofill)?$/, () => ['numeric(20,0)', 'bigint']],
  [/^decimal\((\d+),(\d+)\)( unsigned)?( zerofill)?$/, (m) => [`numeric(${m[1]},${m[2]})`]],
  [/^float(\(\d+,\d+\))?( unsigned)?( zerofill)?$/, () => ['real']],
  [/^double(\(\d+,\d+\))?( unsigned)?( zerofill)?$/, () => ['double precision']],
  [/^bit\(1\)$/, () => ['bit(1)', 'boolean']],
  [/^bit\((\d+)\)$/, (m) => [`bit(${m[1]})`]],
  // CHAR(0) holds the empty text; no length of the target is 0.
  [/^(?:var)?char\(0\)$/, () => ['text']],
  [/^(?:var)?char\((\d+)\)$/, (m) => [`character varying(${m[1]})`]],
  [/^(tiny|medium|long)?text$/, () => ['text']],
  [/^(var)?binary\(\d+\)$|^(tiny|medium|long)?blob$/, () => ['bytea']],
  [/^(geometry|point|linestring|polygon|multi(point|linestring|polygon)|geometrycollection)$/, () => ['bytea']],
  [/^date$/, () => ['date']],
  [/^year\(4\)$/, () => ['smallint']],
  [/^time(?:\((\d)\))?$/, (m) => [`interval(${m[1] ?? 0})`, `time(${m[1] ?? 0}) without time zone`]],
  [/^datetime(?:\((\d)\))?$/, (m) => [`timestamp(${m[1] ?? 0}) without time zone`]],
  [/^timestamp(?:\((\d)\))?$/, (m) => [`timestamp(${m[1] ?? 0}) with time zone`]],
  [/^uuid$/, () => ['uuid']],
  [/^inet[46]$/, () => ['inet']],
  [/^set\(/, () => ['text[]']],
]

/** What is wrong with the type of the target, or null. JSON of MariaDB is text with a check, which `isJson` says. */
export function typeProblem(source: ColumnFacts, target: ColumnFacts, isJson: boolean): string | null {
  if (isJson && ['jsonb', 'json'].includes(target.type)) return null
  if (source.labels) {
    const same =
      source.labels.length === target.labels?.length &&
      source.labels.every((one, at) => sameLabel(one, target.labels?.[at]))
    return same ? null : `labels ${JSON.stringify(source.labels)} are ${target.type} ${JSON.stringify(target.labels)}`
  }
  const plain = source.type.replace(/ ?\/\*.*?\*\//g, '')
  for (const [pattern, accepted] of holders) {
    const match = pattern.exec(plain)
    if (match) return accepted(match).includes(target.type) ? null : `${source.type} is ${target.type}`
  }
  return `${source.type} is a type this test does not know (${target.type})`
}

/** The source shows a character beyond U+FFFF in a definition as `?`; the program takes it from rows. */
const sameLabel = (shown: string, label: string | undefined): boolean =>
  shown === label || shown === label?.replace(/[\u{10000}-\u{10ffff}]/gu, '?')

/** Whether two texts of a default are the same value of the column. Moments and generated identifiers only have to be of one kind. */
export function sameValue(type: string, source: string | null, target: string | null): boolean {
  if (source === target || source === noValue) return true
  if (source === null || target === null) return false
  if (/^(tinyint\(1\)|bit\(1\))/.test(type) && /^(true|false)$/.test(target))
    return (source !== '0') === (target === 'true')
  if (/^bit\((\d+)\)/.test(type)) return source.replace(/^0+/, '') === target.replace(/^0+/, '')
  if (/int|decimal|float|double|year/.test(type)) return sameNumber(source.replaceAll(',', ''), target)
  if (/^inet/.test(type)) return source === target.replace(/\/(32|128)$/, '')
  if (/^uuid/.test(type)) return source.length === target.length
  if (/^set\(/.test(type)) return setText(source) === target
  if (/^(datetime|timestamp|date|time)\b/.test(type)) return sameMoment(source, target)
  return /^char|^varchar|text/.test(type) ? source.replace(/ +$/, '') === target.replace(/ +$/, '') : false
}

const sameNumber = (left: string, right: string): boolean =>
  plainNumber(left) === plainNumber(right) || (left.includes('.') && Math.abs(Number(left) - Number(right)) < 1e-6)

const plainNumber = (text: string): string =>
  text
    .replace(/^(-?)0+(?=\d)/, '$1')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')

const setText = (text: string): string =>
  text === ''
    ? '{}'
    : `{${text
        .split(',')
        .map((one) => (/^[\w-]+$/.test(one) && !/^null$/i.test(one) ? one : JSON.stringify(one)))
        .join(',')}}`

const clean = (text: string): string =>
  text
    .replace(/\+00$/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')

/** Two readings of a clock a few minutes apart count as the same default. */
function sameMoment(source: string, target: string): boolean {
  if (clean(source) === clean(target)) return true
  const [left, right] = [Date.parse(`${clean(source)}Z`), Date.parse(`${clean(target)}Z`)]
  return Math.abs(left - right) < 600_000 && Math.abs(right - Date.now()) < 3_600_000
}
