import { z } from 'zod'
import { OperationError } from '../core/findings/operation-error.js'

const schema = z.strictObject({
  /** Of who knows what definitions mean; null as long as none has changed. */
  definitions: z.string().nullable(),
  /** Tables by their names on the source that do not have what the source has, and are to be loaded again. */
  wanted: z.array(z.string()).readonly(),
  /** Those of them whose foreign keys, from and to them, were taken away for that. */
  begun: z.array(z.string()).readonly(),
})

/** What the target keeps of a task beside its checkpoint. */
export type Memo = Readonly<z.infer<typeof schema>>

const nothing: Memo = { definitions: null, wanted: [], begun: [] }

/** @throws OperationError XW-S0606 when it is not as this program writes it */
export function readMemo(text: string | null): Memo {
  if (text === null) return nothing
  const parsed = schema.safeParse(JSON.parse(text))
  if (!parsed.success) throw new OperationError('XW-S0606', { path: 'crosswalk.task_memo' })
  return parsed.data
}

export const memoText = (memo: Memo): string => JSON.stringify(memo)
