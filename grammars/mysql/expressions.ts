import { type IOrAlt, type IToken, type TokenType, tokenMatcher } from 'chevrotain'
import { type ParenFacts, parenFacts } from '../sql/nesting.js'
import * as t from '../sql/tokens.js'
import { FunctionsChapter } from './functions.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'
import * as w from './word-classes.js'

const startsQuery = new Set<TokenType>([k.SELECT, k.WITH, k.TABLE])
/** What may stand behind a parenthesised query that is itself part of a query. */
const continuesQuery = new Set<TokenType>([
  t.RightParen,
  k.UNION,
  k.EXCEPT,
  k.INTERSECT,
  k.ORDER,
  k.LIMIT,
  k.FOR,
  k.LOCK,
  k.INTO,
])
const negatable = new Set<TokenType>([k.LIKE, k.REGEXP, k.RLIKE, k.BETWEEN, k.IN])
const temporal = new Set<TokenType>([k.DATE, k.TIME, k.TIMESTAMP])

/**
 * Expressions. Manual chapter "Functions and Operators". Operators are not nested here: an expression is a flat list, and
 * lowering finds the precedence from a table. Deviation: any call may have the special syntax of any function (FROM, FOR,
 * SEPARATOR …); lowering refuses what does not belong to the function's name.
 */
export abstract class ExpressionsChapter extends FunctionsChapter {
  /** A query without parentheses around it: defined in QueriesChapter. */
  abstract query: Rule

  /** Alternatives of the rules that are entered for every operand, made once: they cost more than the decision. */
  private operandAlternatives: IOrAlt<unknown>[] | undefined
  private literalAlternatives: IOrAlt<unknown>[] | undefined
  private operatorPartAlternatives: IOrAlt<unknown>[] | undefined
  private prefixedOperandAlternatives: IOrAlt<unknown>[] | undefined
  private nameOperandAlternatives: IOrAlt<unknown>[] | undefined

  /** Children in source order: `prefix`* `operand` (`infix` `prefix`* `operand` | suffixes)*. */
  expression: Rule = this.RULE('expression', () => {
    this.SUBRULE(this.prefixedOperand)
    this.MANY({ GATE: () => this.goesOn(), DEF: () => this.SUBRULE(this.operatorPart) })
  })

  /** Children: `prefix`*, `operand`. */
  prefixedOperand: Rule = this.RULE('prefixedOperand', () => {
    this.MANY(() =>
      this.OR(
        (this.prefixedOperandAlternatives ??= [
          { ALT: () => this.CONSUME(k.NOT, { LABEL: 'prefix' }) },
          { ALT: () => this.CONSUME(t.Minus, { LABEL: 'prefix' }) },
          { ALT: () => this.CONSUME(t.Plus, { LABEL: 'prefix' }) },
          { ALT: () => this.CONSUME(t.Prefix, { LABEL: 'prefix' }) },
        ]),
      ),
    )
    this.SUBRULE(this.operand)
  })

  /** One operator with what belongs to it: children `infix` `prefixedOperand`, or one of the suffixes. */
  operatorPart: Rule = this.RULE('operatorPart', () => {
    this.OPTION(() => this.CONSUME(k.NOT))
    this.OR(
      (this.operatorPartAlternatives ??= [
        {
          ALT: () => {
            this.OPTION1(() => this.CONSUME(k.SOUNDS))
            this.CONSUME(t.Infix, { LABEL: 'infix' })
            this.SUBRULE(this.prefixedOperand)
          },
        },
        { ALT: () => this.SUBRULE(this.inSuffix) },
        { ALT: () => this.SUBRULE(this.isSuffix) },
        {
          ALT: () => {
            this.CONSUME(k.COLLATE)
            this.SUBRULE(this.nameOrText)
          },
        },
        { ALT: () => this.SUBRULE(this.memberSuffix) },
      ]),
    )
  })

  /** `IN (…)`: children `query` or `expression`*. */
  inSuffix: Rule = this.RULE('inSuffix', () => {
    this.CONSUME(k.IN)
    this.SUBRULE(this.parenthesised)
  })

  isSuffix: Rule = this.RULE('isSuffix', () => {
    this.CONSUME(k.IS)
    this.OPTION(() => this.CONSUME(k.NOT))
    this.OR([
      { ALT: () => this.CONSUME(k.NULL) },
      { ALT: () => this.CONSUME(k.TRUE) },
      { ALT: () => this.CONSUME(k.FALSE) },
      { ALT: () => this.CONSUME(k.UNKNOWN) },
    ])
  })

  memberSuffix: Rule = this.RULE('memberSuffix', () => {
    this.CONSUME(k.MEMBER)
    this.CONSUME(k.OF)
    this.SUBRULE(this.parenthesised)
  })

  operand: Rule = this.RULE('operand', () => {
    this.OR(
      (this.operandAlternatives ??= [
        { ALT: () => this.SUBRULE(this.nameOperand) },
        { ALT: () => this.SUBRULE(this.literal) },
        { ALT: () => this.SUBRULE(this.parenthesised) },
        { ALT: () => this.SUBRULE(this.reservedCall) },
        { ALT: () => this.SUBRULE(this.valueWord) },
        { ALT: () => this.SUBRULE(this.caseExpression) },
        { ALT: () => this.SUBRULE(this.existsExpression) },
        { ALT: () => this.SUBRULE(this.intervalExpression) },
        { ALT: () => this.SUBRULE(this.matchExpression) },
        { ALT: () => this.SUBRULE(this.convertCall) },
        { ALT: () => this.SUBRULE(this.defaultOperand) },
        { ALT: () => this.SUBRULE(this.userVariable) },
        { ALT: () => this.SUBRULE(this.systemVariable) },
        { ALT: () => this.SUBRULE(this.allQuantified) },
        { ALT: () => this.SUBRULE(this.odbcExpression) },
        { ALT: () => this.CONSUME(t.Parameter) },
        { ALT: () => this.CONSUME(t.Hole) },
        { ALT: () => this.CONSUME(t.HoleRest) },
      ]),
    )
  })

  /** Manual section "Literal Values". */
  literal: Rule = this.RULE('literal', () => {
    this.OPTION(() => this.CONSUME(t.Introducer))
    this.OR(
      (this.literalAlternatives ??= [
        { ALT: () => this.CONSUME(t.IntegerNumber) },
        { ALT: () => this.CONSUME(t.DecimalNumber) },
        { ALT: () => this.CONSUME(t.FloatNumber) },
        { ALT: () => this.CONSUME(t.HexText) },
        { ALT: () => this.CONSUME(t.BitText) },
        { ALT: () => this.CONSUME(k.NULL) },
        { ALT: () => this.CONSUME(k.TRUE) },
        { ALT: () => this.CONSUME(k.FALSE) },
        {
          ALT: () => {
            this.OR1([{ ALT: () => this.CONSUME(t.Text) }, { ALT: () => this.CONSUME(t.NationalText) }])
            this.MANY(() => this.CONSUME1(t.Text))
          },
        },
      ]),
    )
  })

  /** `(a)`, `(a, b)`, `(SELECT …)`: children `query` or `expression`*. */
  parenthesised: Rule = this.RULE('parenthesised', () => {
    this.CONSUME(t.LeftParen)
    this.OR([
      // A gate decides: both may start with a parenthesis.
      { GATE: () => this.queryAhead(1), ALT: () => this.SUBRULE(this.query), IGNORE_AMBIGUITIES: true },
      { ALT: () => this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) }) },
    ])
    this.CONSUME(t.RightParen)
  })

  /** Whatever starts with a word that may be a name; the words with a special meaning are told apart by what follows. */
  nameOperand: Rule = this.RULE('nameOperand', () => {
    // The gates are in order and the words are names too, hence the ambiguities.
    this.OR(
      (this.nameOperandAlternatives ??= [
        {
          GATE: () => temporal.has(this.LA(1).tokenType) && this.LA(2).tokenType === t.Text,
          ALT: () => this.SUBRULE(this.temporalLiteral),
          IGNORE_AMBIGUITIES: true,
        },
        {
          GATE: () => this.LA(1).tokenType === k.CAST && this.LA(2).tokenType === t.LeftParen,
          ALT: () => this.SUBRULE(this.castCall),
          IGNORE_AMBIGUITIES: true,
        },
        {
          GATE: () =>
            (this.LA(1).tokenType === k.ANY || this.LA(1).tokenType === k.SOME) &&
            this.LA(2).tokenType === t.LeftParen &&
            this.queryAhead(3),
          ALT: () => this.SUBRULE(this.anyQuantified),
          IGNORE_AMBIGUITIES: true,
        },
        {
          GATE: () => this.LA(1).tokenType === k.ROW && this.LA(2).tokenType === t.LeftParen,
          ALT: () => this.SUBRULE(this.rowExpression),
          IGNORE_AMBIGUITIES: true,
        },
        {
          GATE: () => this.LA(2).tokenType === k.VALUE && this.LA(3).tokenType === k.FOR,
          ALT: () => this.SUBRULE(this.sequenceCall),
          IGNORE_AMBIGUITIES: true,
        },
        { ALT: () => this.SUBRULE(this.columnOrCall) },
      ]),
    )
  })

  temporalLiteral: Rule = this.RULE('temporalLiteral', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.DATE) },
      { ALT: () => this.CONSUME(k.TIME) },
      { ALT: () => this.CONSUME(k.TIMESTAMP) },
    ])
    this.CONSUME(t.Text)
  })

  /** `a`, `t.a`, `db.t.a`, `t.*`, `f(…)`, `db.f(…)`; children `part`+, `Star`?, `callArguments`?, `callTail`?. */
  columnOrCall: Rule = this.RULE('columnOrCall', () => {
    this.CONSUME(t.AnyName, { LABEL: 'part' })
    this.MANY(() => {
      this.CONSUME(t.Dot)
      this.OR([{ ALT: () => this.CONSUME1(t.AnyName, { LABEL: 'part' }) }, { ALT: () => this.CONSUME(t.Star) }])
    })
    this.OPTION(() => {
      this.SUBRULE(this.callArguments)
      this.SUBRULE(this.callTail)
    })
  })

  /** LEFT(…), IF(…), VALUES(…): a reserved word that names a function. */
  reservedCall: Rule = this.RULE('reservedCall', () => {
    this.CONSUME(w.CallWord)
    this.SUBRULE(this.callArguments)
    this.SUBRULE(this.callTail)
  })

  /** CURRENT_TIMESTAMP, with or without parentheses and precision. */
  valueWord: Rule = this.RULE('valueWord', () => {
    this.CONSUME(w.ValueWord)
    this.OPTION(() => this.SUBRULE(this.callArguments))
  })

  caseExpression: Rule = this.RULE('caseExpression', () => {
    this.CONSUME(k.CASE)
    this.OPTION(() => this.SUBRULE(this.expression, { LABEL: 'subject' }))
    this.AT_LEAST_ONE(() => {
      this.CONSUME(k.WHEN)
      this.SUBRULE1(this.expression, { LABEL: 'when' })
      this.CONSUME(k.THEN)
      this.SUBRULE2(this.expression, { LABEL: 'then' })
    })
    this.OPTION1(() => {
      this.CONSUME(k.ELSE)
      this.SUBRULE3(this.expression, { LABEL: 'else' })
    })
    this.CONSUME(k.END)
  })

  existsExpression: Rule = this.RULE('existsExpression', () => {
    this.CONSUME(k.EXISTS)
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.query)
    this.CONSUME(t.RightParen)
  })

  /** `ROW(a, b)`. */
  rowExpression: Rule = this.RULE('rowExpression', () => {
    this.CONSUME(k.ROW)
    this.SUBRULE(this.callArguments)
  })

  anyQuantified: Rule = this.RULE('anyQuantified', () => {
    this.OR([{ ALT: () => this.CONSUME(k.ANY) }, { ALT: () => this.CONSUME(k.SOME) }])
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.query)
    this.CONSUME(t.RightParen)
  })

  allQuantified: Rule = this.RULE('allQuantified', () => {
    this.CONSUME(k.ALL)
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.query)
    this.CONSUME(t.RightParen)
  })

  /** `INTERVAL n unit`, and the function INTERVAL(n, n1, …). */
  intervalExpression: Rule = this.RULE('intervalExpression', () => {
    this.CONSUME(k.INTERVAL)
    this.OR([
      {
        GATE: () => this.isList(this.LA(1)),
        ALT: () => this.SUBRULE(this.callArguments),
        // `INTERVAL (1 + 2) DAY` starts with a parenthesis too; the gate looks for a comma.
        IGNORE_AMBIGUITIES: true,
      },
      {
        ALT: () => {
          this.SUBRULE(this.expression)
          this.SUBRULE(this.intervalUnit)
        },
      },
    ])
  })

  intervalUnit: Rule = this.RULE('intervalUnit', () => {
    this.OR([{ ALT: () => this.CONSUME(t.AnyName) }, { ALT: () => this.CONSUME(t.Hole) }])
  })

  /** Manual section "Full-Text Search Functions". */
  matchExpression: Rule = this.RULE('matchExpression', () => {
    this.CONSUME(k.MATCH)
    this.OR([
      { ALT: () => this.SUBRULE(this.expressionList) },
      { ALT: () => this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.columnOrCall) }) },
    ])
    this.CONSUME(k.AGAINST)
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.expression)
    this.OPTION(() => {
      this.CONSUME(k.IN)
      this.OR1([
        { ALT: () => this.CONSUME(k.BOOLEAN) },
        {
          ALT: () => {
            this.CONSUME(k.NATURAL)
            this.CONSUME(k.LANGUAGE)
          },
        },
      ])
      this.CONSUME(k.MODE)
    })
    this.OPTION1(() => {
      this.CONSUME(k.WITH)
      this.CONSUME(k.QUERY)
      this.CONSUME(k.EXPANSION)
    })
    this.CONSUME1(t.RightParen)
  })

  castCall: Rule = this.RULE('castCall', () => {
    this.CONSUME(k.CAST)
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.expression)
    this.OPTION(() => {
      this.CONSUME(k.AT)
      this.CONSUME1(k.TIME)
      this.CONSUME(k.ZONE)
      this.OPTION1(() => this.CONSUME(k.INTERVAL))
      this.CONSUME(t.Text)
    })
    this.CONSUME(k.AS)
    this.SUBRULE(this.castType)
    this.CONSUME(t.RightParen)
  })

  convertCall: Rule = this.RULE('convertCall', () => {
    this.CONSUME(k.CONVERT)
    this.CONSUME(t.LeftParen)
    this.SUBRULE(this.expression)
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Comma)
          this.SUBRULE(this.castType)
        },
      },
      {
        ALT: () => {
          this.CONSUME(k.USING)
          this.SUBRULE(this.nameOrText)
        },
      },
    ])
    this.CONSUME(t.RightParen)
  })

  /** DEFAULT, DEFAULT(column). */
  defaultOperand: Rule = this.RULE('defaultOperand', () => {
    this.CONSUME(k.DEFAULT)
    this.OPTION(() => {
      this.CONSUME(t.LeftParen)
      this.SUBRULE(this.columnOrCall)
      this.CONSUME(t.RightParen)
    })
  })

  /** NEXT VALUE FOR s, PREVIOUS VALUE FOR s. */
  sequenceCall: Rule = this.RULE('sequenceCall', () => {
    this.OR([{ ALT: () => this.CONSUME(k.NEXT) }, { ALT: () => this.CONSUME(k.PREVIOUS) }])
    this.CONSUME(k.VALUE)
    this.CONSUME(k.FOR)
    this.SUBRULE(this.qualifiedName)
  })

  /** `{d '2020-01-01'}`, `{fn now()}`: the braces of ODBC. */
  odbcExpression: Rule = this.RULE('odbcExpression', () => {
    this.CONSUME(t.LeftBrace)
    this.CONSUME(t.AnyName)
    this.SUBRULE(this.expression)
    this.CONSUME(t.RightBrace)
  })

  /** `(expression, …)`. */
  expressionList: Rule = this.RULE('expressionList', () => {
    this.CONSUME(t.LeftParen)
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) })
    this.CONSUME(t.RightParen)
  })

  /** Whether the next token goes on with the expression; some operators are words with other uses behind an expression. */
  private goesOn(): boolean {
    const first = this.LA(1).tokenType
    if (first === k.NOT) return negatable.has(this.LA(2).tokenType)
    if (first === k.IN) return this.LA(2).tokenType === t.LeftParen
    if (first === k.MEMBER) return this.LA(2).tokenType === k.OF
    if (first === k.SOUNDS) return this.LA(2).tokenType === k.LIKE
    return true
  }

  /** Whether a query starts at token `at`; looks through parentheses to what follows them. */
  protected queryAhead(at: number): boolean {
    const first = this.LA(at)
    if (startsQuery.has(first.tokenType)) return true
    if (first.tokenType === k.VALUES) return this.LA(at + 1).tokenType === k.ROW || this.isRowsOfValues(at + 1)
    if (first.tokenType !== t.LeftParen || !this.queryAhead(at + 1)) return false
    const after = this.facts(first)?.after
    return after === undefined || continuesQuery.has(after.tokenType)
  }

  /** `VALUES (1), (2)` is a query, `VALUES (a)` is a function. */
  private isRowsOfValues(at: number): boolean {
    const facts = this.facts(this.LA(at))
    return facts?.after?.tokenType === t.Comma && facts.second?.tokenType === t.LeftParen
  }

  private isList(open: IToken): boolean {
    const facts = this.facts(open)
    return facts !== undefined && facts.commas > 0 && !startsQuery.has(this.LA(2).tokenType)
  }

  protected facts(open: IToken): ParenFacts | undefined {
    return tokenMatcher(open, t.LeftParen) ? parenFacts(open) : undefined
  }
}
