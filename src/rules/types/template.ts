import type { Condition } from './schema.js'

/** What a pattern's holes were bound to. */
export type Bindings = Readonly<Record<string, unknown>>

/**
 * Fills a template: `$x` is what hole x holds (the property is left out when x is unbound), `has f` and `not f or g`
 * ask for flags. Everything else stands for itself.
 */
export function fillTemplate(template: unknown, bindings: Bindings, flags: readonly string[]): unknown {
  if (typeof template === 'string') return fillText(template, bindings, flags)
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, bindings, flags))
  if (typeof template !== 'object' || template === null) return template
  const filled: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(template)) {
    const made = fillTemplate(value, bindings, flags)
    if (made !== undefined) filled[key] = made
  }
  return filled
}

function fillText(text: string, bindings: Bindings, flags: readonly string[]): unknown {
  if (text.startsWith('$')) return bindings[text.slice(1)]
  if (text.startsWith('has ')) return flags.includes(text.slice(4)) ? true : undefined
  if (text.startsWith('not '))
    return !text
      .slice(4)
      .split(' or ')
      .some((flag) => flags.includes(flag))
  return text
}

/** Whether every condition holds for the value of its name. */
export function conditionsHold(where: Readonly<Record<string, Condition>>, bindings: Bindings): boolean {
  return Object.entries(where).every(([name, condition]) => conditionHolds(condition, bindings[name]))
}

function conditionHolds(condition: Condition, value: unknown): boolean {
  if (condition.present !== undefined && (value !== undefined) !== condition.present) return false
  if (condition.between && !(typeof value === 'number' && inside(value, condition.between))) return false
  if (condition.above !== undefined && !(typeof value === 'number' && value > condition.above)) return false
  return condition.in === undefined || condition.in.some((item) => item === value)
}

const inside = (value: number, [low, high]: readonly [number, number]): boolean => value >= low && value <= high

/** Whether `value` has all that `pattern` has; an array must be equal. */
export function hasShape(pattern: unknown, value: unknown): boolean {
  if (typeof pattern !== 'object' || pattern === null) return pattern === value
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(pattern).every(([key, inner]) => hasShape(inner, Reflect.get(value, key)))
}
