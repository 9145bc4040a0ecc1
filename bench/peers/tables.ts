/** What a peer has beside the read model, whose tables are those of our own migrations. */
export const PEER_TABLES = `
  create table peer_case (
    number text primary key,
    step integer not null,
    state json not null
  );
  create table peer_answer (
    key text primary key,
    number text not null,
    body_hash text not null,
    answer json not null
  );
  -- pg-boss writes the events at once and the other rows later.
  alter table event drop constraint event_service_number_application_service_number_fk`
