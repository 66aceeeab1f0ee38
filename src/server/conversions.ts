import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { OperationError } from '../core/findings/operation-error.js'
import type { Ledger, LedgerFinding } from '../core/ledger/ledger.js'
import { makeFolder } from '../core/process/make-folder.js'

/** What a conversion was asked to do. */
export interface ConversionRecord {
  readonly id: string
  readonly name: string
  /** Endpoint that it reads; null: a script was given. */
  readonly source: string | null
  readonly from: string | null
  readonly to: string
  readonly startedAt: string
}

/** Source text of an object, as it was read. */
export interface SourceText {
  readonly object: string
  readonly path: string
  readonly firstLine: number
  readonly text: string
}

export interface Converted {
  readonly ledger: Ledger
  readonly findings: readonly LedgerFinding[]
  readonly sources: ReadonlyMap<string, SourceText>
}

/** Conversions whose documents are kept in memory. */
const most = 3

/** Conversions of a project, one folder each; `out` in it is what `crosswalk convert` writes. A life cycle of one server. */
export class Conversions {
  readonly #folder: string
  readonly #read = new Map<string, Converted & { readonly at: number }>()

  constructor(project: string) {
    this.#folder = join(project, 'conversions')
  }

  list(): readonly ConversionRecord[] {
    if (!existsSync(this.#folder)) return []
    const ids = readdirSync(this.#folder).filter((id) => existsSync(join(this.#folder, id, 'conversion.json')))
    return ids.map((id) => this.find(id)).sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))
  }

  /** @throws OperationError XW-S0710 */
  find(id: string): ConversionRecord {
    const path = join(this.#folder, id, 'conversion.json')
    if (!existsSync(path)) throw new OperationError('XW-S0710', { what: 'conversion', name: id })
    return JSON.parse(readFileSync(path, 'utf8'))
  }

  add(asked: Omit<ConversionRecord, 'id' | 'startedAt'>, script: string | undefined): ConversionRecord {
    const record = { id: randomBytes(8).toString('hex'), ...asked, startedAt: new Date().toISOString() }
    const folder = join(this.#folder, record.id)
    makeFolder(folder, 0o700)
    writeFileSync(join(folder, 'conversion.json'), JSON.stringify(record), { mode: 0o600 })
    if (script !== undefined) writeFileSync(this.script(record.id), script, { mode: 0o600 })
    return record
  }

  remove(id: string): void {
    this.find(id)
    this.#read.delete(id)
    rmSync(join(this.#folder, id), { recursive: true, force: true })
  }

  script(id: string): string {
    return join(this.#folder, id, 'input.sql')
  }

  out(id: string): string {
    return join(this.#folder, id, 'out')
  }

  isDone(id: string): boolean {
    return existsSync(join(this.out(id), 'ledger.json'))
  }

  /** @throws OperationError XW-S0710 when there is none, or it has not ended well */
  converted(id: string): Converted {
    this.find(id)
    const at = statSync(join(this.out(id), 'ledger.json'), { throwIfNoEntry: false })?.mtimeMs
    if (at === undefined) throw new OperationError('XW-S0710', { what: 'finished conversion', name: id })
    const known = this.#read.get(id)
    if (known?.at === at) return known
    const read = <T>(file: string): T => JSON.parse(readFileSync(join(this.out(id), file), 'utf8'))
    const sources = read<readonly SourceText[]>('sources.json')
    const converted = {
      ...{ at, ledger: read<Ledger>('ledger.json'), findings: read<readonly LedgerFinding[]>('findings.json') },
      sources: new Map(sources.map((source) => [source.object, source])),
    }
    this.#read.set(id, converted)
    for (const old of [...this.#read.keys()].slice(0, -most)) this.#read.delete(old)
    return converted
  }

  /** Text of a file that the conversion wrote; only those that it lists have one. @throws OperationError XW-S0710 */
  file(id: string, name: string): string {
    const { ledger } = this.converted(id)
    const isListed =
      ['report.html', 'report.csv', 'findings.sarif', 'findings.json', 'ledger.json'].includes(name) ||
      ledger.objects.some(({ files }) => files.includes(name)) ||
      ledger.support.some(({ file }) => file === name)
    if (!isListed) throw new OperationError('XW-S0710', { what: 'file', name })
    return readFileSync(join(this.out(id), name), 'utf8')
  }
}
