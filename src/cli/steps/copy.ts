import { conversionOfCopy } from '../../convert/copy.js'
import type { Conversion } from '../../convert/pipeline.js'
import type { Dialect } from '../../core/dialect/dialect.js'
import { OperationError } from '../../core/findings/operation-error.js'
import type { ServerVersion } from '../../core/ir/schema.js'
import { usage } from '../endpoint-url.js'
import { progressOf } from '../progress.js'
import type { Source } from '../source.js'
import { count, safe } from '../terminal.js'
import type { CommandContext } from '../verb.js'
import type { ConvertStep } from './convert.js'
import { decided, schemasToRead } from './decisions.js'

type LiveSource = Extract<Source, { kind: 'live' }>

/** The source when it is a server of the target's engine whose schema can be copied as it is. */
export const copiedSource = ({ source }: ConvertStep, to: Dialect): LiveSource | undefined =>
  source.kind === 'live' && source.dialect.id === to.id && source.dialect.copier ? source : undefined

/** Other names and types are for other engines. */
export function refuseChanges({ source, options, rules }: ConvertStep): void {
  const [renamed] = Object.keys(options.schemas ?? {})
  const same = `source and target are both ${source.dialect.title}, which is copied as it is`
  if (renamed !== undefined) throw usage(`--rename-schema ${renamed}: ${same}`)
  const [changing] = rules?.transformations ?? []
  if (changing)
    throw new OperationError('XW-S0702', { rule: changing['rule-id'], what: `${changing['rule-action']}; ${same}` })
}

/** The schema of the source in the engine's own words; nothing is converted. */
export async function copySchema(
  step: ConvertStep,
  source: LiveSource,
  version: ServerVersion,
  context: CommandContext,
): Promise<Conversion> {
  refuseChanges(step)
  const onProgress = progressOf(context)
  onProgress({ kind: 'phase', phase: 'read', state: 'started' })
  const copier = await source.dialect.copier?.()
  if (!copier) throw new Error(`${source.dialect.id} copies nothing`)
  const read = { schemas: schemasToRead(step), targetVersion: version, signal: context.signal }
  const copy = await copier.read(source.endpoint, read)
  const decisions = step.rules ? decided(step.rules, copy.value.catalog, source) : undefined
  const conversion = conversionOfCopy(copy, version, decisions)
  const objects = conversion.source.schemas.reduce((sum, schema) => sum + schema.objects.length, 0)
  const detail = `${count(objects)} objects, as ${safe(conversion.copiedBy ?? '')} writes them`
  onProgress({ kind: 'phase', phase: 'read', state: 'done', detail })
  // Success on nothing would hide an empty database and an account that may see nothing.
  if (objects === 0 && conversion.findings.length === 0) throw new OperationError('XW-S0023', { source: source.name })
  return conversion
}
