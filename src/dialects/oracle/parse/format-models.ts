/** Elements of datetime format models. SQL Language Reference, "Datetime Format Elements"; those of time zones and eras of other calendars are left out. */
const moments =
  /^(?:"[^"]*"|FM|FX|SYYYY|Y,YYY|YYYY|RRRR|IYYY|MONTH|SSSSS|SCC|HH24|HH12|A\.D\.|B\.C\.|A\.M\.|P\.M\.|DAY|DDD|IYY|MON|YYY|FF[1-9]?|AD|BC|AM|PM|CC|DD|DY|HH|IW|IY|MI|MM|RM|RR|SS|WW|YY|D|I|J|Q|W|X|Y|(?<=[A-Z0-9])(?:SPTH|THSP|SP|TH)|[^A-Za-z0-9"])+$/i

/** Elements of number format models. SQL Language Reference, "Number Format Elements"; U and C name currencies of the session. */
const numbers = /^\s*(?:FM)?(?:TM9?|RN|0*X+|S?[BL$]*[09,.GDVBL$]*(?:EEEE)?(?:MI|PR|S)?)\s*$/i

export type ModelKind = 'moment' | 'number'

/** What a format model describes; undefined: it has elements that are not converted. */
export function modelKind(model: string): ModelKind | undefined {
  if (numbers.test(model) && /[09X]|TM|RN/i.test(model)) return 'number'
  return moments.test(model) && /[A-Z]/i.test(model.replace(/"[^"]*"|FM|FX/gi, '')) ? 'moment' : undefined
}

/** Parts that the session's language and territory write: names, the first day of the week, separators, the currency. */
export function followsLanguage(model: string, kind: ModelKind): boolean {
  const plain = model.replace(/"[^"]*"/g, '').toUpperCase()
  if (kind === 'number') return /[GDL]/.test(plain)
  return /MON|DAY|DY|X/.test(plain) || /(?<!D)D(?!D)/.test(plain.replace(/A\.?D\.?/g, ''))
}

/** Parameters of TO_CHAR and TO_DATE that say what American settings say. */
export const americanSettings =
  /^\s*(NLS_DATE_LANGUAGE\s*=\s*'?(AMERICAN|ENGLISH)'?|NLS_NUMERIC_CHARACTERS\s*=\s*'?\.,'?|NLS_CALENDAR\s*=\s*'?GREGORIAN'?)\s*$/i
