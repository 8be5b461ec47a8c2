-- What the query language searches rows of the audit by (packages/query, entity `audit`). These columns are made of a row in TypeScript
-- (database/audit-columns.ts) and are not in its hash; `audit verify` compares them with the row. Rows of older versions are
-- filled when the server prepares the database: until then actor_kind is ''.

alter table audit
  -- `session:<person>` taken apart; actor_person is the public id of a person, actor_address that of somebody who was not signed in.
  add column actor_kind       text not null default '',
  add column actor_name       text not null default '',
  add column actor_name_words text not null default '',
  add column actor_person     uuid,
  add column actor_address    inet,
  add column action_words     text not null default '',
  -- `tag:<id>` taken apart.
  add column object_kind      text not null default '',
  add column object_id        uuid,
  add column object_words     text not null default '',
  add column detail_folded    text not null default '',
  add column detail_words     text not null default '';

create index audit_unfilled on audit (subscription_id, n) where actor_kind = '';
create index audit_person on audit (subscription_id, actor_person, n) where actor_person is not null;
create index audit_object_id on audit (subscription_id, object_id, n) where object_id is not null;
-- Addresses are few among many rows.
create index audit_address on audit (subscription_id, n) where actor_address is not null;
drop index audit_actor;
