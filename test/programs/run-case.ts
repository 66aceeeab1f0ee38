import { existsSync } from 'node:fs'
import { buildLedger } from '../../src/convert/ledger.js'
import type { Conversion } from '../../src/convert/pipeline.js'
import type { ServerVersion } from '../../src/core/ir/schema.js'
import { loadProgram, type ProgramCase } from './cases.js'
import { differences } from './compare.js'
import { convertCase } from './convert-case.js'
import type { Engine } from './engine.js'
import { expectedFile, readRecording } from './recording.js'
import { replayCase } from './replay.js'

export interface CaseResult {
  readonly one: ProgramCase
  /** Absent when the conversion threw, which is a problem too. */
  readonly conversion?: Conversion
  readonly problems: readonly string[]
}

/** Converts a case, runs it, and says what is not as it was recorded. */
export async function runProgram(name: string, engine: Engine, version?: ServerVersion): Promise<CaseResult> {
  const one = loadProgram(name)
  if (!existsSync(expectedFile(one.folder))) return { one, problems: ['it is not recorded yet'] }
  const recorded = readRecording(one.folder)
  const conversion = await convertCase(one, version).catch((error: Error) => error)
  if (conversion instanceof Error) return { one, problems: [`the conversion throws: ${conversion.stack}`] }
  const replay = await replayCase(engine, one, conversion, recorded)
  return { one, conversion, problems: differences(recorded, replay) }
}

const code: ReadonlySet<string> = new Set(['function', 'procedure', 'routine', 'trigger', 'event', 'view'])

/** Codes of what the conversion says about the programs of a case that it does not call converted. */
export function admitted(conversion: Conversion): readonly string[] {
  const { ledger, findings } = buildLedger(conversion, null, { tool: 'programs', source: 'case' })
  const codes = new Map(findings.map((found) => [found.id, found.code]))
  const entries = ledger.objects.filter(({ kind, status }) => code.has(kind) && status !== 'converted')
  return [...new Set(entries.flatMap((entry) => entry.findings.map((id) => String(codes.get(id)))))].sort()
}
