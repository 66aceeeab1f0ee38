import { ident, noOrigin } from '../../../../core/ir/names.js'
import type { Block, Program, Stmt } from '../../../../core/ir/program.js'
import { type Doc, hardline, indent } from '../../../../core/layout/doc.js'
import { print } from '../../../../core/layout/print.js'
import type { Printing } from '../code/printing.js'
import { dollarTag } from '../trigger.js'
import { blockDoc } from './block.js'
import { resultVariable } from './calls.js'
import { stmtDoc } from './statement.js'

/** The body of a program between its delimiters; statements that every call runs first and last stand around it. */
export function programBody(
  printing: Printing,
  program: Program,
  first: readonly Doc[] = [],
  last: readonly Doc[] = [],
): Doc {
  const block = asBlock(program.body)
  const own = program.results?.kind === 'cursors' ? withResultVariable(block) : block
  const at = { printing, program, stmt: stmtDoc }
  const doc = first.length + last.length === 0 ? [blockDoc(own, at), ';'] : around(own, at, first, last)
  const { text } = print([hardline, doc, hardline])
  const tag = dollarTag(text)
  return `${tag}${text}${tag}`
}

/** In the block itself when it can be left by falling out of it only; else around it. */
function around(block: Block, at: Parameters<typeof blockDoc>[1], first: readonly Doc[], last: readonly Doc[]): Doc {
  const lines = (docs: readonly Doc[]): Doc => docs.map((doc) => indent(hardline, doc))
  return ['BEGIN', lines(first), indent(hardline, blockDoc(block, at), ';'), lines(last), hardline, 'END;']
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
