import { type CstNode, hasWord, node, nodes, token } from '../../../../grammars/sql/cst.js'
import { finding } from '../../../core/findings/finding.js'
import type { Call, Expr } from '../../../core/ir/expr.js'
import { type LowerContext, originOf, textBetween } from './cst.js'
import { lowerExpression, lowerOrderBy } from './expressions.js'
import { where } from './problems.js'

type Given = Pick<Call, 'args'> & Partial<Pick<Call, 'separator' | 'keywords' | 'orderBy' | 'nulls'>>
/** Or the words of a clause that nobody knows what to do with. */
type Shaped = Given | { readonly refused: string }

/** Lowers `callArguments` of the function of this name. */
export function lowerArguments(name: string, list: CstNode, context: LowerContext): Shaped {
  const star = token(list, 'Star')
  if (star) return { args: [{ kind: 'star', origin: originOf(star, context) }] }
  const items = nodes(list, 'argument')
  const order = node(list, 'orderBy')
  const base = order ? { orderBy: lowerOrderBy(order, context) } : {}
  const shaped = special[name]?.(items, context)
  if (shaped) return 'refused' in shaped ? shaped : { ...shaped, ...base }
  const stray = items.find((item) => node(item, 'parameter') || token(item, 'word') || strayClause(item))
  if (stray) return { refused: shorten(textBetween(stray, context)) }
  const nulls = items.map(nullsOf).find((each) => each !== undefined)
  const args = values(items, context)
  return { args, ...base, ...(nulls ? { nulls } : {}) }
}

const shorten = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 40)

const values = (items: readonly CstNode[], context: LowerContext): readonly Expr[] =>
  items.flatMap((item) => {
    const value = node(item, 'expression')
    return value ? [lowerExpression(value, context)] : []
  })

/** IGNORE NULLS may stand between the parentheses. */
function nullsOf(item: CstNode): Call['nulls'] | undefined {
  const words = nodes(item, 'callClause').flatMap((clause) => token(clause, 'clauseWord')?.image.toUpperCase() ?? [])
  return words.includes('IGNORE') ? 'ignore' : words.includes('RESPECT') ? 'respect' : undefined
}

const strayClause = (item: CstNode): boolean => nodes(item, 'callClause').length > 0 && nullsOf(item) === undefined

type Shape = (items: readonly CstNode[], context: LowerContext) => Shaped | undefined

/** What FROM is followed by, in the only argument of EXTRACT and TRIM. */
function fromOf(items: readonly CstNode[]): CstNode | undefined {
  const [clause] = items[0] ? nodes(items[0], 'callClause') : []
  return clause && hasWord(clause, 'FROM') ? node(clause, 'expression') : undefined
}

const special: Readonly<Record<string, Shape>> = {
  EXTRACT: (items, context) => {
    const from = fromOf(items)
    const [first] = items
    const unit = first && node(first, 'expression')
    if (!from || !unit) return undefined
    return { args: [lowerExpression(from, context)], keywords: { unit: textBetween(unit, context).toUpperCase() } }
  },
  TRIM: (items, context) => {
    const from = fromOf(items)
    const [first] = items
    if (!from || !first) return undefined
    const side = token(first, 'word')?.image.toUpperCase() ?? leadingWord(first, context) ?? 'BOTH'
    const chars = node(first, 'expression')
    const given = chars && leadingWord(first, context) === undefined ? [lowerExpression(chars, context)] : []
    return { args: [lowerExpression(from, context), ...given], keywords: { side } }
  },
  LISTAGG: (items, context) => {
    const overflow = items.find(strayClause)
    const words = overflow ? textBetween(overflow, context) : ''
    if (overflow && !/\bON\s+OVERFLOW\b/i.test(words)) return { refused: shorten(words) }
    // Texts of a target are as long as they need to be.
    if (overflow && /\bOVERFLOW\s+TRUNCATE\b/i.test(words))
      context.sink.add(finding('XW-F0024', where(originOf(overflow, context), context), { name: 'LISTAGG' }))
    const [value, separator] = values(items, context)
    if (!value) return undefined
    const none: Expr = { kind: 'literal', of: 'text', text: '', origin: value.origin }
    return { args: [value], separator: !separator || isNull(separator) ? none : separator }
  },
}

const isNull = (expr: Expr): boolean => expr.kind === 'literal' && expr.of === 'null'

/** `TRIM(LEADING FROM x)`: the word stands where the characters would. */
function leadingWord(item: CstNode, context: LowerContext): string | undefined {
  const value = node(item, 'expression')
  const word = value ? textBetween(value, context).toUpperCase() : ''
  return word === 'LEADING' || word === 'TRAILING' || word === 'BOTH' ? word : undefined
}
