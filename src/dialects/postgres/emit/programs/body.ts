import type { Declaration } from '../../../../core/ir/declaration.js'
import { ident, noOrigin } from '../../../../core/ir/names.js'
import type { Program } from '../../../../core/ir/program.js'
import type { Block, Stmt } from '../../../../core/ir/statement.js'
import { type Doc, hardline, indent } from '../../../../core/layout/doc.js'
import { print } from '../../../../core/layout/print.js'
import { bodyMark, identText, type Printing, textConstant } from '../code/printing.js'
import { typeText } from '../code/type-text.js'
import { dollarTag } from '../trigger.js'
import { blockDoc, type ProgramPrinting } from './block.js'
import { resultVariable } from './calls.js'
import { probeNames } from './probe-variables.js'
import { probesOf } from './probes.js'
import { codeLines, createBodyMarks } from './source-map.js'
import { stmtDoc } from './statement.js'

/** What stands in a body besides its own statements. */
export interface Surroundings {
  /** Statements that every call runs first. */
  readonly first?: readonly Doc[]
  /** What every call runs last that does not return before. */
  readonly last?: readonly Doc[]
  /** Of a trigger: the table whose rows it sees, and what it gives back. */
  readonly relation?: string
  readonly row?: string
}

/** The body of a program between its delimiters. What is asked and known about its statements goes with the printing. */
export function programBody(printing: Printing, program: Program, surroundings: Surroundings = {}): Doc {
  const marks = createBodyMarks<Stmt | Declaration>()
  const inside: Printing = { ...printing, uses: new Set() }
  const at: ProgramPrinting = {
    printing: inside,
    program,
    stmt: (stmt, around) => marks.add(stmt, stmt.origin, stmtDoc(stmt, around)),
    declaration: (declaration, doc) => marks.add(declaration, declaration.origin, doc),
    ...(surroundings.row ? { row: surroundings.row } : {}),
  }
  const { text, marks: lines } = print([hardline, bodyBlock(program, at, surroundings), hardline])
  const tag = dollarTag(text)
  const places = marks.placed(lines)
  const context = { printing, program, names: probeNames(printing, program, surroundings.relation) }
  return bodyMark(
    printing,
    { code: codeLines(places), probes: probesOf(places, context), names: lookedUpLate(printing, inside) },
    `${tag}${text}${tag}`,
  )
}

/** Types of variables must be there when the body is made; tables and routines are looked up when it runs. */
function lookedUpLate(printing: Printing, { uses }: Printing): ReadonlySet<string> {
  const late = new Set<string>()
  for (const key of uses) (/^(relation|routine|need):/.test(key) ? late : printing.uses).add(key)
  return late
}

/**
 * A checker of bodies knows no temporary table before it is made: it is told of each in a statement that never runs
 * (plpgsql_check, "Pragma").
 */
function toldTables({ printing, program }: ProgramPrinting): readonly Doc[] {
  const told = (program.temporaryTables ?? []).map(({ name, columns }): Doc => {
    const list = columns.map((column) => `${identText(column.name)} ${typeText(printing, column.type)}`).join(', ')
    return [hardline, `PERFORM public.plpgsql_check_pragma(${textConstant(`table: ${identText(name)} (${list})`)});`]
  })
  const why = '-- Never runs: tells plpgsql_check of tables that are made below or by callers.'
  return told.length > 0 ? [[why, hardline, 'IF false THEN', indent(told), hardline, 'END IF;']] : []
}

function bodyBlock(program: Program, at: ProgramPrinting, { first: own = [], last = [] }: Surroundings): Doc {
  const first = [...toldTables(at), ...own]
  const block = asBlock(program.body)
  const body = program.results?.kind === 'cursors' ? withResultVariable(block) : block
  // The columns of a result are variables too; a name that could be both is never meant to be the variable.
  const choice = program.results?.kind === 'rows' ? ['#variable_conflict use_column', hardline] : ''
  // What comes last is to be reached behind a handler too.
  const plain = block.label === undefined && (last.length === 0 || !block.catches?.length)
  if (plain) return [choice, blockDoc(body, at, { first, last }), ';']
  // LEAVE with the label of the block goes on behind it.
  const lines = (docs: readonly Doc[]): Doc => docs.map((doc) => indent(hardline, doc))
  if (first.length + last.length === 0) return [choice, blockDoc(body, at), ';']
  return [choice, 'BEGIN', lines(first), indent(hardline, blockDoc(body, at), ';'), lines(last), hardline, 'END;']
}

const asBlock = (body: Stmt): Block =>
  body.kind === 'block'
    ? body
    : { kind: 'block', declarations: [], handlers: [], statements: [body], origin: body.origin }

const withResultVariable = (block: Block): Block => ({
  ...block,
  declarations: [
    { kind: 'declareCursor', name: ident(resultVariable), params: [], source: { atOpen: true }, origin: noOrigin },
    ...block.declarations,
  ],
})
