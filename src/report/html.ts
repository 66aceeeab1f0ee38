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
  show: (value: unknown): string => visible(String(value ?? '')),
  short: (value: unknown): string => {
    const text = visible(String(value ?? ''))
    return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
  },
  number: (value: unknown): string =>
    typeof value === 'number' ? value.toLocaleString('en-US').replaceAll(',', '\u202f') : '–',
  many: (value: unknown): boolean => Array.isArray(value) && value.length !== 1,
}

/** One self-contained page: no script, no outside resource, every text escaped by the template engine. */
export function htmlReport(input: ReportInput): string {
  return render({ view: reportView(input), style: ownStyle }, { helpers })
}
