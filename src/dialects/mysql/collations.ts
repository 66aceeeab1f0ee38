import type { ServerVersion } from '../../core/ir/schema.js'
import type { Collation } from '../../core/ir/types.js'
import { atLeast } from './version.js'

/** What a collation's name says of a language, as BCP 47 (with `-u-co-` for another order of the same language). */
const languages: Readonly<Record<string, string>> = {
  bg: 'bg',
  bs: 'bs',
  cs: 'cs',
  da: 'da',
  de_pb: 'de-u-co-phonebk',
  eo: 'eo',
  es: 'es',
  es_trad: 'es-u-co-trad',
  et: 'et',
  gl: 'gl',
  hr: 'hr',
  hu: 'hu',
  is: 'is',
  ja: 'ja',
  la: 'la',
  lt: 'lt',
  lv: 'lv',
  mn_cyrl: 'mn',
  nb: 'nb',
  nn: 'nn',
  pl: 'pl',
  ro: 'ro',
  ru: 'ru',
  sk: 'sk',
  sl: 'sl',
  sr_latn: 'sr-Latn',
  sv: 'sv',
  tr: 'tr',
  vi: 'vi',
  zh: 'zh',
  bulgarian: 'bg',
  chinese: 'zh',
  croatian: 'hr',
  croatian_mysql561: 'hr',
  czech: 'cs',
  danish: 'da',
  english: 'en',
  esperanto: 'eo',
  estonian: 'et',
  german1: 'de',
  german2: 'de-u-co-phonebk',
  hungarian: 'hu',
  icelandic: 'is',
  japanese: 'ja',
  korean: 'ko',
  latvian: 'lv',
  lithuanian: 'lt',
  myanmar: 'my',
  persian: 'fa',
  polish: 'pl',
  roman: 'la',
  romanian: 'ro',
  sinhala: 'si',
  slovak: 'sk',
  slovenian: 'sl',
  spanish: 'es',
  spanish2: 'es-u-co-trad',
  swedish: 'sv',
  thai: 'th',
  thai_520_w2: 'th',
  turkish: 'tr',
  ukrainian: 'uk',
  vietnamese: 'vi',
}

/** Collations that tell accents apart though their name ends in a plain `_ci`; compared with a server, one by one. */
const accentSensitiveAnyway = new Set([
  'cp850_general',
  'hp8_english',
  'latin1_general',
  'ujis_japanese',
  'eucjpms_japanese',
  'gb2312_chinese',
  'gbk_chinese',
  'latin7_general',
  'cp1256_general',
  'cp1257_lithuanian',
])

const cache = new Map<string, Collation>()

/** What a collation does, read from its name: the names follow one pattern, and a test compares it with a server. */
export function collationOf(name: string): Collation {
  const key = name.toLowerCase()
  const known = cache.get(key) ?? describe(key)
  cache.set(key, known)
  return known
}

function describe(name: string): Collation {
  if (name === 'binary') return binaryFacts(name, false)
  const charset = charsetOfCollation(name)
  const rest = charset === undefined ? name : name.slice(charset.length + 1)
  // MySQL 8.0 collations of UCA 9.0.0 do not pad; MariaDB marks those that do not.
  const padSpace = !/(^|_)(0900|nopad)(_|$)/.test(rest)
  if (/(^|_)bin$/.test(rest)) return binaryFacts(name, padSpace)
  const tags = /(?:_(ai|as))?(?:_(ci|cs))?(?:_ks)?$/.exec(rest)
  const stem = rest
    .slice(0, tags?.index)
    .replace(/(^|_)(nopad|0900|uca1400)(?=_|$)/g, '')
    .replace(/^_|_$/g, '')
  const caseSensitive = tags?.[2] === 'cs'
  const accents = tags?.[1] ?? (caseSensitive || accentSensitiveAnyway.has(`${charset}_${stem}`) ? 'as' : 'ai')
  const language = Object.hasOwn(languages, stem) ? languages[stem] : undefined
  return {
    name,
    caseSensitive,
    accentSensitive: accents === 'as',
    binary: false,
    padSpace,
    language: language ?? 'und',
  }
}

const binaryFacts = (name: string, padSpace: boolean): Collation => ({
  name,
  caseSensitive: true,
  accentSensitive: true,
  binary: true,
  padSpace,
  language: 'und',
})

/** Default collation of each character set where it is not `<charset>_general_ci`. */
const defaultCollations: Readonly<Record<string, string>> = {
  big5: 'big5_chinese_ci',
  binary: 'binary',
  cp932: 'cp932_japanese_ci',
  dec8: 'dec8_swedish_ci',
  eucjpms: 'eucjpms_japanese_ci',
  euckr: 'euckr_korean_ci',
  gb18030: 'gb18030_chinese_ci',
  gb2312: 'gb2312_chinese_ci',
  gbk: 'gbk_chinese_ci',
  hp8: 'hp8_english_ci',
  latin1: 'latin1_swedish_ci',
  latin5: 'latin5_turkish_ci',
  sjis: 'sjis_japanese_ci',
  swe7: 'swe7_swedish_ci',
  tis620: 'tis620_thai_ci',
  ujis: 'ujis_japanese_ci',
}

const generalCharsets = [
  'armscii8',
  'ascii',
  'cp1250',
  'cp1251',
  'cp1256',
  'cp1257',
  'cp850',
  'cp852',
  'cp866',
  'geostd8',
  'greek',
  'hebrew',
  'keybcs2',
  'koi8r',
  'koi8u',
  'latin2',
  'latin7',
  'macce',
  'macroman',
  'ucs2',
  'utf16',
  'utf16le',
  'utf32',
  'utf8',
  'utf8mb3',
  'utf8mb4',
]

const charsets: ReadonlySet<string> = new Set([...Object.keys(defaultCollations), ...generalCharsets])

export const isCharset = (name: string): boolean => charsets.has(name.toLowerCase())

/** The character set that a collation belongs to; undefined for a name of no known set (MariaDB's `uca1400_ai_ci` fits several). */
export function charsetOfCollation(collation: string): string | undefined {
  const name = collation.toLowerCase()
  if (name === 'binary') return 'binary'
  const prefix = name.slice(0, Math.max(0, name.indexOf('_')))
  return charsets.has(prefix) ? prefix : undefined
}

/** The collation of text columns that name a character set and no collation, on this server. */
export function defaultCollationOf(charset: string, version: ServerVersion): string {
  const name = charset.toLowerCase()
  if (name === 'utf8mb4' && atLeast(version, { mysql: [8, 0, 1] })) return 'utf8mb4_0900_ai_ci'
  // MariaDB 11.5 changed the default of every Unicode set through character_set_collations.
  if (/^(utf8|ucs2|utf16|utf32)/.test(name) && name !== 'utf16le' && atLeast(version, { mariadb: [11, 5, 0] })) {
    return `${canonicalCharset(name)}_uca1400_ai_ci`
  }
  if (Object.hasOwn(defaultCollations, name)) return defaultCollations[name] ?? `${name}_general_ci`
  return `${name}_general_ci`
}

/** The character set of a server whose configuration says nothing. */
export function defaultCharsetOf(version: ServerVersion): string {
  return atLeast(version, { mysql: [8, 0, 1], mariadb: [11, 6, 0] }) ? 'utf8mb4' : 'latin1'
}

/** `utf8` has meant three bytes so far; both servers print `utf8mb3` in their newer versions. */
export function canonicalCharset(name: string): string {
  const lower = name.toLowerCase()
  return lower === 'utf8' ? 'utf8mb3' : lower
}

/** `utf8_x` and `utf8mb3_x` are one collation. */
export function canonicalCollation(name: string): string {
  return name.toLowerCase().replace(/^utf8_/, 'utf8mb3_')
}
