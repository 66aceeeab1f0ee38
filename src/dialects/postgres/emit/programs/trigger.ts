import type { Trigger } from '../../../../core/ir/schema.js'
import { type Doc, hardline } from '../../../../core/layout/doc.js'
import { exprDoc } from '../code/expression.js'
import { identText, nameText, noForm, type Printing, relationText, standsFor } from '../code/printing.js'
import { commentDoc } from '../comment.js'
import { type Draft, draft } from '../statement.js'
import { programBody } from './body.js'
import { settingsOf } from './settings.js'

const timings = { before: 'BEFORE', after: 'AFTER', insteadOf: 'INSTEAD OF' } as const

/** A trigger and the function that it runs, which has its name. */
export function programTriggerDraft(printing: Printing, trigger: Trigger): Draft {
  const { program, perStatement } = trigger
  if (program === undefined) throw noForm('the body of a trigger')
  const name = nameText(trigger.name)
  const own = identText(trigger.name.name)
  const on = relationText(printing, trigger.table)
  const each = perStatement ? 'STATEMENT' : 'ROW'
  const events = trigger.events.map((event) => eventText(event, trigger)).join(' OR ')
  const when = trigger.when ? ['  WHEN (', exprDoc(printing, trigger.when), ')', hardline] : ''
  const row = rowOf(trigger)
  const doc: Doc = [
    `CREATE FUNCTION ${name}() RETURNS trigger`,
    hardline,
    'LANGUAGE plpgsql',
    settingsOf(program, true).map((setting) => [hardline, setting]),
    hardline,
    ['AS ', programBody(printing, program, { last: [`RETURN ${row};`], relation: on, row }), ';'],
    hardline,
    `CREATE TRIGGER ${own} ${timings[trigger.timing]} ${events} ON ${on}`,
    hardline,
    `  FOR EACH ${each}`,
    when === '' ? ' ' : hardline,
    when,
    when === '' ? '' : '  ',
    `EXECUTE FUNCTION ${name}();`,
    trigger.disabled ? [hardline, `ALTER TABLE ${on} DISABLE TRIGGER ${own};`] : '',
    commentDoc(`TRIGGER ${own} ON ${on}`, trigger.comment),
  ]
  return draft(printing, {
    kind: 'trigger',
    name: trigger.name,
    object: trigger.id,
    sources: trigger.sources ?? [],
    phase: 'post-cutover',
    minimal: false,
    doc: standsFor(printing, trigger.sources, doc),
    undo: `DROP TRIGGER ${own} ON ${on};\nDROP FUNCTION ${name}();`,
  })
}

const eventText = (event: Trigger['events'][number], { updateOf = [] }: Trigger): string => {
  const columns = event === 'update' && updateOf.length > 0 ? ` OF ${updateOf.map(identText).join(', ')}` : ''
  return `${event.toUpperCase()}${columns}`
}

/** What a trigger gives back goes on to be stored; after the change nobody looks at it. */
const rowOf = ({ timing, events, perStatement }: Trigger): string => {
  if (timing === 'after' || perStatement) return 'NULL'
  if (events.length > 1 && events.includes('delete')) return 'coalesce(NEW, OLD)'
  return events.every((event) => event === 'delete') ? 'OLD' : 'NEW'
}
