import type { Expr } from '../../../../core/ir/expr.js'
import { dotted, type Ident } from '../../../../core/ir/names.js'
import type { CallStmt, ResultSet } from '../../../../core/ir/statement.js'
import { block, type Doc, group, hardline, indent, join, line } from '../../../../core/layout/doc.js'
import { exprDoc, exprList } from '../code/expression.js'
import { identText, nameText, type Printing, usesKey } from '../code/printing.js'
import type { ProgramPrinting } from './block.js'
import { computingDoc, intoListsDoc, openingDoc } from './queries.js'

/** Holds each result on its way to the list. */
export const resultVariable = 'result_set'

/** A query whose rows go to the caller: into the table that a function gives, or as one more open cursor. */
export function resultSetDoc(query: Doc, { program }: ProgramPrinting, atOnce?: true, changes = false): Doc {
  const { results } = program
  // Nobody takes what an event selects.
  if (results === undefined) return ['PERFORM * FROM (', indent(hardline, group(query)), hardline, ') AS q;']
  if (results.kind === 'rows') return ['RETURN QUERY', indent(hardline, group(query), ';')]
  const list = identText(results.parameter)
  return [
    `${resultVariable} := NULL;`,
    hardline,
    openingDoc(resultVariable, query, atOnce, changes),
    hardline,
    `${list} := array_append(${list}, ${resultVariable});`,
    ...(atOnce ? [hardline, computingDoc(resultVariable)] : []),
  ]
}

/** As `resultSetDoc`, for a query that is a text: `EXECUTE` with all that belongs to it. */
export function dynamicResultDoc(execute: Doc, { program }: ProgramPrinting): Doc {
  const { results } = program
  if (results === undefined) return [execute, ';']
  if (results.kind === 'rows') return ['RETURN QUERY ', execute, ';']
  const list = identText(results.parameter)
  return [
    `${resultVariable} := NULL;`,
    hardline,
    `OPEN ${resultVariable} FOR `,
    execute,
    ';',
    hardline,
    `${list} := array_append(${list}, ${resultVariable});`,
  ]
}

/** Rows that outlive the table that they come from: open cursors would keep it from being dropped. */
export function keptResultDoc(query: Doc, kept: NonNullable<ResultSet['kept']>, at: ProgramPrinting): Doc {
  const values = kept.map(({ values }) => values)
  const list = (items: readonly string[]): Doc => join([',', line], items)
  const written = kept.map(({ column, list: type }) => {
    const name = identText(column)
    return type ? `q.${name}::${type} AS ${name}` : `q.${name}`
  })
  const all = kept.some((each) => each.list) ? list(written) : '*'
  const columns = list(kept.map(({ column }) => identText(column)))
  const given = list(values.map(identText))
  const asText = kept.map((each) => each.list !== undefined)
  return [
    intoListsDoc(query, values, asText),
    hardline,
    resultSetDoc(group('SELECT ', all, ' FROM unnest(', indent(given), ') AS q (', indent(columns), ')'), at),
  ]
}

export function callDoc(stmt: CallStmt, at: ProgramPrinting): Doc {
  const { printing, program } = at
  printing.uses.add(usesKey('routine', dotted(stmt.routine)))
  const name = nameText(stmt.routine)
  const args = exprList(printing, stmt.args)
  if (stmt.gives) return givesDoc(stmt.gives, ['FROM ', name, block('(', args, ')')], stmt.through, printing)
  if (stmt.hands === undefined) return group(`CALL ${name}`, block('(', args, ')'), ';')
  const { results } = program
  if (stmt.hands === 'rows') {
    const read = ['SELECT * FROM ', name, block('(', args, ')')]
    if (results === undefined) return group('PERFORM * FROM ', name, block('(', args, ')'), ';')
    // A function runs when its first row is fetched; what it does is done before the next statement.
    return resultSetDoc(read, at, true, true)
  }
  if (results?.kind === 'cursors')
    return group(`CALL ${name}`, block('(', [...args, identText(results.parameter)], ')'), ';')
  // Nobody takes the results of a trigger: the list is thrown away.
  return [
    'DECLARE',
    indent(hardline, 'thrown_away refcursor[];'),
    hardline,
    'BEGIN',
    indent(hardline, group(`CALL ${name}`, block('(', [...args, 'thrown_away'], ')'), ';')),
    hardline,
    'END;',
  ]
}

/** A record cannot be one of several variables behind INTO: then all values go through another record. */
function givesDoc(gives: readonly Expr[], from: Doc, through: Ident | undefined, printing: Printing): Doc {
  const taken = gives.map((each) => exprDoc(printing, each))
  if (!through) return group('SELECT * INTO ', join([',', line], taken), line, from, ';')
  const names = taken.map((_, at) => `c${at + 1}`)
  const record = identText(through)
  return [
    group(`SELECT * INTO ${record}`, line, from, ` AS q (${names.join(', ')})`, ';'),
    taken.map((each, at) => [hardline, each, ` := ${record}.${names[at] ?? ''};`]),
  ]
}

/** Takes cursors out of the list that an error has closed: they were opened in the block that it takes back. */
export function lostResultsDoc({ program }: ProgramPrinting): readonly Doc[] {
  if (program.results?.kind !== 'cursors') return []
  const list = identText(program.results.parameter)
  return [
    [
      `${list} := ARRAY(`,
      indent(
        hardline,
        group(
          'SELECT u.r',
          line,
          `FROM unnest(${list}) WITH ORDINALITY AS u (r, n) JOIN pg_cursors AS c ON c.name = u.r::text`,
          line,
          'ORDER BY u.n',
        ),
      ),
      hardline,
      ');',
    ],
  ]
}
