import { type RowDescription, TargetRefusal } from './stream.js'

/** A row as the target would get it. */
export interface KeptRow {
  readonly bytes: Buffer
  description: RowDescription
}

const keptBytes = 4096
const nameless: RowDescription = { key: {}, bytes: null }

/** Rows that wait until they are written together; the last one may still get its description. */
export class KeptRows {
  #rows: KeptRow[] = []
  bytes = 0

  get count(): number {
    return this.#rows.length
  }

  push(bytes: Buffer): void {
    this.#rows.push({ bytes, description: nameless })
    this.bytes += bytes.length
  }

  describe(row: RowDescription): void {
    const last = this.#rows[this.#rows.length - 1]
    if (last) last.description = { key: row.key, bytes: null }
  }

  take(): readonly KeptRow[] {
    const rows = this.#rows
    this.#rows = []
    this.bytes = 0
    return rows
  }
}

export interface CarefulWork {
  /** Writes all of the rows or none of them. @returns how many */
  write(rows: readonly KeptRow[]): Promise<number>
  /** `row.bytes` are those of the row in the target's format, as many as are kept: the reader has moved on from the source's. */
  setAside(row: RowDescription, refusal: TargetRefusal): void
}

/** Rows that are refused together are halved until the bad one stands alone and is set aside. @returns how many were written */
export async function writeCarefully(rows: readonly KeptRow[], work: CarefulWork): Promise<number> {
  if (rows.length === 0) return 0
  try {
    return await work.write(rows)
  } catch (error) {
    if (!(error instanceof TargetRefusal)) throw error
    const [only] = rows
    if (rows.length > 1) {
      const half = rows.length >> 1
      const first = await writeCarefully(rows.slice(0, half), work)
      return first + (await writeCarefully(rows.slice(half), work))
    }
    if (only) work.setAside({ key: only.description.key, bytes: only.bytes.subarray(0, keptBytes) }, error)
    return 0
  }
}
