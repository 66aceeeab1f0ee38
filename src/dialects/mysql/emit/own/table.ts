import type { Check, Column, KeyConstraint, Table } from '../../../../core/ir/schema.js'
import { capabilities } from '../../capabilities.js'
import { definitionMode, scriptOf } from '../../copy/script-text.js'
import { exprText } from '../expression.js'
import { checkText } from '../parts.js'
import { identText, isMariadb, nameText, type Printing, textConstant } from '../printing.js'
import { defaultText, nativeText } from '../table.js'
import { ownKeyTail } from './keys.js'
import { surroundingsOf } from './objects.js'
import { columnOptions, optionValue, storageText } from './options.js'
import { ownPartitions } from './partitions.js'
import { bareType, textDefaultText, textOfColumn } from './texts.js'

/** Under the settings of the source where the text needs them: those of its expressions, and a database for the names that UNION takes. */
export function ownTableScript(
  printing: Printing,
  table: Table,
  inline: readonly string[],
): { readonly sql: string; readonly code?: readonly [] } {
  const text = ownTableText(printing, table, inline)
  const mode = table.session?.['sql_mode']
  const plain = mode === undefined || !/ANSI|PIPES_AS_CONCAT|NO_BACKSLASH_ESCAPES|ORACLE/i.test(mode)
  if (plain && optionValue(table.options, 'union') === undefined) return { sql: text }
  const around = plain ? {} : surroundingsOf(table, [mode, definitionMode].join(','))
  return { sql: scriptOf(table.name.schema?.text ?? null, text, around), code: [] }
}

/** A table in the engine's own terms: with its options, its checks and whatever its parts say. */
export function ownTableText(printing: Printing, table: Table, inline: readonly string[]): string {
  const primary = table.constraints.find((each): each is KeyConstraint => each.kind === 'primaryKey')
  const checks = table.constraints.filter((each): each is Check => each.kind === 'check')
  const period = optionValue(table.options, 'period_for_system_time')
  const items = [
    ...table.columns.map((column) => ownColumnText(printing, table, column, checks)),
    ...(primary ? [ownPrimaryText(printing, primary)] : []),
    ...inline,
    ...checks.filter((check) => !isOfColumn(printing, check)).map((check) => ownCheckText(printing, check)),
    ...(period === undefined ? [] : [`PERIOD FOR SYSTEM_TIME ${periodText(period)}`]),
  ]
  const text = table.textDefault ? ` ${textDefaultText(table.textDefault, printing)}` : ''
  const comment = table.comment ? ` COMMENT=${textConstant(table.comment)}` : ''
  const system = optionValue(table.options, 'partition_by')
  const cut = table.partitioning ? ownPartitions(printing, table.partitioning) : system ? `\n${system}` : ''
  return `CREATE TABLE ${nameText(table.name)} (\n  ${items.join(',\n  ')}\n)${storageText(table.options)}${text}${comment}${cut}`
}

/** MariaDB keeps a check without a name with its column (its manual, "CONSTRAINT"). */
const isOfColumn = (printing: Printing, { column, name }: Check): boolean =>
  column !== undefined && name === undefined && isMariadb(printing)

const periodText = (columns: string): string =>
  `(${columns
    .replace(/^\(|\)$/g, '')
    .split(', ')
    .map((text) => identText({ text, quoted: true }))
    .join(', ')})`

const ownCheckText = (printing: Printing, check: Check): string =>
  `${checkText(printing, check).replace(/^CONSTRAINT CHECK/, 'CHECK')}${check.enforced || isMariadb(printing) ? '' : ' NOT ENFORCED'}`

function ownPrimaryText(printing: Printing, key: KeyConstraint): string {
  const written = optionValue(key.options, 'key_parts')?.split(', ')
  const columns = key.columns.map((name, at) => {
    const part = written?.[at]?.startsWith(name.text) ? written[at].slice(name.text.length) : ''
    return `${identText(name)}${part}`
  })
  return `PRIMARY KEY ${ownKeyTail(printing, key, columns)}`
}

export function ownColumnText(printing: Printing, table: Table, column: Column, checks: readonly Check[]): string {
  const { generated, onUpdate } = column
  const options = columnOptions(column.options)
  const isTimestamp = /^timestamp\b/i.test(column.type.native)
  const parts = [`${identText(column.name)} ${ownTypeText(printing, table, column)}`]
  if (generated)
    parts.push(`GENERATED ALWAYS AS (${exprText(printing, generated.expr)}) ${generated.stored ? 'STORED' : 'VIRTUAL'}`)
  if (options.generated) parts.push(options.generated)
  if (!column.nullable && !(generated && isMariadb(printing)) && !options.generated) parts.push('NOT NULL')
  // A timestamp that says nothing is NOT NULL where explicit_defaults_for_timestamp is off.
  if (column.nullable && isTimestamp && !generated) parts.push('NULL')
  if (column.default && !generated) parts.push(`DEFAULT ${defaultText(printing, column, column.default)}`)
  if (onUpdate) parts.push(`ON UPDATE ${exprText(printing, onUpdate)}`)
  if (column.identity) parts.push('AUTO_INCREMENT')
  if (!column.visible && capabilities(printing.version).invisibleColumns) parts.push('INVISIBLE')
  const comment = column.comment ? ` COMMENT ${textConstant(column.comment)}` : ''
  const own = checks.filter((check) => isOfColumn(printing, check) && check.column?.text === column.name.text)
  const checked = own.map((check) => ` CHECK (${exprText(printing, check.expr)})`).join('')
  return `${parts.join(' ')}${options.words}${comment}${checked}`
}

function ownTypeText(printing: Printing, table: Table, column: Column): string {
  const { logical, native } = column.type
  if (logical.kind === 'text') return `${bareType(native)}${textOfColumn(logical, table.textDefault, printing)}`
  if (logical.kind === 'enum') {
    const text = logical.collation ? { collation: logical.collation } : {}
    return `${nativeText(column.type)}${textOfColumn(text, table.textDefault, printing)}`
  }
  if (/^serial$/i.test(native)) return 'bigint unsigned'
  if (logical.kind !== 'geometry' || logical.srid === undefined) return native
  return `${native} ${isMariadb(printing) ? `REF_SYSTEM_ID=${logical.srid}` : `SRID ${logical.srid}`}`
}
