import { type CatalogueEntry, placeholdersOf } from '../findings/catalogue.js'

const areas: Readonly<Record<string, string>> = {
  P: 'Parsing',
  T: 'Types',
  F: 'Functions',
  C: 'Constructs',
  R: 'Routines',
  D: 'Data',
  S: 'Servers and runs',
}

/** TypeScript text: the union of codes and the data each one needs. */
export function findingCodesModule(entries: readonly CatalogueEntry[]): string {
  const union = entries.map((entry) => `  | '${entry.code}'`).join('\n')
  const data = entries.map((entry) => `  '${entry.code}': ${dataType(entry)}`).join('\n')
  return [
    '// Made by `npm run generate` from rules/findings/. Do not edit.',
    '',
    `export type FindingCode =\n${union}`,
    '',
    `export interface FindingData {\n${data}\n}`,
    '',
  ].join('\n')
}

function dataType(entry: CatalogueEntry): string {
  const keys = placeholdersOf(entry.message)
  if (keys.length === 0) return 'Readonly<Record<never, never>>'
  return `{ ${keys.map((key) => `readonly ${key}: string | number`).join('; ')} }`
}

/** The documentation page: one section per area, one entry per code. */
export function findingsReadme(entries: readonly CatalogueEntry[]): string {
  const sections = Object.entries(areas).map(([letter, title]) => {
    const own = entries.filter((entry) => entry.code.startsWith(`XW-${letter}`))
    return own.length === 0 ? '' : `## ${title}\n\n${own.map(entryText).join('\n')}`
  })
  return [
    '# Findings',
    '',
    'Made by `npm run generate` from the YAML files beside it. The same text is behind `crosswalk explain CODE`, the report and the console.',
    '',
    ...sections.filter((section) => section !== ''),
  ].join('\n')
}

function entryText(entry: CatalogueEntry): string {
  const remedy = entry.remedy.map((line) => `- ${line.trim()}`).join('\n')
  const exit = entry.exit === null ? '' : `, exit code ${entry.exit}`
  const head = `### ${entry.code} ${entry.name}\n\n*${entry.severity}, ${entry.outcome}${exit}*${entry.retired ? ' (retired)' : ''}`
  return [head, entry.message.trim(), entry.explain.trim(), remedy]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}
