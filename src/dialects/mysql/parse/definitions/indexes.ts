import type { Expr } from '../../../../core/ir/expr.js'
import type { Ident } from '../../../../core/ir/names.js'
import type { IndexPart, Option } from '../../../../core/ir/schema.js'
import { type CstNode, hasWord, type LowerContext, node, nodes, originOf, token } from '../cst.js'
import { lowerExpression } from '../expressions.js'
import { identOfToken, lowerIdent } from '../names.js'
import type { CheckDraft, ForeignKeyDraft, KeyDraft, KeyForm } from '../script/shapes.js'
import { lowerCheck, lowerReferences, optionText } from './columns.js'

/** Lowers `keyDefinition`. */
export function lowerKeyDefinition(of: CstNode, context: LowerContext): KeyDraft | ForeignKeyDraft | CheckDraft {
  const constraint = node(of, 'constraintName')
  const named = constraint && node(constraint, 'identifier')
  const constraintName = named ? lowerIdent(named) : undefined
  const check = node(of, 'checkDefinition')
  if (check) {
    const lowered = lowerCheck(check, context)
    const origin = originOf(of, context)
    return { kind: 'check', check: constraintName ? { ...lowered, origin, name: constraintName } : lowered }
  }
  const references = node(of, 'referencesClause')
  if (references) return lowerForeignKey(of, references, constraintName, context)
  const tail = node(of, 'keyTail')
  const key = lowerKeyTail(tail ?? of, formOf(of), of, context)
  return constraintName === undefined ? key : { ...key, constraintName }
}

function lowerForeignKey(
  of: CstNode,
  references: CstNode,
  constraintName: Ident | undefined,
  context: LowerContext,
): ForeignKeyDraft {
  const parts = node(of, 'keyParts')
  const index = node(of, 'identifier')
  return {
    kind: 'foreignKey',
    ...(constraintName === undefined ? {} : { constraintName }),
    ...(index ? { indexName: lowerIdent(index) } : {}),
    columns: parts ? nodes(parts, 'keyPart').map((part) => lowerIdent(node(part, 'identifier'))) : [],
    reference: lowerReferences(references, context),
    origin: originOf(of, context),
  }
}

const forms: readonly (readonly [string, KeyForm])[] = [
  ['PRIMARY', 'primary'],
  ['UNIQUE', 'unique'],
  ['FULLTEXT', 'fulltext'],
  ['SPATIAL', 'spatial'],
  ['VECTOR', 'vector'],
]

/** The kind of key by the word in front of it. */
export const formOf = (of: CstNode): KeyForm => forms.find(([word]) => hasWord(of, word))?.[1] ?? 'index'

/** Lowers `keyTail`, or a node with the same children (`createIndexTail`). */
export function lowerKeyTail(of: CstNode, form: KeyForm, whole: CstNode, context: LowerContext): KeyDraft {
  const name = node(of, 'identifier')
  const type = node(of, 'indexType')
  const said = lowerIndexOptions(nodes(of, 'indexOption'), context)
  const method = said.method ?? (type ? lowerIdent(node(type, 'identifier')).text.toLowerCase() : undefined)
  const parts = node(of, 'keyParts')
  const all = parts ? nodes(parts, 'keyPart') : []
  const columns = all.filter((part) => !hasWord(part, 'OVERLAPS'))
  const periods = all
    .filter((part) => hasWord(part, 'OVERLAPS'))
    .map((part) => ({
      key: 'mysql.without_overlaps',
      value: lowerIdent(node(part, 'identifier')).text,
      origin: originOf(part, context),
    }))
  return {
    kind: 'key',
    form,
    ...(name ? { name: lowerIdent(name) } : {}),
    ...(method === undefined ? {} : { method }),
    parts: columns.map((part) => lowerKeyPart(part, context)),
    visible: said.visible,
    ...(said.comment ? { comment: said.comment } : {}),
    options: [...said.options, ...periods],
    origin: originOf(whole, context),
    ifNotExists: node(of, 'ifNotExists') !== undefined,
  }
}

interface IndexFacts {
  method?: string
  visible: boolean
  comment?: string
  readonly options: Option[]
}

/** Words of CREATE INDEX that say how the server shall build it, not what it is. */
const buildOptions = new Set(['algorithm', 'lock', 'wait', 'nowait'])

function lowerIndexOptions(all: readonly CstNode[], context: LowerContext): IndexFacts {
  const said: IndexFacts = { visible: true, options: [] }
  for (const option of all) {
    const name = token(option, 'AnyName') ?? token(option, 'K_LOCK')
    const word = name ? identOfToken(name).text.toLowerCase() : ''
    const value = node(option, 'optionValue')
    const origin = originOf(option, context)
    const named = lowerIdent(node(option, 'identifier')).text
    if (hasWord(option, 'USING')) said.method = named.toLowerCase()
    else if (hasWord(option, 'PARSER')) said.options.push({ key: 'mysql.parser', value: named, origin })
    else if (hasWord(option, 'NOT') || word === 'visible') said.visible = true
    else if (word === 'invisible' || word === 'ignored') said.visible = false
    else if (word === 'comment' && value) said.comment = optionText(value, context)
    else if (!buildOptions.has(word)) {
      said.options.push({ key: `mysql.${word}`, value: value ? optionText(value, context) : '', origin })
    }
  }
  return said
}

function lowerKeyPart(of: CstNode, context: LowerContext): IndexPart {
  const name = node(of, 'identifier')
  const expression = node(of, 'expression')
  const length = token(of, 'IntegerNumber')
  const origin = originOf(of, context)
  const expr: Expr = expression
    ? lowerExpression(expression, context)
    : { kind: 'column', path: [lowerIdent(name)], origin: name ? originOf(name, context) : origin }
  return {
    expr,
    descending: hasWord(of, 'DESC'),
    ...(length ? { prefix: Number(length.image) } : {}),
  }
}
