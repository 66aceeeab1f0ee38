/**
 * The number that a table gives its next row, as the engine keeps it: one past the highest that it has seen. A statement
 * that makes numbers reserves as many as it has rows, also for rows that bring their own (manual: InnoDB AUTO_INCREMENT
 * Lock Modes, "mixed-mode inserts"), and once more for the rows that are left when those are used up. A row that yields to
 * another gives its number back.
 */
export class RowCounter {
  next = 1
  #rows = 0
  /** Numbers made by the statement, with the rows in front of each; the first alone as long as no row brings its own. */
  #made: { readonly value: number; readonly rows: number }[] = []
  #mixed = false

  atLeast(next: number): void {
    if (next > this.next) this.next = next
  }

  begin(): void {
    this.#rows = 0
    this.#made = []
    this.#mixed = false
  }

  /** A row that brings its own number. */
  given(value: number, yields: boolean): void {
    this.#rows++
    if (this.#made.length > 0) this.#mixed = true
    if (!yields && value >= this.next) this.next = value + 1
  }

  generate(yields: boolean): number {
    const value = this.next
    if (this.#made.length === 0 || this.#mixed) this.#made.push({ value, rows: this.#rows })
    this.#rows++
    if (!yields) this.next++
    return value
  }

  end(): void {
    let reserved = 0
    const before = this.#made[0]?.rows ?? 0
    for (const { value, rows } of this.#made) if (value >= reserved) reserved = value + this.#rows - (rows - before)
    this.atLeast(reserved)
    this.begin()
  }
}
