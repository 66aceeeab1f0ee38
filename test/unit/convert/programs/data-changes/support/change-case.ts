/** A body of a procedure without parameters whose effect on the tables must be the same on both engines. */
export interface ChangeCase {
  readonly name: string
  /** Statements between BEGIN and END. */
  readonly body: string
  /** Both engines raise an error and leave the tables as they were. */
  readonly fails?: boolean
  /** sql_mode when it is not the strict default. */
  readonly mode?: string
}

export const change = (name: string, body: string, more: Partial<ChangeCase> = {}): ChangeCase => ({
  name,
  body,
  ...more,
})
