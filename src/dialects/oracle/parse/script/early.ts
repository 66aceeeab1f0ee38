import { type CstNode, node, token, tokens } from '../../../../../grammars/sql/cst.js'
import { createFindingSink, type FindingSink } from '../../../../core/findings/finding.js'
import type { Ident, Origin, QName } from '../../../../core/ir/names.js'
import { isRemote, lowerPath, lowerQName } from '../names.js'
import type { Effect } from './apply.js'
import { type CatalogDraft, inSchema } from './catalog.js'

/** A statement that spoke of what was not there, with what was said of it then. */
export interface EarlyStatement<Piece> {
  readonly piece: Piece
  readonly origin: Origin
  readonly path: string
  readonly schema: Ident
  readonly sink: FindingSink
  readonly about: About
  /** Number of the file that nothing else reads, from which it was read. */
  readonly root: number
  effect?: Effect
}

interface About {
  readonly name: QName
  /** What the statement left in the catalogue when it found nothing: its name and the name space. */
  readonly left?: { readonly name: QName; readonly space: 'index' | 'object' }
  /** The engine itself takes it before what it speaks of is there. */
  readonly mayComeFirst: boolean
}

/**
 * Statements about what is made later. Files that do not read each other have no order of their own, and exports have one for
 * each kind of object: indexes, keys and comments would come before the tables. Within a file and what it reads the order
 * counts: there a statement about nothing fails on the engine too. A synonym may stand before what it stands for (SQL Language
 * Reference, CREATE SYNONYM).
 */
export class EarlyStatements<Piece> {
  private readonly waiting: EarlyStatement<Piece>[] = []
  /** By which root the relations were made. */
  private readonly madeBy = new Map<string, number>()
  private root = 0

  nextRoot(): void {
    this.root += 1
  }

  made(name: QName): void {
    this.madeBy.set(keyOf(name), this.root)
  }

  /** Undefined: what the statement speaks of is there, or the statement is of another kind. */
  take(
    of: CstNode,
    draft: CatalogDraft,
    from: Omit<EarlyStatement<Piece>, 'sink' | 'about' | 'root'>,
  ): EarlyStatement<Piece> | undefined {
    const about = aboutOf(of, from.schema)
    if (!about || draft.find(about.name)) return undefined
    const early = { ...from, about, sink: createFindingSink(), root: this.root }
    this.waiting.push(early)
    return early
  }

  /** In their order, those that find now what they did not find then, and the others. */
  *ended(draft: CatalogDraft): Generator<{ readonly early: EarlyStatement<Piece>; readonly found: boolean }> {
    for (const early of this.waiting) {
      const { name, left, mayComeFirst } = early.about
      const otherRoot = this.madeBy.get(keyOf(name)) !== early.root
      const found = draft.find(name) !== undefined && (mayComeFirst || otherRoot)
      if (found && left) draft.discard(left.name, left.space)
      yield { early, found }
    }
    this.waiting.length = 0
  }
}

const keyOf = ({ schema, name }: QName): string => JSON.stringify([schema?.text, name.text])

function aboutOf(of: CstNode, schema: Ident): About | undefined {
  const create = node(of, 'createStatement')
  const index = create && node(create, 'createIndexTail')
  const indexed = index && node(index, 'indexed')
  if (index && indexed)
    return { name: named(indexed, schema), left: leftBy(index, 'index', schema), mayComeFirst: false }
  const synonym = create && node(create, 'createSynonymTail')
  const target = synonym && node(synonym, 'target')
  if (synonym && target && !isRemote(target))
    return { name: named(target, schema), left: leftBy(synonym, 'object', schema), mayComeFirst: true }
  const alter = node(of, 'alterTable')
  const altered = alter && node(alter, 'qualifiedName')
  if (altered) return { name: named(altered, schema), mayComeFirst: false }
  const comment = node(of, 'commentStatement')
  const commented = comment && commentedName(comment)
  return commented && { name: inSchema(commented, schema), mayComeFirst: false }
}

const named = (of: CstNode, schema: Ident): QName => inSchema(lowerQName(of), schema)

function leftBy(of: CstNode, space: 'index' | 'object', schema: Ident): NonNullable<About['left']> {
  const written = node(of, 'qualifiedName')
  return { name: written ? named(written, schema) : { name: schema }, space }
}

function commentedName(of: CstNode): QName | undefined {
  const written = node(of, 'qualifiedName')
  if (!written || !(token(of, 'Text') ?? token(of, 'NationalText'))) return undefined
  const onColumn = tokens(of, 'kind').some((word) => word.image.toUpperCase() === 'COLUMN')
  const parts = lowerPath(written)
  const [name, schema] = (onColumn ? parts.slice(0, -1) : parts).slice(-2).reverse()
  return name && (schema ? { schema, name } : { name })
}
