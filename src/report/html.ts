import Handlebars from 'handlebars'
import { visible } from '../core/text/visible.js'
import { style, templates } from './templates.generated.js'
import { objectViews, type ReportInput, reportView } from './view.js'

Handlebars.registerPartial('code', Handlebars.template(templates.code))
const opening = Handlebars.template(templates.opening)
const object = Handlebars.template(templates.object)
const closing = Handlebars.template(templates.closing)
const pages = { fleet: Handlebars.template(templates.fleet) }

/** Our own style sheet, the only text that goes in unescaped: inside <style> an escaped quote would stay escaped. */
const ownStyle = new Handlebars.SafeString(style)

const longest = 60

const helpers = {
  concat: (...parts: readonly unknown[]): string => parts.slice(0, -1).map(String).join(''),
  short: (value: unknown): string => {
    const text = String(value ?? '')
    return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
  },
  grouped: (value: unknown): string =>
    typeof value === 'number' ? value.toLocaleString('en-US').replaceAll(',', '\u202f') : '–',
  many: (value: unknown): boolean => Array.isArray(value) && value.length !== 1,
}

/**
 * One self-contained page: no script, no outside resource, every text escaped by the template engine. In parts, one for
 * each object: a page of a large schema is larger than the schema.
 */
export function* htmlReport(input: ReportInput): Generator<string> {
  const view = shown(reportView(input))
  yield opening({ view, style: ownStyle }, { helpers })
  for (const one of objectViews(input)) yield object(shown(one), { helpers })
  yield closing({ view }, { helpers })
}

/** A page of one part. */
export const page = (name: keyof typeof pages, view: unknown): string =>
  pages[name]({ view: shown(view), style: ownStyle }, { helpers })

/** Every text of a view with its control and direction characters shown: names come from hostile places. */
function shown(value: unknown): unknown {
  if (typeof value === 'string') return visible(value)
  if (Array.isArray(value)) return value.map(shown)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(inner)]))
}
