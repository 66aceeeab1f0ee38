import { createToken, Lexer } from 'chevrotain'

/** `:x`, `:1`, `:new`: a bind variable or a row of a trigger. */
export const BindVariable = createToken({ name: 'BindVariable', pattern: Lexer.NA })
/** `&x`, `&&x.`: text that SQL*Plus puts in, and nobody knows. */
export const SubstitutionVariable = createToken({ name: 'SubstitutionVariable', pattern: Lexer.NA })
/** `$$PLSQL_UNIT`: an inquiry directive of PL/SQL. */
export const InquiryDirective = createToken({ name: 'InquiryDirective', pattern: Lexer.NA })
/** `$IF`, `$THEN`, `$ELSIF`, `$ELSE`, `$END`, `$ERROR`: conditional compilation. */
export const CompilationDirective = createToken({ name: 'CompilationDirective', pattern: Lexer.NA })
/** `=>` between the name of a parameter and its argument. */
export const FatArrow = createToken({ name: 'FatArrow', pattern: Lexer.NA })
/** `<<` in front of a label. */
export const LabelStart = createToken({ name: 'LabelStart', pattern: Lexer.NA })
/** `>>` behind a label. */
export const LabelEnd = createToken({ name: 'LabelEnd', pattern: Lexer.NA })
export const LeftBracket = createToken({ name: 'LeftBracket', pattern: Lexer.NA })
export const RightBracket = createToken({ name: 'RightBracket', pattern: Lexer.NA })
