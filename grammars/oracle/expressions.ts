import { type IOrAlt, type TokenType, tokenMatcher } from 'chevrotain'
import { parenFacts } from '../sql/nesting.js'
import * as t from '../sql/tokens.js'
import { FunctionsChapter } from './functions.js'
import { k } from './keywords.js'
import type { Rule } from './names.js'
import * as w from './word-classes.js'

const startsQuery = new Set<TokenType>([k.SELECT, k.WITH])
/** What may stand behind a parenthesised query that is itself part of a query. */
const continuesQuery = new Set<TokenType>([
  t.RightParen,
  k.UNION,
  k.EXCEPT,
  k.INTERSECT,
  k.MINUS,
  k.ORDER,
  k.OFFSET,
  k.FETCH,
  k.FOR,
])
const negatable = new Set<TokenType>([k.LIKE, k.LIKE2, k.LIKE4, k.LIKEC, k.BETWEEN, k.IN, k.MEMBER, k.SUBMULTISET])
/** Signs of the category Infix that are none in Oracle. */
const noInfix = new Set<TokenType>([t.Assign, t.Percent])
/** Operators that are names too: what may not follow them when they are operators. */
const wordOperators = new Set<TokenType>([k.MOD, k.REM, k.OVERLAPS])
const endsOperand = new Set<TokenType>([t.Comma, t.RightParen, t.Semicolon, k.FROM, t.Dot, t.LeftParen])
const quantifiers = new Set<TokenType>([k.ANY, k.SOME])
const temporal = new Set<TokenType>([k.DATE, k.TIMESTAMP, k.TIME])
const fields = new Set<TokenType>([k.DAY, k.YEAR])
const typed = new Set<TokenType>([k.CAST, k.TREAT])

/**
 * Expressions. SQL Language Reference, chapters "Operators", "Expressions" and "Conditions". An expression is a flat list;
 * lowering finds the precedence from a table.
 */
export abstract class ExpressionsChapter extends FunctionsChapter {
  /** A query without parentheses around it: defined in QueriesChapter. */
  abstract query: Rule

  /** Alternatives of the rules that are entered for every operand, made once: they cost more than the decision. */
  private operandAlternatives: IOrAlt<unknown>[] | undefined
  private nameAlternatives: IOrAlt<unknown>[] | undefined
  private partAlternatives: IOrAlt<unknown>[] | undefined
  private stepAlternatives: IOrAlt<unknown>[] | undefined

  /** Children in source order: `prefixedOperand`, `operatorPart`*. */
  expression: Rule = this.RULE('expression', () => {
    this.SUBRULE(this.prefixedOperand)
    this.MANY({ GATE: () => this.goesOn(), DEF: () => this.SUBRULE(this.operatorPart) })
  })

  /** Children: `prefix`*, `operand`. */
  prefixedOperand: Rule = this.RULE('prefixedOperand', () => {
    this.MANY({
      GATE: () => !tokenMatcher(this.LA(1), t.AnyName) || !endsOperand.has(this.LA(2).tokenType) || this.opensPrior(),
      DEF: () =>
        this.OR([
          { ALT: () => this.CONSUME(k.NOT, { LABEL: 'prefix' }) },
          { ALT: () => this.CONSUME(t.Minus, { LABEL: 'prefix' }) },
          { ALT: () => this.CONSUME(t.Plus, { LABEL: 'prefix' }) },
          { ALT: () => this.CONSUME(t.Prefix, { LABEL: 'prefix' }) },
        ]),
    })
    this.SUBRULE(this.operand)
  })

  /** `PRIOR (a + b)`: a name in front of a parenthesis would be a call. */
  private opensPrior(): boolean {
    return tokenMatcher(this.LA(1), t.Prefix) && this.LA(2).tokenType === t.LeftParen
  }

  /** One operator with what belongs to it: children `infix` `prefixedOperand`, or one of the suffixes. */
  operatorPart: Rule = this.RULE('operatorPart', () => {
    this.OPTION(() => this.CONSUME(k.NOT))
    this.OR(
      (this.partAlternatives ??= [
        {
          ALT: () => {
            this.CONSUME(t.Infix, { LABEL: 'infix' })
            this.OR1([
              {
                GATE: () => quantifiers.has(this.LA(1).tokenType) || this.LA(1).tokenType === k.ALL,
                IGNORE_AMBIGUITIES: true,
                ALT: () => this.SUBRULE(this.quantified),
              },
              { ALT: () => this.SUBRULE(this.prefixedOperand) },
            ])
          },
        },
        { ALT: () => this.SUBRULE(this.inSuffix) },
        { ALT: () => this.SUBRULE(this.isSuffix) },
        { ALT: () => this.SUBRULE(this.memberSuffix) },
        { ALT: () => this.SUBRULE(this.multisetSuffix) },
        { ALT: () => this.SUBRULE(this.zoneSuffix) },
        { ALT: () => this.SUBRULE(this.intervalFields) },
        {
          ALT: () => {
            this.CONSUME(k.COLLATE)
            this.SUBRULE(this.identifier)
          },
        },
      ]),
    )
  })

  /** `IN (…)`, `IN :list`: children `parenthesised` or `prefixedOperand`. */
  inSuffix: Rule = this.RULE('inSuffix', () => {
    this.CONSUME(k.IN)
    this.OR([
      {
        GATE: () => this.LA(1).tokenType === t.LeftParen,
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.parenthesised),
      },
      { ALT: () => this.SUBRULE(this.prefixedOperand) },
    ])
  })

  /** `= ANY (…)`, `> ALL (…)`: a query or a list. */
  quantified: Rule = this.RULE('quantified', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.ANY) },
      { ALT: () => this.CONSUME(k.SOME) },
      { ALT: () => this.CONSUME(k.ALL) },
    ])
    this.SUBRULE(this.parenthesised)
  })

  /** `IS [NOT] NULL`, `IS NAN`, `IS OF (t)`, `IS A SET`, `IS JSON STRICT` …: the words are left to lowering. */
  isSuffix: Rule = this.RULE('isSuffix', () => {
    this.CONSUME(k.IS)
    this.OPTION(() => this.CONSUME(k.NOT))
    this.OR([
      { ALT: () => this.CONSUME(k.NULL) },
      {
        ALT: () => {
          this.CONSUME(k.OF)
          this.OPTION1(() => this.CONSUME(k.TYPE))
          this.CONSUME(t.LeftParen)
          this.AT_LEAST_ONE_SEP({
            SEP: t.Comma,
            DEF: () => {
              this.OPTION2({ GATE: () => this.nameAt(2), DEF: () => this.CONSUME(k.ONLY) })
              this.SUBRULE(this.qualifiedName)
            },
          })
          this.CONSUME(t.RightParen)
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.AnyName, { LABEL: 'word' })
          this.OPTION3(() => this.CONSUME(k.SET))
          this.MANY({
            GATE: () => this.LA(1).tokenType === t.Identifier && /^(strict|lax)$/i.test(this.LA(1).image),
            DEF: () => this.CONSUME(t.Identifier),
          })
        },
      },
    ])
  })

  /** `MEMBER [OF] x`, `SUBMULTISET [OF] x`. */
  memberSuffix: Rule = this.RULE('memberSuffix', () => {
    this.OR([{ ALT: () => this.CONSUME(k.MEMBER) }, { ALT: () => this.CONSUME(k.SUBMULTISET) }])
    this.OPTION(() => this.CONSUME(k.OF))
    this.SUBRULE(this.prefixedOperand)
  })

  /** `MULTISET UNION [ALL|DISTINCT] x`. */
  multisetSuffix: Rule = this.RULE('multisetSuffix', () => {
    this.CONSUME(k.MULTISET)
    this.OR([
      { ALT: () => this.CONSUME(k.UNION) },
      { ALT: () => this.CONSUME(k.INTERSECT) },
      { ALT: () => this.CONSUME(k.EXCEPT) },
    ])
    this.OPTION(() => this.OR1([{ ALT: () => this.CONSUME(k.ALL) }, { ALT: () => this.CONSUME(k.DISTINCT) }]))
    this.SUBRULE(this.prefixedOperand)
  })

  /** `AT LOCAL`, `AT TIME ZONE x`. */
  zoneSuffix: Rule = this.RULE('zoneSuffix', () => {
    this.CONSUME(k.AT)
    this.OR([
      { ALT: () => this.CONSUME(k.LOCAL) },
      {
        ALT: () => {
          this.CONSUME(k.TIME)
          this.CONSUME(k.ZONE)
          this.SUBRULE(this.prefixedOperand)
        },
      },
    ])
  })

  operand: Rule = this.RULE('operand', () => {
    this.OR(
      (this.operandAlternatives ??= [
        { ALT: () => this.SUBRULE(this.nameOperand) },
        { ALT: () => this.SUBRULE(this.literal) },
        { ALT: () => this.SUBRULE(this.parenthesised) },
        { ALT: () => this.SUBRULE(this.caseExpression) },
        { ALT: () => this.SUBRULE(this.existsExpression) },
        { ALT: () => this.SUBRULE(this.bindOperand) },
        { ALT: () => this.CONSUME(w.InquiryDirective) },
        { ALT: () => this.CONSUME(t.Parameter) },
        { ALT: () => this.CONSUME(t.Hole) },
        { ALT: () => this.CONSUME(t.HoleRest) },
      ]),
    )
  })

  /** SQL Language Reference, "Literals". */
  literal: Rule = this.RULE('literal', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.IntegerNumber) },
      { ALT: () => this.CONSUME(t.DecimalNumber) },
      { ALT: () => this.CONSUME(t.FloatNumber) },
      { ALT: () => this.CONSUME(k.NULL) },
      { ALT: () => this.CONSUME(t.Text) },
      { ALT: () => this.CONSUME(t.NationalText) },
    ])
  })

  /** `(a)`, `(a, b)`, `(SELECT …)`, `()`: children `query` or `expression`*; behind them `.x` and more. */
  parenthesised: Rule = this.RULE('parenthesised', () => {
    this.CONSUME(t.LeftParen)
    this.OR([
      // A gate decides: both may start with a parenthesis.
      { GATE: () => this.queryAhead(1), ALT: () => this.SUBRULE(this.query), IGNORE_AMBIGUITIES: true },
      { GATE: () => this.selfAhead(1), ALT: () => this.SUBRULE(this.selfAs), IGNORE_AMBIGUITIES: true },
      { ALT: () => this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) }) },
    ])
    this.CONSUME(t.RightParen)
    this.MANY({ GATE: () => this.stepAhead(), DEF: () => this.SUBRULE(this.nameStep) })
  })

  /** `(SELF AS t).m(…)`: what a type above the own one does. */
  selfAs: Rule = this.RULE('selfAs', () => {
    this.CONSUME(k.SELF)
    this.CONSUME(k.AS)
    this.SUBRULE(this.qualifiedName)
  })

  protected selfAhead(at: number): boolean {
    return this.LA(at).tokenType === k.SELF && this.LA(at + 1).tokenType === k.AS
  }

  /** Whatever starts with a word that may be a name; the words with a special meaning are told apart by what follows. */
  nameOperand: Rule = this.RULE('nameOperand', () => {
    // The gates are in order and the words are names too, hence the ambiguities.
    this.OR(
      (this.nameAlternatives ??= [
        {
          GATE: () => temporal.has(this.LA(1).tokenType) && this.LA(2).tokenType === t.Text,
          ALT: () => this.SUBRULE(this.temporalLiteral),
          IGNORE_AMBIGUITIES: true,
        },
        {
          GATE: () => this.LA(1).tokenType === k.INTERVAL && this.LA(2).tokenType === t.Text,
          ALT: () => this.SUBRULE(this.intervalLiteral),
          IGNORE_AMBIGUITIES: true,
        },
        {
          GATE: () => typed.has(this.LA(1).tokenType) && this.LA(2).tokenType === t.LeftParen,
          ALT: () => this.SUBRULE(this.castCall),
          IGNORE_AMBIGUITIES: true,
        },
        {
          GATE: () => this.LA(1).tokenType === k.CURSOR && this.LA(2).tokenType === t.LeftParen && this.queryAhead(3),
          ALT: () => this.SUBRULE(this.cursorExpression),
          IGNORE_AMBIGUITIES: true,
        },
        {
          GATE: () => this.LA(1).tokenType === k.NEW && this.nameAt(2) && !tokenMatcher(this.LA(2), t.Infix),
          ALT: () => this.SUBRULE(this.newExpression),
          IGNORE_AMBIGUITIES: true,
        },
        { ALT: () => this.SUBRULE(this.columnOrCall) },
      ]),
    )
  })

  temporalLiteral: Rule = this.RULE('temporalLiteral', () => {
    this.OR([
      { ALT: () => this.CONSUME(k.DATE) },
      { ALT: () => this.CONSUME(k.TIMESTAMP) },
      { ALT: () => this.CONSUME(k.TIME) },
    ])
    this.CONSUME(t.Text)
  })

  /** `INTERVAL '1' DAY`, `INTERVAL '1-2' YEAR TO MONTH`. */
  intervalLiteral: Rule = this.RULE('intervalLiteral', () => {
    this.CONSUME(k.INTERVAL)
    this.CONSUME(t.Text)
    this.SUBRULE(this.intervalFields)
  })

  /** `NEW t(…)`. */
  newExpression: Rule = this.RULE('newExpression', () => {
    this.CONSUME(k.NEW)
    this.SUBRULE(this.columnOrCall)
  })

  /** `a`, `t.a`, `t.*`, `f(…)`, `p.f(…)`, `a(1).b`, `t.a(+)`, `c%FOUND`: children `identifier`, `nameStep`*, `callTail`?. */
  columnOrCall: Rule = this.RULE('columnOrCall', () => {
    this.SUBRULE(this.identifier)
    this.MANY({ GATE: () => this.stepAhead(), DEF: () => this.SUBRULE(this.nameStep) })
    this.OPTION({ GATE: () => this.LA(0).tokenType === t.RightParen, DEF: () => this.SUBRULE(this.callTail) })
  })

  /** `:x`, `:new.a`. */
  bindOperand: Rule = this.RULE('bindOperand', () => {
    this.CONSUME(w.BindVariable)
    this.OPTION({
      GATE: () => this.LA(1).tokenType === w.BindVariable,
      DEF: () => this.CONSUME1(w.BindVariable, { LABEL: 'indicator' }),
    })
    this.MANY({ GATE: () => this.stepAhead(), DEF: () => this.SUBRULE(this.nameStep) })
  })

  /** One step on from a name: a part, `.*`, arguments or subscripts, `(+)`, `@link`, `%ATTRIBUTE`. */
  nameStep: Rule = this.RULE('nameStep', () => {
    this.OR(
      (this.stepAlternatives ??= [
        {
          ALT: () => {
            this.CONSUME(t.Dot)
            this.OR1([{ ALT: () => this.SUBRULE(this.identifier) }, { ALT: () => this.CONSUME(t.Star) }])
          },
        },
        {
          GATE: () => this.outerMark(),
          IGNORE_AMBIGUITIES: true,
          ALT: () => {
            this.CONSUME(t.LeftParen)
            this.CONSUME(t.Plus, { LABEL: 'outer' })
            this.CONSUME(t.RightParen)
          },
        },
        { ALT: () => this.SUBRULE(this.callArguments) },
        { ALT: () => this.SUBRULE(this.databaseLink) },
        {
          ALT: () => {
            this.CONSUME(t.Percent)
            this.CONSUME1(t.AnyName, { LABEL: 'attribute' })
          },
        },
      ]),
    )
  })

  private stepAhead(): boolean {
    const first = this.LA(1).tokenType
    return first === t.Dot || first === t.LeftParen || first === t.AtSign || (first === t.Percent && this.nameAt(2))
  }

  private outerMark(): boolean {
    return this.LA(2).tokenType === t.Plus && this.LA(3).tokenType === t.RightParen
  }

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
    this.SUBRULE(this.parenthesised)
  })

  /** `CURSOR (SELECT …)`. */
  cursorExpression: Rule = this.RULE('cursorExpression', () => {
    this.CONSUME(k.CURSOR)
    this.SUBRULE(this.parenthesised)
  })

  /** `CAST(a AS t)`, `CAST(MULTISET(SELECT …) AS t)`, `TREAT(a AS t).b`; behind the type DEFAULT … ON CONVERSION ERROR. */
  castCall: Rule = this.RULE('castCall', () => {
    this.OR([{ ALT: () => this.CONSUME(k.CAST) }, { ALT: () => this.CONSUME(k.TREAT) }])
    this.CONSUME(t.LeftParen)
    this.OPTION({ GATE: () => this.LA(2).tokenType === t.LeftParen, DEF: () => this.CONSUME(k.MULTISET) })
    this.SUBRULE(this.expression)
    this.CONSUME(k.AS)
    this.SUBRULE(this.dataType)
    this.MANY(() => this.SUBRULE(this.callClause))
    this.OPTION1(() => {
      this.CONSUME(t.Comma)
      this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE1(this.expression, { LABEL: 'format' }) })
    })
    this.CONSUME(t.RightParen)
    this.MANY1({ GATE: () => this.stepAhead(), DEF: () => this.SUBRULE(this.nameStep) })
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
    const second = this.LA(2).tokenType
    if (noInfix.has(first)) return false
    if (first === k.NOT) return negatable.has(second)
    if (wordOperators.has(first)) return !Number.isNaN(this.LA(2).startOffset) && !endsOperand.has(second)
    if (first === k.AT) return second === k.TIME || second === k.LOCAL
    if (first === k.MULTISET) return second === k.UNION || second === k.INTERSECT || second === k.EXCEPT
    if (fields.has(first)) return second === k.TO || second === t.LeftParen
    if (first === k.MONTH || first === k.HOUR || first === k.MINUTE || first === k.SECOND) return false
    return true
  }

  /** Whether a query starts at token `at`; looks through parentheses to what follows them. */
  protected queryAhead(at: number): boolean {
    const first = this.LA(at)
    if (startsQuery.has(first.tokenType)) return true
    if (first.tokenType !== t.LeftParen || !this.queryAhead(at + 1)) return false
    const after = parenFacts(first)?.after
    return after === undefined || continuesQuery.has(after.tokenType)
  }
}
