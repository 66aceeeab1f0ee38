import { intLiteral } from '../../../../core/ir/build.js'
import type { FetchCursor } from '../../../../core/ir/cursor.js'
import type { GetDiagnostics } from '../../../../core/ir/error-handling.js'
import { ident } from '../../../../core/ir/names.js'
import type { Query, Select, SelectItem } from '../../../../core/ir/query.js'
import type { SelectInto, Stmt } from '../../../../core/ir/statement.js'
import { walkExpr } from '../../../../core/ir/walk.js'
import { exprText } from '../expression.js'
import { identText, nameText, noForm } from '../printing.js'
import { queryText } from '../query.js'
import { changeText, fromText } from './changes.js'
import type { ProgramPrinting } from './context.js'
import { between, joined, type Lines, line } from './lines.js'
import { countOf } from './row-count.js'
import { nameOf, statementsLines, targetText } from './statement.js'

/**
 * The first row goes into the variables. Without one they become null, which the server leaves undone; `count` tells whether
 * there was one. More than one row is an error only where the program wants it so.
 */
export function selectLines(stmt: SelectInto, count: string | undefined, at: ProgramPrinting): Lines {
  if (stmt.collects) throw noForm('a query into lists')
  const { printing } = at
  if (stmt.targets.length === 0) {
    return line(
      count === undefined
        ? `DO EXISTS (${queryText(printing, stmt.query)});`
        : `SET ${count} = (${queryText(printing, countOf(stmt.query, at))});`,
    )
  }
  const targets = stmt.targets.map((target) => targetText(target, at))
  const asked = stmt.strict || stmt.query.limit ? stmt.query : oneRow(stmt)
  const query = readsTargets(stmt) ? readFirst(asked, stmt, at) : asked
  const into = `${queryText(printing, query)} INTO ${targets.join(', ')};`
  const found = count === undefined ? [] : [line(`SET ${count} = 1;`)]
  if (stmt.plain && !stmt.strict) return joined([line(into), ...found])
  const missing = stmt.strict
    ? ["SIGNAL SQLSTATE 'P0002' SET MESSAGE_TEXT = 'query returned no rows';"]
    : [...targets.map((target) => `SET ${target} = NULL;`), ...(count === undefined ? [] : [`SET ${count} = 0;`])]
  const handlers = [between('DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN', line(...missing), 'END;')]
  if (stmt.strict)
    handlers.push(
      between(
        'DECLARE EXIT HANDLER FOR 1172 BEGIN',
        line("SIGNAL SQLSTATE 'P0003' SET MESSAGE_TEXT = 'query returned more than one row';"),
        'END;',
      ),
    )
  return between('BEGIN', joined([...handlers, ...found, line(into)]), 'END;')
}

const oneRow = ({ query, plain }: SelectInto): Query => (plain ? query : { ...query, limit: intLiteral(1) })

/** Variables get their values one after the other, while what stands behind them is still to be computed. */
function readsTargets({ targets, query: { body } }: SelectInto): boolean {
  const items = body.kind === 'select' ? body.items : []
  const names = targets.map((target) => (target.kind === 'variable' && !target.field ? target.name.text : undefined))
  return items.some((item, place) => {
    const before = new Set(names.slice(0, place))
    let reads = false
    if (item.kind === 'expr')
      walkExpr(item.expr, (each) => {
        if (each.kind === 'variable' && before.has(each.name.text)) reads = true
        return reads
      })
    return reads
  })
}

/** The row as a table of its own, which is made before anything is read of it since it has a limit. */
function readFirst(query: Query, { targets, strict }: SelectInto, at: ProgramPrinting): Query {
  const { body, origin } = query
  if (body.kind !== 'select') return query
  const alias = ident(at.names.take('one_row'))
  const names = targets.map((_, place) => {
    const item = body.items[place]
    return item?.kind === 'expr' && item.alias ? item.alias : ident(`c${place + 1}`)
  })
  const items = body.items.map((item, place): SelectItem => {
    const name = names[place]
    return item.kind === 'expr' && name ? { ...item, alias: name } : item
  })
  const inner: Query = { ...query, body: { ...body, items }, limit: query.limit ?? intLiteral(strict ? 2 : 1) }
  const outer: Select = {
    ...{ kind: 'select', distinct: false, groupBy: [], rollup: false, windows: [], hints: [], origin },
    items: names.map((name) => ({ kind: 'expr', expr: { kind: 'column', path: [alias, name], origin }, origin })),
    from: [{ kind: 'derived', query: inner, alias, columns: [], lateral: false, origin }],
  }
  return { kind: 'query', body: outer, orderBy: [], origin }
}

/** Whether there was a row is known to a handler alone. Targets keep nothing of a row that is not there. */
export function fetchLines(stmt: FetchCursor, at: ProgramPrinting, count?: string): Lines {
  const targets = stmt.targets.map((target) => targetText(target, at))
  const fetch = line(`FETCH ${identText(stmt.cursor)} INTO ${targets.join(', ')};`)
  if (stmt.notFound) {
    const flag = nameOf(at.names.take('no_row'))
    const inner = between(
      'BEGIN',
      joined([line(`DECLARE CONTINUE HANDLER FOR NOT FOUND SET ${flag} = TRUE;`), fetch]),
      'END;',
    )
    const test = between(`IF ${flag} THEN`, statementsLines(stmt.notFound, at), 'END IF;')
    return between('BEGIN', joined([line(`DECLARE ${flag} BOOLEAN DEFAULT FALSE;`), inner, test]), 'END;')
  }
  const missing = [
    ...targets.map((target) => `SET ${target} = NULL;`),
    ...(count === undefined ? [] : [`SET ${count} = 0;`]),
  ]
  const found = count === undefined ? [] : [line(`SET ${count} = 1;`)]
  const handler = between('DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN', line(...missing), 'END;')
  return between('BEGIN', joined([handler, ...found, fetch]), 'END;')
}

/**
 * A statement and the count of its rows. UPDATE counts rows that became others, unless the client asks for those that were
 * found: these are counted, and locked, before (manual, "ROW_COUNT()").
 */
export function countedChange(stmt: Stmt, { items }: GetDiagnostics, at: ProgramPrinting): Lines | undefined {
  const [item, more] = items
  if (!item || more) return undefined
  const count = targetText(item.target, at)
  switch (stmt.kind) {
    case 'selectInto':
      return selectLines(stmt, count, at)
    case 'fetchCursor':
      return stmt.notFound ? undefined : fetchLines(stmt, at, count)
    case 'insert':
    case 'delete':
      return line(`${changeText(stmt, at)};`, `SET ${count} = ROW_COUNT();`)
    case 'update': {
      if (!stmt.target) return undefined
      const { target, tables } = stmt
      const where = stmt.where ? ` WHERE ${exprText(at.printing, stmt.where)}` : ''
      const key = tables.length > 0 ? `${nameText(target.alias ? { name: target.alias } : target.name)}.*` : '*'
      const rows =
        tables.length > 0
          ? `SELECT COUNT(*) FROM (SELECT DISTINCT ${key} FROM ${fromText(stmt, at)}${where}) AS \`found\``
          : `SELECT COUNT(*) FROM ${fromText(stmt, at)}${where} FOR UPDATE`
      return line(`SET ${count} = (${rows.replace(/ FOR UPDATE$/, '')});`, `${changeText(stmt, at)};`)
    }
    default:
      return undefined
  }
}
