import type { Fleet, FleetSchema } from '../core/fleet/fleet.js'
import { csvLine } from './csv.js'
import { page } from './html.js'

/** One self-contained page over all servers, by the rules of every report: no script, every text escaped. */
export function fleetHtml(fleet: Fleet): string {
  return page('fleet', {
    ...fleet,
    title: `Servers: ${fleet.servers.length}, schemas: ${fleet.schemas.length}`,
    servers: fleet.servers.map((server) => ({
      ...server,
      ready: server.log.every(({ severity }) => severity !== 'error') ? 'yes' : 'no',
      blocked: server.log
        .filter(({ severity }) => severity === 'error')
        .map(({ code, message }) => `${code}: ${message}`),
      support: server.endOfSupport ?? 'not known',
      size: `${server.sizing.vcpus} cores, ${bytes(server.sizing.memoryBytes)} memory, ${bytes(server.sizing.storageBytes)} storage, ${server.sizing.connections} connections`,
    })),
    schemas: fleet.schemas.map((schema) => ({ ...schema, ...schemaView(schema) })),
    families: fleet.families.map((family) => ({ ...family, percent: Math.floor(family.likeness * 100) })),
    waves: fleet.waves.map((wave) => ({
      ...wave,
      hours: hours(wave.effortMinutes),
      size: bytes(wave.bytes),
      members: wave.members.map((one) => ({ ...one, hours: hours(one.effortMinutes), why: one.because.join('; ') })),
    })),
  })
}

const schemaView = (schema: FleetSchema) => ({
  size: bytes(schema.dataBytes + schema.indexBytes),
  count: objectsOf(schema),
  kinds: Object.entries(schema.objects)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', '),
  uses: schema.features.join(', '),
  needs: schema.dependsOn.join(', '),
  assessments: schema.assessments.map((one) => ({
    ...one,
    hours: hours(one.effortMinutes),
    tone: one.status === 'recommended' ? 'converted' : one.status === 'alternate' ? 'approximated' : 'flagged',
    gravest: one.limitations
      .slice(0, 5)
      .map(({ code, name, impact, places }) => `${impact}: ${code} ${name} (${places})`),
  })),
})

const objectsOf = ({ objects }: FleetSchema): number => Object.values(objects).reduce((sum, count) => sum + count, 0)

const hours = (minutes: number): string => (minutes / 60).toFixed(1)

function bytes(value: number): string {
  const step = value <= 0 ? 0 : Math.min(4, Math.floor(Math.log2(value) / 10))
  return `${step === 0 ? value : (value / 2 ** (10 * step)).toFixed(1)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][step] ?? ''}`
}

const columns =
  'schema,server,database,bytes_data,bytes_indexes,bytes_per_day,rows,objects,code_lines,features,needs,family,wave,target,status,converted,approximated,partial,flagged,effort_minutes,blockers'

/** One line for each schema and target; RFC 4180. */
export function fleetCsv(fleet: Fleet): string {
  return [csvLine(columns.split(',')), ...fleet.schemas.flatMap((schema) => linesOf(fleet, schema))].join('')
}

function linesOf(fleet: Fleet, schema: FleetSchema): readonly string[] {
  const family = fleet.families.findIndex(({ members }) => members.includes(schema.id))
  const wave = fleet.waves.find(({ members }) => members.some(({ id }) => id === schema.id))
  const head = [
    ...[schema.id, schema.server, schema.database, String(schema.dataBytes), String(schema.indexBytes)],
    ...[String(schema.bytesPerDay ?? ''), String(schema.rows), String(objectsOf(schema)), String(schema.codeLines)],
    ...[
      schema.features.join(' | '),
      schema.dependsOn.join(' | '),
      family < 0 ? '' : String(family + 1),
      String(wave?.number ?? ''),
    ],
  ]
  if (schema.assessments.length === 0) return [csvLine([...head, ...Array<string>(8).fill('')])]
  return schema.assessments.map(({ to, status, objects, effortMinutes, limitations }) =>
    csvLine([
      ...head,
      ...[to, status, ...[objects.converted, objects.approximated, objects.partial, objects.flagged].map(String)],
      ...[String(effortMinutes), String(limitations.filter(({ impact }) => impact === 'blocker').length)],
    ]),
  )
}
