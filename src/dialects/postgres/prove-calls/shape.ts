import type pg from 'pg'

/** What a routine of the target is, as its own catalogue says. */
export interface RoutineShape {
  readonly kind: 'function' | 'procedure' | 'rows'
  readonly params: readonly { readonly mode: 'in' | 'out' | 'inout'; readonly type: string; readonly typeId: number }[]
}

const modes: Readonly<Record<string, 'in' | 'out' | 'inout'>> = { i: 'in', o: 'out', b: 'inout', v: 'in' }

/** The routine of this name that takes about so many arguments; undefined when there is none. */
export async function shapeOf(
  client: pg.Client,
  name: { readonly schema: string; readonly name: string },
  args: number,
): Promise<RoutineShape | undefined> {
  const { rows } = await client.query<(string | null)[]>({
    rowMode: 'array',
    text: `SELECT p.prokind, p.proretset, p.oid,
        coalesce((SELECT string_agg(m, '') FROM unnest(p.proargmodes::text[]) m), repeat('i', p.pronargs)) AS modes,
        coalesce((SELECT string_agg(t::text || ':' || pg_catalog.format_type(t, NULL), E'\\n' ORDER BY n)
           FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY AS u (t, n)), '') AS types
      FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = $1 AND p.proname = $2 AND p.prokind IN ('f', 'p') ORDER BY p.oid`,
    values: [name.schema, name.name],
  })
  const shapes = rows.map(([kind, set, , modeText, types]): RoutineShape => {
    const typeList = types === '' ? [] : (types ?? '').split('\n')
    const params = [...(modeText ?? '')].flatMap((mode, at) => {
      const known = modes[mode]
      const [id = '0', ...type] = (typeList[at] ?? '').split(':')
      return known === undefined ? [] : [{ mode: known, type: type.join(':'), typeId: Number(id) }]
    })
    return { kind: kind === 'p' ? 'procedure' : set === 't' ? 'rows' : 'function', params }
  })
  const fitting = shapes.filter(({ params }) => params.length === args || params.length === args + 1)
  return fitting[0] ?? shapes[0]
}
