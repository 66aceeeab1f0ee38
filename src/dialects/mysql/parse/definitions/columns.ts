import type { Expr } from '../../../../core/ir/expr.js'
import type { Check, Option, RefAction } from '../../../../core/ir/schema.js'
import { canonicalCharset, canonicalCollation } from '../../collations.js'
import {
  type CstNode,
  has,
  hasWord,
  type LowerContext,
  node,
  nodes,
  originOf,
  textBetween,
  token,
  tokens,
} from '../cst.js'
import { lowerExpression, lowerOperand } from '../expressions.js'
import { identOfToken, lowerIdent, lowerQName, lowerText } from '../names.js'
import type { ColumnDraft, Place, ReferenceDraft } from '../script/shapes.js'
import { clauseName, lowerTypeDraft } from '../types.js'

/** What the attributes of a column say, in the making. */
interface Attributes {
  nullable?: boolean
  default?: Expr
  onUpdate?: Expr
  autoIncrement: boolean
  generated?: Expr
  stored: boolean
  visible: boolean
  comment?: string
  key?: 'primary' | 'unique'
  charset?: string
  collation?: string
  srid?: number
  place?: Place
  references?: ReferenceDraft
  readonly options: Option[]
  readonly checks: Check[]
}

/** A column with where ALTER puts it. */
export interface PlacedColumn {
  readonly column: ColumnDraft
  readonly place?: Place
}

/** Lowers a node that has `identifier` and `columnBody`: `columnDefinition` and `namedElement`. */
export function lowerColumn(of: CstNode, context: LowerContext): PlacedColumn {
  const body = node(of, 'columnBody')
  const type = body && node(body, 'dataType')
  const said: Attributes = { autoIncrement: false, stored: false, visible: true, options: [], checks: [] }
  for (const attribute of body ? nodes(body, 'columnAttribute') : []) lowerAttribute(attribute, said, context)
  const draft = type
    ? lowerTypeDraft(type, context)
    : { native: { name: '', args: [], flags: [] }, text: '', origin: originOf(of, context), serial: false }
  const { generated, stored, place, charset, collation, srid, ...rest } = said
  const native = {
    ...draft.native,
    ...(charset === undefined ? {} : { charset }),
    ...(collation === undefined ? {} : { collation }),
    ...(srid === undefined ? {} : { srid }),
  }
  return {
    column: {
      name: lowerIdent(node(of, 'identifier')),
      origin: originOf(of, context),
      ...rest,
      type: { ...draft, native },
      ...(generated === undefined ? {} : { generated: { expr: generated, stored } }),
    },
    ...(place === undefined ? {} : { place }),
  }
}

function lowerAttribute(of: CstNode, said: Attributes, context: LowerContext): void {
  const [name, [element] = []] = Object.entries(of.children)[0] ?? []
  const child = element && 'children' in element ? element : undefined
  if (name === 'K_NULL') said.nullable = true
  else if (child) lowerClause(child, said, context)
}

const clauses: Readonly<Record<string, (of: CstNode, said: Attributes, context: LowerContext) => void>> = {
  notAttribute: lowerNot,
  defaultClause: (of, said, context) => setDefault(lowerDefault(of, context), of, said, context),
  onUpdateClause: (of, said, context) => {
    said.onUpdate = lowerValue(of, context)
  },
  keyAttribute: (of, said) => {
    said.key = hasWord(of, 'UNIQUE') ? 'unique' : 'primary'
  },
  collateClause: (of, said, context) => {
    said.collation = canonicalCollation(clauseName(of, context))
  },
  charsetClause: (of, said, context) => {
    said.charset = canonicalCharset(clauseName(of, context))
  },
  generatedClause: lowerGenerated,
  checkClause: (of, said, context) => void said.checks.push(lowerCheck(of, context)),
  referencesClause: (of, said, context) => {
    said.references = lowerReferences(of, context)
  },
  withSystemVersioning: (of, said, context) => addOption(said, 'system_versioning', 'with', of, context),
  wordAttribute: lowerWord,
}

function lowerClause(of: CstNode, said: Attributes, context: LowerContext): void {
  if (Object.hasOwn(clauses, of.name)) clauses[of.name]?.(of, said, context)
}

/** NOT NULL; NOT ENFORCED belongs to the check before it. */
function lowerNot(of: CstNode, said: Attributes): void {
  if (hasWord(of, 'NULL')) said.nullable = false
  else enforceLast(said, false)
}

function enforceLast(said: Attributes, enforced: boolean): void {
  const last = said.checks.pop()
  if (last) said.checks.push({ ...last, enforced })
}

/** `SERIAL DEFAULT VALUE` is NOT NULL AUTO_INCREMENT UNIQUE; its words look like a default that is a column. */
function setDefault(value: Expr, of: CstNode, said: Attributes, context: LowerContext): void {
  const before = said.options.at(-1)
  if (before?.key === 'mysql.serial' && /^default\s+value$/i.test(textBetween(of, context))) {
    said.options.pop()
    Object.assign(said, { autoIncrement: true, nullable: false, key: said.key ?? 'unique' })
  } else said.default = value
}

/** The value of `defaultClause`. */
export function lowerDefault(of: CstNode, context: LowerContext): Expr {
  const value = node(of, 'columnDefault')
  return lowerValue(value ?? of, context)
}

/** The expression of a node whose child is `prefixedOperand`. */
export function lowerValue(of: CstNode, context: LowerContext): Expr {
  const prefixed = node(of, 'prefixedOperand')
  const operand = prefixed && node(prefixed, 'operand')
  const origin = originOf(of, context)
  if (!prefixed || !operand) return { kind: 'literal', of: 'null', text: 'NULL', origin }
  const negative = tokens(prefixed, 'prefix').filter((sign) => sign.image === '-').length % 2 === 1
  const value = lowerOperand(operand, context)
  return negative ? { kind: 'unary', op: 'neg', operand: value, origin: originOf(prefixed, context) } : value
}

function lowerGenerated(of: CstNode, said: Attributes, context: LowerContext): void {
  const expression = node(of, 'expression')
  if (expression) said.generated = lowerExpression(expression, context)
  else addOption(said, 'generated', hasWord(of, 'START') ? 'row start' : 'row end', of, context)
}

function addOption(said: Attributes, name: string, value: string, of: CstNode, context: LowerContext): void {
  said.options.push({ key: `mysql.${name}`, value, origin: originOf(of, context) })
}

/** Words of attributes that name a fact of their own. GENERATED ALWAYS says nothing that AS does not say. */
const words: Readonly<Record<string, (said: Attributes) => void>> = {
  generated: () => {},
  always: () => {},
  virtual: (said) => {
    said.stored = false
  },
  stored: (said) => {
    said.stored = true
  },
  persistent: (said) => {
    said.stored = true
  },
  auto_increment: (said) => {
    said.autoIncrement = true
  },
  invisible: (said) => {
    said.visible = false
  },
  visible: (said) => {
    said.visible = true
  },
  enforced: (said) => enforceLast(said, true),
  first: (said) => {
    said.place = 'first'
  },
}

function lowerWord(of: CstNode, said: Attributes, context: LowerContext): void {
  const name = token(of, 'AnyName')
  if (!name) return
  const ident = identOfToken(name)
  const word = ident.text.toLowerCase()
  const value = node(of, 'optionValue')
  if (!value && !ident.quoted && Object.hasOwn(words, word)) {
    words[word]?.(said)
    return
  }
  const text = value ? optionText(value, context) : ''
  if (word === 'comment' && value) said.comment = text
  else if (word === 'charset' && value) said.charset = canonicalCharset(text)
  else if ((word === 'srid' || word === 'ref_system_id') && value) said.srid = Number(text)
  else if (word === 'after' && value) said.place = { after: placeName(value) }
  else if (word === 'versioning' && joinVersioning(said)) return
  else addOption(said, word, text, of, context)
}

/** WITHOUT SYSTEM VERSIONING comes as three words. */
function joinVersioning(said: Attributes): boolean {
  const [without, system] = said.options.slice(-2)
  if (without?.key !== 'mysql.without' || system?.key !== 'mysql.system') return false
  said.options.splice(-2, 2, { key: 'mysql.system_versioning', value: 'without', origin: without.origin })
  return true
}

function placeName(of: CstNode) {
  const name = token(of, 'AnyName')
  return name ? identOfToken(name) : { text: '', quoted: true }
}

/** The text of `optionValue`, quotes off. */
export function optionText(of: CstNode, context: LowerContext): string {
  const text = node(of, 'stringLiteral')
  if (text) return lowerText(text, context.modes)
  const name = token(of, 'AnyName')
  return name ? identOfToken(name).text : textBetween(of, context)
}

/** Lowers `checkClause` and `checkDefinition`. */
export function lowerCheck(of: CstNode, context: LowerContext): Check {
  const name = node(of, 'identifier')
  const expression = node(of, 'expression')
  const origin = originOf(of, context)
  return {
    kind: 'check',
    ...(name ? { name: lowerIdent(name) } : {}),
    expr: expression ? lowerExpression(expression, context) : { kind: 'literal', of: 'boolean', text: 'TRUE', origin },
    enforced: !(has(of, 'K_ENFORCED') && has(of, 'K_NOT')),
    origin,
    options: [],
  }
}

const matches: Readonly<Record<string, ReferenceDraft['match']>> = { full: 'full', partial: 'partial' }

/** Lowers `referencesClause`. */
export function lowerReferences(of: CstNode, context: LowerContext): ReferenceDraft {
  const parts = node(of, 'keyParts')
  const columns = parts ? nodes(parts, 'keyPart').map((part) => lowerIdent(node(part, 'identifier'))) : []
  const target = node(of, 'qualifiedName')
  const match = lowerIdent(nodes(of, 'identifier')[0]).text.toLowerCase()
  let onDelete: RefAction | undefined
  let onUpdate: RefAction | undefined
  for (const action of nodes(of, 'referenceAction')) {
    if (hasWord(action, 'DELETE')) onDelete = lowerAction(action)
    else onUpdate = lowerAction(action)
  }
  return {
    target: target ? lowerQName(target) : { name: { text: '', quoted: true } },
    targetColumns: columns,
    ...(onDelete === undefined ? {} : { onDelete }),
    ...(onUpdate === undefined ? {} : { onUpdate }),
    match: (Object.hasOwn(matches, match) ? matches[match] : undefined) ?? 'simple',
    origin: originOf(of, context),
  }
}

function lowerAction(of: CstNode): RefAction {
  if (hasWord(of, 'CASCADE')) return 'cascade'
  if (hasWord(of, 'SET')) return hasWord(of, 'NULL') ? 'setNull' : 'setDefault'
  return hasWord(of, 'NO') ? 'noAction' : 'restrict'
}
