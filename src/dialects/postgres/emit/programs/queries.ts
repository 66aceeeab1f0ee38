import type { FetchCursor, OpenCursor, RowLists } from '../../../../core/ir/cursor.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { SelectInto, Target } from '../../../../core/ir/statement.js'
import { type Doc, group, hardline, indent, join, line } from '../../../../core/layout/doc.js'
import { exprDoc } from '../code/expression.js'
import { identText, noForm, type Printing } from '../code/printing.js'
import { queryDoc } from '../code/query.js'
import { bodyDoc, type ProgramPrinting } from './block.js'

const targetsDoc = (printing: Printing, targets: readonly Target[]): Doc =>
  join(
    [',', line],
    targets.map((target) => exprDoc(printing, target)),
  )

/** What takes the values of the only row; without it, or with a second one, the statement raises. */
export const intoDoc = (targets: readonly Target[], { printing }: ProgramPrinting, word = 'INTO STRICT '): Doc =>
  group(word, indent(targetsDoc(printing, targets)))

export const usingDoc = (using: readonly Expr[], printing: Printing): Doc =>
  using.length === 0
    ? ''
    : [
        line,
        'USING ',
        join(
          [',', line],
          using.map((expr) => exprDoc(printing, expr)),
        ),
      ]

/**
 * INTO without a row sets its targets to null; with STRICT it raises, and leaves them alone. It also raises for a second
 * row, as the source does.
 */
export function selectIntoDoc(stmt: SelectInto, at: ProgramPrinting): Doc {
  const { printing } = at
  const into = (word: string): Doc =>
    group(queryDoc(printing, stmt.query, group(word, indent(targetsDoc(printing, stmt.targets)))), ';')
  if (stmt.strict && stmt.plain !== true) return into('INTO STRICT ')
  if (stmt.plain === true) {
    const read = into('INTO ')
    return stmt.notFound ? [read, hardline, 'IF NOT FOUND THEN', bodyDoc(stmt.notFound, at), hardline, 'END IF;'] : read
  }
  return [
    'BEGIN',
    indent(hardline, into('INTO STRICT ')),
    hardline,
    'EXCEPTION',
    indent(hardline, 'WHEN no_data_found THEN', bodyDoc(stmt.notFound ?? [], at)),
    hardline,
    'END;',
  ]
}

export function openDoc(stmt: OpenCursor, { printing }: ProgramPrinting): Doc {
  const { reads } = stmt
  const name = identText(stmt.cursor)
  if (reads === undefined) throw noForm('a cursor that reads nothing')
  if ('text' in reads) {
    const text = exprDoc(printing, reads.text)
    return group(`OPEN ${name} FOR EXECUTE `, indent(text, usingDoc(reads.using ?? [], printing)), ';')
  }
  const query = queryDoc(printing, reads.query)
  if (stmt.lists) return [intoListsDoc(query, stmt.lists.values), hardline, `${identText(stmt.lists.at)} := 0;`]
  return [openingDoc(name, query, stmt.atOnce), ...(stmt.atOnce ? [hardline, computingDoc(name)] : [])]
}

/** Rows that are kept in one place as soon as they are computed can be gone through twice; those of a change always are. */
export function openingDoc(name: string, query: Doc, atOnce: true | undefined, changes = false): Doc {
  if (changes) return [`OPEN ${name} SCROLL FOR`, indent(hardline, group(query), ';')]
  if (!atOnce) return [`OPEN ${name} FOR`, indent(hardline, group(query), ';')]
  const computed = ['WITH computed AS MATERIALIZED (', indent(hardline, group(query)), hardline, ')']
  return [`OPEN ${name} SCROLL FOR`, indent(hardline, computed, hardline, 'SELECT * FROM computed;')]
}

/**
 * Computes all rows of an open cursor, and leaves it in front of the first one; the row count is theirs. plpgsql_check takes
 * a MOVE by the variable that was opened for a FETCH into nothing: it is made by another name.
 */
export const computingDoc = (name: string): Doc => [
  `DECLARE computing refcursor := ${name};`,
  hardline,
  'BEGIN',
  indent(hardline, 'MOVE FORWARD ALL FROM computing;', hardline, 'MOVE BACKWARD ALL FROM computing;'),
  hardline,
  'END;',
]

/** A loop reads rows a few at a time; rows that are sorted by their number are all computed before, in their own order. */
export const sortedRowsDoc = (query: Doc): Doc => [
  'SELECT computed.* FROM (',
  indent(hardline, query),
  hardline,
  ') AS computed ORDER BY row_number() OVER ()',
]

/** All rows of a query at once, into a list for each column. */
export function intoListsDoc(query: Doc, lists: readonly Ident[], asText: readonly boolean[] = []): Doc {
  const names = lists.map((_, index) => `c${index + 1}`)
  const list = (items: readonly string[]): Doc => join([',', line], items)
  return [
    group(
      'SELECT ',
      indent(list(names.map((name, index) => `array_agg(q.${name}${asText[index] ? '::text' : ''})`))),
      line,
      'INTO ',
      indent(list(lists.map(identText))),
      line,
      'FROM (',
    ),
    indent(hardline, group(query)),
    hardline,
    group(') AS q (', indent(list(names)), ');'),
  ]
}

/** The next row of lists. Without a row a list is null, and so is its length. */
function fetchOfListsDoc(stmt: FetchCursor, { at, values }: RowLists, around: ProgramPrinting): Doc {
  const place = identText(at)
  const taken = stmt.targets.map((target, index): Doc => {
    const list = values[index]
    return [hardline, exprDoc(around.printing, target), ` := ${list ? identText(list) : ''}[${place}];`]
  })
  const missed = stmt.notFound && stmt.notFound.length > 0 ? [hardline, 'ELSE', bodyDoc(stmt.notFound, around)] : ''
  const [first] = values
  return [
    `${place} := ${place} + 1;`,
    hardline,
    `IF ${place} <= cardinality(${first ? identText(first) : ''}) THEN`,
    indent(taken),
    missed,
    hardline,
    'END IF;',
  ]
}

/** FETCH without a row empties what it fetches into. */
function fetchThroughDoc(stmt: FetchCursor, through: NonNullable<FetchCursor['through']>, at: ProgramPrinting): Doc {
  const record = identText(through.record)
  const taken = stmt.targets.map((target, index): Doc => {
    const field = through.fields[index]
    return [hardline, exprDoc(at.printing, target), ` := ${record}.${field ? identText(field) : ''};`]
  })
  const missed = stmt.notFound && stmt.notFound.length > 0 ? [hardline, 'ELSE', bodyDoc(stmt.notFound, at)] : ''
  return [
    `FETCH ${identText(stmt.cursor)} INTO ${record};`,
    hardline,
    'IF FOUND THEN',
    indent(taken),
    missed,
    hardline,
    'END IF;',
  ]
}

export function fetchDoc(stmt: FetchCursor, at: ProgramPrinting): Doc {
  if (stmt.lists) return fetchOfListsDoc(stmt, stmt.lists, at)
  if (stmt.through) return fetchThroughDoc(stmt, stmt.through, at)
  const fetch = group(`FETCH ${identText(stmt.cursor)} INTO `, indent(targetsDoc(at.printing, stmt.targets)), ';')
  if (stmt.notFound === undefined) return fetch
  return [fetch, hardline, 'IF NOT FOUND THEN', bodyDoc(stmt.notFound, at), hardline, 'END IF;']
}
