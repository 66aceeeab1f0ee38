/** A view by its query. */
export interface ViewCase {
  readonly name: string
  readonly sql: string
}

export const make = (name: string, sql: string): ViewCase => ({ name, sql })
