import { type MemberText, members } from './member-text.js'

/** How many members a package has: some have few, some many. */
const memberCount = (area: number): number => 12 + ((area * 7) % 20)

/** A package with constants, types, a cursor, public and private members, and an initialisation block. */
export function packageText(area: number): string {
  const bodies = Array.from({ length: memberCount(area) }, (_, at): MemberText => {
    const member = members[(area + at * 5) % members.length]
    if (!member) throw new Error('no member')
    return member(area, at)
  })
  return `
CREATE OR REPLACE PACKAGE shop_${area} AUTHID DEFINER AS
  /* Orders of one area: what the screens and the nightly jobs call. */
  c_limit CONSTANT PLS_INTEGER := ${100 + (area % 400)};
  c_area CONSTANT VARCHAR2(20) := 'AREA ${area}';
  e_closed EXCEPTION;
  PRAGMA EXCEPTION_INIT(e_closed, -20001);
  TYPE t_line IS RECORD (product VARCHAR2(30), quantity NUMBER, price NUMBER);
  TYPE t_names IS TABLE OF VARCHAR2(120) INDEX BY PLS_INTEGER;
  CURSOR c_open (p_kind VARCHAR2) IS
    SELECT o.id, o.total, c.name FROM orders_${area} o JOIN customers_${area} c ON c.id = o.customer_id WHERE c.kind = p_kind;
${bodies.map(({ head }) => `  ${head};`).join('\n')}
END shop_${area};
/
CREATE OR REPLACE PACKAGE BODY shop_${area} AS
  g_calls NUMBER := 0;
  g_last DATE;

  PROCEDURE note(p_what IN VARCHAR2, p_who IN VARCHAR2 DEFAULT USER) IS
  BEGIN
    g_calls := g_calls + 1;
    INSERT INTO journal_${area} (at, who, what) VALUES (SYSTIMESTAMP, p_who, SUBSTR(p_what, 1, 4000));
  END note;

${bodies.map(({ head, body }) => `  ${head} IS\n${body}`).join('\n')}
BEGIN
  g_last := TRUNC(SYSDATE) - ${area % 30};
END shop_${area};
/
`
}
