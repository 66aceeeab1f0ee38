/**
 * Commands of SQL*Plus, which end with their line (SQL*Plus User's Guide and Reference, "SQL*Plus Command Reference"): the
 * shortest spelling that SQL*Plus takes, and the whole word.
 */
const commands: readonly (readonly [shortest: string, whole: string])[] = [
  ['ACC', 'ACCEPT'],
  ['ARCHIVE', 'ARCHIVE'],
  ['ATTRIBUTE', 'ATTRIBUTE'],
  ['BRE', 'BREAK'],
  ['BTI', 'BTITLE'],
  ['CL', 'CLEAR'],
  ['COL', 'COLUMN'],
  ['COMP', 'COMPUTE'],
  ['CONN', 'CONNECT'],
  ['COPY', 'COPY'],
  ['DEF', 'DEFINE'],
  ['DESC', 'DESCRIBE'],
  ['DISC', 'DISCONNECT'],
  ['EXEC', 'EXECUTE'],
  ['EXIT', 'EXIT'],
  ['GET', 'GET'],
  ['HELP', 'HELP'],
  ['HO', 'HOST'],
  // Of SQLcl: rows of a file.
  ['LOAD', 'LOAD'],
  ['PASSW', 'PASSWORD'],
  ['PAU', 'PAUSE'],
  ['PRI', 'PRINT'],
  ['PRO', 'PROMPT'],
  ['QUIT', 'QUIT'],
  ['RECOVER', 'RECOVER'],
  ['REM', 'REMARK'],
  ['REPF', 'REPFOOTER'],
  ['REPH', 'REPHEADER'],
  ['RUN', 'RUN'],
  ['SAV', 'SAVE'],
  ['SHO', 'SHOW'],
  ['SHUTDOWN', 'SHUTDOWN'],
  ['SPO', 'SPOOL'],
  ['STA', 'START'],
  ['STARTUP', 'STARTUP'],
  ['STORE', 'STORE'],
  ['TIMI', 'TIMING'],
  ['TTI', 'TTITLE'],
  ['UNDEF', 'UNDEFINE'],
  ['VAR', 'VARIABLE'],
  ['WHENEVER', 'WHENEVER'],
]

/** SET is a command of SQL*Plus, except in front of these words. */
const setOfSql = /^SET\s+(ROLE|TRANSACTION|CONSTRAINTS?)\b/i

/** The whole word of the command that a line starts with (`@` and `@@` for a file); undefined: the line is no command. */
export function commandOf(line: string): string | undefined {
  const sign = /^(?:@@?|!|\$)/.exec(line)
  if (sign) return sign[0] === '@' || sign[0] === '@@' ? sign[0] : 'HOST'
  const word = /^[A-Za-z]+(?=\s|;|$)/.exec(line)?.[0].toUpperCase()
  if (word === undefined) return undefined
  if (word === 'SET') return setOfSql.test(line) ? undefined : 'SET'
  return commands.find(([shortest, whole]) => whole.startsWith(word) && word.length >= shortest.length)?.[1]
}

/** A dash behind a blank at the end of a line goes on with it; text of PROMPT and REMARK is not looked at. */
export const goesOn = (line: string, command: string): boolean =>
  command !== 'PROMPT' && command !== 'REMARK' && /\s-\s*$/.test(line)
