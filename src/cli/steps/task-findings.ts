import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from '../../core/findings/finding.js'
import { makeFolder } from '../../core/process/make-folder.js'
import { catalogue, renderMessage } from '../../rules/findings/catalogue.js'
import { count, safe, type Terminal } from '../terminal.js'

/** Findings of one code that are printed; all of them are in the file. */
const shown = 3

/** What was found of the two sides of a task is told once: a later start of it tells only what is new. The file has all. */
export function noteChecks(found: readonly Finding[], folder: string, terminal: Terminal): void {
  const path = join(folder, 'checks.txt')
  const known = new Set(existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [])
  const fresh = found.filter((one) => isError(one) || !known.has(findingLine(one)))
  for (const [code, own] of byCode(fresh)) {
    for (const one of own.slice(0, shown)) noteFinding(one, terminal)
    if (own.length > shown) terminal.note(`${code}: ${count(own.length - shown)} more like these in ${safe(path)}`)
  }
  makeFolder(folder, 0o700)
  writeFileSync(path, found.map((one) => `${findingLine(one)}\n`).join(''))
}

export const noteFinding = (found: Finding, terminal: Terminal): void => terminal.note(findingLine(found))

const findingLine = (found: Finding): string =>
  `${found.code}: ${safe(renderMessage(catalogue().get(found.code)?.message ?? found.code, found.data))}`

export const isError = ({ code }: Finding): boolean => catalogue().get(code)?.severity === 'error'

function byCode(found: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>()
  for (const one of found) {
    const own = groups.get(one.code)
    if (own) own.push(one)
    else groups.set(one.code, [one])
  }
  return groups
}
