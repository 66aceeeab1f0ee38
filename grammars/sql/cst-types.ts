import { type CstParser, generateCstDts } from 'chevrotain'

/** The TypeScript module with the types of a parser's tree, as it is checked in. */
export function cstTypes(parser: CstParser): string {
  const types = generateCstDts(parser.getGAstProductions())
  return `// Made by \`npm run generate\` from the grammar. Do not edit.\n\n${types}\n`
}
