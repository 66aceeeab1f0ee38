import { describe, expect, it } from 'vitest'
import { lex } from '../../../../grammars/oracle/lexer.js'

const shown = (text: string): string =>
  lex(text)
    .tokens.map((token) => `${token.tokenType.name.replace('K_', '')}<${token.image}>`)
    .join(' ')

describe('lex', () => {
  it.each([
    ["q'[it's]' nq'!a!' N'b' q'xyx'", "Text<q'[it's]'> NationalText<nq'!a!'> NationalText<N'b'> Text<q'xyx'>"],
    [
      '1..9 1.5 .5 2d 1e-3F 10',
      'IntegerNumber<1> DotDot<..> IntegerNumber<9> DecimalNumber<1.5> DecimalNumber<.5> FloatNumber<2d> FloatNumber<1e-3F> IntegerNumber<10>',
    ],
    [':new.x := :1', 'BindVariable<:new> Dot<.> Identifier<x> Assign<:=> BindVariable<:1>'],
    [
      'a ^= b != c ~= d <> e < = f',
      'Identifier<a> NotEqual<^=> Identifier<b> NotEqual<!=> Identifier<c> NotEqual<~=> Identifier<d> NotEqual<<>> Identifier<e> LessEqual<< => Identifier<f>',
    ],
    [
      '<<a>> p=>1 ** 2',
      'LabelStart<<<> Identifier<a> LabelEnd<>>> Identifier<p> FatArrow<=>> IntegerNumber<1> DoubleStar<**> IntegerNumber<2>',
    ],
    ['"a b"."C" l.delete', 'QuotedName<"a b"> Dot<.> QuotedName<"C"> Identifier<l> Dot<.> Identifier<delete>'],
    [
      '$IF $$plsql_unit $END t%ROWTYPE',
      'CompilationDirective<$IF> InquiryDirective<$$plsql_unit> CompilationDirective<$END> Identifier<t> Percent<%> ROWTYPE<ROWTYPE>',
    ],
    ['&owner..t$#1', 'SubstitutionVariable<&owner.> Dot<.> Identifier<t$#1>'],
    ['a--b\n/* c */ - -1', 'Identifier<a> Minus<-> Minus<-> IntegerNumber<1>'],
  ])('takes %s apart', (text, expected) => expect(shown(text)).toBe(expected))

  it.each([
    ["'a", 'unterminated-text'],
    ["q'[a'", 'unterminated-text'],
    ['"a', 'unterminated-name'],
    ['/* a', 'unterminated-comment'],
    ['a ` b', 'stray-character'],
  ])('says what is wrong with %s', (text, problem) => expect(lex(text).problem?.problem).toBe(problem))
})
