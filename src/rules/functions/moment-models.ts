import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { rulesFolder } from '../assets.js'
import { readTable, rowValue } from '../load/table.js'

interface Element {
  readonly target: string
  /** The target tells by the case of its letters how a name is written. */
  readonly cased: boolean
}

const tables = new Map<string, ReadonlyMap<string, Element>>()

/** What a target writes for the elements of a datetime format model: `rules/<dialect>/moment-models.yaml`. */
function elementsOf(dialect: string): ReadonlyMap<string, Element> {
  const known = tables.get(dialect)
  if (known !== undefined) return known
  const file = join(rulesFolder, dialect, 'moment-models.yaml')
  const rows = existsSync(file) ? readTable(file).rows.map(rowValue) : []
  const made = new Map(
    rows.map((row) => [
      String(row['element']),
      { target: String(row['target']), cased: row['cased'] === true } satisfies Element,
    ]),
  )
  tables.set(dialect, made)
  return made
}

/**
 * A datetime format model in the target's words; undefined where an element has none. FM turns padding off and on again for all
 * that follows; on the target it is written in front of each element.
 */
export function targetMomentModel(dialect: string, model: string): string | undefined {
  const elements = elementsOf(dialect)
  const words = [...elements.keys()].sort((a, b) => b.length - a.length)
  let made = ''
  let filled = ''
  for (let at = 0; at < model.length; ) {
    const quoted = /^"[^"\\]*"/.exec(model.slice(at))?.[0]
    const rest = model.slice(at).toUpperCase()
    const word = words.find((each) => rest.startsWith(each))
    const sign = model[at] ?? ''
    if (quoted !== undefined) made += quoted
    else if (rest.startsWith('FM')) filled = filled === '' ? 'FM' : ''
    else if (word !== undefined) made += `${filled}${written(elements.get(word), model.slice(at, at + word.length))}`
    else if (/[\p{L}\p{N}"\\]/u.test(sign)) return undefined
    else made += sign
    at += quoted?.length ?? (rest.startsWith('FM') ? 2 : (word?.length ?? 1))
  }
  return made
}

/** The first two letters say how a name is written. */
function written(element: Element | undefined, letters: string): string {
  if (!element) return ''
  if (!element.cased) return element.target
  if (/^[a-z]/.test(letters)) return element.target.toLowerCase()
  return /^.[a-z]/.test(letters) ? capitalised(element.target) : element.target
}

const capitalised = (word: string): string => `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`
