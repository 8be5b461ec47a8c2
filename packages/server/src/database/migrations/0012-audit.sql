-- The audit as chains of hashes: one for each subscription, and one (subscription_id 0) for what belongs to none.
--
-- hash = SHA-256 of a row's text, which holds the hash of the row before (domain/src/audit/audit-row.ts writes the same text).
-- detail becomes json: its text stays as it was written. Rows of older versions are chained here, in their order.

-- The owner stands behind a forced wall too, and has to see every row.
alter table audit no force row level security;
alter table audit disable row level security;

alter table audit add column n bigint, add column prev bytea, add column hash bytea;

-- Where each chain ends. The row is locked for the last two statements of a transaction that writes audit.
create table audit_head (
  subscription_id int primary key,
  n             bigint not null,
  hash          bytea not null
);

-- Signed heads: whoever keeps one elsewhere notices when rows up to it are cut off or written anew.
create table audit_seal (
  subscription_id int not null,
  n             bigint not null,
  hash          bytea not null,
  at            timestamptz not null,
  key_id        text not null,
  signature     bytea not null,
  primary key (subscription_id, n)
);

-- domain/src/audit/canonical-json.ts. to_json() escapes as JSON.stringify does.
create function pg_temp.canonical(v jsonb) returns text language plpgsql as $$
begin
  return case jsonb_typeof(v)
    when 'object' then '{' || coalesce((
      select string_agg(to_json(e.key)::text || ':' || pg_temp.canonical(e.value), ',' order by e.key collate "C")
        from jsonb_each(v) e), '') || '}'
    when 'array' then '[' || coalesce((
      select string_agg(pg_temp.canonical(a.value), ',' order by a.n)
        from jsonb_array_elements(v) with ordinality as a (value, n)), '') || ']'
    when 'string' then to_json(v #>> '{}')::text
    else v::text
  end;
end $$;

alter table audit alter column detail drop default;
alter table audit alter column detail type json using pg_temp.canonical(detail)::json;

do $$
declare
  r record;
  chain int;
  last_n bigint;
  link bytea;
  sum bytea;
begin
  for r in
    select a.id, a.subscription_id, a.at, a.actor, a.action, a.object, a.detail::text as detail,
           coalesce(s.public_id::text, 'installation') as name
      from audit a left join subscription s on s.id = a.subscription_id
     order by a.subscription_id, a.id
  loop
    if chain is distinct from r.subscription_id then
      if chain is not null then insert into audit_head values (chain, last_n, sum); end if;
      chain := r.subscription_id;
      last_n := 0;
      sum := sha256(convert_to('patchyard.audit.v1 ' || r.name, 'UTF8'));
    end if;
    last_n := last_n + 1;
    link := sum;
    sum := sha256(convert_to(
      '["patchyard.audit.v1",' || last_n || ',"' || to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '",'
      || to_json(r.actor)::text || ',' || to_json(r.action)::text || ',' || to_json(r.object)::text || ','
      || r.detail || ',"' || encode(link, 'hex') || '"]', 'UTF8'));
    update audit set n = last_n, prev = link, hash = sum where id = r.id;
  end loop;
  if chain is not null then insert into audit_head values (chain, last_n, sum); end if;
end $$;

drop function pg_temp.canonical(jsonb);

drop index audit_at;
alter table audit drop column id;
alter table audit alter column n set not null, alter column prev set not null, alter column hash set not null;
alter table audit add primary key (subscription_id, n);
create index audit_at on audit (subscription_id, at desc, n desc);
create index audit_actor on audit (subscription_id, actor, n);
create index audit_action on audit (subscription_id, action, n);
create index audit_object on audit (subscription_id, object, n);

alter table audit enable row level security;
alter table audit force row level security;
do $$
declare t text;
begin
  foreach t in array array['audit_head', 'audit_seal'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy wall on %I using (subscription_id = (select app_subscription())) '
      'with check (subscription_id = (select app_subscription()))', t);
  end loop;
  -- The installation's own chain is there outside of every subscription, and only there.
  foreach t in array array['audit', 'audit_head', 'audit_seal'] loop
    execute format(
      'create policy installation on %I using (subscription_id = 0 and (select app_subscription()) is null) '
      'with check (subscription_id = 0 and (select app_subscription()) is null)', t);
  end loop;
end $$;
