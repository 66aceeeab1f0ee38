import type { FillStep } from './fill-step.js'

/** The large tables: rows are made by the server from a table of numbers, the same ones each time. */
export const salesSteps: readonly FillStep[] = [
  {
    table: 'customers',
    rows: 50_000,
    sql: `INSERT INTO customers (id, public_id, email, full_name, sort_name, birthday, group_id, referrer_id, language, points, credit,
        newsletter, flags, interests, preferences, created_at, updated_at)
      SELECT n + 1, UNHEX(MD5(n)), CONCAT('customer.', n + 1, '@example.', ELT(1 + n MOD 3, 'org', 'net', 'com')),
        CONCAT(ELT(1 + n MOD 7, 'Zoë', 'Jürgen', 'Ана', '美咲', 'O''Neil', 'María José', 'أحمد'), ' ', CHAR(65 + n MOD 26), '. ', n + 1),
        CONCAT(ELT(1 + n MOD 5, 'Müller', 'Šimek', 'Œuvre', 'Ÿves', 'Price €'), n),
        IF(n MOD 11 = 0, NULL, DATE('1930-01-01') + INTERVAL (n * 7919) MOD 29000 DAY),
        1 + n MOD 9, IF(n > 100 AND n MOD 4 = 0, 1 + (n * 31) MOD 100, NULL), ELT(1 + n MOD 6, 'en', 'de', 'fr', 'ja', 'ar', NULL),
        (n * 7919) MOD 1000 - 100, ((n * 104729) MOD 1000000) / 100 - 500, n MOD 2, n MOD 256, n MOD 32,
        IF(n MOD 3 = 0, NULL, CONCAT('{"theme": "', ELT(1 + n MOD 2, 'dark', 'light'), '", "page": ', n MOD 50, '}')),
        TIMESTAMP('2019-01-01') + INTERVAL n * 3001 SECOND, TIMESTAMP('2024-01-01') + INTERVAL n SECOND
      FROM fill_numbers WHERE n < 50000`,
  },
  {
    table: 'addresses',
    rows: 60_000,
    sql: `INSERT INTO addresses (customer_id, no, kind, line1, line2, postcode, city, country, position)
      SELECT 1 + n MOD 50000, 1 + n DIV 50000, 1 + n MOD 3, CONCAT((n * 37) MOD 300 + 1, ' Rue de la Paix'), IF(n MOD 4 = 0, 'c/o "Ŝtono"', NULL),
        LPAD((n * 7919) MOD 100000, 5, '0'), ELT(1 + n MOD 6, 'Köln', 'Zürich', 'Łódź', 'São Paulo', '東京', 'St. John''s'),
        ELT(1 + n MOD 6, 'DE', 'CH', 'PL', 'BR', 'JP', 'CA'), IF(n MOD 5 = 0, NULL, POINT((n MOD 36000) / 100 - 180, (n MOD 1800) / 10 - 90))
      FROM fill_numbers WHERE n < 60000`,
  },
  {
    table: 'products',
    rows: 10_000,
    sql: `INSERT INTO products (id, sku, ean, title, description, category_id, supplier_id, status, labels, price, weight_kg, acidity, harvest,
        created_at, updated_at)
      SELECT n + 1, CONCAT(CHAR(97 + n MOD 26), CHAR(65 + n MOD 26), '-', n), 4000000000000 + n * 7919,
        CONCAT(ELT(1 + n MOD 5, 'Espresso', 'Filter', 'Hand grinder', 'Green tea', 'Kettle'), ' no. ', n), REPEAT(CONCAT('Notes of citrus, cocoa and ☕ ', n, '. '), n MOD 12),
        1 + n MOD 300, IF(n MOD 13 = 0, NULL, 1 + n MOD 500), 1 + n MOD 4, n MOD 32, ((n * 7919) MOD 500000) / 1000 + 0.5,
        IF(n MOD 17 = 0, NULL, ((n * 31) MOD 4000) / 997), ((n * 104729) MOD 100000) / 7, IF(n MOD 3 = 0, NULL, 2000 + n MOD 25),
        TIMESTAMP('2020-01-01') + INTERVAL n * 7919 SECOND + INTERVAL (n MOD 1000) * 1000 MICROSECOND, TIMESTAMP('2024-01-01') + INTERVAL n * 1000003 MICROSECOND
      FROM fill_numbers WHERE n < 10000`,
  },
  {
    table: 'product_categories',
    rows: 15_000,
    sql: `INSERT INTO product_categories SELECT DISTINCT 1 + n MOD 10000, 1 + (n * 31 + n DIV 10000) MOD 300 FROM fill_numbers WHERE n < 15000`,
  },
  {
    table: 'product_texts',
    rows: 20_000,
    sql: `INSERT INTO product_texts SELECT 1 + n MOD 10000, ELT(1 + n DIV 10000, 'de', 'ja'), CONCAT(ELT(1 + n DIV 10000, 'Kaffee Nr. ', 'コーヒー '), n),
        REPEAT(ELT(1 + n DIV 10000, 'Schmeckt nach Schokolade und Nüssen. ', 'チョコレートとナッツの味。'), 1 + n MOD 9)
      FROM fill_numbers WHERE n < 20000`,
  },
  {
    table: 'product_images',
    rows: 2_000,
    sql: `INSERT INTO product_images (product_id, checksum, thumbnail, image)
      SELECT n + 1, UNHEX(SHA1(n)), IF(n MOD 3 = 0, NULL, UNHEX(REPEAT(MD5(n), n MOD 5))), UNHEX(REPEAT(SHA1(n), 20 + n MOD 80)) FROM fill_numbers WHERE n < 2000`,
  },
  {
    table: 'price_history',
    rows: 30_000,
    sql: `INSERT INTO price_history SELECT 1 + n MOD 10000, DATE('2021-06-01') + INTERVAL (n DIV 10000) * 300 + n MOD 280 DAY, ((n * 7919) MOD 500000) / 1000
      FROM fill_numbers WHERE n < 30000`,
  },
  {
    table: 'stock',
    rows: 60_000,
    sql: `INSERT INTO stock SELECT 1 + n MOD 20, 1 + n DIV 20, (n * 31) MOD 500, (n * 17) MOD 10, IF(n MOD 7 = 0, NULL, TIMESTAMP('2024-05-01') + INTERVAL n MINUTE)
      FROM fill_numbers WHERE n < 60000`,
  },
  {
    table: 'stock_movements',
    rows: 80_000,
    sql: `INSERT INTO stock_movements (id, warehouse_id, product_id, moved_on, quantity, reason)
      SELECT n + 1, 1 + n MOD 20, 1 + n MOD 10000, DATE('2022-01-01') + INTERVAL (n * 7919) MOD 1200 DAY, (n * 31) MOD 200 - 100, ELT(1 + n MOD 3, 'sale', 'purchase', NULL)
      FROM fill_numbers WHERE n < 80000`,
  },
  {
    table: 'carts',
    rows: 10_000,
    sql: `INSERT INTO carts SELECT INSERT(INSERT(INSERT(INSERT(MD5(n), 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-'), IF(n MOD 3 = 0, NULL, n + 1),
        TIMESTAMP('2024-06-01') + INTERVAL n MINUTE FROM fill_numbers WHERE n < 10000`,
  },
  {
    table: 'cart_lines',
    rows: 20_000,
    sql: `INSERT INTO cart_lines SELECT INSERT(INSERT(INSERT(INSERT(MD5(n MOD 10000), 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-'),
        1 + (n MOD 10000 + n DIV 10000) MOD 10000, 1 + n MOD 5 FROM fill_numbers WHERE n < 20000`,
  },
  {
    table: 'orders',
    rows: 150_000,
    sql: `INSERT INTO orders (id, number, customer_id, ship_to, status, currency, total, coupon, note, placed_at, updated_at)
      SELECT n + 1, CONCAT('N', LPAD(n + 1, 9, '0')), 1 + (n * 31) MOD 50000, 1, 1 + (n * 7) MOD 5, ELT(1 + n MOD 4, 'EUR', 'CHF', 'USD', 'JPY'),
        ((n * 7919) MOD 1000000) / 10000 + n MOD 500, IF(n MOD 50 = 0, CONCAT('Code', (n DIV 50) MOD 500), NULL),
        IF(n MOD 9 = 0, CONCAT('Please ring twice; "', n, '"\\n\\tthank you \\\\ ', '😀'), NULL),
        TIMESTAMP('2021-01-01') + INTERVAL n * 800 SECOND + INTERVAL n MICROSECOND, TIMESTAMP('2021-01-01') + INTERVAL n * 801 SECOND
      FROM fill_numbers WHERE n < 150000`,
  },
  {
    table: 'order_lines',
    rows: 300_000,
    sql: `INSERT INTO order_lines SELECT n DIV 2 + 1, n MOD 2 + 1, 1 + (n * 17) MOD 10000, 1 + n MOD 4, ((n * 7919) MOD 200000) / 1000 + 1, (n MOD 10) / 10
      FROM fill_numbers WHERE n < 300000`,
  },
  {
    table: 'payments',
    rows: 140_000,
    sql: `INSERT INTO payments (id, order_id, method, amount, paid_at, reference, ok)
      SELECT n + 1, n + 1, 1 + n MOD 4, ((n * 7919) MOD 1000000) / 10000, IF(n MOD 20 = 0, NULL, TIMESTAMP('2021-01-01') + INTERVAL n * 800123 * 1000 MICROSECOND),
        IF(n MOD 3 = 0, NULL, UNHEX(MD5(n))), n MOD 10 > 0
      FROM fill_numbers WHERE n < 140000`,
  },
  {
    table: 'shipments',
    rows: 80_000,
    sql: `INSERT INTO shipments (id, order_id, line, warehouse_id, sent_on, took, parcel_kg)
      SELECT n + 1, n + 1, 1 + n MOD 2, 1 + n MOD 20, DATE('2021-01-02') + INTERVAL n MOD 1400 DAY, SEC_TO_TIME((n * 97) MOD 400000), ((n * 31) MOD 30000) / 1000
      FROM fill_numbers WHERE n < 80000`,
  },
  {
    table: 'reviews',
    rows: 20_000,
    sql: `INSERT INTO reviews (product_id, customer_id, stars, body, written_at)
      SELECT 1 + n MOD 10000, 1 + n, 1 + n MOD 5, IF(n MOD 6 = 0, NULL, CONCAT(ELT(1 + n MOD 3, 'Lovely crema.\\r\\nWill buy again', 'Too bitter', '素晴らしい'), ' ', n)),
        TIMESTAMP('2024-01-01') + INTERVAL (n * 7919) MOD 525600 MINUTE
      FROM fill_numbers WHERE n < 20000`,
  },
  {
    table: 'page_views',
    rows: 60_000,
    sql: `INSERT INTO page_views SELECT TIMESTAMP('2024-10-01') + INTERVAL (n DIV 2) * 45001000 MICROSECOND, CONCAT('/shop/', (n DIV 2) MOD 300, '?q=café'),
        IF(n MOD 8 < 4, NULL, 1 + (n DIV 2) MOD 50000), 2130706433 + (n DIV 2) * 65537 MOD 2000000000, (n DIV 2) MOD 4000
      FROM fill_numbers WHERE n < 60000`,
  },
  {
    table: 'audit_log',
    rows: 10_000,
    sql: `INSERT INTO audit_log (actor, action, at) SELECT ELT(1 + n MOD 3, 'root', 'ädmin', 'web'), CONCAT('did ', n), TIMESTAMP('2024-01-01') + INTERVAL n MINUTE
      FROM fill_numbers WHERE n < 10000`,
  },
]
