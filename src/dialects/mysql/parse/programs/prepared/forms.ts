import type { Ident } from '../../../../../core/ir/names.js'
import type { Piece } from './pieces.js'

/** Pieces of one text, nothing in it left to choose. */
export type PlainPiece = Exclude<Piece, { readonly choice: unknown }>

/** The statements that a text can be, as a tree over the numbers that choose. */
export type Forms =
  | { readonly kind: 'one'; readonly pieces: readonly PlainPiece[] }
  | {
      readonly kind: 'several'
      readonly selector: Ident
      readonly forms: readonly { readonly number: number; readonly of: Forms }[]
    }

/** More than these are not written out. */
export const mostForms = 16

/** Undefined: there are more than `mostForms`. */
export function formsOf(pieces: readonly Piece[]): Forms | undefined {
  const budget = { left: mostForms }
  const forms = expanded(pieces, new Map(), budget)
  return budget.left < 0 ? undefined : forms
}

/** A variable that chooses twice chooses the same. Between quotes a part is a value, whatever it is. */
function expanded(
  pieces: readonly Piece[],
  fixed: ReadonlyMap<string, number>,
  budget: { left: number },
): Forms | undefined {
  const at = pieces.findIndex((piece) => 'choice' in piece)
  const piece = pieces[at]
  if (!piece || !('choice' in piece)) {
    budget.left--
    return { kind: 'one', pieces: pieces.filter(isPlain) }
  }
  if (budget.left < 0) return undefined
  const { selector, ways, whole } = piece.choice
  const put = (part: readonly Piece[]): readonly Piece[] => [...pieces.slice(0, at), ...part, ...pieces.slice(at + 1)]
  const quote = quoteBehind(pieces.slice(0, at))
  if (whole && quote !== '' && quote !== '`') return expanded(put([{ value: whole }]), fixed, budget)
  const known = fixed.get(selector.text)
  if (known !== undefined) return expanded(put(ways[known] ?? []), fixed, budget)
  const forms = ways.flatMap((way, number) => {
    const of = way && expanded(put(way), new Map(fixed).set(selector.text, number), budget)
    return of ? [{ number, of }] : []
  })
  return { kind: 'several', selector, forms }
}

const isPlain = (piece: Piece): piece is PlainPiece => !('choice' in piece)

/** The quote that is open behind a text. A doubled one closes and opens it. */
function quoteBehind(pieces: readonly Piece[]): string {
  let open = ''
  for (const piece of pieces) {
    if (!('text' in piece)) continue
    for (let at = 0; at < piece.text.length; at++) {
      const char = piece.text[at] ?? ''
      if (open !== '' && open !== '`' && char === '\\') at++
      else if (open === char) open = ''
      else if (open === '' && /['"`]/.test(char)) open = char
    }
  }
  return open
}
