import { useState } from 'preact/hooks'
import { part } from '../api.js'
import { visible } from '../format.js'
import { Problem, useLoaded } from '../loading.js'
import { Table } from '../parts/table.js'

interface Settings {
  readonly options: readonly { readonly option: string; readonly value: string }[]
  readonly settings: readonly {
    readonly setting: string
    readonly value: string | number | boolean | null
    readonly from: 'document' | 'default'
    readonly how: string
    readonly ours: string
    readonly loses?: string
  }[]
}

const origins = { document: 'its settings document', default: 'default of AWS DMS' } as const

/** What a task was made with, read when it is opened. */
export function SettingsPart({ name }: { readonly name: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Settings, and where each comes from</summary>
      {isOpen && <Known name={name} />}
    </details>
  )
}

function Known({ name }: { readonly name: string }) {
  const { value, refusal } = useLoaded<Settings>(`/tasks/${part(name)}/settings`)
  if (!value) return <Problem refusal={refusal} />
  return (
    <Table label="Settings of the task" heads={['setting', 'value', 'comes from', 'what is done here']}>
      {value.options.map(({ option, value }) => (
        <tr key={option}>
          <th scope="row">{visible(option)}</th>
          <td class="value">{visible(value)}</td>
          <td>the task, as it was made</td>
          <td />
        </tr>
      ))}
      {value.settings.map(({ setting, value, from, how, ours, loses }) => (
        <tr key={setting}>
          <th scope="row">{visible(setting)}</th>
          <td class="value">{visible(JSON.stringify(value))}</td>
          <td>{origins[from]}</td>
          <td class="prose">
            {how}: {ours}
            {loses !== undefined && <div class="bad-text">There data could be lost: {loses}</div>}
          </td>
        </tr>
      ))}
    </Table>
  )
}
