// Made by `npm run generate` from rules/findings/. Do not edit.

export type FindingCode =
  | 'XW-C0001'
  | 'XW-C0002'
  | 'XW-C0003'
  | 'XW-R0001'
  | 'XW-S0001'
  | 'XW-S0002'

export interface FindingData {
  'XW-C0001': { readonly option: string | number; readonly value: string | number }
  'XW-C0002': { readonly what: string | number; readonly name: string | number }
  'XW-C0003': { readonly part: string | number }
  'XW-R0001': { readonly kind: string | number; readonly name: string | number }
  'XW-S0001': { readonly problem: string | number }
  'XW-S0002': { readonly problem: string | number }
}
