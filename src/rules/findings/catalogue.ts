import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Outcome, Severity } from '../../core/findings/finding.js'
import { rulesFolder } from '../assets.js'

const entrySchema = z.strictObject({
  code: z.string().regex(/^XW-[PTFCRDS]\d{4}$/),
  name: z.string().regex(/^[a-z0-9]+(\.[a-z0-9-]+)+$/),
  severity: z.enum(['info', 'notice', 'warning', 'error']),
  /** What became of the thing; absent for operational errors. */
  outcome: z.enum(['converted', 'approximated', 'kept-as-comment', 'skipped']).optional(),
  /** Minutes a person needs for one such place. */
  effort: z.number().min(0).default(0),
  'once-per': z.enum(['object', 'run', 'place']).default('place'),
  message: z.string().min(5),
  explain: z.string().min(20),
  remedy: z.array(z.string().min(5)).default([]),
  /** Exit code, for operational errors. */
  exit: z.number().int().optional(),
  since: z.string().default('0.1.0'),
  retired: z.boolean().default(false),
})

export interface CatalogueEntry {
  readonly code: string
  /** Readable alias: `types.unsigned-widened`. */
  readonly name: string
  readonly severity: Severity
  readonly outcome: Outcome
  readonly effortMinutes: number
  readonly oncePer: 'object' | 'run' | 'place'
  readonly message: string
  readonly explain: string
  readonly remedy: readonly string[]
  readonly exit: number | null
  readonly since: string
  readonly retired: boolean
  /** File under `rules/findings/` that holds it. */
  readonly file: string
}

let loaded: ReadonlyMap<string, CatalogueEntry> | undefined

/** All entries by code. Throws with file and code when the catalogue itself is wrong: it is ours. */
export function catalogue(): ReadonlyMap<string, CatalogueEntry> {
  loaded ??= readCatalogue(join(rulesFolder, 'findings'))
  return loaded
}

export function readCatalogue(folder: string): ReadonlyMap<string, CatalogueEntry> {
  const entries = new Map<string, CatalogueEntry>()
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()) {
    for (const raw of parse(readFileSync(join(folder, file), 'utf8')) ?? []) {
      const entry = toEntry(raw, file)
      if (entries.has(entry.code)) throw new Error(`${file}: ${entry.code} is listed twice`)
      entries.set(entry.code, entry)
    }
  }
  return new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function toEntry(raw: unknown, file: string): CatalogueEntry {
  const parsed = entrySchema.safeParse(raw)
  if (!parsed.success) throw new Error(`${file}: ${JSON.stringify(raw)}: ${z.prettifyError(parsed.error)}`)
  const { effort, 'once-per': oncePer, exit, outcome, ...rest } = parsed.data
  return { ...rest, outcome: outcome ?? 'skipped', effortMinutes: effort, oncePer, exit: exit ?? null, file }
}

/** Names of the `{placeholders}` in a message, in order of appearance, each once. */
export function placeholdersOf(message: string): readonly string[] {
  return [...new Set([...message.matchAll(/\{([a-zA-Z][a-zA-Z0-9]*)\}/g)].map((match) => match[1] ?? ''))]
}

/** The message with its holes filled. A hole without data stays visible: it is a defect that tests look for. */
export function renderMessage(message: string, data: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{([a-zA-Z][a-zA-Z0-9]*)\}/g, (hole, key: string) => {
    const value = Object.hasOwn(data, key) ? data[key] : undefined
    return value === undefined ? hole : String(value)
  })
}
