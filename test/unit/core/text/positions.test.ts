import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createPositions } from '../../../../src/core/text/positions.js'
import { positionOf, type SourceText, sourceId } from '../../../../src/core/text/source.js'

it('places every offset where one look at a time places it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '\n', 'é', '😀') }),
      fc.nat(60),
      fc.nat(9),
      (text, at, first) => {
        const source: SourceText = {
          id: sourceId('s'),
          path: 'x.sql',
          text,
          firstLine: 1 + first,
          firstColumn: 1 + first,
          firstByte: 0,
        }
        expect(createPositions()(source, at)).toEqual(positionOf(source, at))
      },
    ),
  )
})
