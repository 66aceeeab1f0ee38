import type { Option } from '../../../../core/ir/schema.js'
import { plainKey } from '../../../../rules/constructs/constructs.js'
import { identText, textConstant } from '../printing.js'

/** Options of which other facets of the table speak. */
const spoken: ReadonlySet<string> = new Set(
  ['charset', 'collate', 'auto_increment', 'period_for_system_time', 'partition_by'].map((key) => `mysql.${key}`),
)

/** Keys of two words; all others are written as they are. */
const words: Readonly<Record<string, string>> = {
  datadirectory: 'DATA DIRECTORY',
  indexdirectory: 'INDEX DIRECTORY',
}

export const optionValue = (options: readonly Option[], key: string): string | undefined =>
  options.find((option) => option.key === `mysql.${key}`)?.value

/** What stands behind the elements of CREATE TABLE, and behind a partition. */
export function storageText(options: readonly Option[]): string {
  const said = options.filter(({ key }) => !spoken.has(key))
  return said.map((option) => ` ${storageOption(option)}`).join('')
}

function storageOption({ key, value }: Option): string {
  const name = key.replace(/^mysql\./, '')
  if (name === 'system_versioning') return 'WITH SYSTEM VERSIONING'
  const word =
    words[plainKey(name)] ?? (/^[a-z_]+$/.test(name) ? name.toUpperCase() : identText({ text: name, quoted: true }))
  return `${word}=${/^(?:\w+|\(.*\))$/s.test(value) ? value : textConstant(value)}`
}

/** Facets of a column that have no word in the hub, behind its type. */
export function columnOptions(options: readonly Option[]): { readonly generated?: string; readonly words: string } {
  const generated = optionValue(options, 'generated')
  const rest = options.flatMap(({ key, value }) => {
    const name = key.replace(/^mysql\./, '')
    if (name === 'generated' || name === 'collation') return []
    if (name === 'system_versioning') return [`${value.toUpperCase()} SYSTEM VERSIONING`]
    return [`${name.toUpperCase()}${value === '' ? '' : ` ${/^\w+$/.test(value) ? value : textConstant(value)}`}`]
  })
  return {
    ...(generated === undefined ? {} : { generated: `GENERATED ALWAYS AS ${generated.toUpperCase()}` }),
    words: rest.map((each) => ` ${each}`).join(''),
  }
}

/** Behind the columns of a key. */
export function keyOptions(options: readonly Option[]): string {
  const said = options.flatMap(({ key, value }) => {
    const name = key.replace(/^mysql\./, '')
    if (name === 'key_parts' || name === 'without_overlaps' || name === 'invisible') return []
    if (name === 'parser') return [`WITH PARSER ${identText({ text: value, quoted: true })}`]
    return [`${name.toUpperCase()}${value === '' ? '' : `=${/^\w+$/.test(value) ? value : textConstant(value)}`}`]
  })
  return said.map((each) => ` ${each}`).join('')
}
