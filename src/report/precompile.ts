import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Handlebars from 'handlebars'

/** TypeScript text with the compiled templates, so that a report needs no compiler and no file at run time. */
export function templatesModule(folder: string): string {
  const names = ['opening', 'object', 'closing', 'code', 'fleet']
  const compiled = names.map((name) => {
    const text = readFileSync(join(folder, `${name}.hbs`), 'utf8')
    if (text.includes('{{{') || text.includes('{{&')) throw new Error(`${name}.hbs: unescaped output is forbidden`)
    return `  ${name}: ${String(Handlebars.precompile(text, { knownHelpers: { concat: true, short: true, grouped: true, many: true } }))},`
  })
  const style = readFileSync(join(folder, 'report.css'), 'utf8')
  return [
    '// @ts-nocheck: compiled templates are plain JavaScript.',
    '// Made by `npm run generate` from src/report/templates/. Do not edit.',
    '',
    `export const style = ${JSON.stringify(style)}`,
    '',
    `export const templates = {\n${compiled.join('\n')}\n}`,
    '',
  ].join('\n')
}
