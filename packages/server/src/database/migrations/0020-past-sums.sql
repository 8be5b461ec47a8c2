-- Sums of the past: findings of the whole fleet counted as of some instants, so that counts of any other are the nearest sum before it and what
-- began and ended since (docs/as-of.md). Which findings began and ended between two instants is asked of three indexes; equal instants, those of
-- one report, share an entry.
create index finding_since on finding (subscription_id, since);
create index finding_history_begin on finding_history (subscription_id, from_at);
drop index finding_history_end;
create index finding_history_end on finding_history (subscription_id, to_at);

-- How many findings each patch (kind patch: in listed assets) or asset (kind asset: whatever stands in a list) had at an instant, the arrays in
-- step; a row for many findings that began or ended, and not for a day, so that it grows with the history alone.
create table finding_sum (
  subscription_id int not null,
  kind          text not null check (kind in ('patch', 'asset')),
  at            timestamptz not null,
  -- Announced, and not counted yet: null arrays. Counted when every transaction below this number has ended, which may not have seen the row.
  waits_for     bigint,
  ids           bigint[],
  missing       int[],
  installed     int[],
  -- Up to which batch of finding_moved it has heard of assets that left the list, or came back.
  moved_to      int not null default 0,
  primary key (subscription_id, kind, at)
);

-- What assets had and have that left the list (sign -1) or came back (1), until all sums have heard of it; the arrays in step, infinity for what
-- has not ended. A row without batch waits. Removed assets have one more without arrays: sums of assets forget them.
create table finding_moved (
  id            bigint primary key generated always as identity,
  subscription_id int not null,
  asset_id      bigint not null,
  batch         int,
  sign          smallint not null check (sign in (-1, 1)),
  removed       boolean not null default false,
  patch_ids     int[] not null default '{}',
  status        smallint[] not null default '{}',
  from_at       timestamptz[] not null default '{}',
  to_at         timestamptz[] not null default '{}'
);
create index finding_moved_subscription on finding_moved (subscription_id, batch);

-- Lists of a past instant ask since when an asset has been there, too: without it they read the row itself, three times as long.
drop index asset_face;
create index asset_face on asset (subscription_id, asset_id) include (
  activation_key_id, missing_count, latest_missing_count, missing_critical_count, installed_count, exposed_since,
  criticality, reboot_needed, licensed, platform, scan_status, os_family, os_family_words, os_name_words, created_at
);

do $$
declare t text;
begin
  foreach t in array array['finding_sum', 'finding_moved'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy wall on %I using (subscription_id = (select app_subscription())) '
      'with check (subscription_id = (select app_subscription()))', t);
  end loop;
end $$;
