import type { Fleet, FleetSchema } from '../../core/fleet/fleet.js'
import { bytes, count, safe, type Terminal, table } from '../terminal.js'

/** Schemas in the order of their waves, families, and where the report is; as JSON the whole fleet. */
export function printFleet(fleet: Fleet, page: string, terminal: Terminal): void {
  if (terminal.json) {
    terminal.out(JSON.stringify({ ...fleet, report: page }))
    return
  }
  const head = ['wave', 'schema', 'size', 'rows', 'objects', 'lines of code', 'target', 'hours', 'needs']
  const byId = new Map(fleet.schemas.map((schema) => [schema.id, schema]))
  const rows = fleet.waves.flatMap(({ number, members }) =>
    members.flatMap(({ id, effortMinutes }) => {
      const schema = byId.get(id)
      return schema ? [rowOf(number, effortMinutes, schema)] : []
    }),
  )
  terminal.out(table(head, rows, [0, 2, 3, 4, 5, 7]))
  for (const { kind, members, likeness } of fleet.families)
    terminal.out(`${kind} (${Math.floor(likeness * 100)} % in common): ${safe(members.join(', '))}`)
  for (const { name, log } of fleet.servers)
    for (const { code, severity, message } of log)
      if (severity === 'error') terminal.out(`${safe(name)}: changes cannot be followed: ${code}: ${safe(message)}`)
  terminal.out(
    `servers: ${count(fleet.servers.length)}, schemas: ${count(fleet.schemas.length)}, not read: ${count(fleet.failures.length)}`,
  )
  terminal.out(`report: ${safe(page)}`)
}

function rowOf(wave: number, effortMinutes: number, schema: FleetSchema): readonly string[] {
  const best = schema.assessments[0]
  const objects = Object.values(schema.objects).reduce((sum, one) => sum + one, 0)
  return [
    ...[String(wave), safe(schema.id), bytes(schema.dataBytes + schema.indexBytes), count(schema.rows), count(objects)],
    ...[count(schema.codeLines), best ? `${best.to} (${best.status})` : 'not assessed'],
    ...[best ? (effortMinutes / 60).toFixed(1) : '', safe(schema.dependsOn.join(', '))],
  ]
}
