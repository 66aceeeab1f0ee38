import type { TokenType } from 'chevrotain'
import * as t from '../../sql/tokens.js'
import { k } from '../keywords.js'
import type { Rule } from '../names.js'
import { CompoundStatementsChapter } from './compound-statements.js'
import { methodWords } from './method-words.js'

/** Words of declarations that are names of variables too, and what follows a name behind them. */
const behindName = new Map<TokenType, ReadonlySet<TokenType>>([
  [k.CURSOR, new Set([t.LeftParen, t.Semicolon, k.RETURN, k.IS, k.AS])],
  [k.TYPE, new Set([k.IS])],
  [k.SUBTYPE, new Set([k.IS])],
])

const startsRoutine = new Set<TokenType>([k.PROCEDURE, k.FUNCTION])
/** What stands in a declarative part. PL/SQL Language Reference, "Block", "Package", "Subprogram". */
export abstract class DeclarationsChapter extends CompoundStatementsChapter {
  declaration: Rule = this.RULE('declaration', () => {
    const is = (type: TokenType) => () =>
      this.LA(1).tokenType === type && this.nameAt(2) && behindName.get(type)?.has(this.LA(3).tokenType) !== false
    this.OR([
      { GATE: is(k.CURSOR), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE(this.cursorDeclaration) },
      { GATE: is(k.TYPE), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE(this.typeDeclaration) },
      { GATE: is(k.SUBTYPE), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE(this.subtypeDeclaration) },
      { GATE: is(k.PRAGMA), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE(this.pragma) },
      { GATE: is(k.PROCEDURE), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE(this.routine) },
      { GATE: is(k.FUNCTION), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE1(this.routine) },
      { GATE: () => this.methodAhead(), IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE(this.method) },
      { ALT: () => this.SUBRULE(this.variableDeclaration) },
    ])
  })

  /** `[NOT INSTANTIABLE | FINAL | OVERRIDING …] MEMBER FUNCTION …` of an object type, its head alone or with its body. */
  method: Rule = this.RULE('method', () => {
    this.AT_LEAST_ONE({
      GATE: () => !startsRoutine.has(this.LA(1).tokenType),
      DEF: () =>
        this.OR([
          { ALT: () => this.CONSUME(k.NOT) },
          { ALT: () => this.CONSUME(k.ORDER) },
          { ALT: () => this.CONSUME(t.AnyName, { LABEL: 'word' }) },
        ]),
    })
    this.SUBRULE(this.routine)
  })

  protected methodAhead(): boolean {
    for (let ahead = 1; ahead < 8; ahead++) {
      const { tokenType } = this.LA(ahead)
      if (startsRoutine.has(tokenType)) return ahead > 1
      if (!methodWords.has(tokenType)) return false
    }
    return false
  }

  /** `x [CONSTANT] t [NOT NULL] [:= e]`, `x EXCEPTION`. */
  variableDeclaration: Rule = this.RULE('variableDeclaration', () => {
    this.SUBRULE(this.identifier)
    this.OR([
      {
        GATE: () => this.LA(1).tokenType === k.EXCEPTION && this.LA(2).tokenType === t.Semicolon,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.CONSUME(k.EXCEPTION),
      },
      {
        ALT: () => {
          this.OPTION({ GATE: () => this.nameAt(2), DEF: () => this.CONSUME(k.CONSTANT) })
          this.SUBRULE(this.dataType)
          this.OPTION1(() => this.SUBRULE(this.notNull))
          this.OPTION2(() => this.SUBRULE(this.initialValue))
        },
      },
    ])
  })

  notNull: Rule = this.RULE('notNull', () => {
    this.OPTION(() => this.CONSUME(k.NOT))
    this.CONSUME(k.NULL)
  })

  /** `:= e`, `DEFAULT e`. */
  initialValue: Rule = this.RULE('initialValue', () => {
    this.OR([{ ALT: () => this.CONSUME(t.Assign) }, { ALT: () => this.CONSUME(k.DEFAULT) }])
    this.SUBRULE(this.expression)
  })

  /** `CURSOR c [(p t)] [RETURN r] [IS query]`. */
  cursorDeclaration: Rule = this.RULE('cursorDeclaration', () => {
    this.CONSUME(k.CURSOR)
    this.SUBRULE(this.identifier)
    this.OPTION(() => this.SUBRULE(this.parameters))
    this.OPTION1(() => {
      this.CONSUME(k.RETURN)
      this.SUBRULE(this.dataType)
    })
    this.OPTION2(() => {
      this.OR([{ ALT: () => this.CONSUME(k.IS) }, { ALT: () => this.CONSUME(k.AS) }])
      this.SUBRULE(this.query)
    })
  })

  /** `TYPE t IS RECORD (…) | TABLE OF x [INDEX BY y] | VARRAY(n) OF x | REF CURSOR [RETURN r]`. */
  typeDeclaration: Rule = this.RULE('typeDeclaration', () => {
    this.CONSUME(k.TYPE)
    this.SUBRULE(this.identifier)
    this.CONSUME(k.IS)
    this.OR([
      {
        GATE: () => this.LA(1).tokenType === k.RECORD,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.recordType),
      },
      {
        GATE: () => this.LA(1).tokenType === k.REF && this.LA(2).tokenType === k.CURSOR,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.refCursorType),
      },
      { ALT: () => this.SUBRULE(this.tableType) },
      {
        GATE: () => this.LA(1).tokenType === k.VARRAY || this.LA(1).tokenType === k.VARYING,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.varrayType),
      },
      // A new name for a type, or words of an enumeration: read as text.
      { ALT: () => this.SUBRULE(this.dataType) },
    ])
  })

  recordType: Rule = this.RULE('recordType', () => {
    this.CONSUME(k.RECORD)
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.recordField) })
    this.CONSUME(t.RightParen)
  })

  recordField: Rule = this.RULE('recordField', () => {
    this.SUBRULE(this.identifier)
    this.SUBRULE(this.dataType)
    this.OPTION(() => this.SUBRULE(this.notNull))
    this.OPTION1(() => this.SUBRULE(this.initialValue))
  })

  refCursorType: Rule = this.RULE('refCursorType', () => {
    this.CONSUME(k.REF)
    this.CONSUME(k.CURSOR)
    this.OPTION(() => {
      this.CONSUME(k.RETURN)
      this.SUBRULE(this.dataType)
    })
  })

  tableType: Rule = this.RULE('tableType', () => {
    this.CONSUME(k.TABLE)
    this.CONSUME(k.OF)
    this.SUBRULE(this.dataType, { LABEL: 'element' })
    this.OPTION(() => this.SUBRULE(this.notNull))
    this.OPTION1(() => {
      this.CONSUME(k.INDEX)
      this.CONSUME(k.BY)
      this.SUBRULE1(this.dataType, { LABEL: 'index' })
    })
  })

  varrayType: Rule = this.RULE('varrayType', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.VARRAY) },
      {
        ALT: () => {
          this.CONSUME(k.VARYING)
          this.CONSUME(k.ARRAY)
        },
      },
    ])
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.expression)
    this.CONSUME(t.RightParen)
    this.CONSUME(k.OF)
    this.SUBRULE(this.dataType, { LABEL: 'element' })
    this.OPTION(() => this.SUBRULE(this.notNull))
  })

  /** `SUBTYPE s IS t [RANGE a..b] [NOT NULL]`. */
  subtypeDeclaration: Rule = this.RULE('subtypeDeclaration', () => {
    this.CONSUME(k.SUBTYPE)
    this.SUBRULE(this.identifier)
    this.CONSUME(k.IS)
    this.SUBRULE(this.dataType)
    this.OPTION(() => {
      this.CONSUME(k.RANGE)
      this.SUBRULE(this.forRange)
    })
    this.OPTION1(() => this.SUBRULE(this.notNull))
  })

  /** `(a IN t DEFAULT e, …)`. */
  parameters: Rule = this.RULE('parameters', () => {
    this.CONSUME(t.LeftParen)
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.parameter) })
    this.CONSUME(t.RightParen)
  })

  parameter: Rule = this.RULE('parameter', () => {
    this.SUBRULE(this.identifier)
    this.OPTION(() => this.CONSUME(k.IN))
    this.OPTION1({ GATE: () => this.nameAt(2), DEF: () => this.CONSUME(k.OUT) })
    this.OPTION2({ GATE: () => this.nameAt(2), DEF: () => this.CONSUME(k.NOCOPY) })
    this.SUBRULE(this.dataType)
    this.OPTION3(() => this.SUBRULE(this.initialValue))
  })

  /** A program with its head alone, or with its body: children `parameters`?, `returnType`?, `routineClause`*, `routineBody`?. */
  routine: Rule = this.RULE('routine', () => {
    this.OR([{ ALT: () => this.CONSUME(k.PROCEDURE) }, { ALT: () => this.CONSUME(k.FUNCTION) }])
    this.SUBRULE(this.qualifiedName)
    this.OPTION(() => this.SUBRULE(this.parameters))
    this.OPTION1(() => {
      this.CONSUME(k.RETURN)
      this.OR1([
        {
          GATE: () => this.LA(2).tokenType === k.AS && this.LA(3).tokenType === k.RESULT,
          IGNORE_AMBIGUITIES: true,
          ALT: () => this.SUBRULE(this.selfResult),
        },
        { ALT: () => this.SUBRULE(this.dataType) },
      ])
    })
    this.MANY(() => this.SUBRULE(this.routineClause))
    this.OPTION2(() => this.SUBRULE(this.routineBody))
  })

  /** `SELF AS RESULT` of a constructor. */
  selfResult: Rule = this.RULE('selfResult', () => {
    this.CONSUME(k.SELF)
    this.CONSUME(k.AS)
    this.CONSUME(k.RESULT)
  })

  /** DETERMINISTIC, PIPELINED, AUTHID DEFINER, RESULT_CACHE (…) and their kind: a word, and what belongs to it. */
  routineClause: Rule = this.RULE('routineClause', () => {
    this.CONSUME(t.AnyName)
    this.MANY({
      GATE: () => this.LA(1).tokenType !== k.IS && this.LA(1).tokenType !== k.AS,
      DEF: () =>
        this.OR([
          { ALT: () => this.CONSUME1(t.AnyName, { LABEL: 'more' }) },
          { ALT: () => this.CONSUME(k.BY) },
          { ALT: () => this.CONSUME(t.Dot) },
          { ALT: () => this.SUBRULE(this.clauseParentheses) },
        ]),
    })
  })

  /** Nobody looks inside. */
  clauseParentheses: Rule = this.RULE('clauseParentheses', () => {
    this.CONSUME(t.LeftParen)
    this.skipTo(nothing)
    this.CONSUME(t.RightParen)
  })

  /** `IS … BEGIN … END`, or a call of another language. */
  routineBody: Rule = this.RULE('routineBody', () => {
    this.OR([{ ALT: () => this.CONSUME(k.IS) }, { ALT: () => this.CONSUME(k.AS) }])
    this.OR1([
      {
        GATE: () => this.LA(1).tokenType === k.LANGUAGE || this.LA(1).tokenType === k.EXTERNAL,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.foreignBody),
      },
      {
        ALT: () => {
          this.SUBRULE(this.declarationList)
          this.SUBRULE(this.blockBody)
        },
      },
    ])
  })

  /** LANGUAGE JAVA NAME '…', EXTERNAL: a program that is not here. */
  foreignBody: Rule = this.RULE('foreignBody', () => {
    this.OR([{ ALT: () => this.CONSUME(k.LANGUAGE) }, { ALT: () => this.CONSUME(k.EXTERNAL) }])
    this.SUBRULE(this.restOfStatement)
  })
}

const nothing = new Set<TokenType>()
