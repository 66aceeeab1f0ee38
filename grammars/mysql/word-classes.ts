import { createToken, Lexer } from 'chevrotain'

/** Category: reserved words that name a function when a parenthesis follows (LEFT, IF, REPLACE). */
export const CallWord = createToken({ name: 'CallWord', pattern: Lexer.NA })
/** Category: reserved words that are a value by themselves (CURRENT_TIMESTAMP). */
export const ValueWord = createToken({ name: 'ValueWord', pattern: Lexer.NA })
/** Category: words between SELECT and its list. */
export const Modifier = createToken({ name: 'Modifier', pattern: Lexer.NA })
/** `@x`, also the host part of an account. */
export const UserVariable = createToken({ name: 'UserVariable', pattern: Lexer.NA })
/** `@@x`; a scope or component follows as `.name`. */
export const SystemVariable = createToken({ name: 'SystemVariable', pattern: Lexer.NA })
/** An optimizer hint after the verb of a statement. */
export const OptimizerHint = createToken({ name: 'OptimizerHint', pattern: Lexer.NA })
/** Category: first words of statements that nobody looks into (SHOW, FLUSH, GRANT). */
export const CommandWord = createToken({ name: 'CommandWord', pattern: Lexer.NA })
