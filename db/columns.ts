import { customType } from 'drizzle-orm/pg-core'

/** `timestamptz(3)`, read and written as an ISO UTC string with milliseconds: '2026-11-23T06:45:00.000Z'. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  fromDriver: (value) => new Date(value).toISOString(),
})

/** PostgreSQL's 64-bit transaction id, as a decimal string. */
export const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' })
