// Made by `npm run generate` from rules/findings/. Do not edit.

export type FindingCode =
  | 'XW-C0001'
  | 'XW-C0002'
  | 'XW-C0003'
  | 'XW-R0001'
  | 'XW-S0001'
  | 'XW-S0002'
  | 'XW-S0100'
  | 'XW-S0101'
  | 'XW-S0102'
  | 'XW-S0103'
  | 'XW-S0104'
  | 'XW-S0105'
  | 'XW-S0106'
  | 'XW-S0107'
  | 'XW-S0108'
  | 'XW-S0109'
  | 'XW-S0110'
  | 'XW-S0201'
  | 'XW-S0202'
  | 'XW-S0203'
  | 'XW-S0204'
  | 'XW-S0205'
  | 'XW-S0206'
  | 'XW-S0207'
  | 'XW-S0208'
  | 'XW-S0209'
  | 'XW-S0300'
  | 'XW-S0301'
  | 'XW-S0302'

export interface FindingData {
  'XW-C0001': { readonly option: string | number; readonly value: string | number }
  'XW-C0002': { readonly what: string | number; readonly name: string | number }
  'XW-C0003': { readonly part: string | number }
  'XW-R0001': { readonly kind: string | number; readonly name: string | number }
  'XW-S0001': { readonly problem: string | number }
  'XW-S0002': { readonly problem: string | number }
  'XW-S0100': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0101': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0102': { readonly endpoint: string | number; readonly mode: string | number }
  'XW-S0103': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0104': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0105': { readonly endpoint: string | number; readonly seconds: string | number }
  'XW-S0106': { readonly endpoint: string | number; readonly activity: string | number; readonly reason: string | number }
  'XW-S0107': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0108': { readonly endpoint: string | number; readonly activity: string | number; readonly reason: string | number }
  'XW-S0109': { readonly endpoint: string | number; readonly version: string | number; readonly minimum: string | number }
  'XW-S0110': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0201': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0202': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0203': { readonly endpoint: string | number }
  'XW-S0204': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0205': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0206': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0207': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0208': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0209': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0300': { readonly engine: string | number; readonly package: string | number }
  'XW-S0301': { readonly engine: string | number; readonly folder: string | number; readonly problem: string | number }
  'XW-S0302': { readonly folder: string | number; readonly engine: string | number; readonly problem: string | number }
}
