import type { VariableRef } from '../../../../core/ir/expr.js'
import type { DynamicName, SelectInto, Stmt } from '../../../../core/ir/statement.js'
import { type Doc, group, hardline, indent, join, line } from '../../../../core/layout/doc.js'
import { print } from '../../../../core/layout/print.js'
import { exprDoc } from '../code/expression.js'
import { nameText, noForm, type Printing, textConstant } from '../code/printing.js'
import { queryDoc } from '../code/query.js'
import { bodyDoc, type ProgramPrinting } from './block.js'
import { dynamicResultDoc } from './calls.js'
import { dataChangeDoc } from './data-changes.js'
import { definitionDoc } from './definitions.js'

/** A statement with names that values give: a text for EXECUTE, into which only those names are put; variables are parameters. */
export function dynamicDoc(stmt: Stmt, names: readonly DynamicName[], at: ProgramPrinting): Doc {
  const execute = executeDoc(stmt, names, at.printing)
  switch (stmt.kind) {
    case 'resultSet':
      return dynamicResultDoc(execute(''), at)
    case 'selectInto':
      return intoDoc(stmt, execute, at)
    default:
      return [execute(''), ';']
  }
}

type Execute = (into: Doc) => Doc

function executeDoc(stmt: Stmt, names: readonly DynamicName[], printing: Printing): Execute {
  const given: VariableRef[] = []
  const local = (ref: VariableRef): Doc => {
    const known = given.findIndex((each) => each.name.text === ref.name.text && each.field?.text === ref.field?.text)
    return `$${known < 0 ? given.push(ref) : known + 1}`
  }
  const text = print(group(textDoc(stmt, { ...printing, local })))
    .text.trim()
    .replace(/;$/, '')
  const values = names.map(({ value }) => exprDoc(printing, value))
  const format = group('format(', indent(join([',', line], [textConstant(formatOf(text, names)), ...values])), ')')
  const list = given.map((ref) => exprDoc(printing, ref))
  const using = list.length > 0 ? [line, 'USING ', join([',', line], list)] : ''
  return (into) => group('EXECUTE ', format, indent(into === '' ? '' : [line, into], using))
}

/** What the statement is outside of programs. */
export function textDoc(stmt: Stmt, printing: Printing): Doc {
  switch (stmt.kind) {
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return dataChangeDoc(printing, stmt)
    case 'resultSet':
    case 'selectInto':
      return queryDoc(printing, stmt.query)
    case 'definition':
      return definitionDoc(stmt, printing)
    default:
      throw noForm(`a text for the statement ${stmt.kind}`)
  }
}

const placeOf = ({ placeholder }: DynamicName): RegExp => new RegExp(`(?:\\b\\w+\\.)?\\b${placeholder}\\b`, 'g')

/** The pattern of format(): the names by number. */
const formatOf = (text: string, names: readonly DynamicName[]): string =>
  names.reduce((made, name, at) => made.replace(placeOf(name), `%${at + 1}$s`), text.replaceAll('%', '%%'))

/** The statement as it is with names that may stand in it, to be asked about. */
export function exampleText(stmt: Stmt, names: readonly DynamicName[], printing: Printing): string {
  const text = print(group(textDoc(stmt, printing)), Number.POSITIVE_INFINITY).text
  return names.reduce((made, name) => {
    const { example } = name
    if (!example) throw noForm('a name that only a value gives')
    const own = 'kind' in example ? print(group(exprDoc(printing, example))).text : nameText(example)
    return made.replace(placeOf(name), () => own)
  }, text)
}

/** EXECUTE does not tell whether there was a row; with STRICT it raises. */
function intoDoc(stmt: SelectInto, execute: Execute, at: ProgramPrinting): Doc {
  const targets = join(
    [',', line],
    stmt.targets.map((target) => exprDoc(at.printing, target)),
  )
  if (stmt.plain && !stmt.notFound) return [execute(['INTO ', targets]), ';']
  return [
    'BEGIN',
    indent(hardline, execute(['INTO STRICT ', targets]), ';'),
    hardline,
    'EXCEPTION',
    indent(hardline, 'WHEN no_data_found THEN', bodyDoc(stmt.notFound ?? [], at)),
    hardline,
    'END;',
  ]
}
