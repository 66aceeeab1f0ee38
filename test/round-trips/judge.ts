import type { FindingCode } from '../../src/core/findings/codes.generated.js'
import { type Difference, differences, saidOf } from './compare.js'
import { type Loss, losses } from './losses.js'
import type { Trip } from './trip.js'

/** What differs between the two ends of a trip, was not said on the way and is no declared loss. */
export function unexplained(trip: Trip): readonly Difference[] {
  const said = saidOf(trip)
  const over = trip.legs[0]?.conversion.target.dialect
  const isSaid = (difference: Difference): boolean =>
    said.at(placeOf(difference)).size > 0 || (difference.after === undefined && isGone(said.at(tableOf(difference))))
  return differences(trip).filter(
    (difference) =>
      !isSaid(difference) && !losses.some((loss) => covers(loss, difference, over, said.within(tableOf(difference)))),
  )
}

/** What is left out as a whole is left out with all that is in it. */
const isGone = (codes: ReadonlySet<FindingCode>): boolean =>
  [...codes].some((code) => code === 'XW-C0080' || code === 'XW-C0002')

/** A finding about the way in which a table is cut speaks of all of its partitions. */
const placeOf = ({ of, what }: Difference): string =>
  what === 'partitions' || what === 'bound' ? `${of.split('/')[0]}/partition:` : of

const tableOf = ({ of }: Difference): string => of.split('/')[0] ?? of

function covers(loss: Loss, difference: Difference, over: string | undefined, codes: ReadonlySet<string>): boolean {
  if (loss.over !== undefined && loss.over !== over) return false
  if (!loss.what.includes(difference.what)) return false
  if (loss.said && !loss.said.some((code) => codes.has(code))) return false
  if (loss.before && !loss.before.test(difference.before ?? '')) return false
  if (loss.after && !loss.after.test(difference.after ?? '')) return false
  return loss.when?.(difference) ?? true
}
