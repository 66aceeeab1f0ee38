import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { packageRoot } from '../../src/rules/assets.js'

export const programsFolder = join(packageRoot, 'fixtures', 'programs')

/** The database that a case's script fills, and the schema it becomes. */
export const schema = 'app'

/**
 * Under what every script is read, on both ways: a script that says nothing of it would mean another thing on a server of
 * another age. A case that wants other modes sets them itself.
 */
export const preamble = [
  `CREATE DATABASE IF NOT EXISTS ${schema} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`,
  `USE ${schema}`,
  "SET sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION'; ",
].join('; ')

/** `hex` and `bits` are what they say; numbers are written as digits, everything else as text. */
const argument = z.union([
  z.null(),
  z.number(),
  z.string(),
  z.strictObject({ hex: z.string() }),
  z.strictObject({ bits: z.string() }),
])
export type Argument = z.infer<typeof argument>

const args = z.array(argument).default([])

const reading = {
  tables: z.array(z.string()).default([]),
  variables: z.array(z.string()).default([]),
}

const step = z.union([
  /** One argument for every parameter; what stands for an OUT parameter is not sent. `alone`: without a transaction around it. */
  z.strictObject({ call: z.string(), args, alone: z.boolean().default(false) }),
  z.strictObject({ function: z.string(), args }),
  /** A statement that both engines read, or the target's own form of it. Names are written with their schema. */
  z.strictObject({ sql: z.string(), target: z.string().optional() }),
  /** User variables of the session. */
  z.strictObject({ set: z.record(z.string(), argument) }),
  /** What tables hold, and user variables, at this point. */
  z.strictObject(reading).refine((read) => read.tables.length + read.variables.length > 0),
])
export type Step = z.infer<typeof step>

const calls = z.strictObject({
  /** Statements that only the source needs before the calls: limits of the session. */
  source: z.array(z.string()).default([]),
  calls: z.array(step).min(1),
  /** What the engine in process lacks and a server has: text that compares by language. */
  needs: z.literal('collations').optional(),
  /** The script is read as a live server is: what it does not make is not there. */
  whole: z.boolean().default(false),
  /** Functions that the server then says it has none of. */
  noFunctions: z.array(z.string()).default([]),
  ...reading,
})

/**
 * Why a case is not met. `flagged`: it never will be, and findings with these codes say so. `unchecked`: it is met, but
 * plpgsql_check calls something an error.
 */
const notes = z.strictObject({
  status: z.enum(['pending', 'flagged', 'unchecked']),
  reason: z.string(),
  codes: z.array(z.string()).default([]),
})

export interface ProgramCase {
  readonly name: string
  readonly folder: string
  readonly script: string
  readonly source: readonly string[]
  readonly needsServer: boolean
  readonly whole: boolean
  readonly noFunctions: readonly string[]
  /** What is read at the end stands here as the last step. */
  readonly steps: readonly Step[]
  readonly notes?: z.infer<typeof notes>
  readonly isMet: boolean
}

/** Cases below `fixtures/programs`, `topic/case`, whose name contains the filter. */
export function listPrograms(filter = ''): readonly string[] {
  return readdirSync(programsFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'input.sql')
    .map((entry) => relative(programsFolder, dirname(join(entry.parentPath, entry.name))))
    .filter((name) => name.includes(filter))
    .sort()
}

/** @throws ZodError when a file of the case does not have its form */
export function loadProgram(name: string): ProgramCase {
  const folder = join(programsFolder, name)
  const {
    calls: steps,
    source,
    needs,
    whole,
    noFunctions,
    tables,
    variables,
  } = calls.parse(parse(readFileSync(join(folder, 'calls.yaml'), 'utf8')))
  const about = join(folder, 'case.yaml')
  const said = existsSync(about) ? notes.parse(parse(readFileSync(about, 'utf8'))) : undefined
  return {
    ...{ name, folder, source, needsServer: needs !== undefined, whole, noFunctions },
    script: readFileSync(join(folder, 'input.sql'), 'utf8'),
    steps: tables.length + variables.length > 0 ? [...steps, { tables, variables }] : steps,
    ...(said ? { notes: said } : {}),
    isMet: said === undefined || said.status === 'unchecked',
  }
}
