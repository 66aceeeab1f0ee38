/** A small rental shop: the tables and rows over which both engines must give the same answers. */
export const shopTables: readonly string[] = [
  `CREATE TABLE customer (
     customer_id int unsigned NOT NULL AUTO_INCREMENT, store_id tinyint unsigned NOT NULL, first_name varchar(45) NOT NULL,
     last_name varchar(45), email varchar(50), active tinyint NOT NULL, vip tinyint(1), balance decimal(8,2),
     birth_date date, created datetime NOT NULL, code varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, score varchar(10),
     PRIMARY KEY (customer_id))`,
  `CREATE TABLE film (
     film_id int NOT NULL, title varchar(80) NOT NULL, release_year year, length smallint unsigned, rate decimal(4,2) NOT NULL,
     rating enum('G','PG','R') DEFAULT 'G', ratio double, minutes int, info json, PRIMARY KEY (film_id))`,
  `CREATE TABLE rental (
     rental_id int NOT NULL, customer_id int unsigned NOT NULL, film_id int NOT NULL, rented datetime NOT NULL, returned datetime,
     due date, duration time, PRIMARY KEY (rental_id))`,
  `CREATE TABLE payment (
     payment_id bigint NOT NULL, rental_id int, amount decimal(5,2) NOT NULL, qty smallint NOT NULL, paid_at datetime(3), note text,
     PRIMARY KEY (payment_id))`,
  `CREATE TABLE category (id int NOT NULL, parent_id int, name varchar(25) NOT NULL, PRIMARY KEY (id))`,
]

/** Column values in order, as text; both engines read them into the column's type. */
export const shopRows: Readonly<Record<string, readonly (readonly (string | null)[])[]>> = {
  customer: [
    ['1', '1', 'Mary', 'Smith', 'mary@example.org', '1', '1', '10.50', '1980-02-29', '2020-01-15 10:30:00', 'A1', '12'],
    ['2', '1', 'mary', 'Jones', null, '0', '0', '-3.25', '1990-12-31', '2020-03-01 00:00:00', 'a1', '12abc'],
    ['3', '2', 'Pat', null, 'pat@example.com', '1', null, null, null, '2021-07-04 23:59:59', null, 'abc'],
    ['4', '2', 'Lee', 'Smith', '', '2', '1', '0.00', '1975-06-15', '2021-07-05 00:00:00', 'B2', null],
  ],
  film: [
    ['1', 'Academy Dinosaur', '2006', '86', '0.99', 'PG', '0.5', '40000', '{"tags": ["a", "b"], "score": 7}'],
    ['2', 'ACE Goldfinger', '2006', '48', '4.99', 'G', '1.25', '60000', null],
    ['3', 'Zorro 100% ark', null, null, '2.99', null, null, null, '{"score": null}'],
    ['4', 'Under_score', '2010', '0', '2.50', 'R', '-2', '0', '{"tags": []}'],
  ],
  rental: [
    ['1', '1', '1', '2022-05-01 12:00:00', '2022-05-04 09:30:15', '2022-05-05', '69:30:15'],
    ['2', '1', '2', '2022-05-31 23:00:00', null, '2022-06-03', null],
    ['3', '2', '1', '2022-06-01 00:00:00', '2022-06-20 18:00:00', '2022-06-04', '-01:30:00'],
    ['4', '3', '3', '2023-01-31 08:15:00', '2023-02-01 08:15:00', null, '24:00:00'],
    ['5', '3', '4', '2023-02-28 08:15:00', '2023-03-01 00:00:00', '2023-03-01', '15:45:00'],
  ],
  payment: [
    ['1', '1', '0.99', '3', '2022-05-04 09:30:15.123', 'cash'],
    ['2', '2', '4.99', '1', null, null],
    ['3', '3', '0.99', '2', '2022-06-20 18:00:00', 'Card'],
    ['4', '3', '7.01', '200', '2022-06-21 00:00:00.500', 'card'],
    ['5', null, '1.00', '32767', '2023-01-01 00:00:00', ' padded '],
  ],
  category: [
    ['1', null, 'Root'],
    ['2', '1', 'Drama'],
    ['3', '1', 'Comedy'],
    ['4', '2', 'Noir'],
  ],
}

export function insertsFor(table: string): readonly string[] {
  const rows = shopRows[table] ?? []
  const value = (cell: string | null) => (cell === null ? 'NULL' : `'${cell.replaceAll("'", "''")}'`)
  return rows.map((row) => `INSERT INTO ${table} VALUES (${row.map(value).join(', ')})`)
}
