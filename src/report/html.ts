import Handlebars from 'handlebars'
import { visible } from './code-lines.js'
import { style, templates } from './templates.generated.js'
import { type ReportInput, reportView } from './view.js'

Handlebars.registerPartial('code', Handlebars.template(templates.code))
const render = Handlebars.template(templates.report)

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

/** One self-contained page: no script, no outside resource, every text escaped by the template engine. */
export function htmlReport(input: ReportInput): string {
  return render({ view: visibleView(reportView(input)), style: ownStyle }, { helpers })
}

/** Every text of the view with its control and direction characters shown: names come from hostile places. */
function visibleView<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) => (typeof inner === 'string' ? visible(inner) : inner))
}
