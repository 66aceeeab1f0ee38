/** One statement that fills one table. */
export interface FillStep {
  readonly table: string
  readonly rows: number
  readonly sql: string
}
