-- Who is licensed, and how assets stand: activated, paused, removed.

-- `licence_applied` is what the last chore acted on; what counts is worked out from kind and end at each use
-- (domain/src/licences). `licence_wanted`: how many assets the licence is meant for, whether there is enough of it or not.
alter table subscription
  add column licence_applied       text check (licence_applied in ('free', 'trial', 'full')),
  add column licence_calculated_at timestamptz,
  add column licence_wanted        int not null default 0,
  add column stale_after_days      int not null default 7 check (stale_after_days between 1 and 3650),
  add column remove_after_days     int check (remove_after_days between 1 and 3650),
  add constraint subscription_licence_limit_check check (licence_limit >= 1),
  add constraint subscription_remove_after_check check (remove_after_days > stale_after_days);

-- What happened since the last calculation. A row each, not a mark on one row: five hundred agents that enrol at once must
-- not wait for each other. Outside the wall, so that one statement finds whose turn it is; it holds no data of theirs.
create table licence_change (
  id              bigint generated always as identity primary key,
  subscription_id int not null
);
create index licence_change_subscription on licence_change (subscription_id);

-- Which tags let assets in to the licence, and which keep them out. No action on delete: a tag that went away silently could
-- turn "these" into "all".
create table licence_tag (
  tag_id          int primary key references tag (id),
  subscription_id int not null,
  side            text not null check (side in ('include', 'exclude'))
);
create index licence_tag_subscription on licence_tag (subscription_id);

-- An asset that nobody decided about holds no licence.
alter table asset
  alter column licensed set default false,
  add column paused_until  timestamptz,
  add column paused_reason text not null default '',
  -- The row of a removed asset stays as the name that the history of jobs shows; everything else about it is gone.
  add column removed_at    timestamptz;

-- Patching switched off for an agent: it stands in the list of agents alone, like one that waits or was sent away.
alter table agent_line add column deactivated_at timestamptz;
drop index agent_line_unlisted;
create index agent_line_unlisted on agent_line (subscription_id, asset_id)
  where standing not in ('active', 'quarantined') or deactivated_at is not null;

-- Why a job is in its state when no person put it there, and the state before.
alter table job
  add column state_reason text check (state_reason in ('licence_ended')),
  add column state_before text;

insert into licence_change (subscription_id) select s.id from subscription s;

alter table licence_tag enable row level security;
alter table licence_tag force row level security;
create policy wall on licence_tag
  using (subscription_id = (select app_subscription()))
  with check (subscription_id = (select app_subscription()));
