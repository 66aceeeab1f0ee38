/** Whether a name is meant by the text of a rule. */
export type NameTest = (name: string) => boolean

/**
 * `%` any run of characters, `_` any one, `[ab]` and `[a-d]` one of a set (so `[_]` is an underscore); everything else is
 * itself, with case.
 */
export function namePattern(text: string): NameTest {
  const wanted = new RegExp(`^${text.replace(/\[([^\]]+)\]|[\s\S]/gu, piece)}$`, 'su')
  return (name) => wanted.test(name)
}

function piece(whole: string, set: string | undefined): string {
  if (set !== undefined) return `[${set.replace(/[\\^[\]]/g, '\\$&')}]`
  if (whole === '%') return '.*'
  if (whole === '_') return '.'
  return whole.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

/** No wildcard in it but the underscore, which most names have. */
export const isLiteral = (text: string): boolean => !/[%[]/.test(text)
