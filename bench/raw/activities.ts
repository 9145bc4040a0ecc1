import type postgres from 'postgres'
import type { RawActivities } from './act.ts'

export const RAW_TABLES = `
  create table raw_subject (subject text primary key, seq integer not null, last jsonb not null);
  create table raw_act (subject text not null, seq integer not null, act jsonb not null, primary key (subject, seq))`

/** A row for each act and one for its subject, in one statement. */
export function rawActivities(sql: postgres.Sql): RawActivities {
  return {
    async project({ subject, after, acts }) {
      const rows = acts.map((act, index) => ({ subject, seq: after + index + 1, act }))
      await sql`
        with acts as (
          insert into raw_act
          select * from jsonb_populate_recordset(null::raw_act, ${JSON.stringify(rows)}::text::jsonb)
          on conflict do nothing
        )
        insert into raw_subject values (
          ${subject}, ${after + acts.length}, ${JSON.stringify(acts.at(-1) ?? {})}::text::jsonb
        )
        on conflict (subject) do update set seq = excluded.seq, last = excluded.last
        where raw_subject.seq < excluded.seq`
    },
  }
}
