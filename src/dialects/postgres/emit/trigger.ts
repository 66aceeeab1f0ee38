import type { SetOnUpdate, Table, Trigger } from '../../../core/ir/schema.js'
import { type Doc, hardline, indent, join } from '../../../core/layout/doc.js'
import { print } from '../../../core/layout/print.js'
import { exprDoc } from './code/expression.js'
import { identText, nameText, noForm, type Printing, relationText, standsFor } from './code/printing.js'
import { commentDoc } from './comment.js'
import { type Draft, draft } from './statement.js'

/**
 * A column that the source sets on update: set when the statement changed the row and left the column as it was. A
 * statement that names the column and gives it the value it has already cannot be told from one that does not name it.
 */
export function triggerDraft(printing: Printing, trigger: Trigger, table: Table | undefined): Draft {
  if (trigger.body.kind === 'opaque') throw noForm('the body of a trigger')
  const name = nameText(trigger.name)
  const on = relationText(printing, trigger.table)
  const body = print([
    hardline,
    'BEGIN',
    indent(forgetGenerated(table)),
    indent(hardline, 'IF NEW *<> OLD THEN', indent(assignments(printing, trigger.body)), hardline, 'END IF;'),
    indent(hardline, 'RETURN NEW;'),
    hardline,
    'END;',
    hardline,
  ]).text
  const tag = dollarTag(body)
  const own = identText(trigger.name.name)
  const doc: Doc = [
    `CREATE FUNCTION ${name}() RETURNS trigger`,
    hardline,
    `LANGUAGE plpgsql AS ${tag}${body}${tag};`,
    hardline,
    join(hardline, [`CREATE TRIGGER ${own} BEFORE UPDATE ON ${on}`, `  FOR EACH ROW EXECUTE FUNCTION ${name}();`]),
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

/**
 * Row images are compared (`*<>`), because not every type has an equality and because a change of case alone is a change
 * at the source too. In a BEFORE trigger the generated columns of the new row are not computed yet but null.
 */
const forgetGenerated = (table: Table | undefined): Doc =>
  (table?.columns ?? []).flatMap((column) =>
    column.generated === undefined ? [] : [hardline, `OLD.${identText(column.name)} := NULL;`],
  )

const assignments = (printing: Printing, body: SetOnUpdate): Doc =>
  body.columns.map(({ name, value }) => {
    const column = identText(name)
    return [
      hardline,
      `IF NEW.${column} IS NOT DISTINCT FROM OLD.${column} THEN`,
      indent(hardline, `NEW.${column} := `, exprDoc(printing, value), ';'),
      hardline,
      'END IF;',
    ]
  })

/** A delimiter that the text between does not hold. */
export function dollarTag(text: string): string {
  for (let number = 0; ; number++) {
    const tag = number === 0 ? '$$' : `$body${number}$`
    if (!text.includes(tag)) return tag
  }
}
