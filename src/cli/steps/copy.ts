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

type LiveSource = Extract<Source, { kind: 'live' }>

/** The source when it is a server of the target's engine whose schema can be copied as it is. */
export const copiedSource = ({ source }: ConvertStep, to: Dialect): LiveSource | undefined =>
  source.kind === 'live' && source.dialect.id === to.id && source.dialect.copier ? source : undefined

/** The schema of the source in the engine's own words; nothing is converted. */
export async function copySchema(
  step: ConvertStep,
  source: LiveSource,
  version: ServerVersion,
  context: CommandContext,
): Promise<Conversion> {
  const [renamed] = Object.keys(step.options.schemas ?? {})
  const asked = renamed !== undefined ? `--rename-schema ${renamed}` : step.rules ? '--table-mapping' : undefined
  if (asked !== undefined)
    throw usage(`${asked}: source and target are both ${source.dialect.title}, which is copied as it is`)
  const onProgress = progressOf(context)
  onProgress({ kind: 'phase', phase: 'read', state: 'started' })
  const copier = await source.dialect.copier?.()
  if (!copier) throw new Error(`${source.dialect.id} copies nothing`)
  const read = { schemas: step.schemas, targetVersion: version, signal: context.signal }
  const conversion = conversionOfCopy(await copier.read(source.endpoint, read), version)
  const objects = conversion.source.schemas.reduce((sum, schema) => sum + schema.objects.length, 0)
  const detail = `${count(objects)} objects, as ${safe(conversion.copiedBy ?? '')} writes them`
  onProgress({ kind: 'phase', phase: 'read', state: 'done', detail })
  // Success on nothing would hide an empty database and an account that may see nothing.
  if (objects === 0 && conversion.findings.length === 0) throw new OperationError('XW-S0023', { source: source.name })
  return conversion
}
