import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Dialect } from '../../core/dialect/dialect.js'
import type { Endpoint } from '../../core/dialect/endpoint.js'
import type { DatabaseMeasures, SchemaMeasures } from '../../core/dialect/inventory.js'
import type { Fleet, FleetFailure, FleetSchema, FleetServer } from '../../core/fleet/fleet.js'
import { runLanes } from '../../core/schedule/lanes.js'
import { endOfSupport } from '../../discover/lifecycle.js'
import { type ScanResult, tame } from '../../discover/scan.js'
import { hashOf, type SchemaShape, shapeOf } from '../../discover/shape.js'
import { familiesOf } from '../../discover/similarity.js'
import { sizingOf } from '../../discover/sizing.js'
import { catalogue, renderMessage } from '../../rules/findings/catalogue.js'
import type { Config } from '../config.js'
import { parseEndpoint } from '../endpoint-url.js'
import { describeFailure } from '../failure.js'
import type { CommandContext } from '../verb.js'
import { readFleet } from './fleet.js'

/** Endpoints of the configuration; of a search those that lead to what it found. */
export async function endpointsAt(found: ScanResult | undefined, config: Config): Promise<readonly string[]> {
  const names = Object.keys(config.endpoints)
  if (!found) return names
  const places = new Set(found.found.flatMap(({ address, name, port }) => [`${address}:${port}`, `${name}:${port}`]))
  const at = await Promise.all(
    names.map(async (name) => {
      const { endpoint } = await parseEndpoint(config.endpoints[name] ?? '', 'CROSSWALK_SOURCE_PASSWORD')
      return places.has(`${endpoint.host}:${endpoint.port}`) ? [name] : []
    }),
  )
  return at.flat()
}

interface Shaped {
  readonly fleet: FleetSchema
  readonly shape: SchemaShape
}

interface ServerInventory {
  readonly server: FleetServer
  readonly schemas: readonly Shaped[]
}

/** Servers that are asked at a time; one connection each. */
const lanes = 4

/** Asks the servers of these names for what is on them. One that cannot be read is a failure of its own, and the others go on. */
export async function takeInventory(
  config: Config,
  names: readonly string[],
  folder: string,
  context: CommandContext,
): Promise<Fleet> {
  const before = existsSync(join(folder, 'fleet.json')) ? readFleet(join(folder, 'fleet.json')) : undefined
  const taken = new Map<string, ServerInventory>()
  const failures: FleetFailure[] = []
  await runLanes(
    names,
    lanes,
    () => [],
    async (name) => {
      context.signal.throwIfAborted()
      await failing(name, failures, context, async () => {
        taken.set(name, await oneServer(name, config.endpoints[name] ?? '', before, failures, context))
      })
    },
  )
  const servers = names.flatMap((name) => taken.get(name) ?? [])
  const schemas = servers.flatMap((one) => one.schemas)
  return {
    format: 1,
    tool: `crosswalk ${context.version}`,
    madeAt: new Date().toISOString(),
    servers: servers.map(({ server }) => server),
    schemas: schemas.map(({ fleet }) => fleet),
    families: familiesOf(schemas.map(({ fleet, shape }) => ({ id: fleet.id, parts: shape.parts }))),
    waves: [],
    failures,
  }
}

async function failing(
  what: string,
  into: FleetFailure[],
  { signal, terminal }: CommandContext,
  work: () => Promise<void>,
) {
  try {
    await work()
  } catch (error) {
    signal.throwIfAborted()
    const { code, message } = await describeFailure(error)
    into.push({ what, code, message: tame(message) })
    terminal.note(`${tame(what)}: ${code}: ${tame(message)}`)
  }
}

async function oneServer(
  name: string,
  url: string,
  before: Fleet | undefined,
  failures: FleetFailure[],
  context: CommandContext,
): Promise<ServerInventory> {
  const { dialect, endpoint } = await parseEndpoint(url, 'CROSSWALK_SOURCE_PASSWORD')
  const reader = await dialect.inventory?.()
  if (!reader) throw new Error(`${dialect.title} cannot be read live yet`)
  const measures = await reader.measure(endpoint, context.signal)
  const schemas: Shaped[] = []
  for (const database of measures.databases)
    await failing(`${name}/${database.name}`, failures, context, async () => {
      schemas.push(...(await shapesOf(name, dialect, endpoint, database, context)))
    })
  const { databases, ...own } = measures
  const [first] = databases
  const today = new Date().toISOString().slice(0, 10)
  const grown = schemas.map(({ fleet, shape }) => ({ shape, fleet: { ...fleet, bytesPerDay: growth(fleet, before) } }))
  const server: FleetServer = {
    ...own,
    name,
    engine: dialect.id,
    place: `${endpoint.host}:${endpoint.port}`,
    endOfSupport: endOfSupport(own.product, { text: '', series: [own.series, own.series] }, today)?.to ?? null,
    // A log is the server's; a session may need some database all the same.
    log: await logOf(dialect, { ...endpoint, ...(first ? { database: first.name } : {}) }),
    sizing: sizingOf({
      bytes: grown.reduce((sum, { fleet }) => sum + fleet.dataBytes + fleet.indexBytes, 0),
      bytesPerDay: grown.reduce((sum, { fleet }) => sum + (fleet.bytesPerDay ?? 0), 0),
      activity: own.activity,
      connections: own.connections,
    }),
  }
  return { server, schemas: grown }
}

async function shapesOf(
  server: string,
  dialect: Dialect,
  endpoint: Endpoint,
  database: DatabaseMeasures,
  { signal }: CommandContext,
): Promise<readonly Shaped[]> {
  const schemas = database.schemas.map(({ name }) => name)
  if (schemas.length === 0 || !dialect.reader) return []
  const { value } = await (await dialect.reader()).read({ ...endpoint, database: database.name }, { schemas, signal })
  const nested = dialect.homeSchema !== undefined
  const idOf = (schema: string): string => [server, ...(nested ? [database.name, schema] : [schema])].join('/')
  // A schema in which nothing stands is no candidate for anything.
  const shaped = database.schemas
    .map((measures) => ({ measures, shape: shapeOf(value.catalog, measures.name, value.sources) }))
    .filter(({ shape }) => shape.parts.length > 0)
  return shaped.map(({ measures, shape }) => ({
    shape,
    fleet: schemaOf(idOf, server, database.name, measures, shape),
  }))
}

function schemaOf(
  idOf: (schema: string) => string,
  server: string,
  database: string,
  { name, rows, dataBytes, indexBytes, activity }: SchemaMeasures,
  { objects, codeLines, features, names, parts }: SchemaShape,
): FleetSchema {
  return {
    ...{ id: idOf(name), server, database, schema: name, rows, dataBytes, indexBytes, activity, bytesPerDay: null },
    ...{ objects, codeLines, features, dependsOn: names.map(idOf), hash: hashOf(parts), assessments: [] },
  }
}

const day = 86_400_000

/** Against an inventory that is at least an hour old: below that is noise, and what that inventory knew counts. */
function growth(schema: FleetSchema, before: Fleet | undefined): number | null {
  const old = before?.schemas.find(({ id }) => id === schema.id)
  if (!before || !old) return null
  const days = (Date.now() - Date.parse(before.madeAt)) / day
  if (!(days >= 1 / 24)) return old.bytesPerDay
  return Math.round((schema.dataBytes + schema.indexBytes - old.dataBytes - old.indexBytes) / days)
}

/** What the check of a change stream says of the server, before there is a task. */
async function logOf(dialect: Dialect, endpoint: Endpoint): Promise<FleetServer['log']> {
  const found = (await (await dialect.changeSource?.())?.check(endpoint, { tables: [] })) ?? []
  return found.map(({ code, data }) => {
    const entry = catalogue().get(code)
    return { code, severity: entry?.severity ?? 'error', message: tame(renderMessage(entry?.message ?? code, data)) }
  })
}
