/**
 * The text of `JSON.stringify(value, null, 1)` in parts, so that the text of a large list is never whole in memory: lists
 * and records are opened `levels` deep, what lies below is one part each. An opened list may be anything that can be
 * walked, such as a generator.
 */
export function* jsonParts(value: unknown, levels: number, indent = ''): Generator<string> {
  if (levels === 0 || typeof value !== 'object' || value === null) {
    // Text inside JSON holds no line breaks of its own: all of them are layout.
    yield (JSON.stringify(value, null, 1) ?? 'null').replaceAll('\n', `\n${indent}`)
    return
  }
  const [open, close] = isList(value) ? '[]' : '{}'
  const inner = `${indent} `
  let count = 0
  for (const [head, item] of isList(value) ? itemsOf(value) : fieldsOf(value)) {
    yield `${count === 0 ? open : ','}\n${inner}${head}`
    yield* jsonParts(item, levels - 1, inner)
    count++
  }
  yield count === 0 ? `${open}${close}` : `\n${indent}${close}`
}

type Part = readonly [head: string, item: unknown]

const isList = (value: object): value is Iterable<unknown> => Symbol.iterator in value

function* itemsOf(list: Iterable<unknown>): Generator<Part> {
  for (const item of list) yield ['', item]
}

function* fieldsOf(record: object): Generator<Part> {
  for (const [key, item] of Object.entries(record)) if (item !== undefined) yield [`${JSON.stringify(key)}: `, item]
}
