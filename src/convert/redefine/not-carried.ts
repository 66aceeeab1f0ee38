/** A change of definitions that the target cannot follow exactly. Ends its conversion; the reason is for people. */
export class NotCarried extends Error {
  override readonly name = 'NotCarried'
}
