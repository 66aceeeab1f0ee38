import { useState } from 'preact/hooks'
import { post, type Refusal } from '../api.js'
import { visible } from '../format.js'
import { Problem, refusalOf, useLoaded } from '../loading.js'
import { goTo, linkTo } from '../place.js'

interface Named {
  readonly name: string
  readonly role: 'source' | 'target'
}

/** A task of two endpoints, with documents of AWS DMS when there are some. */
export function NewTaskPage() {
  const { value } = useLoaded<{ readonly items: readonly Named[] }>('/endpoints')
  const [refusal, setRefusal] = useState<Refusal>()
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = event.currentTarget
    if (!(form instanceof HTMLFormElement)) return
    try {
      const task = taskOf(new FormData(form))
      post('/tasks', task).then(
        () => goTo('tasks', String(task['name'])),
        (error) => setRefusal(refusalOf(error)),
      )
    } catch (error) {
      setRefusal(refusalOf(error))
    }
  }
  const choices = (role: Named['role']) =>
    value?.items
      .filter((one) => one.role === role)
      .map(({ name }) => (
        <option key={name} value={name}>
          {visible(name)}
        </option>
      ))
  return (
    <form class="sheet" onSubmit={submit}>
      <h1>New task</h1>
      <p class="wide quiet">
        Both sides are <a href={linkTo('endpoints')}>endpoints</a> of the project. Nothing is written before the task is
        started.
      </p>
      <label>
        Name <input name="name" required pattern="\w[\w.\-]{0,59}" />
      </label>
      <label>
        Kind{' '}
        <select name="type">
          <option value="full-load-and-cdc">full load and ongoing changes</option>
          <option value="full-load">full load</option>
          <option value="cdc">ongoing changes</option>
        </select>
      </label>
      <label>
        Source{' '}
        <select name="source" required>
          {choices('source')}
        </select>
      </label>
      <label>
        Target{' '}
        <select name="target" required>
          {choices('target')}
        </select>
      </label>
      <label>
        Comparison while it follows{' '}
        <select name="validate">
          <option value="continuous">continuous</option>
          <option value="none">none</option>
        </select>
      </label>
      <label>
        A change that does not fit{' '}
        <select name="onRefused">
          <option value="stop">stops the task</option>
          <option value="set-aside">is set aside</option>
        </select>
      </label>
      <label class="wide">
        Only these tables, one in a line as schema.table, % for any (all when empty){' '}
        <textarea name="tables" rows={3} spellcheck={false} />
      </label>
      <label class="wide">
        Or a table mapping of AWS DMS, JSON <textarea name="tableMapping" rows={6} spellcheck={false} />
      </label>
      <label class="wide">
        Task settings of AWS DMS, JSON <textarea name="taskSettings" rows={4} spellcheck={false} />
      </label>
      <button type="submit" class="main">
        Make the task
      </button>
      <Problem refusal={refusal} />
    </form>
  )
}

const documents = new Set(['tableMapping', 'taskSettings'])

function taskOf(form: FormData): Readonly<Record<string, unknown>> {
  const given = [...form].filter(([, value]) => typeof value === 'string' && value.trim() !== '')
  const { tables, ...task } = Object.fromEntries(
    given.map(([key, value]) => [key, documents.has(key) ? JSON.parse(String(value)) : value]),
  )
  if (tables === undefined) return task
  if (task.tableMapping !== undefined) throw new Error('Give tables or a table mapping, not both.')
  return { ...task, tableMapping: { rules: rulesOf(String(tables)) } }
}

/** Selection rules of AWS DMS; a name ends at the first full stop. */
const rulesOf = (tables: string): readonly object[] =>
  tables
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line, index) => {
      const [schema = '', ...table] = line.split('.')
      return {
        ...{
          'rule-type': 'selection',
          'rule-id': `${index + 1}`,
          'rule-name': `${index + 1}`,
          'rule-action': 'include',
        },
        'object-locator': { 'schema-name': schema, 'table-name': table.join('.') || '%' },
      }
    })
