/**
 * Follows BEGIN … END and the like through a routine that was written without a DELIMITER line, so that the semicolons
 * inside are known to be inside. Manual section "Compound Statement Syntax". Between BEGIN and END only CASE needs to be
 * followed: END IF and END LOOP say themselves what they close.
 */
export class RoutineNesting {
  private readonly open: string[] = []
  private ended = false
  private previous = ''

  /** Whether a semicolon here ends the routine. */
  get outside(): boolean {
    this.settle()
    return this.open.length === 0
  }

  /** A package is closed by an END that no BEGIN opened. */
  enterPackage(): void {
    this.open.push('BEGIN')
  }

  /** A sign that is neither word nor blank. */
  sign(character: string): void {
    this.settle()
    this.previous = character
  }

  /** A word outside quotes and comments, in upper case. Words behind `.` and `@` are names and must not come here. */
  word(word: string): void {
    if (this.ended && closers.has(word)) this.close(word)
    else this.next(word)
    this.previous = word
  }

  private next(word: string): void {
    this.settle()
    if (word === 'END') this.ended = true
    else if (word === 'BEGIN' || word === 'CASE') this.open.push(word)
    else if (loops.has(word) && this.startsStatement()) this.open.push(word)
  }

  /** `END IF`, `END CASE`: closes what is open under that name, if it is followed at all. */
  private close(word: string): void {
    this.ended = false
    if (this.open[this.open.length - 1] === word) this.open.pop()
  }

  /** An END with nothing behind it closes the innermost BEGIN or CASE. */
  private settle(): void {
    if (this.ended) this.open.pop()
    this.ended = false
  }

  /** IF and REPEAT are functions too; they are statements where a statement may start and nothing encloses them. */
  private startsStatement(): boolean {
    const innermost = this.open[this.open.length - 1]
    if (innermost === 'BEGIN' || innermost === 'CASE') return false
    return starters.has(this.previous)
  }
}

const loops = new Set(['IF', 'LOOP', 'WHILE', 'REPEAT', 'FOR'])
const closers = new Set([...loops, 'CASE'])
/** What may stand before a statement: the end of the one before, the head of a block, the end of a routine's header. */
const starters = new Set('; : ) ROW THEN ELSE DO LOOP REPEAT SQL DATA DETERMINISTIC DEFINER INVOKER'.split(' '))
