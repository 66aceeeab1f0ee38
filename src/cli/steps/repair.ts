import { writeFileSync } from 'node:fs'
import { type Repairs, repairsOf } from '../../verify/repair.js'
import type { ValidationResult } from '../../verify/result.js'
import type { ValidateRequest } from '../../verify/validate.js'
import { count, safe } from '../terminal.js'
import type { CommandContext } from '../verb.js'

/** Writes what would repair the target, for people to read and to run. */
export async function writeRepairs(
  file: string,
  request: ValidateRequest,
  result: ValidationResult,
  { terminal }: Pick<CommandContext, 'terminal'>,
): Promise<void> {
  const { source } = request
  if (!('endpoint' in source)) return
  const repairs = await repairsOf({ ...request, source }, result)
  writeFileSync(file, repairText(repairs), { mode: 0o600 })
  const sum = (pick: (table: Repairs['tables'][number]) => number) =>
    repairs.tables.reduce((all, table) => all + pick(table), 0)
  const left = sum((table) => table.left.length + Math.max(0, table.more))
  terminal.note(
    `${count(sum((table) => table.statements.length))} statements in ${safe(file)}${left > 0 ? `; ${count(left)} rows are left, see there` : ''}`,
  )
}

/** Rows without a statement are remarks: a name in them cannot end the line. */
function repairText({ head, tables }: Repairs): string {
  const remark = (text: string): string => `-- ${text.replace(/[\r\n\u0085\u2028\u2029]+/g, ' ')}`
  return [
    remark('Gives the target the rows of the source as they were when this was written. Triggers of the target act.'),
    ...head,
    'BEGIN;',
    ...tables.flatMap(({ table, statements, left, more }) => [
      remark(`${table}: ${statements.length} statements`),
      ...statements,
      ...left.map(({ key, because }) => remark(`left: ${JSON.stringify(key)}: ${because}`)),
      ...(more > 0
        ? [remark(`left: ${more} more rows; validate again when these are repaired, or load the table again`)]
        : []),
    ]),
    'COMMIT;',
    '',
  ].join('\n')
}
