import type { ComponentChildren } from 'preact'

/** A table that scrolls within its place; `children` are its rows. */
export const Table = ({
  label,
  heads,
  numbers = [],
  caption,
  isShort = false,
  children,
}: {
  readonly label: string
  readonly heads: readonly string[]
  /** Those of the heads that figures stand under. */
  readonly numbers?: readonly string[]
  readonly caption?: string
  readonly isShort?: boolean
  readonly children: ComponentChildren
}) => (
  <section class={isShort ? 'scroll short' : 'scroll'} tabIndex={0} aria-label={label}>
    <table>
      {caption !== undefined && <caption>{caption}</caption>}
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col" class={numbers.includes(head) ? 'number' : ''}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </section>
)
