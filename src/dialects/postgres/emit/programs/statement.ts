import type { ForStmt, Jump } from '../../../../core/ir/control-flow.js'
import type { Guard } from '../../../../core/ir/error-handling.js'
import type { Expr } from '../../../../core/ir/expr.js'
import type { Execute, Stmt, Stub } from '../../../../core/ir/statement.js'
import { walkExpr } from '../../../../core/ir/walk.js'
import { walkStmt } from '../../../../core/ir/walk-program.js'
import { type Doc, group, hardline, indent, join, line } from '../../../../core/layout/doc.js'
import { exprDoc, parenthesised } from '../code/expression.js'
import { identText, noForm, type Printing, textConstant } from '../code/printing.js'
import { queryDoc } from '../code/query.js'
import { blockDoc, bodyDoc, endLabel, labelDoc, type ProgramPrinting } from './block.js'
import { callDoc, keptResultDoc, lostResultsDoc, resultSetDoc } from './calls.js'
import { dataChangeDoc } from './data-changes.js'
import { definitionDoc } from './definitions.js'
import { diagnosticsDoc, signalDoc } from './diagnostics.js'
import { dynamicDoc } from './dynamic.js'
import { exceptionDoc } from './exceptions.js'
import { fetchDoc, intoDoc, openDoc, selectIntoDoc, sortedRowsDoc, usingDoc } from './queries.js'

/** One statement of PL/pgSQL, ended by `;`. */
export function stmtDoc(stmt: Stmt, at: ProgramPrinting): Doc {
  const { printing } = at
  if (stmt.kind !== 'opaque' && stmt.dynamic) return dynamicDoc(stmt, stmt.dynamic, at)
  const value = (expr: Expr): Doc => exprDoc(printing, expr)
  switch (stmt.kind) {
    case 'block':
      return [blockDoc(stmt, at), ';']
    case 'assign':
      if (stmt.assignments.length === 0) return 'NULL;'
      return join(
        hardline,
        stmt.assignments.map(({ target, value: given }) =>
          group(targetDoc(printing, target), ' :=', indent(line, value(given)), ';'),
        ),
      )
    case 'if':
    case 'caseStatement':
      return branchesDoc(stmt, at)
    case 'loop':
      return loopDoc('LOOP', stmt, bodyDoc(stmt.body, at))
    case 'while':
      return loopDoc(group('WHILE ', indent(value(stmt.condition)), ' LOOP'), stmt, bodyDoc(stmt.body, at))
    case 'repeat': {
      const last = indent(hardline, group('EXIT WHEN ', indent(value(stmt.until)), ';'))
      return loopDoc('LOOP', stmt, [stmt.body.length > 0 ? bodyDoc(stmt.body, at) : '', last])
    }
    case 'for':
      return forDoc(stmt, at)
    case 'leave':
    case 'iterate':
      return jumpDoc(stmt, at)
    case 'return':
      return stmt.value ? group('RETURN ', indent(value(stmt.value)), ';') : at.row ? `RETURN ${at.row};` : 'RETURN;'
    case 'evaluate':
      return group('PERFORM ', indent(join([',', line], stmt.exprs.map(value))), ';')
    case 'callStatement':
      return callDoc(stmt, at)
    case 'resultSet':
      if (stmt.kept) return keptResultDoc(queryDoc(printing, stmt.query), stmt.kept, at)
      return resultSetDoc(queryDoc(printing, stmt.query), at, stmt.atOnce, stmt.query.with?.changes !== undefined)
    case 'selectInto':
      return selectIntoDoc(stmt, at)
    case 'openCursor':
      return openDoc(stmt, at)
    case 'fetchCursor':
      return fetchDoc(stmt, at)
    case 'closeCursor':
      return stmt.lists ? `${identText(stmt.lists.at)} := NULL;` : `CLOSE ${identText(stmt.cursor)};`
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return [dataChangeDoc(printing, stmt), stmt.into ? indent(hardline, intoDoc(stmt.into, at, 'INTO ')) : '', ';']
    case 'signal':
    case 'resignal':
      return signalDoc(stmt, at)
    case 'tell':
      return group("RAISE NOTICE '%', ", indent(value(stmt.text)), ';')
    case 'getDiagnostics':
      return diagnosticsDoc(stmt, at)
    case 'transaction':
      return stmt.action === 'commit' ? 'COMMIT;' : 'ROLLBACK;'
    case 'guard':
      return guardDoc(stmt, at)
    case 'stub':
      return stubDoc(stmt)
    case 'definition':
      return definitionDoc(stmt, printing)
    case 'execute':
      return executeDoc(stmt, at)
    case 'fetchGroupRow':
    case 'load':
    case 'savepoint':
    case 'prepare':
    case 'deallocate':
    case 'command':
    case 'opaque':
      throw noForm(`the statement ${stmt.kind}`)
  }
}

function executeDoc(stmt: Execute, at: ProgramPrinting): Doc {
  const { printing } = at
  if (!('text' in stmt.what)) throw noForm('a prepared statement')
  const into = stmt.into ? [line, intoDoc(stmt.into, at)] : ''
  return group('EXECUTE ', indent(exprDoc(printing, stmt.what.text), into, usingDoc(stmt.using, printing)), ';')
}

function jumpDoc({ kind, label, when }: Jump, { printing }: ProgramPrinting): Doc {
  const word = kind === 'leave' ? 'EXIT' : 'CONTINUE'
  const name = label ? ` ${identText(label)}` : ''
  return when ? group(word, name, ' WHEN ', indent(exprDoc(printing, when)), ';') : `${word}${name};`
}

function branchesDoc(stmt: Stmt & { readonly kind: 'if' | 'caseStatement' }, at: ProgramPrinting): Doc {
  const condition = (expr: Expr): Doc => {
    const doc = exprDoc(at.printing, expr)
    return indent(hasThen(expr) ? parenthesised(doc) : doc)
  }
  const isIf = stmt.kind === 'if'
  const branches = stmt.branches.map(({ when, body }, index): Doc => {
    const word = isIf ? (index === 0 ? 'IF ' : 'ELSIF ') : 'WHEN '
    const branch = [group(word, condition(when), ' THEN'), bodyDoc(body, at)]
    return isIf ? [index === 0 ? '' : hardline, branch] : indent(hardline, branch)
  })
  const otherwise = stmt.else === undefined ? '' : ['ELSE', bodyDoc(stmt.else, at)]
  if (isIf) return [branches, otherwise === '' ? '' : [hardline, otherwise], hardline, 'END IF;']
  return ['CASE', branches, otherwise === '' ? '' : indent(hardline, otherwise), hardline, 'END CASE;']
}

/** A condition is read up to the first THEN outside of parentheses: that of a CASE inside it would end it. */
function hasThen(expr: Expr): boolean {
  let found = false
  walkExpr(expr, (node) => {
    if (node.kind === 'case') found = true
    if (node.kind === 'template' && node.parts.some((part) => typeof part === 'string' && /\bTHEN\b/.test(part)))
      found = true
    return !found
  })
  return found
}

const loopDoc = (head: Doc, { label }: Pick<ForStmt, 'label'>, body: Doc): Doc => [
  labelDoc(label),
  head,
  body,
  hardline,
  `END LOOP${endLabel(label)};`,
]

/** A loop over rows needs its variable declared. Counting down, the higher bound stands first. */
function forDoc(stmt: ForStmt, at: ProgramPrinting): Doc {
  const { over, variable } = stmt
  const name = identText(variable)
  const body = bodyDoc(stmt.body, at)
  switch (over.kind) {
    case 'range': {
      const [low, high] = [exprDoc(at.printing, over.from), exprDoc(at.printing, over.to)]
      const bounds = over.reverse ? ['REVERSE ', high, '..', low] : [low, '..', high]
      return loopDoc(group(`FOR ${name} IN `, bounds, ' LOOP'), stmt, body)
    }
    case 'rows': {
      const query = group(queryDoc(at.printing, over.query))
      const rows = over.atOnce ? sortedRowsDoc(query) : query
      const head = [`FOR ${name} IN`, indent(hardline, rows), hardline, 'LOOP']
      const loop = loopDoc(head, stmt, body)
      return [
        'DECLARE',
        indent(hardline, `${name} record;`),
        hardline,
        'BEGIN',
        indent(hardline, loop),
        hardline,
        'END;',
      ]
    }
    case 'cursor':
      throw noForm('a loop over a cursor by its name')
  }
}

const guardDoc = (stmt: Guard, at: ProgramPrinting): Doc => {
  const lost = handsOver(stmt) ? lostResultsDoc(at) : []
  return ['BEGIN', bodyDoc(stmt.body, at), hardline, exceptionDoc(stmt.catches, at, lost), hardline, 'END;']
}

/** Whether an error may come behind a result that the guarded statements have handed over. */
function handsOver({ body }: Guard): boolean {
  let found = false
  for (const each of body)
    walkStmt(each, {
      stmt: (stmt) => {
        if (stmt.kind === 'resultSet') found = true
        return !found
      },
    })
  return found && (body.length > 1 || body[0]?.kind !== 'resultSet')
}

/** The text stands in front as a comment, line by line, so that nothing in it can end the comment. */
function stubDoc({ message, text, state = '0A000' }: Stub): Doc {
  const lines = text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/).filter((each) => each.trim() !== '')
  const comment = lines.map((each) => [`-- ${each.replaceAll('\0', ' ').trimEnd()}`, hardline])
  const said = textConstant(message.replaceAll('\0', ' '))
  return [comment, `RAISE EXCEPTION USING ERRCODE = '${state}', MESSAGE = ${said};`]
}

/** What is set is named without parentheses around its parts. */
function targetDoc(printing: Printing, target: Expr): Doc {
  if (target.kind === 'member') return [targetDoc(printing, target.object), '.', identText(target.field)]
  if (target.kind === 'element') return [targetDoc(printing, target.list), '[', exprDoc(printing, target.index), ']']
  return exprDoc(printing, target)
}
