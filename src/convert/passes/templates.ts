import type { Expr, Template } from '../../core/ir/expr.js'
import { noOrigin } from '../../core/ir/names.js'
import type { Side } from '../context.js'

/** What a hole takes: one expression, or several with commas between them. */
export type Filling = Expr | { readonly items: readonly Expr[] }

/** Target text of a construct, from the target's table, with its holes filled. Throws when the table lacks it: the table is ours. */
export function template(to: Side, name: string, holes: Readonly<Record<string, Filling>>): Template {
  const text = to.constructs.templates[name]
  if (text === undefined) throw new Error(`${to.dialect} has no template ${name}`)
  const parts: (string | Expr)[] = []
  for (const [at, piece] of text.split(/\$([a-zA-Z]+)/).entries()) {
    if (at % 2 === 0) parts.push(piece)
    else parts.push(...fill(name, piece, holes[piece]))
  }
  return {
    kind: 'template',
    rule: `${to.dialect}.template.${name}`,
    parts: parts.filter((part) => part !== ''),
    atomic: /^[a-z_]+\(.*\)$/.test(text),
    origin: noOrigin,
  }
}

function fill(name: string, hole: string, filling: Filling | undefined): readonly (string | Expr)[] {
  if (!filling) throw new Error(`template ${name} needs ${hole}`)
  if (!('items' in filling) || 'kind' in filling) return 'kind' in filling ? [filling] : []
  return filling.items.flatMap((item, at) => (at === 0 ? [item] : [', ', item]))
}

export const hasTemplate = (to: Side, name: string): boolean => Object.hasOwn(to.constructs.templates, name)
