// Made by `npm run generate` from the grammar. Do not edit.

import type { CstNode, ICstVisitor, IToken } from "chevrotain";

export interface IdentifierCstNode extends CstNode {
  name: "identifier";
  children: IdentifierCstChildren;
}

export type IdentifierCstChildren = {
  AnyName: IToken[];
};

export interface QualifiedNameCstNode extends CstNode {
  name: "qualifiedName";
  children: QualifiedNameCstChildren;
}

export type QualifiedNameCstChildren = {
  Dot?: (IToken)[];
  identifier: (IdentifierCstNode)[];
};

export interface IdentifierListCstNode extends CstNode {
  name: "identifierList";
  children: IdentifierListCstChildren;
}

export type IdentifierListCstChildren = {
  LeftParen: IToken[];
  identifier: IdentifierCstNode[];
  Comma?: IToken[];
  RightParen: IToken[];
};

export interface NameOrTextCstNode extends CstNode {
  name: "nameOrText";
  children: NameOrTextCstChildren;
}

export type NameOrTextCstChildren = {
  AnyName?: IToken[];
  Text?: IToken[];
  K_BINARY?: IToken[];
  K_DEFAULT?: IToken[];
};

export interface StringLiteralCstNode extends CstNode {
  name: "stringLiteral";
  children: StringLiteralCstChildren;
}

export type StringLiteralCstChildren = {
  Introducer?: IToken[];
  Text?: (IToken)[];
  NationalText?: IToken[];
};

export interface SignedIntegerCstNode extends CstNode {
  name: "signedInteger";
  children: SignedIntegerCstChildren;
}

export type SignedIntegerCstChildren = {
  Minus?: IToken[];
  Plus?: IToken[];
  IntegerNumber?: IToken[];
  DecimalNumber?: IToken[];
  FloatNumber?: IToken[];
  HexText?: IToken[];
};

export interface UserVariableCstNode extends CstNode {
  name: "userVariable";
  children: UserVariableCstChildren;
}

export type UserVariableCstChildren = {
  UserVariable: IToken[];
};

export interface SystemVariableCstNode extends CstNode {
  name: "systemVariable";
  children: SystemVariableCstChildren;
}

export type SystemVariableCstChildren = {
  SystemVariable: IToken[];
  Dot?: IToken[];
  identifier?: IdentifierCstNode[];
};

export interface AccountCstNode extends CstNode {
  name: "account";
  children: AccountCstChildren;
}

export type AccountCstChildren = {
  K_CURRENT_USER?: IToken[];
  LeftParen?: IToken[];
  RightParen?: IToken[];
  AnyName?: IToken[];
  Text?: IToken[];
  UserVariable?: IToken[];
};

export interface DataTypeCstNode extends CstNode {
  name: "dataType";
  children: DataTypeCstChildren;
}

export type DataTypeCstChildren = {
  typeName: TypeNameCstNode[];
  typeArguments?: TypeArgumentsCstNode[];
  typeAttribute?: TypeAttributeCstNode[];
};

export interface CastTypeCstNode extends CstNode {
  name: "castType";
  children: CastTypeCstChildren;
}

export type CastTypeCstChildren = {
  K_UNSIGNED?: IToken[];
  K_INT?: IToken[];
  K_INTEGER?: IToken[];
  dataType?: DataTypeCstNode[];
  K_ARRAY?: IToken[];
};

export interface TypeNameCstNode extends CstNode {
  name: "typeName";
  children: TypeNameCstChildren;
}

export type TypeNameCstChildren = {
  K_TINYINT?: IToken[];
  K_SMALLINT?: IToken[];
  K_MEDIUMINT?: IToken[];
  K_MIDDLEINT?: IToken[];
  K_INT?: IToken[];
  K_INTEGER?: IToken[];
  K_BIGINT?: IToken[];
  K_INT1?: IToken[];
  K_INT2?: IToken[];
  K_INT3?: IToken[];
  K_INT4?: IToken[];
  K_INT8?: IToken[];
  K_DEC?: IToken[];
  K_DECIMAL?: IToken[];
  K_NUMERIC?: IToken[];
  K_FLOAT?: IToken[];
  K_FLOAT4?: IToken[];
  K_FLOAT8?: IToken[];
  K_REAL?: IToken[];
  K_VARCHAR?: IToken[];
  K_VARCHARACTER?: IToken[];
  K_VARBINARY?: IToken[];
  K_BINARY?: IToken[];
  K_BLOB?: IToken[];
  K_TINYBLOB?: IToken[];
  K_MEDIUMBLOB?: IToken[];
  K_LONGBLOB?: IToken[];
  K_TINYTEXT?: IToken[];
  K_MEDIUMTEXT?: IToken[];
  K_LONGTEXT?: IToken[];
  K_SET?: IToken[];
  K_DOUBLE?: IToken[];
  K_PRECISION?: IToken[];
  characterWords?: CharacterWordsCstNode[];
  K_LONG?: IToken[];
  longWords?: LongWordsCstNode[];
  AnyName?: IToken[];
  nationalWords?: NationalWordsCstNode[];
  integerWord?: IntegerWordCstNode[];
};

export interface CharacterWordsCstNode extends CstNode {
  name: "characterWords";
  children: CharacterWordsCstChildren;
}

export type CharacterWordsCstChildren = {
  K_CHAR?: IToken[];
  K_CHARACTER?: IToken[];
  K_VARYING?: IToken[];
};

export interface LongWordsCstNode extends CstNode {
  name: "longWords";
  children: LongWordsCstChildren;
}

export type LongWordsCstChildren = {
  K_VARBINARY?: IToken[];
  K_VARCHAR?: IToken[];
  K_VARCHARACTER?: IToken[];
  characterWords?: CharacterWordsCstNode[];
};

export interface NationalWordsCstNode extends CstNode {
  name: "nationalWords";
  children: NationalWordsCstChildren;
}

export type NationalWordsCstChildren = {
  K_VARCHAR?: IToken[];
  K_VARCHARACTER?: IToken[];
  K_VARYING?: IToken[];
  characterWords?: CharacterWordsCstNode[];
};

export interface IntegerWordCstNode extends CstNode {
  name: "integerWord";
  children: IntegerWordCstChildren;
}

export type IntegerWordCstChildren = {
  K_INT?: IToken[];
  K_INTEGER?: IToken[];
};

export interface TypeArgumentsCstNode extends CstNode {
  name: "typeArguments";
  children: TypeArgumentsCstChildren;
}

export type TypeArgumentsCstChildren = {
  LeftParen: IToken[];
  typeArgument: TypeArgumentCstNode[];
  Comma?: IToken[];
  RightParen: IToken[];
};

export interface TypeArgumentCstNode extends CstNode {
  name: "typeArgument";
  children: TypeArgumentCstChildren;
}

export type TypeArgumentCstChildren = {
  IntegerNumber?: IToken[];
  HexText?: IToken[];
  BitText?: IToken[];
  stringLiteral?: StringLiteralCstNode[];
};

export interface TypeAttributeCstNode extends CstNode {
  name: "typeAttribute";
  children: TypeAttributeCstChildren;
}

export type TypeAttributeCstChildren = {
  K_UNSIGNED?: IToken[];
  K_SIGNED?: IToken[];
  K_ZEROFILL?: IToken[];
  K_BINARY?: IToken[];
  K_ASCII?: IToken[];
  K_UNICODE?: IToken[];
  K_BYTE?: IToken[];
  charsetClause?: CharsetClauseCstNode[];
  charsetWordClause?: CharsetWordClauseCstNode[];
  collateClause?: CollateClauseCstNode[];
};

export interface CharsetClauseCstNode extends CstNode {
  name: "charsetClause";
  children: CharsetClauseCstChildren;
}

export type CharsetClauseCstChildren = {
  K_CHARACTER?: IToken[];
  K_CHAR?: IToken[];
  K_SET: IToken[];
  Equal?: IToken[];
  nameOrText: NameOrTextCstNode[];
};

export interface CharsetWordClauseCstNode extends CstNode {
  name: "charsetWordClause";
  children: CharsetWordClauseCstChildren;
}

export type CharsetWordClauseCstChildren = {
  K_CHARSET: IToken[];
  Equal?: IToken[];
  nameOrText: NameOrTextCstNode[];
};

export interface CollateClauseCstNode extends CstNode {
  name: "collateClause";
  children: CollateClauseCstChildren;
}

export type CollateClauseCstChildren = {
  K_COLLATE: IToken[];
  Equal?: IToken[];
  nameOrText: NameOrTextCstNode[];
};

export interface CallArgumentsCstNode extends CstNode {
  name: "callArguments";
  children: CallArgumentsCstChildren;
}

export type CallArgumentsCstChildren = {
  LeftParen: IToken[];
  K_DISTINCT?: IToken[];
  K_ALL?: IToken[];
  K_LEADING?: IToken[];
  K_TRAILING?: IToken[];
  K_BOTH?: IToken[];
  Star?: IToken[];
  expression?: ExpressionCstNode[];
  Comma?: IToken[];
  callClause?: CallClauseCstNode[];
  RightParen: IToken[];
};

export interface CallClauseCstNode extends CstNode {
  name: "callClause";
  children: CallClauseCstChildren;
}

export type CallClauseCstChildren = {
  K_FROM?: IToken[];
  expression?: (ExpressionCstNode)[];
  K_FOR?: IToken[];
  K_IN?: IToken[];
  K_USING?: IToken[];
  nameOrText?: NameOrTextCstNode[];
  K_AS?: IToken[];
  K_RETURNING?: IToken[];
  castType?: CastTypeCstNode[];
  orderBy?: OrderByCstNode[];
  K_SEPARATOR?: IToken[];
  literal?: LiteralCstNode[];
  Hole?: IToken[];
  limit?: LimitCstNode[];
  jsonAction?: JsonActionCstNode[];
};

export interface JsonActionCstNode extends CstNode {
  name: "jsonAction";
  children: JsonActionCstChildren;
}

export type JsonActionCstChildren = {
  K_NULL?: IToken[];
  action?: IToken[];
  K_DEFAULT?: IToken[];
  prefixedOperand?: PrefixedOperandCstNode[];
  K_ON: IToken[];
  on?: (IToken)[];
};

export interface CallTailCstNode extends CstNode {
  name: "callTail";
  children: CallTailCstChildren;
}

export type CallTailCstChildren = {
  K_FROM?: IToken[];
  K_FIRST?: IToken[];
  K_LAST?: IToken[];
  K_RESPECT?: IToken[];
  K_IGNORE?: IToken[];
  K_NULLS?: IToken[];
  K_WITHIN?: IToken[];
  K_GROUP?: IToken[];
  LeftParen?: IToken[];
  orderBy?: OrderByCstNode[];
  RightParen?: IToken[];
  K_OVER?: IToken[];
  identifier?: IdentifierCstNode[];
  windowSpec?: WindowSpecCstNode[];
};

export interface WindowSpecCstNode extends CstNode {
  name: "windowSpec";
  children: WindowSpecCstChildren;
}

export type WindowSpecCstChildren = {
  LeftParen: IToken[];
  identifier?: IdentifierCstNode[];
  K_PARTITION?: IToken[];
  K_BY?: IToken[];
  expression?: ExpressionCstNode[];
  Comma?: IToken[];
  orderBy?: OrderByCstNode[];
  windowFrame?: WindowFrameCstNode[];
  RightParen: IToken[];
};

export interface WindowFrameCstNode extends CstNode {
  name: "windowFrame";
  children: WindowFrameCstChildren;
}

export type WindowFrameCstChildren = {
  K_ROWS?: IToken[];
  K_RANGE?: IToken[];
  K_GROUPS?: IToken[];
  K_BETWEEN?: IToken[];
  frameBound?: (FrameBoundCstNode)[];
  K_AND?: IToken[];
};

export interface FrameBoundCstNode extends CstNode {
  name: "frameBound";
  children: FrameBoundCstChildren;
}

export type FrameBoundCstChildren = {
  K_UNBOUNDED?: IToken[];
  K_CURRENT?: IToken[];
  K_ROW?: IToken[];
  expression?: ExpressionCstNode[];
  K_PRECEDING?: IToken[];
  K_FOLLOWING?: IToken[];
};

export interface OrderByCstNode extends CstNode {
  name: "orderBy";
  children: OrderByCstChildren;
}

export type OrderByCstChildren = {
  K_ORDER: IToken[];
  K_BY: IToken[];
  orderItem: OrderItemCstNode[];
  Comma?: IToken[];
};

export interface OrderItemCstNode extends CstNode {
  name: "orderItem";
  children: OrderItemCstChildren;
}

export type OrderItemCstChildren = {
  expression: ExpressionCstNode[];
  K_ASC?: IToken[];
  K_DESC?: IToken[];
};

export interface LimitCstNode extends CstNode {
  name: "limit";
  children: LimitCstChildren;
}

export type LimitCstChildren = {
  K_LIMIT: IToken[];
  first?: ExpressionCstNode[];
  Comma?: IToken[];
  K_OFFSET?: IToken[];
  second?: ExpressionCstNode[];
  K_ROWS?: IToken[];
  K_EXAMINED?: IToken[];
  IntegerNumber?: IToken[];
};

export interface ExpressionCstNode extends CstNode {
  name: "expression";
  children: ExpressionCstChildren;
}

export type ExpressionCstChildren = {
  prefixedOperand: PrefixedOperandCstNode[];
  operatorPart?: OperatorPartCstNode[];
};

export interface PrefixedOperandCstNode extends CstNode {
  name: "prefixedOperand";
  children: PrefixedOperandCstChildren;
}

export type PrefixedOperandCstChildren = {
  prefix?: (IToken)[];
  operand: OperandCstNode[];
};

export interface OperatorPartCstNode extends CstNode {
  name: "operatorPart";
  children: OperatorPartCstChildren;
}

export type OperatorPartCstChildren = {
  K_NOT?: IToken[];
  K_SOUNDS?: IToken[];
  infix?: IToken[];
  prefixedOperand?: PrefixedOperandCstNode[];
  inSuffix?: InSuffixCstNode[];
  isSuffix?: IsSuffixCstNode[];
  K_COLLATE?: IToken[];
  nameOrText?: NameOrTextCstNode[];
  memberSuffix?: MemberSuffixCstNode[];
};

export interface InSuffixCstNode extends CstNode {
  name: "inSuffix";
  children: InSuffixCstChildren;
}

export type InSuffixCstChildren = {
  K_IN: IToken[];
  parenthesised: ParenthesisedCstNode[];
};

export interface IsSuffixCstNode extends CstNode {
  name: "isSuffix";
  children: IsSuffixCstChildren;
}

export type IsSuffixCstChildren = {
  K_IS: IToken[];
  K_NOT?: IToken[];
  K_NULL?: IToken[];
  K_TRUE?: IToken[];
  K_FALSE?: IToken[];
  K_UNKNOWN?: IToken[];
};

export interface MemberSuffixCstNode extends CstNode {
  name: "memberSuffix";
  children: MemberSuffixCstChildren;
}

export type MemberSuffixCstChildren = {
  K_MEMBER: IToken[];
  K_OF: IToken[];
  parenthesised: ParenthesisedCstNode[];
};

export interface OperandCstNode extends CstNode {
  name: "operand";
  children: OperandCstChildren;
}

export type OperandCstChildren = {
  nameOperand?: NameOperandCstNode[];
  literal?: LiteralCstNode[];
  parenthesised?: ParenthesisedCstNode[];
  reservedCall?: ReservedCallCstNode[];
  valueWord?: ValueWordCstNode[];
  caseExpression?: CaseExpressionCstNode[];
  existsExpression?: ExistsExpressionCstNode[];
  intervalExpression?: IntervalExpressionCstNode[];
  matchExpression?: MatchExpressionCstNode[];
  convertCall?: ConvertCallCstNode[];
  defaultOperand?: DefaultOperandCstNode[];
  userVariable?: UserVariableCstNode[];
  systemVariable?: SystemVariableCstNode[];
  allQuantified?: AllQuantifiedCstNode[];
  odbcExpression?: OdbcExpressionCstNode[];
  Parameter?: IToken[];
  Hole?: IToken[];
  HoleRest?: IToken[];
};

export interface LiteralCstNode extends CstNode {
  name: "literal";
  children: LiteralCstChildren;
}

export type LiteralCstChildren = {
  Introducer?: IToken[];
  IntegerNumber?: IToken[];
  DecimalNumber?: IToken[];
  FloatNumber?: IToken[];
  HexText?: IToken[];
  BitText?: IToken[];
  K_NULL?: IToken[];
  K_TRUE?: IToken[];
  K_FALSE?: IToken[];
  Text?: (IToken)[];
  NationalText?: IToken[];
};

export interface ParenthesisedCstNode extends CstNode {
  name: "parenthesised";
  children: ParenthesisedCstChildren;
}

export type ParenthesisedCstChildren = {
  LeftParen: IToken[];
  query?: QueryCstNode[];
  expression?: ExpressionCstNode[];
  Comma?: IToken[];
  RightParen: IToken[];
};

export interface NameOperandCstNode extends CstNode {
  name: "nameOperand";
  children: NameOperandCstChildren;
}

export type NameOperandCstChildren = {
  temporalLiteral?: TemporalLiteralCstNode[];
  castCall?: CastCallCstNode[];
  anyQuantified?: AnyQuantifiedCstNode[];
  rowExpression?: RowExpressionCstNode[];
  sequenceCall?: SequenceCallCstNode[];
  columnOrCall?: ColumnOrCallCstNode[];
};

export interface TemporalLiteralCstNode extends CstNode {
  name: "temporalLiteral";
  children: TemporalLiteralCstChildren;
}

export type TemporalLiteralCstChildren = {
  K_DATE?: IToken[];
  K_TIME?: IToken[];
  K_TIMESTAMP?: IToken[];
  Text: IToken[];
};

export interface ColumnOrCallCstNode extends CstNode {
  name: "columnOrCall";
  children: ColumnOrCallCstChildren;
}

export type ColumnOrCallCstChildren = {
  part: (IToken)[];
  Dot?: IToken[];
  Star?: IToken[];
  callArguments?: CallArgumentsCstNode[];
  callTail?: CallTailCstNode[];
};

export interface ReservedCallCstNode extends CstNode {
  name: "reservedCall";
  children: ReservedCallCstChildren;
}

export type ReservedCallCstChildren = {
  CallWord: IToken[];
  callArguments: CallArgumentsCstNode[];
  callTail: CallTailCstNode[];
};

export interface ValueWordCstNode extends CstNode {
  name: "valueWord";
  children: ValueWordCstChildren;
}

export type ValueWordCstChildren = {
  ValueWord: IToken[];
  callArguments?: CallArgumentsCstNode[];
};

export interface CaseExpressionCstNode extends CstNode {
  name: "caseExpression";
  children: CaseExpressionCstChildren;
}

export type CaseExpressionCstChildren = {
  K_CASE: IToken[];
  subject?: ExpressionCstNode[];
  K_WHEN: IToken[];
  when: ExpressionCstNode[];
  K_THEN: IToken[];
  then: ExpressionCstNode[];
  K_ELSE?: IToken[];
  else?: ExpressionCstNode[];
  K_END: IToken[];
};

export interface ExistsExpressionCstNode extends CstNode {
  name: "existsExpression";
  children: ExistsExpressionCstChildren;
}

export type ExistsExpressionCstChildren = {
  K_EXISTS: IToken[];
  LeftParen: IToken[];
  query: QueryCstNode[];
  RightParen: IToken[];
};

export interface RowExpressionCstNode extends CstNode {
  name: "rowExpression";
  children: RowExpressionCstChildren;
}

export type RowExpressionCstChildren = {
  K_ROW: IToken[];
  callArguments: CallArgumentsCstNode[];
};

export interface AnyQuantifiedCstNode extends CstNode {
  name: "anyQuantified";
  children: AnyQuantifiedCstChildren;
}

export type AnyQuantifiedCstChildren = {
  K_ANY?: IToken[];
  K_SOME?: IToken[];
  LeftParen: IToken[];
  query: QueryCstNode[];
  RightParen: IToken[];
};

export interface AllQuantifiedCstNode extends CstNode {
  name: "allQuantified";
  children: AllQuantifiedCstChildren;
}

export type AllQuantifiedCstChildren = {
  K_ALL: IToken[];
  LeftParen: IToken[];
  query: QueryCstNode[];
  RightParen: IToken[];
};

export interface IntervalExpressionCstNode extends CstNode {
  name: "intervalExpression";
  children: IntervalExpressionCstChildren;
}

export type IntervalExpressionCstChildren = {
  K_INTERVAL: IToken[];
  callArguments?: CallArgumentsCstNode[];
  expression?: ExpressionCstNode[];
  intervalUnit?: IntervalUnitCstNode[];
};

export interface IntervalUnitCstNode extends CstNode {
  name: "intervalUnit";
  children: IntervalUnitCstChildren;
}

export type IntervalUnitCstChildren = {
  AnyName?: IToken[];
  Hole?: IToken[];
};

export interface MatchExpressionCstNode extends CstNode {
  name: "matchExpression";
  children: MatchExpressionCstChildren;
}

export type MatchExpressionCstChildren = {
  K_MATCH: IToken[];
  expressionList?: ExpressionListCstNode[];
  columnOrCall?: ColumnOrCallCstNode[];
  Comma?: IToken[];
  K_AGAINST: IToken[];
  LeftParen: IToken[];
  expression: ExpressionCstNode[];
  K_IN?: IToken[];
  K_BOOLEAN?: IToken[];
  K_NATURAL?: IToken[];
  K_LANGUAGE?: IToken[];
  K_MODE?: IToken[];
  K_WITH?: IToken[];
  K_QUERY?: IToken[];
  K_EXPANSION?: IToken[];
  RightParen: IToken[];
};

export interface CastCallCstNode extends CstNode {
  name: "castCall";
  children: CastCallCstChildren;
}

export type CastCallCstChildren = {
  K_CAST: IToken[];
  LeftParen: IToken[];
  expression: ExpressionCstNode[];
  K_AT?: IToken[];
  K_TIME?: IToken[];
  K_ZONE?: IToken[];
  K_INTERVAL?: IToken[];
  Text?: IToken[];
  K_AS: IToken[];
  castType: CastTypeCstNode[];
  RightParen: IToken[];
};

export interface ConvertCallCstNode extends CstNode {
  name: "convertCall";
  children: ConvertCallCstChildren;
}

export type ConvertCallCstChildren = {
  K_CONVERT: IToken[];
  LeftParen: IToken[];
  expression: ExpressionCstNode[];
  Comma?: IToken[];
  castType?: CastTypeCstNode[];
  K_USING?: IToken[];
  nameOrText?: NameOrTextCstNode[];
  RightParen: IToken[];
};

export interface DefaultOperandCstNode extends CstNode {
  name: "defaultOperand";
  children: DefaultOperandCstChildren;
}

export type DefaultOperandCstChildren = {
  K_DEFAULT: IToken[];
  LeftParen?: IToken[];
  columnOrCall?: ColumnOrCallCstNode[];
  RightParen?: IToken[];
};

export interface SequenceCallCstNode extends CstNode {
  name: "sequenceCall";
  children: SequenceCallCstChildren;
}

export type SequenceCallCstChildren = {
  K_NEXT?: IToken[];
  K_PREVIOUS?: IToken[];
  K_VALUE: IToken[];
  K_FOR: IToken[];
  qualifiedName: QualifiedNameCstNode[];
};

export interface OdbcExpressionCstNode extends CstNode {
  name: "odbcExpression";
  children: OdbcExpressionCstChildren;
}

export type OdbcExpressionCstChildren = {
  LeftBrace: IToken[];
  AnyName: IToken[];
  expression: ExpressionCstNode[];
  RightBrace: IToken[];
};

export interface ExpressionListCstNode extends CstNode {
  name: "expressionList";
  children: ExpressionListCstChildren;
}

export type ExpressionListCstChildren = {
  LeftParen: IToken[];
  expression: ExpressionCstNode[];
  Comma?: IToken[];
  RightParen: IToken[];
};

export interface QueryCstNode extends CstNode {
  name: "query";
  children: QueryCstChildren;
}

export type QueryCstChildren = {
  withClause?: WithClauseCstNode[];
  queryTerm: (QueryTermCstNode)[];
  setOperator?: SetOperatorCstNode[];
  orderBy?: OrderByCstNode[];
  limit?: LimitCstNode[];
  offsetFetch?: OffsetFetchCstNode[];
  queryTail?: QueryTailCstNode[];
};

export interface SetOperatorCstNode extends CstNode {
  name: "setOperator";
  children: SetOperatorCstChildren;
}

export type SetOperatorCstChildren = {
  K_UNION?: IToken[];
  K_INTERSECT?: IToken[];
  K_EXCEPT?: IToken[];
  K_ALL?: IToken[];
  K_DISTINCT?: IToken[];
};

export interface QueryTermCstNode extends CstNode {
  name: "queryTerm";
  children: QueryTermCstChildren;
}

export type QueryTermCstChildren = {
  selectCore?: SelectCoreCstNode[];
  LeftParen?: IToken[];
  query?: QueryCstNode[];
  RightParen?: IToken[];
  valuesTerm?: ValuesTermCstNode[];
  K_TABLE?: IToken[];
  qualifiedName?: QualifiedNameCstNode[];
};

export interface ValuesTermCstNode extends CstNode {
  name: "valuesTerm";
  children: ValuesTermCstChildren;
}

export type ValuesTermCstChildren = {
  K_VALUES: IToken[];
  K_ROW?: IToken[];
  expressionList: ExpressionListCstNode[];
  Comma?: IToken[];
};

export interface WithClauseCstNode extends CstNode {
  name: "withClause";
  children: WithClauseCstChildren;
}

export type WithClauseCstChildren = {
  K_WITH: IToken[];
  K_RECURSIVE?: IToken[];
  commonTable: CommonTableCstNode[];
  Comma?: IToken[];
};

export interface CommonTableCstNode extends CstNode {
  name: "commonTable";
  children: CommonTableCstChildren;
}

export type CommonTableCstChildren = {
  identifier: IdentifierCstNode[];
  identifierList?: IdentifierListCstNode[];
  K_AS: IToken[];
  LeftParen: IToken[];
  query: QueryCstNode[];
  RightParen: IToken[];
  K_CYCLE?: IToken[];
  cycle?: IdentifierCstNode[];
  Comma?: IToken[];
  K_RESTRICT?: IToken[];
};

export interface SelectCoreCstNode extends CstNode {
  name: "selectCore";
  children: SelectCoreCstChildren;
}

export type SelectCoreCstChildren = {
  K_SELECT: IToken[];
  Modifier?: IToken[];
  OptimizerHint?: IToken[];
  selectItem: SelectItemCstNode[];
  Comma?: IToken[];
  intoClause?: IntoClauseCstNode[];
  K_FROM?: IToken[];
  tableReferences?: TableReferencesCstNode[];
  K_WHERE?: IToken[];
  where?: ExpressionCstNode[];
  groupBy?: GroupByCstNode[];
  K_HAVING?: IToken[];
  having?: ExpressionCstNode[];
  windowClause?: WindowClauseCstNode[];
  procedureClause?: ProcedureClauseCstNode[];
};

export interface SelectItemCstNode extends CstNode {
  name: "selectItem";
  children: SelectItemCstChildren;
}

export type SelectItemCstChildren = {
  Star?: IToken[];
  expression?: ExpressionCstNode[];
  alias?: AliasCstNode[];
};

export interface AliasCstNode extends CstNode {
  name: "alias";
  children: AliasCstChildren;
}

export type AliasCstChildren = {
  K_AS?: IToken[];
  AnyName?: IToken[];
  Text?: (IToken)[];
  AliasName?: IToken[];
};

export interface GroupByCstNode extends CstNode {
  name: "groupBy";
  children: GroupByCstChildren;
}

export type GroupByCstChildren = {
  K_GROUP: IToken[];
  K_BY: IToken[];
  orderItem: OrderItemCstNode[];
  Comma?: IToken[];
  K_WITH?: IToken[];
  K_ROLLUP?: IToken[];
};

export interface WindowClauseCstNode extends CstNode {
  name: "windowClause";
  children: WindowClauseCstChildren;
}

export type WindowClauseCstChildren = {
  K_WINDOW: IToken[];
  namedWindow: NamedWindowCstNode[];
  Comma?: IToken[];
};

export interface NamedWindowCstNode extends CstNode {
  name: "namedWindow";
  children: NamedWindowCstChildren;
}

export type NamedWindowCstChildren = {
  identifier: IdentifierCstNode[];
  K_AS: IToken[];
  windowSpec: WindowSpecCstNode[];
};

export interface ProcedureClauseCstNode extends CstNode {
  name: "procedureClause";
  children: ProcedureClauseCstChildren;
}

export type ProcedureClauseCstChildren = {
  K_PROCEDURE: IToken[];
  AnyName: IToken[];
  callArguments: CallArgumentsCstNode[];
};

export interface TableReferencesCstNode extends CstNode {
  name: "tableReferences";
  children: TableReferencesCstChildren;
}

export type TableReferencesCstChildren = {
  tableReference: TableReferenceCstNode[];
  Comma?: IToken[];
};

export interface TableReferenceCstNode extends CstNode {
  name: "tableReference";
  children: TableReferenceCstChildren;
}

export type TableReferenceCstChildren = {
  tableFactor: (TableFactorCstNode)[];
  joinOperator?: JoinOperatorCstNode[];
  K_ON?: IToken[];
  expression?: ExpressionCstNode[];
  K_USING?: IToken[];
  identifierList?: IdentifierListCstNode[];
};

export interface JoinOperatorCstNode extends CstNode {
  name: "joinOperator";
  children: JoinOperatorCstChildren;
}

export type JoinOperatorCstChildren = {
  K_STRAIGHT_JOIN?: IToken[];
  K_NATURAL?: IToken[];
  K_INNER?: IToken[];
  K_CROSS?: IToken[];
  K_LEFT?: IToken[];
  K_RIGHT?: IToken[];
  K_OUTER?: IToken[];
  K_JOIN?: IToken[];
};

export interface TableFactorCstNode extends CstNode {
  name: "tableFactor";
  children: TableFactorCstChildren;
}

export type TableFactorCstChildren = {
  derivedTable?: (DerivedTableCstNode)[];
  LeftParen?: IToken[];
  tableReferences?: TableReferencesCstNode[];
  RightParen?: IToken[];
  K_LATERAL?: IToken[];
  jsonTable?: JsonTableCstNode[];
  LeftBrace?: IToken[];
  K_OJ?: IToken[];
  tableReference?: TableReferenceCstNode[];
  RightBrace?: IToken[];
  K_DUAL?: IToken[];
  namedTable?: NamedTableCstNode[];
};

export interface DerivedTableCstNode extends CstNode {
  name: "derivedTable";
  children: DerivedTableCstChildren;
}

export type DerivedTableCstChildren = {
  LeftParen: IToken[];
  query: QueryCstNode[];
  RightParen: IToken[];
  alias?: AliasCstNode[];
  identifierList?: IdentifierListCstNode[];
};

export interface NamedTableCstNode extends CstNode {
  name: "namedTable";
  children: NamedTableCstChildren;
}

export type NamedTableCstChildren = {
  qualifiedName: QualifiedNameCstNode[];
  K_PARTITION?: IToken[];
  identifierList?: IdentifierListCstNode[];
  systemTime?: SystemTimeCstNode[];
  alias?: AliasCstNode[];
  indexHint?: IndexHintCstNode[];
};

export interface SystemTimeCstNode extends CstNode {
  name: "systemTime";
  children: SystemTimeCstChildren;
}

export type SystemTimeCstChildren = {
  K_FOR: IToken[];
  K_SYSTEM_TIME: IToken[];
  K_ALL?: IToken[];
  K_AS?: IToken[];
  K_OF?: IToken[];
  K_TRANSACTION?: IToken[];
  expression?: (ExpressionCstNode)[];
  K_BETWEEN?: IToken[];
  K_FROM?: IToken[];
  K_TO?: IToken[];
};

export interface IndexHintCstNode extends CstNode {
  name: "indexHint";
  children: IndexHintCstChildren;
}

export type IndexHintCstChildren = {
  K_USE?: IToken[];
  K_FORCE?: IToken[];
  K_IGNORE?: IToken[];
  K_INDEX?: IToken[];
  K_KEY?: IToken[];
  K_FOR?: IToken[];
  K_JOIN?: IToken[];
  K_ORDER?: IToken[];
  K_GROUP?: IToken[];
  K_BY?: IToken[];
  LeftParen: IToken[];
  K_PRIMARY?: IToken[];
  identifier?: IdentifierCstNode[];
  Comma?: IToken[];
  RightParen: IToken[];
};

export interface JsonTableCstNode extends CstNode {
  name: "jsonTable";
  children: JsonTableCstChildren;
}

export type JsonTableCstChildren = {
  K_JSON_TABLE: IToken[];
  LeftParen: IToken[];
  expression: ExpressionCstNode[];
  Comma: IToken[];
  stringLiteral: StringLiteralCstNode[];
  jsonColumns: JsonColumnsCstNode[];
  RightParen: IToken[];
  alias?: AliasCstNode[];
};

export interface JsonColumnsCstNode extends CstNode {
  name: "jsonColumns";
  children: JsonColumnsCstChildren;
}

export type JsonColumnsCstChildren = {
  K_COLUMNS: IToken[];
  LeftParen: IToken[];
  jsonColumn: JsonColumnCstNode[];
  Comma?: IToken[];
  RightParen: IToken[];
};

export interface JsonColumnCstNode extends CstNode {
  name: "jsonColumn";
  children: JsonColumnCstChildren;
}

export type JsonColumnCstChildren = {
  K_NESTED?: IToken[];
  K_PATH?: (IToken)[];
  stringLiteral?: (StringLiteralCstNode)[];
  jsonColumns?: JsonColumnsCstNode[];
  identifier?: IdentifierCstNode[];
  K_FOR?: IToken[];
  K_ORDINALITY?: IToken[];
  dataType?: DataTypeCstNode[];
  K_EXISTS?: IToken[];
  jsonAction?: JsonActionCstNode[];
};

export interface OffsetFetchCstNode extends CstNode {
  name: "offsetFetch";
  children: OffsetFetchCstChildren;
}

export type OffsetFetchCstChildren = {
  K_OFFSET?: IToken[];
  offset?: ExpressionCstNode[];
  K_ROW?: IToken[];
  K_ROWS?: IToken[];
  fetchClause?: (FetchClauseCstNode)[];
};

export interface FetchClauseCstNode extends CstNode {
  name: "fetchClause";
  children: FetchClauseCstChildren;
}

export type FetchClauseCstChildren = {
  K_FETCH: IToken[];
  K_FIRST?: IToken[];
  K_NEXT?: IToken[];
  expression?: ExpressionCstNode[];
  K_ROW?: IToken[];
  K_ROWS?: IToken[];
  K_ONLY?: IToken[];
  K_WITH?: IToken[];
  K_TIES?: IToken[];
};

export interface QueryTailCstNode extends CstNode {
  name: "queryTail";
  children: QueryTailCstChildren;
}

export type QueryTailCstChildren = {
  lockClause?: LockClauseCstNode[];
  intoClause?: IntoClauseCstNode[];
  K_LOCK?: IToken[];
  K_IN?: IToken[];
  K_SHARE?: IToken[];
  K_MODE?: IToken[];
  procedureClause?: ProcedureClauseCstNode[];
};

export interface LockClauseCstNode extends CstNode {
  name: "lockClause";
  children: LockClauseCstChildren;
}

export type LockClauseCstChildren = {
  K_FOR: IToken[];
  K_UPDATE?: IToken[];
  K_SHARE?: IToken[];
  K_OF?: IToken[];
  qualifiedName?: QualifiedNameCstNode[];
  Comma?: IToken[];
  K_NOWAIT?: IToken[];
  K_SKIP?: IToken[];
  K_LOCKED?: IToken[];
  K_WAIT?: IToken[];
  IntegerNumber?: IToken[];
};

export interface IntoClauseCstNode extends CstNode {
  name: "intoClause";
  children: IntoClauseCstChildren;
}

export type IntoClauseCstChildren = {
  K_INTO: IToken[];
  K_OUTFILE?: IToken[];
  K_DUMPFILE?: IToken[];
  Text?: IToken[];
  fileOption?: FileOptionCstNode[];
  userVariable?: UserVariableCstNode[];
  qualifiedName?: QualifiedNameCstNode[];
  Comma?: IToken[];
};

export interface FileOptionCstNode extends CstNode {
  name: "fileOption";
  children: FileOptionCstChildren;
}

export type FileOptionCstChildren = {
  K_CHARACTER?: IToken[];
  K_SET?: IToken[];
  nameOrText?: NameOrTextCstNode[];
  K_FIELDS?: IToken[];
  K_COLUMNS?: IToken[];
  K_LINES?: IToken[];
  K_OPTIONALLY?: IToken[];
  K_TERMINATED?: IToken[];
  K_ENCLOSED?: IToken[];
  K_ESCAPED?: IToken[];
  K_STARTING?: IToken[];
  K_BY?: IToken[];
  Text?: IToken[];
  HexText?: IToken[];
};

export interface ColumnDefinitionCstNode extends CstNode {
  name: "columnDefinition";
  children: ColumnDefinitionCstChildren;
}

export type ColumnDefinitionCstChildren = {
  identifier: IdentifierCstNode[];
  columnBody: ColumnBodyCstNode[];
};

export interface ColumnBodyCstNode extends CstNode {
  name: "columnBody";
  children: ColumnBodyCstChildren;
}

export type ColumnBodyCstChildren = {
  dataType: DataTypeCstNode[];
  columnAttribute?: ColumnAttributeCstNode[];
};

export interface ColumnAttributeCstNode extends CstNode {
  name: "columnAttribute";
  children: ColumnAttributeCstChildren;
}

export type ColumnAttributeCstChildren = {
  notAttribute?: NotAttributeCstNode[];
  K_NULL?: IToken[];
  defaultClause?: DefaultClauseCstNode[];
  onUpdateClause?: OnUpdateClauseCstNode[];
  keyAttribute?: KeyAttributeCstNode[];
  collateClause?: CollateClauseCstNode[];
  charsetClause?: CharsetClauseCstNode[];
  generatedClause?: GeneratedClauseCstNode[];
  checkClause?: CheckClauseCstNode[];
  referencesClause?: ReferencesClauseCstNode[];
  withSystemVersioning?: WithSystemVersioningCstNode[];
  wordAttribute?: WordAttributeCstNode[];
};

export interface NotAttributeCstNode extends CstNode {
  name: "notAttribute";
  children: NotAttributeCstChildren;
}

export type NotAttributeCstChildren = {
  K_NOT: IToken[];
  K_NULL?: IToken[];
  K_ENFORCED?: IToken[];
};

export interface DefaultClauseCstNode extends CstNode {
  name: "defaultClause";
  children: DefaultClauseCstChildren;
}

export type DefaultClauseCstChildren = {
  K_DEFAULT: IToken[];
  columnDefault: ColumnDefaultCstNode[];
};

export interface ColumnDefaultCstNode extends CstNode {
  name: "columnDefault";
  children: ColumnDefaultCstChildren;
}

export type ColumnDefaultCstChildren = {
  prefixedOperand: PrefixedOperandCstNode[];
};

export interface OnUpdateClauseCstNode extends CstNode {
  name: "onUpdateClause";
  children: OnUpdateClauseCstChildren;
}

export type OnUpdateClauseCstChildren = {
  K_ON: IToken[];
  K_UPDATE: IToken[];
  prefixedOperand: PrefixedOperandCstNode[];
};

export interface KeyAttributeCstNode extends CstNode {
  name: "keyAttribute";
  children: KeyAttributeCstChildren;
}

export type KeyAttributeCstChildren = {
  K_UNIQUE?: IToken[];
  K_KEY?: (IToken)[];
  K_INDEX?: IToken[];
  K_PRIMARY?: IToken[];
};

export interface GeneratedClauseCstNode extends CstNode {
  name: "generatedClause";
  children: GeneratedClauseCstChildren;
}

export type GeneratedClauseCstChildren = {
  K_AS: IToken[];
  LeftParen?: IToken[];
  expression?: ExpressionCstNode[];
  RightParen?: IToken[];
  K_ROW?: IToken[];
  K_START?: IToken[];
  K_END?: IToken[];
};

export interface CheckClauseCstNode extends CstNode {
  name: "checkClause";
  children: CheckClauseCstChildren;
}

export type CheckClauseCstChildren = {
  K_CONSTRAINT?: IToken[];
  identifier?: IdentifierCstNode[];
  K_CHECK: IToken[];
  LeftParen: IToken[];
  expression: ExpressionCstNode[];
  RightParen: IToken[];
};

export interface ReferencesClauseCstNode extends CstNode {
  name: "referencesClause";
  children: ReferencesClauseCstChildren;
}

export type ReferencesClauseCstChildren = {
  K_REFERENCES: IToken[];
  qualifiedName: QualifiedNameCstNode[];
  keyParts?: KeyPartsCstNode[];
  K_MATCH?: IToken[];
  identifier?: IdentifierCstNode[];
  referenceAction?: ReferenceActionCstNode[];
};

export interface ReferenceActionCstNode extends CstNode {
  name: "referenceAction";
  children: ReferenceActionCstChildren;
}

export type ReferenceActionCstChildren = {
  K_ON: IToken[];
  K_DELETE?: IToken[];
  K_UPDATE?: IToken[];
  K_RESTRICT?: IToken[];
  K_CASCADE?: IToken[];
  K_NO?: IToken[];
  K_ACTION?: IToken[];
  K_SET?: IToken[];
  K_NULL?: IToken[];
  K_DEFAULT?: IToken[];
};

export interface WithSystemVersioningCstNode extends CstNode {
  name: "withSystemVersioning";
  children: WithSystemVersioningCstChildren;
}

export type WithSystemVersioningCstChildren = {
  K_WITH: IToken[];
  K_SYSTEM: IToken[];
  K_VERSIONING: IToken[];
};

export interface WordAttributeCstNode extends CstNode {
  name: "wordAttribute";
  children: WordAttributeCstChildren;
}

export type WordAttributeCstChildren = {
  AnyName: IToken[];
  Equal?: IToken[];
  optionValue?: OptionValueCstNode[];
};

export interface OptionValueCstNode extends CstNode {
  name: "optionValue";
  children: OptionValueCstChildren;
}

export type OptionValueCstChildren = {
  AnyName?: IToken[];
  stringLiteral?: StringLiteralCstNode[];
  signedInteger?: SignedIntegerCstNode[];
  K_DEFAULT?: IToken[];
  K_BINARY?: IToken[];
  K_ON?: IToken[];
  K_NULL?: IToken[];
  optionList?: OptionListCstNode[];
};

export interface OptionListCstNode extends CstNode {
  name: "optionList";
  children: OptionListCstChildren;
}

export type OptionListCstChildren = {
  LeftParen: IToken[];
  qualifiedName?: QualifiedNameCstNode[];
  Comma?: IToken[];
  RightParen: IToken[];
};

export interface KeyPartsCstNode extends CstNode {
  name: "keyParts";
  children: KeyPartsCstChildren;
}

export type KeyPartsCstChildren = {
  LeftParen: IToken[];
  keyPart: KeyPartCstNode[];
  Comma?: IToken[];
  RightParen: IToken[];
};

export interface KeyPartCstNode extends CstNode {
  name: "keyPart";
  children: KeyPartCstChildren;
}

export type KeyPartCstChildren = {
  identifier?: IdentifierCstNode[];
  LeftParen?: (IToken)[];
  IntegerNumber?: IToken[];
  RightParen?: (IToken)[];
  expression?: ExpressionCstNode[];
  K_ASC?: IToken[];
  K_DESC?: IToken[];
  K_WITHOUT?: IToken[];
  K_OVERLAPS?: IToken[];
};

export interface KeyDefinitionCstNode extends CstNode {
  name: "keyDefinition";
  children: KeyDefinitionCstChildren;
}

export type KeyDefinitionCstChildren = {
  constraintName?: ConstraintNameCstNode[];
  K_PRIMARY?: IToken[];
  K_KEY?: (IToken)[];
  keyTail?: (KeyTailCstNode)[];
  K_UNIQUE?: IToken[];
  K_FULLTEXT?: IToken[];
  K_SPATIAL?: IToken[];
  keyWord?: (KeyWordCstNode)[];
  K_FOREIGN?: IToken[];
  ifNotExists?: IfNotExistsCstNode[];
  identifier?: IdentifierCstNode[];
  keyParts?: KeyPartsCstNode[];
  referencesClause?: ReferencesClauseCstNode[];
  checkDefinition?: CheckDefinitionCstNode[];
};

export interface ConstraintNameCstNode extends CstNode {
  name: "constraintName";
  children: ConstraintNameCstChildren;
}

export type ConstraintNameCstChildren = {
  K_CONSTRAINT: IToken[];
  ifNotExists?: IfNotExistsCstNode[];
  identifier?: IdentifierCstNode[];
};

export interface KeyWordCstNode extends CstNode {
  name: "keyWord";
  children: KeyWordCstChildren;
}

export type KeyWordCstChildren = {
  K_KEY?: IToken[];
  K_INDEX?: IToken[];
};

export interface KeyTailCstNode extends CstNode {
  name: "keyTail";
  children: KeyTailCstChildren;
}

export type KeyTailCstChildren = {
  ifNotExists?: IfNotExistsCstNode[];
  identifier?: IdentifierCstNode[];
  indexType?: IndexTypeCstNode[];
  keyParts: KeyPartsCstNode[];
  indexOption?: IndexOptionCstNode[];
};

export interface IndexTypeCstNode extends CstNode {
  name: "indexType";
  children: IndexTypeCstChildren;
}

export type IndexTypeCstChildren = {
  K_USING?: IToken[];
  K_TYPE?: IToken[];
  identifier: IdentifierCstNode[];
};

export interface IndexOptionCstNode extends CstNode {
  name: "indexOption";
  children: IndexOptionCstChildren;
}

export type IndexOptionCstChildren = {
  K_USING?: IToken[];
  identifier?: (IdentifierCstNode)[];
  K_WITH?: IToken[];
  K_PARSER?: IToken[];
  K_NOT?: IToken[];
  K_IGNORED?: IToken[];
  AnyName?: IToken[];
  Equal?: (IToken)[];
  optionValue?: (OptionValueCstNode)[];
  K_LOCK?: IToken[];
};

export interface CheckDefinitionCstNode extends CstNode {
  name: "checkDefinition";
  children: CheckDefinitionCstChildren;
}

export type CheckDefinitionCstChildren = {
  K_CHECK: IToken[];
  LeftParen: IToken[];
  expression: ExpressionCstNode[];
  RightParen: IToken[];
  K_NOT?: IToken[];
  K_ENFORCED?: IToken[];
};

export interface IfNotExistsCstNode extends CstNode {
  name: "ifNotExists";
  children: IfNotExistsCstChildren;
}

export type IfNotExistsCstChildren = {
  K_IF: IToken[];
  K_NOT: IToken[];
  K_EXISTS: IToken[];
};

export interface IfExistsCstNode extends CstNode {
  name: "ifExists";
  children: IfExistsCstChildren;
}

export type IfExistsCstChildren = {
  K_IF: IToken[];
  K_EXISTS: IToken[];
};

export interface PartitionClauseCstNode extends CstNode {
  name: "partitionClause";
  children: PartitionClauseCstChildren;
}

export type PartitionClauseCstChildren = {
  K_PARTITION: IToken[];
  K_BY: IToken[];
  partitionMethod: PartitionMethodCstNode[];
  K_PARTITIONS?: IToken[];
  IntegerNumber?: IToken[];
  subpartitionClause?: SubpartitionClauseCstNode[];
  partitionList?: PartitionListCstNode[];
};

export interface PartitionMethodCstNode extends CstNode {
  name: "partitionMethod";
  children: PartitionMethodCstChildren;
}

export type PartitionMethodCstChildren = {
  K_LINEAR?: IToken[];
  K_RANGE?: IToken[];
  keyMethod?: KeyMethodCstNode[];
  AnyName?: IToken[];
  K_COLUMNS?: IToken[];
  systemTimeOption?: SystemTimeOptionCstNode[];
  partitionKeys?: PartitionKeysCstNode[];
};

export interface KeyMethodCstNode extends CstNode {
  name: "keyMethod";
  children: KeyMethodCstChildren;
}

export type KeyMethodCstChildren = {
  K_KEY: IToken[];
  K_ALGORITHM?: IToken[];
  Equal?: IToken[];
  IntegerNumber?: IToken[];
};

export interface SystemTimeOptionCstNode extends CstNode {
  name: "systemTimeOption";
  children: SystemTimeOptionCstChildren;
}

export type SystemTimeOptionCstChildren = {
  K_INTERVAL?: IToken[];
  prefixedOperand?: (PrefixedOperandCstNode)[];
  identifier?: IdentifierCstNode[];
  K_LIMIT?: IToken[];
  IntegerNumber?: IToken[];
  K_STARTS?: IToken[];
  K_AUTO?: IToken[];
};

export interface PartitionKeysCstNode extends CstNode {
  name: "partitionKeys";
  children: PartitionKeysCstChildren;
}

export type PartitionKeysCstChildren = {
  LeftParen: IToken[];
  expression?: ExpressionCstNode[];
  Comma?: IToken[];
  RightParen: IToken[];
};

export interface SubpartitionClauseCstNode extends CstNode {
  name: "subpartitionClause";
  children: SubpartitionClauseCstChildren;
}

export type SubpartitionClauseCstChildren = {
  K_SUBPARTITION: IToken[];
  K_BY: IToken[];
  partitionMethod: PartitionMethodCstNode[];
  K_SUBPARTITIONS?: IToken[];
  IntegerNumber?: IToken[];
};

export interface PartitionListCstNode extends CstNode {
  name: "partitionList";
  children: PartitionListCstChildren;
}

export type PartitionListCstChildren = {
  LeftParen: IToken[];
  partitionDefinition: PartitionDefinitionCstNode[];
  Comma?: IToken[];
  RightParen: IToken[];
};

export interface PartitionDefinitionCstNode extends CstNode {
  name: "partitionDefinition";
  children: PartitionDefinitionCstChildren;
}

export type PartitionDefinitionCstChildren = {
  K_PARTITION: IToken[];
  partitionName: PartitionNameCstNode[];
  partitionBound?: PartitionBoundCstNode[];
  partitionOption?: PartitionOptionCstNode[];
  LeftParen?: IToken[];
  subpartitionDefinition?: SubpartitionDefinitionCstNode[];
  Comma?: IToken[];
  RightParen?: IToken[];
};

export interface PartitionNameCstNode extends CstNode {
  name: "partitionName";
  children: PartitionNameCstChildren;
}

export type PartitionNameCstChildren = {
  identifier: IdentifierCstNode[];
};

export interface SubpartitionDefinitionCstNode extends CstNode {
  name: "subpartitionDefinition";
  children: SubpartitionDefinitionCstChildren;
}

export type SubpartitionDefinitionCstChildren = {
  K_SUBPARTITION: IToken[];
  partitionName: PartitionNameCstNode[];
  partitionOption?: PartitionOptionCstNode[];
};

export interface PartitionBoundCstNode extends CstNode {
  name: "partitionBound";
  children: PartitionBoundCstChildren;
}

export type PartitionBoundCstChildren = {
  K_VALUES?: IToken[];
  K_LESS?: IToken[];
  K_THAN?: IToken[];
  K_MAXVALUE?: IToken[];
  boundValues?: (BoundValuesCstNode)[];
  K_IN?: IToken[];
  K_DEFAULT?: IToken[];
  K_CURRENT?: IToken[];
  K_HISTORY?: IToken[];
};

export interface BoundValuesCstNode extends CstNode {
  name: "boundValues";
  children: BoundValuesCstChildren;
}

export type BoundValuesCstChildren = {
  LeftParen: IToken[];
  boundValue: BoundValueCstNode[];
  Comma?: IToken[];
  RightParen: IToken[];
};

export interface BoundValueCstNode extends CstNode {
  name: "boundValue";
  children: BoundValueCstChildren;
}

export type BoundValueCstChildren = {
  K_MAXVALUE?: IToken[];
  expression?: ExpressionCstNode[];
};

export interface PartitionOptionCstNode extends CstNode {
  name: "partitionOption";
  children: PartitionOptionCstChildren;
}

export type PartitionOptionCstChildren = {
  AnyName?: (IToken)[];
  K_INDEX?: IToken[];
  Equal?: IToken[];
  optionValue: OptionValueCstNode[];
};

export interface CreateTableTailCstNode extends CstNode {
  name: "createTableTail";
  children: CreateTableTailCstChildren;
}

export type CreateTableTailCstChildren = {
  ifNotExists?: IfNotExistsCstNode[];
  qualifiedName: QualifiedNameCstNode[];
  likeClause?: (LikeClauseCstNode)[];
  LeftParen?: IToken[];
  query?: QueryCstNode[];
  tableElements?: TableElementsCstNode[];
  RightParen?: IToken[];
  tableTail?: (TableTailCstNode)[];
};

export interface LikeClauseCstNode extends CstNode {
  name: "likeClause";
  children: LikeClauseCstChildren;
}

export type LikeClauseCstChildren = {
  K_LIKE: IToken[];
  qualifiedName: QualifiedNameCstNode[];
};

export interface TableElementsCstNode extends CstNode {
  name: "tableElements";
  children: TableElementsCstChildren;
}

export type TableElementsCstChildren = {
  tableElement: TableElementCstNode[];
  Comma?: IToken[];
};

export interface TableElementCstNode extends CstNode {
  name: "tableElement";
  children: TableElementCstChildren;
}

export type TableElementCstChildren = {
  keyDefinition?: KeyDefinitionCstNode[];
  namedElement?: NamedElementCstNode[];
};

export interface NamedElementCstNode extends CstNode {
  name: "namedElement";
  children: NamedElementCstChildren;
}

export type NamedElementCstChildren = {
  identifier: (IdentifierCstNode)[];
  K_FOR?: IToken[];
  identifierList?: IdentifierListCstNode[];
  keyWord?: KeyWordCstNode[];
  keyTail?: KeyTailCstNode[];
  columnBody?: ColumnBodyCstNode[];
};

export interface TableTailCstNode extends CstNode {
  name: "tableTail";
  children: TableTailCstChildren;
}

export type TableTailCstChildren = {
  tableOptions: TableOptionsCstNode[];
  partitionClause?: PartitionClauseCstNode[];
  K_IGNORE?: IToken[];
  K_REPLACE?: IToken[];
  K_AS?: IToken[];
  query?: QueryCstNode[];
};

export interface TableOptionsCstNode extends CstNode {
  name: "tableOptions";
  children: TableOptionsCstChildren;
}

export type TableOptionsCstChildren = {
  tableOption?: TableOptionCstNode[];
  Comma?: IToken[];
};

export interface TableOptionCstNode extends CstNode {
  name: "tableOption";
  children: TableOptionCstChildren;
}

export type TableOptionCstChildren = {
  K_DEFAULT?: IToken[];
  charsetClause?: CharsetClauseCstNode[];
  collateClause?: CollateClauseCstNode[];
  withSystemVersioning?: WithSystemVersioningCstNode[];
  namedOption?: NamedOptionCstNode[];
};

export interface NamedOptionCstNode extends CstNode {
  name: "namedOption";
  children: NamedOptionCstChildren;
}

export type NamedOptionCstChildren = {
  AnyName?: (IToken)[];
  K_INDEX?: IToken[];
  K_UNION?: IToken[];
  K_READ?: IToken[];
  Equal?: IToken[];
  optionValue: OptionValueCstNode[];
};

export interface ObjectPrefixCstNode extends CstNode {
  name: "objectPrefix";
  children: ObjectPrefixCstChildren;
}

export type ObjectPrefixCstChildren = {
  K_ALGORITHM?: IToken[];
  Equal?: (IToken)[];
  identifier?: IdentifierCstNode[];
  K_DEFINER?: IToken[];
  account?: AccountCstNode[];
  sqlSecurity?: SqlSecurityCstNode[];
};

export interface SqlSecurityCstNode extends CstNode {
  name: "sqlSecurity";
  children: SqlSecurityCstChildren;
}

export type SqlSecurityCstChildren = {
  K_SQL: IToken[];
  K_SECURITY: IToken[];
  identifier: IdentifierCstNode[];
};

export interface ViewTailCstNode extends CstNode {
  name: "viewTail";
  children: ViewTailCstChildren;
}

export type ViewTailCstChildren = {
  ifNotExists?: IfNotExistsCstNode[];
  qualifiedName: QualifiedNameCstNode[];
  identifierList?: IdentifierListCstNode[];
  K_AS: IToken[];
  query: QueryCstNode[];
  checkOption?: CheckOptionCstNode[];
};

export interface CheckOptionCstNode extends CstNode {
  name: "checkOption";
  children: CheckOptionCstChildren;
}

export type CheckOptionCstChildren = {
  K_WITH: IToken[];
  K_CASCADED?: IToken[];
  K_LOCAL?: IToken[];
  K_CHECK: IToken[];
  K_OPTION: IToken[];
};

export interface SequenceTailCstNode extends CstNode {
  name: "sequenceTail";
  children: SequenceTailCstChildren;
}

export type SequenceTailCstChildren = {
  ifNotExists?: IfNotExistsCstNode[];
  ifExists?: IfExistsCstNode[];
  qualifiedName: QualifiedNameCstNode[];
  sequenceOption?: SequenceOptionCstNode[];
};

export interface SequenceOptionCstNode extends CstNode {
  name: "sequenceOption";
  children: SequenceOptionCstChildren;
}

export type SequenceOptionCstChildren = {
  K_MAXVALUE?: (IToken)[];
  AnyName?: (IToken)[];
  K_AS?: IToken[];
  K_WITH?: IToken[];
  K_BY?: IToken[];
  Equal?: IToken[];
  sequenceOptionValue?: SequenceOptionValueCstNode[];
};

export interface SequenceOptionValueCstNode extends CstNode {
  name: "sequenceOptionValue";
  children: SequenceOptionValueCstChildren;
}

export type SequenceOptionValueCstChildren = {
  optionValue?: OptionValueCstNode[];
  K_MAXVALUE?: IToken[];
  sequenceType?: SequenceTypeCstNode[];
};

export interface SequenceTypeCstNode extends CstNode {
  name: "sequenceType";
  children: SequenceTypeCstChildren;
}

export type SequenceTypeCstChildren = {
  K_TINYINT?: IToken[];
  K_SMALLINT?: IToken[];
  K_MEDIUMINT?: IToken[];
  K_INT?: IToken[];
  K_INTEGER?: IToken[];
  K_BIGINT?: IToken[];
  K_UNSIGNED?: IToken[];
  K_SIGNED?: IToken[];
};

export interface AlterTableTailCstNode extends CstNode {
  name: "alterTableTail";
  children: AlterTableTailCstChildren;
}

export type AlterTableTailCstChildren = {
  ifExists?: IfExistsCstNode[];
  qualifiedName: QualifiedNameCstNode[];
  alterAction?: AlterActionCstNode[];
  Comma?: IToken[];
};

export interface AlterActionCstNode extends CstNode {
  name: "alterAction";
  children: AlterActionCstChildren;
}

export type AlterActionCstChildren = {
  addAction?: AddActionCstNode[];
  dropAction?: DropActionCstNode[];
  changeAction?: ChangeActionCstNode[];
  alterColumnAction?: AlterColumnActionCstNode[];
  renameAction?: RenameActionCstNode[];
  convertAction?: ConvertActionCstNode[];
  orderAction?: OrderActionCstNode[];
  partitionClause?: PartitionClauseCstNode[];
  maintenanceAction?: MaintenanceActionCstNode[];
  K_FORCE?: IToken[];
  lockAction?: LockActionCstNode[];
  modifyAction?: ModifyActionCstNode[];
  partitionAction?: PartitionActionCstNode[];
  keysAction?: KeysActionCstNode[];
  tableOption?: TableOptionCstNode[];
};

export interface AddActionCstNode extends CstNode {
  name: "addAction";
  children: AddActionCstChildren;
}

export type AddActionCstChildren = {
  K_ADD: IToken[];
  keyDefinition?: KeyDefinitionCstNode[];
  K_PARTITION?: IToken[];
  ifNotExists?: (IfNotExistsCstNode)[];
  binlogWord?: BinlogWordCstNode[];
  partitionList?: PartitionListCstNode[];
  K_PARTITIONS?: IToken[];
  IntegerNumber?: IToken[];
  K_COLUMN?: IToken[];
  LeftParen?: IToken[];
  tableElements?: TableElementsCstNode[];
  RightParen?: IToken[];
  namedElement?: NamedElementCstNode[];
};

export interface DropActionCstNode extends CstNode {
  name: "dropAction";
  children: DropActionCstChildren;
}

export type DropActionCstChildren = {
  K_DROP: IToken[];
  K_PRIMARY?: IToken[];
  K_KEY?: (IToken)[];
  K_FOREIGN?: IToken[];
  droppedName?: (DroppedNameCstNode)[];
  keyWord?: KeyWordCstNode[];
  K_CHECK?: IToken[];
  K_CONSTRAINT?: IToken[];
  K_PARTITION?: IToken[];
  ifExists?: IfExistsCstNode[];
  partitionName?: PartitionNameCstNode[];
  Comma?: IToken[];
  K_COLUMN?: IToken[];
  K_FOR?: IToken[];
  AnyName?: IToken[];
  K_VERSIONING?: IToken[];
  K_RESTRICT?: IToken[];
  K_CASCADE?: IToken[];
};

export interface DroppedNameCstNode extends CstNode {
  name: "droppedName";
  children: DroppedNameCstChildren;
}

export type DroppedNameCstChildren = {
  ifExists?: IfExistsCstNode[];
  identifier: IdentifierCstNode[];
};

export interface ChangeActionCstNode extends CstNode {
  name: "changeAction";
  children: ChangeActionCstChildren;
}

export type ChangeActionCstChildren = {
  K_CHANGE: IToken[];
  K_COLUMN?: IToken[];
  droppedName: DroppedNameCstNode[];
  columnDefinition: ColumnDefinitionCstNode[];
};

export interface ModifyActionCstNode extends CstNode {
  name: "modifyAction";
  children: ModifyActionCstChildren;
}

export type ModifyActionCstChildren = {
  K_MODIFY: IToken[];
  K_COLUMN?: IToken[];
  ifExists?: IfExistsCstNode[];
  columnDefinition: ColumnDefinitionCstNode[];
};

export interface AlterColumnActionCstNode extends CstNode {
  name: "alterColumnAction";
  children: AlterColumnActionCstChildren;
}

export type AlterColumnActionCstChildren = {
  K_ALTER: IToken[];
  keyWord?: KeyWordCstNode[];
  droppedName?: (DroppedNameCstNode)[];
  switchWord?: (SwitchWordCstNode)[];
  K_CHECK?: IToken[];
  K_CONSTRAINT?: IToken[];
  K_COLUMN?: IToken[];
  K_DROP?: IToken[];
  K_DEFAULT?: IToken[];
  K_SET?: IToken[];
  defaultClause?: DefaultClauseCstNode[];
};

export interface SwitchWordCstNode extends CstNode {
  name: "switchWord";
  children: SwitchWordCstChildren;
}

export type SwitchWordCstChildren = {
  K_NOT?: IToken[];
  AnyName: IToken[];
};

export interface RenameActionCstNode extends CstNode {
  name: "renameAction";
  children: RenameActionCstChildren;
}

export type RenameActionCstChildren = {
  K_RENAME: IToken[];
  K_COLUMN?: IToken[];
  droppedName?: (DroppedNameCstNode)[];
  K_TO?: (IToken)[];
  identifier?: (IdentifierCstNode)[];
  keyWord?: KeyWordCstNode[];
  K_AS?: IToken[];
  Equal?: IToken[];
  qualifiedName?: QualifiedNameCstNode[];
};

export interface ConvertActionCstNode extends CstNode {
  name: "convertAction";
  children: ConvertActionCstChildren;
}

export type ConvertActionCstChildren = {
  K_CONVERT: IToken[];
  K_TO: IToken[];
  charsetClause?: CharsetClauseCstNode[];
  charsetWordClause?: CharsetWordClauseCstNode[];
  collateClause?: CollateClauseCstNode[];
};

export interface OrderActionCstNode extends CstNode {
  name: "orderAction";
  children: OrderActionCstChildren;
}

export type OrderActionCstChildren = {
  K_ORDER: IToken[];
  K_BY: IToken[];
  expression: ExpressionCstNode[];
  K_ASC?: IToken[];
  K_DESC?: IToken[];
  Comma?: IToken[];
};

export interface LockActionCstNode extends CstNode {
  name: "lockAction";
  children: LockActionCstChildren;
}

export type LockActionCstChildren = {
  K_LOCK: IToken[];
  Equal?: IToken[];
  optionValue: OptionValueCstNode[];
};

export interface KeysActionCstNode extends CstNode {
  name: "keysAction";
  children: KeysActionCstChildren;
}

export type KeysActionCstChildren = {
  AnyName: IToken[];
  K_KEYS: IToken[];
};

export interface MaintenanceActionCstNode extends CstNode {
  name: "maintenanceAction";
  children: MaintenanceActionCstChildren;
}

export type MaintenanceActionCstChildren = {
  K_ANALYZE?: IToken[];
  K_OPTIMIZE?: IToken[];
  partitionNames: PartitionNamesCstNode[];
};

export interface PartitionActionCstNode extends CstNode {
  name: "partitionAction";
  children: PartitionActionCstChildren;
}

export type PartitionActionCstChildren = {
  AnyName: IToken[];
  partitionNames: PartitionNamesCstNode[];
  K_INTO?: IToken[];
  partitionList?: PartitionListCstNode[];
  K_WITH?: (IToken)[];
  K_TABLE?: IToken[];
  qualifiedName?: QualifiedNameCstNode[];
  K_WITHOUT?: IToken[];
  K_VALIDATION?: IToken[];
  K_TABLESPACE?: IToken[];
};

export interface PartitionNamesCstNode extends CstNode {
  name: "partitionNames";
  children: PartitionNamesCstChildren;
}

export type PartitionNamesCstChildren = {
  K_PARTITION: IToken[];
  binlogWord?: BinlogWordCstNode[];
  K_ALL?: IToken[];
  IntegerNumber?: IToken[];
  partitionName?: PartitionNameCstNode[];
  Comma?: IToken[];
};

export interface BinlogWordCstNode extends CstNode {
  name: "binlogWord";
  children: BinlogWordCstChildren;
}

export type BinlogWordCstChildren = {
  K_NO_WRITE_TO_BINLOG: IToken[];
};

export interface ProgramHeadCstNode extends CstNode {
  name: "programHead";
  children: ProgramHeadCstChildren;
}

export type ProgramHeadCstChildren = {
  K_PROCEDURE?: IToken[];
  K_FUNCTION?: IToken[];
  K_EVENT?: IToken[];
  K_PACKAGE?: IToken[];
  K_BODY?: IToken[];
  ifNotExists?: IfNotExistsCstNode[];
  qualifiedName: QualifiedNameCstNode[];
};

export interface TriggerHeadCstNode extends CstNode {
  name: "triggerHead";
  children: TriggerHeadCstChildren;
}

export type TriggerHeadCstChildren = {
  K_TRIGGER: IToken[];
  ifNotExists?: IfNotExistsCstNode[];
  qualifiedName: (QualifiedNameCstNode)[];
  K_BEFORE?: IToken[];
  K_AFTER?: IToken[];
  triggerEvent: TriggerEventCstNode[];
  K_OR?: IToken[];
  K_ON: IToken[];
};

export interface TriggerEventCstNode extends CstNode {
  name: "triggerEvent";
  children: TriggerEventCstChildren;
}

export type TriggerEventCstChildren = {
  K_INSERT?: IToken[];
  K_UPDATE?: IToken[];
  K_DELETE?: IToken[];
};

export interface StatementCstNode extends CstNode {
  name: "statement";
  children: StatementCstChildren;
}

export type StatementCstChildren = {
  createStatement?: CreateStatementCstNode[];
  alterStatement?: AlterStatementCstNode[];
  dropStatement?: DropStatementCstNode[];
  renameStatement?: RenameStatementCstNode[];
  Semicolon?: IToken[];
};

export interface CreateStatementCstNode extends CstNode {
  name: "createStatement";
  children: CreateStatementCstChildren;
}

export type CreateStatementCstChildren = {
  K_CREATE: IToken[];
  K_OR?: IToken[];
  K_REPLACE?: IToken[];
  objectPrefix?: ObjectPrefixCstNode[];
  K_TEMPORARY?: IToken[];
  K_AGGREGATE?: IToken[];
  K_ONLINE?: IToken[];
  K_TABLE?: IToken[];
  createTableTail?: CreateTableTailCstNode[];
  K_VIEW?: IToken[];
  viewTail?: ViewTailCstNode[];
  K_SEQUENCE?: IToken[];
  sequenceTail?: SequenceTailCstNode[];
  K_DATABASE?: IToken[];
  K_SCHEMA?: IToken[];
  ifNotExists?: IfNotExistsCstNode[];
  identifier?: IdentifierCstNode[];
  tableOptions?: TableOptionsCstNode[];
  createIndexTail?: CreateIndexTailCstNode[];
  programHead?: ProgramHeadCstNode[];
  triggerHead?: TriggerHeadCstNode[];
};

export interface CreateIndexTailCstNode extends CstNode {
  name: "createIndexTail";
  children: CreateIndexTailCstChildren;
}

export type CreateIndexTailCstChildren = {
  K_UNIQUE?: IToken[];
  K_FULLTEXT?: IToken[];
  K_SPATIAL?: IToken[];
  K_VECTOR?: IToken[];
  K_INDEX: IToken[];
  ifNotExists?: IfNotExistsCstNode[];
  identifier: IdentifierCstNode[];
  indexType?: IndexTypeCstNode[];
  K_ON: IToken[];
  qualifiedName: QualifiedNameCstNode[];
  keyParts: KeyPartsCstNode[];
  indexOption?: IndexOptionCstNode[];
};

export interface AlterStatementCstNode extends CstNode {
  name: "alterStatement";
  children: AlterStatementCstChildren;
}

export type AlterStatementCstChildren = {
  K_ALTER: IToken[];
  objectPrefix?: ObjectPrefixCstNode[];
  K_IGNORE?: IToken[];
  K_ONLINE?: IToken[];
  K_TABLE?: IToken[];
  alterTableTail?: AlterTableTailCstNode[];
  K_VIEW?: IToken[];
  viewTail?: ViewTailCstNode[];
  K_SEQUENCE?: IToken[];
  sequenceTail?: SequenceTailCstNode[];
  K_DATABASE?: IToken[];
  K_SCHEMA?: IToken[];
  identifier?: IdentifierCstNode[];
  tableOptions?: TableOptionsCstNode[];
};

export interface DropStatementCstNode extends CstNode {
  name: "dropStatement";
  children: DropStatementCstChildren;
}

export type DropStatementCstChildren = {
  K_DROP: IToken[];
  K_TEMPORARY?: IToken[];
  K_ONLINE?: IToken[];
  K_TABLE?: IToken[];
  K_TABLES?: IToken[];
  K_VIEW?: IToken[];
  K_SEQUENCE?: IToken[];
  K_DATABASE?: IToken[];
  K_SCHEMA?: IToken[];
  K_INDEX?: IToken[];
  K_PROCEDURE?: IToken[];
  K_FUNCTION?: IToken[];
  K_TRIGGER?: IToken[];
  K_EVENT?: IToken[];
  K_PACKAGE?: IToken[];
  K_BODY?: IToken[];
  ifExists?: IfExistsCstNode[];
  qualifiedName: QualifiedNameCstNode[];
  Comma?: IToken[];
  K_ON?: IToken[];
  dropOwner?: DropOwnerCstNode[];
  K_RESTRICT?: IToken[];
  K_CASCADE?: IToken[];
  indexOption?: IndexOptionCstNode[];
};

export interface DropOwnerCstNode extends CstNode {
  name: "dropOwner";
  children: DropOwnerCstChildren;
}

export type DropOwnerCstChildren = {
  qualifiedName: QualifiedNameCstNode[];
};

export interface RenameStatementCstNode extends CstNode {
  name: "renameStatement";
  children: RenameStatementCstChildren;
}

export type RenameStatementCstChildren = {
  K_RENAME: IToken[];
  K_TABLE?: IToken[];
  K_TABLES?: IToken[];
  ifExists?: IfExistsCstNode[];
  renamePair: RenamePairCstNode[];
  Comma?: IToken[];
};

export interface RenamePairCstNode extends CstNode {
  name: "renamePair";
  children: RenamePairCstChildren;
}

export type RenamePairCstChildren = {
  qualifiedName: (QualifiedNameCstNode)[];
  K_TO: IToken[];
};

export interface InsertStatementCstNode extends CstNode {
  name: "insertStatement";
  children: InsertStatementCstChildren;
}

export type InsertStatementCstChildren = {
  K_INSERT?: IToken[];
  K_REPLACE?: IToken[];
  changeModifier?: ChangeModifierCstNode[];
  K_INTO?: IToken[];
  qualifiedName: QualifiedNameCstNode[];
  K_PARTITION?: IToken[];
  identifierList?: IdentifierListCstNode[];
  insertColumns?: InsertColumnsCstNode[];
  insertRows?: InsertRowsCstNode[];
  setItems?: SetItemsCstNode[];
  query?: QueryCstNode[];
  newRow?: NewRowCstNode[];
  onDuplicateKey?: OnDuplicateKeyCstNode[];
  returningClause?: ReturningClauseCstNode[];
};

export interface ChangeModifierCstNode extends CstNode {
  name: "changeModifier";
  children: ChangeModifierCstChildren;
}

export type ChangeModifierCstChildren = {
  K_LOW_PRIORITY?: IToken[];
  K_DELAYED?: IToken[];
  K_HIGH_PRIORITY?: IToken[];
  K_IGNORE?: IToken[];
  OptimizerHint?: IToken[];
};

export interface InsertColumnsCstNode extends CstNode {
  name: "insertColumns";
  children: InsertColumnsCstChildren;
}

export type InsertColumnsCstChildren = {
  LeftParen: IToken[];
  columnPath?: ColumnPathCstNode[];
  Comma?: IToken[];
  RightParen: IToken[];
};

export interface ColumnPathCstNode extends CstNode {
  name: "columnPath";
  children: ColumnPathCstChildren;
}

export type ColumnPathCstChildren = {
  identifier: IdentifierCstNode[];
  Dot?: IToken[];
};

export interface InsertRowsCstNode extends CstNode {
  name: "insertRows";
  children: InsertRowsCstChildren;
}

export type InsertRowsCstChildren = {
  K_VALUES?: IToken[];
  K_VALUE?: IToken[];
  insertRow: InsertRowCstNode[];
  Comma?: IToken[];
};

export interface InsertRowCstNode extends CstNode {
  name: "insertRow";
  children: InsertRowCstChildren;
}

export type InsertRowCstChildren = {
  K_ROW?: IToken[];
  LeftParen: IToken[];
  expression?: ExpressionCstNode[];
  Comma?: IToken[];
  RightParen: IToken[];
};

export interface SetItemsCstNode extends CstNode {
  name: "setItems";
  children: SetItemsCstChildren;
}

export type SetItemsCstChildren = {
  K_SET: IToken[];
  setItem: SetItemCstNode[];
  Comma?: IToken[];
};

export interface SetItemCstNode extends CstNode {
  name: "setItem";
  children: SetItemCstChildren;
}

export type SetItemCstChildren = {
  columnPath: ColumnPathCstNode[];
  Equal?: IToken[];
  Assign?: IToken[];
  expression: ExpressionCstNode[];
};

export interface NewRowCstNode extends CstNode {
  name: "newRow";
  children: NewRowCstChildren;
}

export type NewRowCstChildren = {
  K_AS: IToken[];
  identifier: IdentifierCstNode[];
  identifierList?: IdentifierListCstNode[];
};

export interface OnDuplicateKeyCstNode extends CstNode {
  name: "onDuplicateKey";
  children: OnDuplicateKeyCstChildren;
}

export type OnDuplicateKeyCstChildren = {
  K_ON: IToken[];
  K_DUPLICATE: IToken[];
  K_KEY: IToken[];
  K_UPDATE: IToken[];
  setItem: SetItemCstNode[];
  Comma?: IToken[];
};

export interface ReturningClauseCstNode extends CstNode {
  name: "returningClause";
  children: ReturningClauseCstChildren;
}

export type ReturningClauseCstChildren = {
  K_RETURNING: IToken[];
  selectItem: SelectItemCstNode[];
  Comma?: IToken[];
};

export interface UpdateStatementCstNode extends CstNode {
  name: "updateStatement";
  children: UpdateStatementCstChildren;
}

export type UpdateStatementCstChildren = {
  K_UPDATE: IToken[];
  changeModifier?: ChangeModifierCstNode[];
  tableReferences: TableReferencesCstNode[];
  setItems: SetItemsCstNode[];
  changeTail: ChangeTailCstNode[];
};

export interface DeleteStatementCstNode extends CstNode {
  name: "deleteStatement";
  children: DeleteStatementCstChildren;
}

export type DeleteStatementCstChildren = {
  K_DELETE: IToken[];
  changeModifier?: (ChangeModifierCstNode)[];
  K_QUICK?: IToken[];
  K_FROM?: (IToken)[];
  deleteTargets?: (DeleteTargetsCstNode)[];
  K_USING?: IToken[];
  tableReferences?: (TableReferencesCstNode)[];
  changeTail: ChangeTailCstNode[];
};

export interface DeleteTargetsCstNode extends CstNode {
  name: "deleteTargets";
  children: DeleteTargetsCstChildren;
}

export type DeleteTargetsCstChildren = {
  deleteTarget: DeleteTargetCstNode[];
  Comma?: IToken[];
};

export interface DeleteTargetCstNode extends CstNode {
  name: "deleteTarget";
  children: DeleteTargetCstChildren;
}

export type DeleteTargetCstChildren = {
  identifier: (IdentifierCstNode)[];
  Dot?: IToken[];
  Star?: IToken[];
};

export interface ChangeTailCstNode extends CstNode {
  name: "changeTail";
  children: ChangeTailCstChildren;
}

export type ChangeTailCstChildren = {
  K_WHERE?: IToken[];
  where?: ExpressionCstNode[];
  orderBy?: OrderByCstNode[];
  limit?: LimitCstNode[];
  returningClause?: ReturningClauseCstNode[];
};

export interface ChangeWithTablesCstNode extends CstNode {
  name: "changeWithTables";
  children: ChangeWithTablesCstChildren;
}

export type ChangeWithTablesCstChildren = {
  withClause: WithClauseCstNode[];
  updateStatement?: UpdateStatementCstNode[];
  deleteStatement?: DeleteStatementCstNode[];
};

export interface LoadStatementCstNode extends CstNode {
  name: "loadStatement";
  children: LoadStatementCstChildren;
}

export type LoadStatementCstChildren = {
  K_LOAD: IToken[];
  K_DATA?: IToken[];
  K_XML?: IToken[];
  K_LOW_PRIORITY?: IToken[];
  K_CONCURRENT?: IToken[];
  K_LOCAL?: IToken[];
  K_INFILE: IToken[];
  stringLiteral: StringLiteralCstNode[];
  K_REPLACE?: IToken[];
  K_IGNORE?: IToken[];
  K_INTO: IToken[];
  K_TABLE: IToken[];
  qualifiedName: QualifiedNameCstNode[];
  restOfStatement: RestOfStatementCstNode[];
};

export interface RestOfStatementCstNode extends CstNode {
  name: "restOfStatement";
  children: RestOfStatementCstChildren;
}

export type RestOfStatementCstChildren = {
  
};

export interface SetStatementCstNode extends CstNode {
  name: "setStatement";
  children: SetStatementCstChildren;
}

export type SetStatementCstChildren = {
  K_SET: IToken[];
  settingClause?: SettingClauseCstNode[];
  assignment?: AssignmentCstNode[];
  Comma?: IToken[];
};

export interface SettingClauseCstNode extends CstNode {
  name: "settingClause";
  children: SettingClauseCstChildren;
}

export type SettingClauseCstChildren = {
  AnyName?: IToken[];
  K_CHARACTER?: IToken[];
  restOfStatement: RestOfStatementCstNode[];
};

export interface AssignmentCstNode extends CstNode {
  name: "assignment";
  children: AssignmentCstChildren;
}

export type AssignmentCstChildren = {
  scope?: IToken[];
  target: TargetCstNode[];
  Equal?: IToken[];
  Assign?: IToken[];
  K_ON?: IToken[];
  K_ALL?: IToken[];
  K_BINARY?: IToken[];
  expression?: ExpressionCstNode[];
};

export interface TargetCstNode extends CstNode {
  name: "target";
  children: TargetCstChildren;
}

export type TargetCstChildren = {
  userVariable?: UserVariableCstNode[];
  systemVariable?: SystemVariableCstNode[];
  columnPath?: ColumnPathCstNode[];
};

export interface CallStatementCstNode extends CstNode {
  name: "callStatement";
  children: CallStatementCstChildren;
}

export type CallStatementCstChildren = {
  K_CALL: IToken[];
  columnPath: ColumnPathCstNode[];
  plainArguments?: PlainArgumentsCstNode[];
};

export interface PlainArgumentsCstNode extends CstNode {
  name: "plainArguments";
  children: PlainArgumentsCstChildren;
}

export type PlainArgumentsCstChildren = {
  LeftParen: IToken[];
  expression?: ExpressionCstNode[];
  Comma?: IToken[];
  RightParen: IToken[];
};

export interface DoStatementCstNode extends CstNode {
  name: "doStatement";
  children: DoStatementCstChildren;
}

export type DoStatementCstChildren = {
  K_DO: IToken[];
  expression: ExpressionCstNode[];
  alias?: AliasCstNode[];
  Comma?: IToken[];
};

export interface JumpStatementCstNode extends CstNode {
  name: "jumpStatement";
  children: JumpStatementCstChildren;
}

export type JumpStatementCstChildren = {
  K_LEAVE?: IToken[];
  K_ITERATE?: IToken[];
  identifier: IdentifierCstNode[];
};

export interface ReturnStatementCstNode extends CstNode {
  name: "returnStatement";
  children: ReturnStatementCstChildren;
}

export type ReturnStatementCstChildren = {
  K_RETURN: IToken[];
  expression?: ExpressionCstNode[];
};

export interface CursorStatementCstNode extends CstNode {
  name: "cursorStatement";
  children: CursorStatementCstChildren;
}

export type CursorStatementCstChildren = {
  K_OPEN?: IToken[];
  identifier?: (IdentifierCstNode)[];
  plainArguments?: PlainArgumentsCstNode[];
  K_FETCH?: IToken[];
  groupRow?: GroupRowCstNode[];
  fetchTail?: FetchTailCstNode[];
  K_CLOSE?: IToken[];
};

export interface FetchTailCstNode extends CstNode {
  name: "fetchTail";
  children: FetchTailCstChildren;
}

export type FetchTailCstChildren = {
  K_NEXT?: IToken[];
  K_FROM?: IToken[];
  identifier: IdentifierCstNode[];
  K_INTO: IToken[];
  target: TargetCstNode[];
  Comma?: IToken[];
};

export interface GroupRowCstNode extends CstNode {
  name: "groupRow";
  children: GroupRowCstChildren;
}

export type GroupRowCstChildren = {
  K_GROUP: IToken[];
  K_NEXT: IToken[];
  K_ROW: IToken[];
};

export interface SignalStatementCstNode extends CstNode {
  name: "signalStatement";
  children: SignalStatementCstChildren;
}

export type SignalStatementCstChildren = {
  K_SIGNAL?: IToken[];
  K_RESIGNAL?: IToken[];
  condition?: ConditionCstNode[];
  K_SET?: IToken[];
  signalItem?: SignalItemCstNode[];
  Comma?: IToken[];
};

export interface SignalItemCstNode extends CstNode {
  name: "signalItem";
  children: SignalItemCstChildren;
}

export type SignalItemCstChildren = {
  identifier: IdentifierCstNode[];
  Equal: IToken[];
  expression: ExpressionCstNode[];
};

export interface ConditionCstNode extends CstNode {
  name: "condition";
  children: ConditionCstChildren;
}

export type ConditionCstChildren = {
  K_SQLSTATE?: IToken[];
  K_VALUE?: IToken[];
  Text?: IToken[];
  IntegerNumber?: IToken[];
  K_SQLWARNING?: IToken[];
  K_SQLEXCEPTION?: IToken[];
  K_NOT?: IToken[];
  K_FOUND?: IToken[];
  identifier?: IdentifierCstNode[];
};

export interface DiagnosticsStatementCstNode extends CstNode {
  name: "diagnosticsStatement";
  children: DiagnosticsStatementCstChildren;
}

export type DiagnosticsStatementCstChildren = {
  K_GET: IToken[];
  K_CURRENT?: IToken[];
  K_STACKED?: IToken[];
  K_DIAGNOSTICS: IToken[];
  K_CONDITION?: IToken[];
  expression?: ExpressionCstNode[];
  diagnosticsItem: DiagnosticsItemCstNode[];
  Comma?: IToken[];
};

export interface DiagnosticsItemCstNode extends CstNode {
  name: "diagnosticsItem";
  children: DiagnosticsItemCstChildren;
}

export type DiagnosticsItemCstChildren = {
  target: TargetCstNode[];
  Equal: IToken[];
  identifier: IdentifierCstNode[];
};

export interface TransactionStatementCstNode extends CstNode {
  name: "transactionStatement";
  children: TransactionStatementCstChildren;
}

export type TransactionStatementCstChildren = {
  K_START?: IToken[];
  K_TRANSACTION?: IToken[];
  restOfStatement?: (RestOfStatementCstNode)[];
  K_COMMIT?: IToken[];
  K_ROLLBACK?: IToken[];
  K_WORK?: IToken[];
  K_TO?: IToken[];
  K_SAVEPOINT?: (IToken)[];
  identifier?: (IdentifierCstNode)[];
  K_RELEASE?: IToken[];
};

export interface PreparedStatementCstNode extends CstNode {
  name: "preparedStatement";
  children: PreparedStatementCstChildren;
}

export type PreparedStatementCstChildren = {
  K_PREPARE?: (IToken)[];
  identifier?: (IdentifierCstNode)[];
  K_FROM?: IToken[];
  expression?: (ExpressionCstNode)[];
  K_EXECUTE?: IToken[];
  K_IMMEDIATE?: IToken[];
  K_USING?: IToken[];
  using?: ExpressionCstNode[];
  Comma?: IToken[];
  K_DEALLOCATE?: IToken[];
  K_DROP?: IToken[];
};

export interface DefinitionStatementCstNode extends CstNode {
  name: "definitionStatement";
  children: DefinitionStatementCstChildren;
}

export type DefinitionStatementCstChildren = {
  createStatement?: CreateStatementCstNode[];
  alterStatement?: AlterStatementCstNode[];
  dropStatement?: DropStatementCstNode[];
  renameStatement?: RenameStatementCstNode[];
  truncateStatement?: TruncateStatementCstNode[];
  foreignDefinition?: ForeignDefinitionCstNode[];
};

export interface ForeignDefinitionCstNode extends CstNode {
  name: "foreignDefinition";
  children: ForeignDefinitionCstChildren;
}

export type ForeignDefinitionCstChildren = {
  K_CREATE?: IToken[];
  K_ALTER?: IToken[];
  K_DROP?: IToken[];
  K_RENAME?: IToken[];
  restOfStatement: RestOfStatementCstNode[];
};

export interface TruncateStatementCstNode extends CstNode {
  name: "truncateStatement";
  children: TruncateStatementCstChildren;
}

export type TruncateStatementCstChildren = {
  K_TRUNCATE: IToken[];
  K_TABLE?: IToken[];
  qualifiedName: QualifiedNameCstNode[];
};

export interface CommandStatementCstNode extends CstNode {
  name: "commandStatement";
  children: CommandStatementCstChildren;
}

export type CommandStatementCstChildren = {
  CommandWord: IToken[];
  restOfStatement: RestOfStatementCstNode[];
};

export interface StatementSlotCstNode extends CstNode {
  name: "statementSlot";
  children: StatementSlotCstChildren;
}

export type StatementSlotCstChildren = {
  programStatement: ProgramStatementCstNode[];
  Semicolon: IToken[];
};

export interface DeclarationSlotCstNode extends CstNode {
  name: "declarationSlot";
  children: DeclarationSlotCstChildren;
}

export type DeclarationSlotCstChildren = {
  unitDeclaration: UnitDeclarationCstNode[];
  Semicolon: IToken[];
};

export interface DeclarationListCstNode extends CstNode {
  name: "declarationList";
  children: DeclarationListCstChildren;
}

export type DeclarationListCstChildren = {
  declarationSlot?: DeclarationSlotCstNode[];
};

export interface BlockListCstNode extends CstNode {
  name: "blockList";
  children: BlockListCstChildren;
}

export type BlockListCstChildren = {
  statementSlot?: StatementSlotCstNode[];
};

export interface IfListCstNode extends CstNode {
  name: "ifList";
  children: IfListCstChildren;
}

export type IfListCstChildren = {
  statementSlot?: StatementSlotCstNode[];
};

export interface CaseListCstNode extends CstNode {
  name: "caseList";
  children: CaseListCstChildren;
}

export type CaseListCstChildren = {
  statementSlot?: StatementSlotCstNode[];
};

export interface RepeatListCstNode extends CstNode {
  name: "repeatList";
  children: RepeatListCstChildren;
}

export type RepeatListCstChildren = {
  statementSlot?: StatementSlotCstNode[];
};

export interface ProgramStatementCstNode extends CstNode {
  name: "programStatement";
  children: ProgramStatementCstChildren;
}

export type ProgramStatementCstChildren = {
  label?: LabelCstNode[];
  labelMark?: LabelMarkCstNode[];
  nameStatement?: NameStatementCstNode[];
  plsqlStatement?: PlsqlStatementCstNode[];
  changeWithTables?: ChangeWithTablesCstNode[];
  query?: QueryCstNode[];
  setStatement?: SetStatementCstNode[];
  ifStatement?: IfStatementCstNode[];
  declaration?: DeclarationCstNode[];
  insertStatement?: InsertStatementCstNode[];
  updateStatement?: UpdateStatementCstNode[];
  deleteStatement?: DeleteStatementCstNode[];
  block?: BlockCstNode[];
  cursorStatement?: CursorStatementCstNode[];
  callStatement?: CallStatementCstNode[];
  jumpStatement?: JumpStatementCstNode[];
  returnStatement?: ReturnStatementCstNode[];
  loopStatement?: LoopStatementCstNode[];
  whileStatement?: WhileStatementCstNode[];
  repeatStatement?: RepeatStatementCstNode[];
  forStatement?: ForStatementCstNode[];
  caseStatement?: CaseStatementCstNode[];
  signalStatement?: SignalStatementCstNode[];
  diagnosticsStatement?: DiagnosticsStatementCstNode[];
  transactionStatement?: TransactionStatementCstNode[];
  preparedStatement?: PreparedStatementCstNode[];
  definitionStatement?: DefinitionStatementCstNode[];
  doStatement?: DoStatementCstNode[];
  loadStatement?: LoadStatementCstNode[];
  commandStatement?: CommandStatementCstNode[];
};

export interface LabelCstNode extends CstNode {
  name: "label";
  children: LabelCstChildren;
}

export type LabelCstChildren = {
  identifier: IdentifierCstNode[];
  Colon: IToken[];
};

export interface BlockCstNode extends CstNode {
  name: "block";
  children: BlockCstChildren;
}

export type BlockCstChildren = {
  K_DECLARE?: IToken[];
  declarationList?: DeclarationListCstNode[];
  K_BEGIN: IToken[];
  K_NOT?: IToken[];
  K_ATOMIC?: IToken[];
  blockList: BlockListCstNode[];
  K_EXCEPTION?: IToken[];
  exceptionBranch?: ExceptionBranchCstNode[];
  K_END?: IToken[];
  identifier?: IdentifierCstNode[];
};

export interface DeclarationCstNode extends CstNode {
  name: "declaration";
  children: DeclarationCstChildren;
}

export type DeclarationCstChildren = {
  K_DECLARE: IToken[];
  handler?: HandlerCstNode[];
  conditionDeclaration?: ConditionDeclarationCstNode[];
  cursorDeclaration?: CursorDeclarationCstNode[];
  variableDeclaration?: VariableDeclarationCstNode[];
};

export interface VariableDeclarationCstNode extends CstNode {
  name: "variableDeclaration";
  children: VariableDeclarationCstChildren;
}

export type VariableDeclarationCstChildren = {
  identifier: IdentifierCstNode[];
  Comma?: IToken[];
  declaredType: DeclaredTypeCstNode[];
  K_DEFAULT?: IToken[];
  Assign?: IToken[];
  expression?: ExpressionCstNode[];
};

export interface DeclaredTypeCstNode extends CstNode {
  name: "declaredType";
  children: DeclaredTypeCstChildren;
}

export type DeclaredTypeCstChildren = {
  percentType?: PercentTypeCstNode[];
  K_TYPE?: (IToken)[];
  K_OF?: (IToken)[];
  columnPath?: (ColumnPathCstNode)[];
  K_ROW?: (IToken)[];
  LeftParen?: IToken[];
  typedName?: TypedNameCstNode[];
  Comma?: IToken[];
  RightParen?: IToken[];
  dataType?: DataTypeCstNode[];
};

export interface TypedNameCstNode extends CstNode {
  name: "typedName";
  children: TypedNameCstChildren;
}

export type TypedNameCstChildren = {
  identifier: IdentifierCstNode[];
  declaredType: DeclaredTypeCstNode[];
};

export interface ConditionDeclarationCstNode extends CstNode {
  name: "conditionDeclaration";
  children: ConditionDeclarationCstChildren;
}

export type ConditionDeclarationCstChildren = {
  identifier: IdentifierCstNode[];
  K_CONDITION: IToken[];
  K_FOR: IToken[];
  condition: ConditionCstNode[];
};

export interface CursorDeclarationCstNode extends CstNode {
  name: "cursorDeclaration";
  children: CursorDeclarationCstChildren;
}

export type CursorDeclarationCstChildren = {
  identifier: (IdentifierCstNode)[];
  K_CURSOR: IToken[];
  LeftParen?: IToken[];
  K_IN?: IToken[];
  typedName?: TypedNameCstNode[];
  Comma?: IToken[];
  RightParen?: IToken[];
  K_FOR: IToken[];
  query?: QueryCstNode[];
};

export interface HandlerCstNode extends CstNode {
  name: "handler";
  children: HandlerCstChildren;
}

export type HandlerCstChildren = {
  K_CONTINUE?: IToken[];
  K_EXIT?: IToken[];
  K_UNDO?: IToken[];
  K_HANDLER: IToken[];
  K_FOR: IToken[];
  condition: ConditionCstNode[];
  Comma?: IToken[];
  programStatement: ProgramStatementCstNode[];
};

export interface IfStatementCstNode extends CstNode {
  name: "ifStatement";
  children: IfStatementCstChildren;
}

export type IfStatementCstChildren = {
  K_IF: (IToken)[];
  ifBranch: (IfBranchCstNode)[];
  K_ELSEIF?: IToken[];
  K_ELSIF?: IToken[];
  elseBranch?: ElseBranchCstNode[];
  K_END?: IToken[];
};

export interface IfBranchCstNode extends CstNode {
  name: "ifBranch";
  children: IfBranchCstChildren;
}

export type IfBranchCstChildren = {
  expression: ExpressionCstNode[];
  K_THEN: IToken[];
  ifList: IfListCstNode[];
};

export interface ElseBranchCstNode extends CstNode {
  name: "elseBranch";
  children: ElseBranchCstChildren;
}

export type ElseBranchCstChildren = {
  K_ELSE: IToken[];
  blockList: BlockListCstNode[];
};

export interface CaseStatementCstNode extends CstNode {
  name: "caseStatement";
  children: CaseStatementCstChildren;
}

export type CaseStatementCstChildren = {
  K_CASE: (IToken)[];
  expression?: ExpressionCstNode[];
  whenBranch: WhenBranchCstNode[];
  elseBranch?: ElseBranchCstNode[];
  K_END?: IToken[];
};

export interface WhenBranchCstNode extends CstNode {
  name: "whenBranch";
  children: WhenBranchCstChildren;
}

export type WhenBranchCstChildren = {
  K_WHEN: IToken[];
  expression: ExpressionCstNode[];
  K_THEN: IToken[];
  caseList: CaseListCstNode[];
};

export interface LoopStatementCstNode extends CstNode {
  name: "loopStatement";
  children: LoopStatementCstChildren;
}

export type LoopStatementCstChildren = {
  K_LOOP: (IToken)[];
  blockList: BlockListCstNode[];
  K_END?: IToken[];
  identifier?: IdentifierCstNode[];
};

export interface WhileStatementCstNode extends CstNode {
  name: "whileStatement";
  children: WhileStatementCstChildren;
}

export type WhileStatementCstChildren = {
  K_WHILE: (IToken)[];
  expression: ExpressionCstNode[];
  K_DO?: IToken[];
  blockList?: BlockListCstNode[];
  K_END?: IToken[];
  identifier?: IdentifierCstNode[];
  loopStatement?: LoopStatementCstNode[];
};

export interface RepeatStatementCstNode extends CstNode {
  name: "repeatStatement";
  children: RepeatStatementCstChildren;
}

export type RepeatStatementCstChildren = {
  K_REPEAT: (IToken)[];
  repeatList: RepeatListCstNode[];
  K_UNTIL?: IToken[];
  expression?: ExpressionCstNode[];
  K_END?: IToken[];
  identifier?: IdentifierCstNode[];
};

export interface ForStatementCstNode extends CstNode {
  name: "forStatement";
  children: ForStatementCstChildren;
}

export type ForStatementCstChildren = {
  K_FOR: (IToken)[];
  identifier: (IdentifierCstNode)[];
  K_IN: IToken[];
  forRange?: ForRangeCstNode[];
  LeftParen?: IToken[];
  query?: QueryCstNode[];
  RightParen?: IToken[];
  plainArguments?: PlainArgumentsCstNode[];
  K_DO?: IToken[];
  blockList?: BlockListCstNode[];
  K_END?: IToken[];
  loopStatement?: LoopStatementCstNode[];
};

export interface ForRangeCstNode extends CstNode {
  name: "forRange";
  children: ForRangeCstChildren;
}

export type ForRangeCstChildren = {
  K_REVERSE?: IToken[];
  expression: (ExpressionCstNode)[];
  DotDot: IToken[];
};

export interface LabelMarkCstNode extends CstNode {
  name: "labelMark";
  children: LabelMarkCstChildren;
}

export type LabelMarkCstChildren = {
  ShiftLeft: IToken[];
  identifier: IdentifierCstNode[];
  ShiftRight: IToken[];
};

export interface NameStatementCstNode extends CstNode {
  name: "nameStatement";
  children: NameStatementCstChildren;
}

export type NameStatementCstChildren = {
  columnPath: ColumnPathCstNode[];
  Assign?: IToken[];
  expression?: ExpressionCstNode[];
  plainArguments?: PlainArgumentsCstNode[];
};

export interface PlsqlStatementCstNode extends CstNode {
  name: "plsqlStatement";
  children: PlsqlStatementCstChildren;
}

export type PlsqlStatementCstChildren = {
  K_NULL?: IToken[];
  K_EXIT?: IToken[];
  K_CONTINUE?: IToken[];
  identifier?: (IdentifierCstNode)[];
  K_WHEN?: IToken[];
  expression?: ExpressionCstNode[];
  K_RAISE?: IToken[];
};

export interface ExceptionBranchCstNode extends CstNode {
  name: "exceptionBranch";
  children: ExceptionBranchCstChildren;
}

export type ExceptionBranchCstChildren = {
  K_WHEN: IToken[];
  condition: ConditionCstNode[];
  K_OR?: IToken[];
  K_THEN: IToken[];
  caseList: CaseListCstNode[];
};

export interface PercentTypeCstNode extends CstNode {
  name: "percentType";
  children: PercentTypeCstChildren;
}

export type PercentTypeCstChildren = {
  columnPath: ColumnPathCstNode[];
  Percent: IToken[];
  K_TYPE?: IToken[];
  K_ROWTYPE?: IToken[];
};

export interface UnitDeclarationCstNode extends CstNode {
  name: "unitDeclaration";
  children: UnitDeclarationCstChildren;
}

export type UnitDeclarationCstChildren = {
  declaration?: DeclarationCstNode[];
  member?: MemberCstNode[];
  cursorBefore?: CursorBeforeCstNode[];
  exceptionDeclaration?: ExceptionDeclarationCstNode[];
  variableDeclaration?: VariableDeclarationCstNode[];
};

export interface ExceptionDeclarationCstNode extends CstNode {
  name: "exceptionDeclaration";
  children: ExceptionDeclarationCstChildren;
}

export type ExceptionDeclarationCstChildren = {
  identifier: IdentifierCstNode[];
  K_EXCEPTION: IToken[];
};

export interface CursorBeforeCstNode extends CstNode {
  name: "cursorBefore";
  children: CursorBeforeCstChildren;
}

export type CursorBeforeCstChildren = {
  K_CURSOR: IToken[];
  identifier: IdentifierCstNode[];
  LeftParen?: IToken[];
  parameterName?: IdentifierCstNode[];
  K_IN?: IToken[];
  declaredType?: DeclaredTypeCstNode[];
  Comma?: IToken[];
  RightParen?: IToken[];
  K_IS: IToken[];
  query: QueryCstNode[];
};

export interface MemberCstNode extends CstNode {
  name: "member";
  children: MemberCstChildren;
}

export type MemberCstChildren = {
  plsqlRoutine?: PlsqlRoutineCstNode[];
  routine?: RoutineCstNode[];
  programStatement?: ProgramStatementCstNode[];
};

export interface PlsqlRoutineCstNode extends CstNode {
  name: "plsqlRoutine";
  children: PlsqlRoutineCstChildren;
}

export type PlsqlRoutineCstChildren = {
  K_PROCEDURE?: IToken[];
  K_FUNCTION?: IToken[];
  ifNotExists?: IfNotExistsCstNode[];
  qualifiedName: QualifiedNameCstNode[];
  LeftParen?: IToken[];
  plsqlParameter?: PlsqlParameterCstNode[];
  Comma?: IToken[];
  RightParen?: IToken[];
  K_RETURN?: IToken[];
  declaredType?: DeclaredTypeCstNode[];
  characteristic?: CharacteristicCstNode[];
  K_AS?: IToken[];
  K_IS?: IToken[];
  plsqlBody?: PlsqlBodyCstNode[];
};

export interface PlsqlParameterCstNode extends CstNode {
  name: "plsqlParameter";
  children: PlsqlParameterCstChildren;
}

export type PlsqlParameterCstChildren = {
  identifier: IdentifierCstNode[];
  K_IN?: IToken[];
  K_OUT?: IToken[];
  K_INOUT?: IToken[];
  declaredType: DeclaredTypeCstNode[];
  K_DEFAULT?: IToken[];
  Assign?: IToken[];
  expression?: ExpressionCstNode[];
};

export interface PlsqlBodyCstNode extends CstNode {
  name: "plsqlBody";
  children: PlsqlBodyCstChildren;
}

export type PlsqlBodyCstChildren = {
  declarationList: DeclarationListCstNode[];
  block: BlockCstNode[];
};

export interface PackageUnitCstNode extends CstNode {
  name: "packageUnit";
  children: PackageUnitCstChildren;
}

export type PackageUnitCstChildren = {
  K_PACKAGE: IToken[];
  K_BODY?: IToken[];
  ifNotExists?: IfNotExistsCstNode[];
  qualifiedName: QualifiedNameCstNode[];
  characteristic?: CharacteristicCstNode[];
  K_AS?: IToken[];
  K_IS?: IToken[];
  declarationList: DeclarationListCstNode[];
  block?: BlockCstNode[];
  K_END?: IToken[];
  identifier?: IdentifierCstNode[];
};

export interface ProgramCstNode extends CstNode {
  name: "program";
  children: ProgramCstChildren;
}

export type ProgramCstChildren = {
  K_CREATE: IToken[];
  K_OR?: IToken[];
  K_REPLACE?: IToken[];
  objectPrefix?: ObjectPrefixCstNode[];
  K_AGGREGATE?: IToken[];
  plsqlRoutine?: PlsqlRoutineCstNode[];
  packageUnit?: PackageUnitCstNode[];
  routine?: RoutineCstNode[];
  trigger?: TriggerCstNode[];
  event?: EventCstNode[];
  statementSlot?: StatementSlotCstNode[];
  Semicolon?: IToken[];
  restOfProgram: RestOfProgramCstNode[];
};

export interface RestOfProgramCstNode extends CstNode {
  name: "restOfProgram";
  children: RestOfProgramCstChildren;
}

export type RestOfProgramCstChildren = {
  
};

export interface RoutineCstNode extends CstNode {
  name: "routine";
  children: RoutineCstChildren;
}

export type RoutineCstChildren = {
  K_PROCEDURE?: IToken[];
  K_FUNCTION?: IToken[];
  ifNotExists?: IfNotExistsCstNode[];
  qualifiedName: QualifiedNameCstNode[];
  LeftParen: IToken[];
  parameter?: ParameterCstNode[];
  Comma?: IToken[];
  RightParen: IToken[];
  K_RETURNS?: IToken[];
  declaredType?: DeclaredTypeCstNode[];
  characteristic?: CharacteristicCstNode[];
};

export interface ParameterCstNode extends CstNode {
  name: "parameter";
  children: ParameterCstChildren;
}

export type ParameterCstChildren = {
  K_IN?: IToken[];
  K_OUT?: IToken[];
  K_INOUT?: IToken[];
  typedName: TypedNameCstNode[];
  K_DEFAULT?: IToken[];
  Assign?: IToken[];
  expression?: ExpressionCstNode[];
};

export interface CharacteristicCstNode extends CstNode {
  name: "characteristic";
  children: CharacteristicCstChildren;
}

export type CharacteristicCstChildren = {
  K_COMMENT?: IToken[];
  stringLiteral?: StringLiteralCstNode[];
  K_LANGUAGE?: IToken[];
  K_SQL?: (IToken)[];
  AnyName?: IToken[];
  K_NOT?: IToken[];
  K_DETERMINISTIC?: IToken[];
  K_CONTAINS?: IToken[];
  K_NO?: IToken[];
  K_READS?: IToken[];
  K_MODIFIES?: IToken[];
  K_DATA?: IToken[];
  sqlSecurity?: SqlSecurityCstNode[];
};

export interface TriggerCstNode extends CstNode {
  name: "trigger";
  children: TriggerCstChildren;
}

export type TriggerCstChildren = {
  triggerHead: TriggerHeadCstNode[];
  K_FOR?: IToken[];
  K_EACH?: IToken[];
  K_ROW?: IToken[];
  K_FOLLOWS?: IToken[];
  K_PRECEDES?: IToken[];
  identifier?: IdentifierCstNode[];
};

export interface EventCstNode extends CstNode {
  name: "event";
  children: EventCstChildren;
}

export type EventCstChildren = {
  K_EVENT: IToken[];
  ifNotExists?: IfNotExistsCstNode[];
  qualifiedName: QualifiedNameCstNode[];
  K_ON: IToken[];
  K_SCHEDULE: IToken[];
  K_AT?: IToken[];
  at?: ExpressionCstNode[];
  K_EVERY?: IToken[];
  every?: ExpressionCstNode[];
  unit?: IToken[];
  K_STARTS?: IToken[];
  starts?: ExpressionCstNode[];
  K_ENDS?: IToken[];
  ends?: ExpressionCstNode[];
  eventOption?: EventOptionCstNode[];
  K_DO: IToken[];
};

export interface EventOptionCstNode extends CstNode {
  name: "eventOption";
  children: EventOptionCstChildren;
}

export type EventOptionCstChildren = {
  K_ON?: (IToken)[];
  K_COMPLETION?: IToken[];
  K_NOT?: IToken[];
  K_PRESERVE?: IToken[];
  K_ENABLE?: IToken[];
  K_DISABLE?: IToken[];
  K_SLAVE?: IToken[];
  K_REPLICA?: IToken[];
  K_COMMENT?: IToken[];
  stringLiteral?: StringLiteralCstNode[];
};

export interface ICstNodeVisitor<IN, OUT> extends ICstVisitor<IN, OUT> {
  identifier(children: IdentifierCstChildren, param?: IN): OUT;
  qualifiedName(children: QualifiedNameCstChildren, param?: IN): OUT;
  identifierList(children: IdentifierListCstChildren, param?: IN): OUT;
  nameOrText(children: NameOrTextCstChildren, param?: IN): OUT;
  stringLiteral(children: StringLiteralCstChildren, param?: IN): OUT;
  signedInteger(children: SignedIntegerCstChildren, param?: IN): OUT;
  userVariable(children: UserVariableCstChildren, param?: IN): OUT;
  systemVariable(children: SystemVariableCstChildren, param?: IN): OUT;
  account(children: AccountCstChildren, param?: IN): OUT;
  dataType(children: DataTypeCstChildren, param?: IN): OUT;
  castType(children: CastTypeCstChildren, param?: IN): OUT;
  typeName(children: TypeNameCstChildren, param?: IN): OUT;
  characterWords(children: CharacterWordsCstChildren, param?: IN): OUT;
  longWords(children: LongWordsCstChildren, param?: IN): OUT;
  nationalWords(children: NationalWordsCstChildren, param?: IN): OUT;
  integerWord(children: IntegerWordCstChildren, param?: IN): OUT;
  typeArguments(children: TypeArgumentsCstChildren, param?: IN): OUT;
  typeArgument(children: TypeArgumentCstChildren, param?: IN): OUT;
  typeAttribute(children: TypeAttributeCstChildren, param?: IN): OUT;
  charsetClause(children: CharsetClauseCstChildren, param?: IN): OUT;
  charsetWordClause(children: CharsetWordClauseCstChildren, param?: IN): OUT;
  collateClause(children: CollateClauseCstChildren, param?: IN): OUT;
  callArguments(children: CallArgumentsCstChildren, param?: IN): OUT;
  callClause(children: CallClauseCstChildren, param?: IN): OUT;
  jsonAction(children: JsonActionCstChildren, param?: IN): OUT;
  callTail(children: CallTailCstChildren, param?: IN): OUT;
  windowSpec(children: WindowSpecCstChildren, param?: IN): OUT;
  windowFrame(children: WindowFrameCstChildren, param?: IN): OUT;
  frameBound(children: FrameBoundCstChildren, param?: IN): OUT;
  orderBy(children: OrderByCstChildren, param?: IN): OUT;
  orderItem(children: OrderItemCstChildren, param?: IN): OUT;
  limit(children: LimitCstChildren, param?: IN): OUT;
  expression(children: ExpressionCstChildren, param?: IN): OUT;
  prefixedOperand(children: PrefixedOperandCstChildren, param?: IN): OUT;
  operatorPart(children: OperatorPartCstChildren, param?: IN): OUT;
  inSuffix(children: InSuffixCstChildren, param?: IN): OUT;
  isSuffix(children: IsSuffixCstChildren, param?: IN): OUT;
  memberSuffix(children: MemberSuffixCstChildren, param?: IN): OUT;
  operand(children: OperandCstChildren, param?: IN): OUT;
  literal(children: LiteralCstChildren, param?: IN): OUT;
  parenthesised(children: ParenthesisedCstChildren, param?: IN): OUT;
  nameOperand(children: NameOperandCstChildren, param?: IN): OUT;
  temporalLiteral(children: TemporalLiteralCstChildren, param?: IN): OUT;
  columnOrCall(children: ColumnOrCallCstChildren, param?: IN): OUT;
  reservedCall(children: ReservedCallCstChildren, param?: IN): OUT;
  valueWord(children: ValueWordCstChildren, param?: IN): OUT;
  caseExpression(children: CaseExpressionCstChildren, param?: IN): OUT;
  existsExpression(children: ExistsExpressionCstChildren, param?: IN): OUT;
  rowExpression(children: RowExpressionCstChildren, param?: IN): OUT;
  anyQuantified(children: AnyQuantifiedCstChildren, param?: IN): OUT;
  allQuantified(children: AllQuantifiedCstChildren, param?: IN): OUT;
  intervalExpression(children: IntervalExpressionCstChildren, param?: IN): OUT;
  intervalUnit(children: IntervalUnitCstChildren, param?: IN): OUT;
  matchExpression(children: MatchExpressionCstChildren, param?: IN): OUT;
  castCall(children: CastCallCstChildren, param?: IN): OUT;
  convertCall(children: ConvertCallCstChildren, param?: IN): OUT;
  defaultOperand(children: DefaultOperandCstChildren, param?: IN): OUT;
  sequenceCall(children: SequenceCallCstChildren, param?: IN): OUT;
  odbcExpression(children: OdbcExpressionCstChildren, param?: IN): OUT;
  expressionList(children: ExpressionListCstChildren, param?: IN): OUT;
  query(children: QueryCstChildren, param?: IN): OUT;
  setOperator(children: SetOperatorCstChildren, param?: IN): OUT;
  queryTerm(children: QueryTermCstChildren, param?: IN): OUT;
  valuesTerm(children: ValuesTermCstChildren, param?: IN): OUT;
  withClause(children: WithClauseCstChildren, param?: IN): OUT;
  commonTable(children: CommonTableCstChildren, param?: IN): OUT;
  selectCore(children: SelectCoreCstChildren, param?: IN): OUT;
  selectItem(children: SelectItemCstChildren, param?: IN): OUT;
  alias(children: AliasCstChildren, param?: IN): OUT;
  groupBy(children: GroupByCstChildren, param?: IN): OUT;
  windowClause(children: WindowClauseCstChildren, param?: IN): OUT;
  namedWindow(children: NamedWindowCstChildren, param?: IN): OUT;
  procedureClause(children: ProcedureClauseCstChildren, param?: IN): OUT;
  tableReferences(children: TableReferencesCstChildren, param?: IN): OUT;
  tableReference(children: TableReferenceCstChildren, param?: IN): OUT;
  joinOperator(children: JoinOperatorCstChildren, param?: IN): OUT;
  tableFactor(children: TableFactorCstChildren, param?: IN): OUT;
  derivedTable(children: DerivedTableCstChildren, param?: IN): OUT;
  namedTable(children: NamedTableCstChildren, param?: IN): OUT;
  systemTime(children: SystemTimeCstChildren, param?: IN): OUT;
  indexHint(children: IndexHintCstChildren, param?: IN): OUT;
  jsonTable(children: JsonTableCstChildren, param?: IN): OUT;
  jsonColumns(children: JsonColumnsCstChildren, param?: IN): OUT;
  jsonColumn(children: JsonColumnCstChildren, param?: IN): OUT;
  offsetFetch(children: OffsetFetchCstChildren, param?: IN): OUT;
  fetchClause(children: FetchClauseCstChildren, param?: IN): OUT;
  queryTail(children: QueryTailCstChildren, param?: IN): OUT;
  lockClause(children: LockClauseCstChildren, param?: IN): OUT;
  intoClause(children: IntoClauseCstChildren, param?: IN): OUT;
  fileOption(children: FileOptionCstChildren, param?: IN): OUT;
  columnDefinition(children: ColumnDefinitionCstChildren, param?: IN): OUT;
  columnBody(children: ColumnBodyCstChildren, param?: IN): OUT;
  columnAttribute(children: ColumnAttributeCstChildren, param?: IN): OUT;
  notAttribute(children: NotAttributeCstChildren, param?: IN): OUT;
  defaultClause(children: DefaultClauseCstChildren, param?: IN): OUT;
  columnDefault(children: ColumnDefaultCstChildren, param?: IN): OUT;
  onUpdateClause(children: OnUpdateClauseCstChildren, param?: IN): OUT;
  keyAttribute(children: KeyAttributeCstChildren, param?: IN): OUT;
  generatedClause(children: GeneratedClauseCstChildren, param?: IN): OUT;
  checkClause(children: CheckClauseCstChildren, param?: IN): OUT;
  referencesClause(children: ReferencesClauseCstChildren, param?: IN): OUT;
  referenceAction(children: ReferenceActionCstChildren, param?: IN): OUT;
  withSystemVersioning(children: WithSystemVersioningCstChildren, param?: IN): OUT;
  wordAttribute(children: WordAttributeCstChildren, param?: IN): OUT;
  optionValue(children: OptionValueCstChildren, param?: IN): OUT;
  optionList(children: OptionListCstChildren, param?: IN): OUT;
  keyParts(children: KeyPartsCstChildren, param?: IN): OUT;
  keyPart(children: KeyPartCstChildren, param?: IN): OUT;
  keyDefinition(children: KeyDefinitionCstChildren, param?: IN): OUT;
  constraintName(children: ConstraintNameCstChildren, param?: IN): OUT;
  keyWord(children: KeyWordCstChildren, param?: IN): OUT;
  keyTail(children: KeyTailCstChildren, param?: IN): OUT;
  indexType(children: IndexTypeCstChildren, param?: IN): OUT;
  indexOption(children: IndexOptionCstChildren, param?: IN): OUT;
  checkDefinition(children: CheckDefinitionCstChildren, param?: IN): OUT;
  ifNotExists(children: IfNotExistsCstChildren, param?: IN): OUT;
  ifExists(children: IfExistsCstChildren, param?: IN): OUT;
  partitionClause(children: PartitionClauseCstChildren, param?: IN): OUT;
  partitionMethod(children: PartitionMethodCstChildren, param?: IN): OUT;
  keyMethod(children: KeyMethodCstChildren, param?: IN): OUT;
  systemTimeOption(children: SystemTimeOptionCstChildren, param?: IN): OUT;
  partitionKeys(children: PartitionKeysCstChildren, param?: IN): OUT;
  subpartitionClause(children: SubpartitionClauseCstChildren, param?: IN): OUT;
  partitionList(children: PartitionListCstChildren, param?: IN): OUT;
  partitionDefinition(children: PartitionDefinitionCstChildren, param?: IN): OUT;
  partitionName(children: PartitionNameCstChildren, param?: IN): OUT;
  subpartitionDefinition(children: SubpartitionDefinitionCstChildren, param?: IN): OUT;
  partitionBound(children: PartitionBoundCstChildren, param?: IN): OUT;
  boundValues(children: BoundValuesCstChildren, param?: IN): OUT;
  boundValue(children: BoundValueCstChildren, param?: IN): OUT;
  partitionOption(children: PartitionOptionCstChildren, param?: IN): OUT;
  createTableTail(children: CreateTableTailCstChildren, param?: IN): OUT;
  likeClause(children: LikeClauseCstChildren, param?: IN): OUT;
  tableElements(children: TableElementsCstChildren, param?: IN): OUT;
  tableElement(children: TableElementCstChildren, param?: IN): OUT;
  namedElement(children: NamedElementCstChildren, param?: IN): OUT;
  tableTail(children: TableTailCstChildren, param?: IN): OUT;
  tableOptions(children: TableOptionsCstChildren, param?: IN): OUT;
  tableOption(children: TableOptionCstChildren, param?: IN): OUT;
  namedOption(children: NamedOptionCstChildren, param?: IN): OUT;
  objectPrefix(children: ObjectPrefixCstChildren, param?: IN): OUT;
  sqlSecurity(children: SqlSecurityCstChildren, param?: IN): OUT;
  viewTail(children: ViewTailCstChildren, param?: IN): OUT;
  checkOption(children: CheckOptionCstChildren, param?: IN): OUT;
  sequenceTail(children: SequenceTailCstChildren, param?: IN): OUT;
  sequenceOption(children: SequenceOptionCstChildren, param?: IN): OUT;
  sequenceOptionValue(children: SequenceOptionValueCstChildren, param?: IN): OUT;
  sequenceType(children: SequenceTypeCstChildren, param?: IN): OUT;
  alterTableTail(children: AlterTableTailCstChildren, param?: IN): OUT;
  alterAction(children: AlterActionCstChildren, param?: IN): OUT;
  addAction(children: AddActionCstChildren, param?: IN): OUT;
  dropAction(children: DropActionCstChildren, param?: IN): OUT;
  droppedName(children: DroppedNameCstChildren, param?: IN): OUT;
  changeAction(children: ChangeActionCstChildren, param?: IN): OUT;
  modifyAction(children: ModifyActionCstChildren, param?: IN): OUT;
  alterColumnAction(children: AlterColumnActionCstChildren, param?: IN): OUT;
  switchWord(children: SwitchWordCstChildren, param?: IN): OUT;
  renameAction(children: RenameActionCstChildren, param?: IN): OUT;
  convertAction(children: ConvertActionCstChildren, param?: IN): OUT;
  orderAction(children: OrderActionCstChildren, param?: IN): OUT;
  lockAction(children: LockActionCstChildren, param?: IN): OUT;
  keysAction(children: KeysActionCstChildren, param?: IN): OUT;
  maintenanceAction(children: MaintenanceActionCstChildren, param?: IN): OUT;
  partitionAction(children: PartitionActionCstChildren, param?: IN): OUT;
  partitionNames(children: PartitionNamesCstChildren, param?: IN): OUT;
  binlogWord(children: BinlogWordCstChildren, param?: IN): OUT;
  programHead(children: ProgramHeadCstChildren, param?: IN): OUT;
  triggerHead(children: TriggerHeadCstChildren, param?: IN): OUT;
  triggerEvent(children: TriggerEventCstChildren, param?: IN): OUT;
  statement(children: StatementCstChildren, param?: IN): OUT;
  createStatement(children: CreateStatementCstChildren, param?: IN): OUT;
  createIndexTail(children: CreateIndexTailCstChildren, param?: IN): OUT;
  alterStatement(children: AlterStatementCstChildren, param?: IN): OUT;
  dropStatement(children: DropStatementCstChildren, param?: IN): OUT;
  dropOwner(children: DropOwnerCstChildren, param?: IN): OUT;
  renameStatement(children: RenameStatementCstChildren, param?: IN): OUT;
  renamePair(children: RenamePairCstChildren, param?: IN): OUT;
  insertStatement(children: InsertStatementCstChildren, param?: IN): OUT;
  changeModifier(children: ChangeModifierCstChildren, param?: IN): OUT;
  insertColumns(children: InsertColumnsCstChildren, param?: IN): OUT;
  columnPath(children: ColumnPathCstChildren, param?: IN): OUT;
  insertRows(children: InsertRowsCstChildren, param?: IN): OUT;
  insertRow(children: InsertRowCstChildren, param?: IN): OUT;
  setItems(children: SetItemsCstChildren, param?: IN): OUT;
  setItem(children: SetItemCstChildren, param?: IN): OUT;
  newRow(children: NewRowCstChildren, param?: IN): OUT;
  onDuplicateKey(children: OnDuplicateKeyCstChildren, param?: IN): OUT;
  returningClause(children: ReturningClauseCstChildren, param?: IN): OUT;
  updateStatement(children: UpdateStatementCstChildren, param?: IN): OUT;
  deleteStatement(children: DeleteStatementCstChildren, param?: IN): OUT;
  deleteTargets(children: DeleteTargetsCstChildren, param?: IN): OUT;
  deleteTarget(children: DeleteTargetCstChildren, param?: IN): OUT;
  changeTail(children: ChangeTailCstChildren, param?: IN): OUT;
  changeWithTables(children: ChangeWithTablesCstChildren, param?: IN): OUT;
  loadStatement(children: LoadStatementCstChildren, param?: IN): OUT;
  restOfStatement(children: RestOfStatementCstChildren, param?: IN): OUT;
  setStatement(children: SetStatementCstChildren, param?: IN): OUT;
  settingClause(children: SettingClauseCstChildren, param?: IN): OUT;
  assignment(children: AssignmentCstChildren, param?: IN): OUT;
  target(children: TargetCstChildren, param?: IN): OUT;
  callStatement(children: CallStatementCstChildren, param?: IN): OUT;
  plainArguments(children: PlainArgumentsCstChildren, param?: IN): OUT;
  doStatement(children: DoStatementCstChildren, param?: IN): OUT;
  jumpStatement(children: JumpStatementCstChildren, param?: IN): OUT;
  returnStatement(children: ReturnStatementCstChildren, param?: IN): OUT;
  cursorStatement(children: CursorStatementCstChildren, param?: IN): OUT;
  fetchTail(children: FetchTailCstChildren, param?: IN): OUT;
  groupRow(children: GroupRowCstChildren, param?: IN): OUT;
  signalStatement(children: SignalStatementCstChildren, param?: IN): OUT;
  signalItem(children: SignalItemCstChildren, param?: IN): OUT;
  condition(children: ConditionCstChildren, param?: IN): OUT;
  diagnosticsStatement(children: DiagnosticsStatementCstChildren, param?: IN): OUT;
  diagnosticsItem(children: DiagnosticsItemCstChildren, param?: IN): OUT;
  transactionStatement(children: TransactionStatementCstChildren, param?: IN): OUT;
  preparedStatement(children: PreparedStatementCstChildren, param?: IN): OUT;
  definitionStatement(children: DefinitionStatementCstChildren, param?: IN): OUT;
  foreignDefinition(children: ForeignDefinitionCstChildren, param?: IN): OUT;
  truncateStatement(children: TruncateStatementCstChildren, param?: IN): OUT;
  commandStatement(children: CommandStatementCstChildren, param?: IN): OUT;
  statementSlot(children: StatementSlotCstChildren, param?: IN): OUT;
  declarationSlot(children: DeclarationSlotCstChildren, param?: IN): OUT;
  declarationList(children: DeclarationListCstChildren, param?: IN): OUT;
  blockList(children: BlockListCstChildren, param?: IN): OUT;
  ifList(children: IfListCstChildren, param?: IN): OUT;
  caseList(children: CaseListCstChildren, param?: IN): OUT;
  repeatList(children: RepeatListCstChildren, param?: IN): OUT;
  programStatement(children: ProgramStatementCstChildren, param?: IN): OUT;
  label(children: LabelCstChildren, param?: IN): OUT;
  block(children: BlockCstChildren, param?: IN): OUT;
  declaration(children: DeclarationCstChildren, param?: IN): OUT;
  variableDeclaration(children: VariableDeclarationCstChildren, param?: IN): OUT;
  declaredType(children: DeclaredTypeCstChildren, param?: IN): OUT;
  typedName(children: TypedNameCstChildren, param?: IN): OUT;
  conditionDeclaration(children: ConditionDeclarationCstChildren, param?: IN): OUT;
  cursorDeclaration(children: CursorDeclarationCstChildren, param?: IN): OUT;
  handler(children: HandlerCstChildren, param?: IN): OUT;
  ifStatement(children: IfStatementCstChildren, param?: IN): OUT;
  ifBranch(children: IfBranchCstChildren, param?: IN): OUT;
  elseBranch(children: ElseBranchCstChildren, param?: IN): OUT;
  caseStatement(children: CaseStatementCstChildren, param?: IN): OUT;
  whenBranch(children: WhenBranchCstChildren, param?: IN): OUT;
  loopStatement(children: LoopStatementCstChildren, param?: IN): OUT;
  whileStatement(children: WhileStatementCstChildren, param?: IN): OUT;
  repeatStatement(children: RepeatStatementCstChildren, param?: IN): OUT;
  forStatement(children: ForStatementCstChildren, param?: IN): OUT;
  forRange(children: ForRangeCstChildren, param?: IN): OUT;
  labelMark(children: LabelMarkCstChildren, param?: IN): OUT;
  nameStatement(children: NameStatementCstChildren, param?: IN): OUT;
  plsqlStatement(children: PlsqlStatementCstChildren, param?: IN): OUT;
  exceptionBranch(children: ExceptionBranchCstChildren, param?: IN): OUT;
  percentType(children: PercentTypeCstChildren, param?: IN): OUT;
  unitDeclaration(children: UnitDeclarationCstChildren, param?: IN): OUT;
  exceptionDeclaration(children: ExceptionDeclarationCstChildren, param?: IN): OUT;
  cursorBefore(children: CursorBeforeCstChildren, param?: IN): OUT;
  member(children: MemberCstChildren, param?: IN): OUT;
  plsqlRoutine(children: PlsqlRoutineCstChildren, param?: IN): OUT;
  plsqlParameter(children: PlsqlParameterCstChildren, param?: IN): OUT;
  plsqlBody(children: PlsqlBodyCstChildren, param?: IN): OUT;
  packageUnit(children: PackageUnitCstChildren, param?: IN): OUT;
  program(children: ProgramCstChildren, param?: IN): OUT;
  restOfProgram(children: RestOfProgramCstChildren, param?: IN): OUT;
  routine(children: RoutineCstChildren, param?: IN): OUT;
  parameter(children: ParameterCstChildren, param?: IN): OUT;
  characteristic(children: CharacteristicCstChildren, param?: IN): OUT;
  trigger(children: TriggerCstChildren, param?: IN): OUT;
  event(children: EventCstChildren, param?: IN): OUT;
  eventOption(children: EventOptionCstChildren, param?: IN): OUT;
}

