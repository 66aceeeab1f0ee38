import type { Call, Expr } from '../../../core/ir/expr.js'
import { type CstNode, hasWord, type LowerContext, node, nodes, originOf, textBetween, token } from './cst.js'
import { lowerExpression, lowerHole, lowerOrderBy } from './expressions.js'
import { lowerLiteral } from './literals.js'
import { lowerNameOrText } from './names.js'

type Shaped = Pick<Call, 'args' | 'orderBy' | 'separator' | 'keywords'>
type Outcome = Shaped | { readonly refused: string }

interface Pieces {
  readonly args: readonly Expr[]
  /** Behind FROM, FOR, IN, in that order. */
  readonly from?: Expr
  readonly for?: Expr
  readonly in?: Expr
  readonly side?: string
  readonly charset?: string
  readonly as?: string
  readonly returning?: string
  readonly onEmpty?: string
  readonly onError?: string
}

type PieceName = Exclude<keyof Pieces, 'args'>

/** Which pieces each function takes, and what becomes of them. A function that is not here takes arguments only. */
const shapes: Readonly<Record<string, { takes: readonly PieceName[]; shape: (of: Pieces) => Outcome }>> = {
  EXTRACT: { takes: ['from'], shape: ({ args, from }) => unitAnd(args, from ? [from] : []) },
  TIMESTAMPADD: { takes: [], shape: ({ args }) => unitAnd(args, args.slice(1)) },
  TIMESTAMPDIFF: { takes: [], shape: ({ args }) => unitAnd(args, args.slice(1)) },
  GET_FORMAT: { takes: [], shape: ({ args }) => ({ args: args.slice(1), keywords: { type: wordOf(args[0]) } }) },
  TRIM: { takes: ['from', 'side'], shape: trim },
  SUBSTRING: { takes: ['from', 'for'], shape: substring },
  SUBSTR: { takes: ['from', 'for'], shape: substring },
  MID: { takes: ['from', 'for'], shape: substring },
  POSITION: { takes: ['in'], shape: position },
  CHAR: { takes: ['charset'], shape: ({ args, charset }) => withWords(args, { charset }) },
  WEIGHT_STRING: { takes: ['as'], shape: ({ args, as }) => withWords(args, { as }) },
  JSON_VALUE: {
    takes: ['returning', 'onEmpty', 'onError'],
    shape: ({ args, returning, onEmpty, onError }) => withWords(args, { returning, onEmpty, onError }),
  },
}

/** Functions that take ORDER BY and SEPARATOR. */
const ordering = new Set(['GROUP_CONCAT', 'JSON_ARRAYAGG', 'JSON_OBJECTAGG'])

/** Gives the special syntax of a call its place, or says what does not belong there. */
export function lowerClauses(
  name: string,
  args: readonly Expr[],
  list: CstNode | undefined,
  context: LowerContext,
): Outcome {
  const clauses = list ? nodes(list, 'callClause') : []
  const pieces = piecesOf(args, list, clauses, context)
  const shape = shapes[name]
  const allowed: readonly string[] = shape?.takes ?? []
  const stranger = Object.keys(pieces).find((piece) => piece !== 'args' && !allowed.includes(piece))
  if (stranger) return { refused: stranger.toUpperCase() }
  if (clauses.some((clause) => node(clause, 'limit'))) return { refused: 'LIMIT' }
  const order = clauses.map((clause) => node(clause, 'orderBy')).find((found) => found !== undefined)
  const separator = separatorOf(clauses, context)
  if ((order || separator) && !ordering.has(name)) return { refused: order ? 'ORDER BY' : 'SEPARATOR' }
  const shaped = shape ? shape.shape(pieces) : { args }
  if ('refused' in shaped) return shaped
  const orderBy = order ? { orderBy: lowerOrderBy(order, context) } : {}
  return { ...shaped, ...orderBy, ...(separator ? { separator } : {}) }
}

function piecesOf(
  args: readonly Expr[],
  list: CstNode | undefined,
  clauses: readonly CstNode[],
  context: LowerContext,
): Pieces {
  const side = ['LEADING', 'TRAILING', 'BOTH'].find((word) => list && hasWord(list, word))
  const found: Record<string, Expr | string> = side ? { side } : {}
  for (const clause of clauses) Object.assign(found, pieceOf(clause, context))
  return { args, ...found }
}

/** One clause as a piece. */
function pieceOf(clause: CstNode, context: LowerContext): Partial<Pieces> {
  const expression = node(clause, 'expression')
  if (expression) {
    const value = lowerExpression(expression, context)
    return hasWord(clause, 'FROM') ? { from: value } : hasWord(clause, 'FOR') ? { for: value } : { in: value }
  }
  const charset = node(clause, 'nameOrText')
  if (charset) return { charset: lowerNameOrText(charset, context.modes).toLowerCase() }
  const type = node(clause, 'castType')
  if (type) {
    const text = textBetween(type, context)
    return hasWord(clause, 'AS') ? { as: text } : { returning: text }
  }
  const action = node(clause, 'jsonAction')
  return action ? jsonPiece(action, context) : {}
}

function jsonPiece(of: CstNode, context: LowerContext): Partial<Pieces> {
  const value = node(of, 'prefixedOperand')
  const what = value ? `DEFAULT ${textBetween(value, context)}` : hasWord(of, 'NULL') ? 'NULL' : 'ERROR'
  return token(of, 'on')?.image.toUpperCase() === 'EMPTY' ? { onEmpty: what } : { onError: what }
}

function separatorOf(clauses: readonly CstNode[], context: LowerContext): Expr | undefined {
  const clause = clauses.find((each) => hasWord(each, 'SEPARATOR'))
  if (!clause) return undefined
  const literal = node(clause, 'literal')
  const hole = token(clause, 'Hole')
  if (hole) return lowerHole(hole, context)
  return literal
    ? lowerLiteral(literal, context)
    : { kind: 'literal', of: 'text', text: '', origin: originOf(clause, context) }
}

/** The unit is written like a column; as one it has no meaning. */
function unitAnd(args: readonly Expr[], rest: readonly Expr[]): Outcome {
  return { args: rest, keywords: { unit: wordOf(args[0]).replace(/^SQL_TSI_/, '') } }
}

function wordOf(of: Expr | undefined): string {
  if (of?.kind === 'column') return (of.path[0]?.text ?? '').toUpperCase()
  return of?.kind === 'hole' ? `$${of.name}` : ''
}

function trim({ args, from, side }: Pieces): Outcome {
  if (!from) return side ? { refused: side } : { args }
  return { args: [from, ...args], keywords: { side: side ?? 'BOTH' } }
}

function substring({ args, from, for: length }: Pieces): Outcome {
  if (length && !from) return { refused: 'FOR' }
  return { args: [...args, ...(from ? [from] : []), ...(length ? [length] : [])] }
}

/** `POSITION(a IN (b))` reads like a list of one. */
function position({ args, in: text }: Pieces): Outcome {
  const [first] = args
  if (text) return { args: [...args, text] }
  if (first?.kind === 'inList' && !first.negated && first.items.length === 1)
    return { args: [first.operand, ...first.items] }
  return { args }
}

function withWords(args: readonly Expr[], words: Readonly<Record<string, string | undefined>>): Outcome {
  const keywords: Record<string, string> = {}
  for (const [key, word] of Object.entries(words)) if (word !== undefined) keywords[key] = word
  return Object.keys(keywords).length === 0 ? { args } : { args, keywords }
}
