import type { CodeHazards } from '../../../core/prove/runner.js'

/** From the manual's chapters on system administration, sequence, random and session information functions. */
export const hazards: CodeHazards = {
  outside: {
    pg_sleep: 'waits',
    pg_sleep_for: 'waits',
    pg_sleep_until: 'waits',
    pg_advisory_lock: 'takes a lock of the server',
    pg_advisory_xact_lock: 'takes a lock of the server',
    pg_try_advisory_lock: 'takes a lock of the server',
    pg_advisory_unlock: 'gives back a lock of the server',
    pg_notify: 'tells other sessions',
    pg_read_file: 'reads a file of the server',
    pg_read_binary_file: 'reads a file of the server',
    pg_terminate_backend: 'ends other sessions',
    pg_cancel_backend: 'stops other sessions',
    dblink: 'asks another server',
    dblink_exec: 'changes another server',
    lo_import: 'reads a file of the server',
    lo_export: 'writes a file of the server',
    nextval: 'draws from a sequence',
    next_value: 'draws from a sequence',
    setval: 'sets a sequence',
  },
  unstable: new Set([
    ...['random', 'gen_random_uuid', 'uuid_generate_v1', 'uuid_generate_v4', 'uuid', 'pg_backend_pid'],
    ...['txid_current', 'pg_current_xact_id', 'timeofday', 'gen_random_bytes', 'gen_salt'],
  ]),
  session: new Set(['currval', 'lastval', 'set_config', 'current_setting']),
  harmlessCommands: [],
  openCommands: [],
}
