import type { Fleet, FleetSchema, Wave } from '../../core/fleet/fleet.js'
import { type Meta, post } from '../api.js'
import { bytes, count, many, time, visible } from '../format.js'
import { useLive } from '../live.js'
import { Action, Problem, useLoaded } from '../loading.js'
import { Badge } from '../parts/badge.js'
import { Table } from '../parts/table.js'

/** What is on the sources of the project, how alike it is, and what moves first. */
export function InventoryPage({ meta }: { readonly meta: Meta }) {
  const { operations } = useLive()
  const own = operations.filter(({ what, subject }) => subject === 'fleet' && ['inventory', 'assess'].includes(what))
  const { value, refusal } = useLoaded<{ readonly fleet: Fleet | null }>(
    '/inventory',
    own.map(({ state }) => state).join(),
  )
  const fleet = value?.fleet
  const isBusy = own.some(({ state }) => state === 'running')
  return (
    <>
      <h1>Inventory</h1>
      <Problem refusal={refusal} />
      {meta.rights.includes('operate') && (
        <p>
          <Action work={() => post('/inventory', { sources: 'all' })} kind="main" disabled={isBusy}>
            Take the inventory
          </Action>{' '}
          {fleet && (
            <Action work={() => post('/inventory/actions/assess', { proof: 'none' })} disabled={isBusy}>
              Assess all of it
            </Action>
          )}
        </p>
      )}
      {own[0] && (
        <p role="status">
          {own[0].what} <Badge word={own[0].state} /> {visible(own[0].problem?.detail ?? own[0].lines.at(-1) ?? '')}
        </p>
      )}
      {fleet === null && <p class="quiet">None was taken yet: it asks every source of the project what is on it.</p>}
      {fleet && <Taken fleet={fleet} />}
    </>
  )
}

function Taken({ fleet }: { readonly fleet: Fleet }) {
  return (
    <>
      <p>
        {many(fleet.servers.length, 'server')}, {many(fleet.schemas.length, 'schema')}, taken {time(fleet.madeAt)} ·{' '}
        <a href="/api/v1/inventory/file?name=fleet.html">page</a> ·{' '}
        <a href="/api/v1/inventory/file?name=fleet.csv">table</a>
      </p>
      {fleet.failures.map(({ what, code, message }) => (
        <p key={what} class="problem" role="alert">
          {visible(what)}: <code>{visible(code)}</code> {visible(message)}
        </p>
      ))}
      <h2>Servers</h2>
      <Table label="Servers" heads={['server', 'product', 'version', 'end of support', 'changes can be followed']}>
        {fleet.servers.map((server) => (
          <tr key={server.name}>
            <th scope="row">{visible(server.name)}</th>
            <td>{visible(server.product)}</td>
            <td>{visible(server.version)}</td>
            <td>{visible(server.endOfSupport ?? 'not known')}</td>
            <td>{server.log.some(({ severity }) => severity === 'error') ? 'no' : 'yes'}</td>
          </tr>
        ))}
      </Table>
      <h2>What moves first</h2>
      <Waves fleet={fleet} />
      {fleet.families.length > 0 && <h2>Copies of one application</h2>}
      {fleet.families.map(({ kind, members, likeness }) => (
        <p key={members.join()}>
          {kind}, {Math.floor(likeness * 100)} % in common: {visible(members.join(', '))}
        </p>
      ))}
    </>
  )
}

const heads = ['wave', 'schema', 'size', 'objects', 'lines of code', 'target', 'hours', 'because']

function Waves({ fleet }: { readonly fleet: Fleet }) {
  const schemas = new Map(fleet.schemas.map((schema) => [schema.id, schema]))
  return (
    <Table label="Schemas by wave" heads={heads} numbers={['wave', 'size', 'objects', 'lines of code', 'hours']}>
      {fleet.waves.flatMap((wave) =>
        wave.members.map((member) => (
          <Row key={member.id} wave={wave} member={member} schema={schemas.get(member.id)} />
        )),
      )}
    </Table>
  )
}

function Row(props: {
  readonly wave: Wave
  readonly member: Wave['members'][number]
  readonly schema: FleetSchema | undefined
}) {
  const { wave, member, schema } = props
  const best = schema?.assessments[0]
  return (
    <tr>
      <td class="number">{wave.number}</td>
      <th scope="row">{visible(member.id)}</th>
      <td class="number">{schema ? bytes(schema.dataBytes + schema.indexBytes) : ''}</td>
      <td class="number">{schema ? count(Object.values(schema.objects).reduce((sum, one) => sum + one, 0)) : ''}</td>
      <td class="number">{schema ? count(schema.codeLines) : ''}</td>
      <td>{best ? `${visible(best.to)}, ${best.status}` : 'not assessed'}</td>
      <td class="number">{best ? (member.effortMinutes / 60).toFixed(1) : ''}</td>
      <td>{visible(member.because.join('; '))}</td>
    </tr>
  )
}
