-- First light: subscriptions, people, agents, inventory, patches, findings, jobs.
--
-- The wall: every table that carries subscription_id has forced row-level security on the value that the transaction
-- set literally (`set local app.subscription = '7'`). A transaction that set nothing sees no row. Tables without the
-- wall are listed, with their reasons, in database/wall.ts; a test compares that list with this schema.
--
-- What grows with assets carries asset_id in its primary key and refers to nothing outside by foreign key, so that it
-- can be distributed by asset_id (docs/adr: storage). No triggers. Ids of dictionaries are int4 from sequences.

create function app_subscription() returns int
  language sql stable parallel safe
  return nullif(current_setting('app.subscription', true), '')::int;

-- Installation ------------------------------------------------------------------------------------------------------

create table installation (
  only_row      boolean primary key default true check (only_row),
  deployment    uuid not null,
  epoch         int not null default 1,
  created_at    timestamptz not null
);

create table subscription (
  id            int primary key generated always as identity,
  public_id     uuid not null unique,
  name          text not null,
  licence_kind  text not null check (licence_kind in ('free', 'trial', 'full')),
  licence_limit int,
  licence_end   timestamptz,
  check_in_s    int not null default 60 check (check_in_s between 15 and 3600),
  scan_every_s  int not null default 14400 check (scan_every_s between 900 and 604800),
  suspended_at  timestamptz,
  created_at    timestamptz not null
);

-- Every version for ever: an agent that comes back after months walks them all.
create table root_metadata (
  version       int primary key check (version >= 1),
  envelope      bytea not null,
  payload_sha256 bytea not null,
  created_at    timestamptz not null
);

-- People ------------------------------------------------------------------------------------------------------------

create table person (
  id            bigint primary key generated always as identity,
  public_id     uuid not null unique,
  email         text not null,
  email_folded  text not null unique,
  name          text not null,
  password_hash text,
  -- Where the next session starts: memberships stand behind the wall, and sign-in comes before it.
  home_subscription_id int references subscription (id),
  disabled_at   timestamptz,
  created_at    timestamptz not null
);

create table membership (
  subscription_id int not null references subscription (id),
  person_id     bigint not null references person (id),
  role          text not null,
  created_at    timestamptz not null,
  primary key (subscription_id, person_id)
);

-- A browser session; only the hash of its token is kept.
create table session (
  token_hash    bytea primary key,
  person_id     bigint not null references person (id),
  subscription_id int not null references subscription (id),
  created_at    timestamptz not null,
  seen_at       timestamptz not null,
  expires_at    timestamptz not null
);
create index session_person on session (person_id);

create table api_key (
  id            bigint primary key generated always as identity,
  public_id     uuid not null unique,
  subscription_id int not null references subscription (id),
  person_id     bigint not null references person (id),
  title         text not null,
  role          text not null,
  created_at    timestamptz not null,
  used_at       timestamptz,
  expires_at    timestamptz,
  revoked_at    timestamptz
);
create index api_key_subscription on api_key (subscription_id, person_id);

-- Finds the subscription of a presented key before the wall can be set; holds nothing else.
create table api_key_token (
  token_hash    bytea primary key,
  subscription_id int not null,
  api_key_id    bigint not null
);

create table first_admin_token (
  token_hash    bytea primary key,
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  used_at       timestamptz
);

create table audit (
  id            bigint primary key generated always as identity,
  subscription_id int not null,
  at            timestamptz not null,
  actor         text not null,
  action        text not null,
  object        text not null,
  detail        jsonb not null default '{}'
);
create index audit_at on audit (subscription_id, at desc);

-- Agents' door ------------------------------------------------------------------------------------------------------

create table activation_key (
  id            bigint primary key generated always as identity,
  public_id     uuid not null unique,
  subscription_id int not null references subscription (id),
  title         text not null,
  key_id        bytea not null unique,
  public_key    bytea not null,
  root_version  int not null,
  auto_accept   boolean not null,
  max_uses      int check (max_uses >= 1),
  uses          int not null default 0,
  allowed_cidr  cidr[] not null default '{}',
  valid_from    timestamptz not null,
  expires_at    timestamptz,
  revoked_at    timestamptz,
  created_at    timestamptz not null,
  created_by    text not null
);

-- Unique across assets and read before the subscription is known, hence small, apart and without the wall.
create table door_key (
  key_id        bytea primary key,
  subscription_id int not null,
  kind          text not null check (kind in ('activation', 'agent')),
  activation_key_id bigint,
  asset_id      bigint,
  public_key    bytea not null,
  state         text not null check (state in ('current', 'replaced', 'revoked')),
  replaced_by   bytea,
  enrolled_with bytea,
  check ((kind = 'agent') = (asset_id is not null))
);
-- Revocation and replacement go from the asset to its keys.
create index door_key_asset on door_key (asset_id) where asset_id is not null;

-- Server nonces that enrolled somebody; older than their ten minutes they are removed.
create table used_nonce (
  nonce         bytea primary key,
  used_at       timestamptz not null
);

create sequence asset_id_seq as bigint;

create table asset (
  asset_id      bigint primary key default nextval('asset_id_seq'),
  subscription_id int not null,
  public_id     uuid not null,
  name          text not null,
  name_folded   text not null,
  platform      text not null,
  os_name       text not null default '',
  os_id         text not null default '',
  os_family     text not null default '',
  os_version    text not null default '',
  architecture  text not null default '',
  kernel        text not null default '',
  virtualization text not null default '',
  manufacturer  text not null default '',
  model         text not null default '',
  last_user     text not null default '',
  time_zone     text not null default '',
  agent_version text not null default '',
  provider      text not null default '',
  -- What identifies the machine (protocol 5), the first 128 bits of each digest; null where the host has none.
  smbios        bytea,
  machine_id    bytea,
  rootfs        bytea,
  activation_key_id bigint,
  looks_like    bigint,
  created_at    timestamptz not null,
  activated_at  timestamptz,
  scan_status   text not null default 'never',
  scan_started_at timestamptz,
  scan_finished_at timestamptz,
  scan_problems jsonb not null default '[]',
  reboot_needed boolean not null default false,
  restart_count int not null default 0,
  missing_count int not null default 0,
  latest_missing_count int not null default 0,
  missing_security_count int not null default 0,
  missing_critical_count int not null default 0,
  installed_count int not null default 0,
  package_count int not null default 0,
  system        jsonb not null default '{}'
) with (fillfactor = 85);
create index asset_public on asset (subscription_id, public_id);
create index asset_name on asset (subscription_id, name_folded, asset_id);
create index asset_missing on asset (subscription_id, missing_count desc, asset_id);
-- Reinstalled machines: who has this hardware, or this installation on this disk.
create index asset_hardware on asset (subscription_id, smbios, asset_id) where smbios is not null;
create index asset_installation on asset (subscription_id, machine_id, rootfs, asset_id)
  where machine_id is not null and rootfs is not null;

-- The one row that every request of an agent locks. fillfactor leaves room for in-page updates.
create table agent_line (
  asset_id      bigint primary key,
  subscription_id int not null,
  public_id     uuid not null,
  key_id        bytea not null,
  standing      text not null check (standing in ('pending', 'active', 'quarantined', 'rejected', 'revoked')),
  standing_why  text,
  standing_at   timestamptz not null,
  seq           bigint not null,
  link          bytea not null,
  ring          bytea not null default ''::bytea,
  machine       bytea not null,
  machine_at    timestamptz,
  adopt_machine bytea,
  adopt_at      timestamptz,
  boot          bytea not null,
  seen_at       timestamptz not null,
  address       inet,
  manifest_version bigint not null default 0,
  work_version  bigint not null default 0,
  manifest_work bigint not null default -1,
  manifest_expires timestamptz,
  inventory     bytea,
  scan_after    timestamptz,
  full_asked_at timestamptz,
  noticed_at    timestamptz,
  have_root     int not null default 0,
  speakers      jsonb not null default '[]',
  progress      jsonb not null default '[]',
  problems      jsonb not null default '[]',
  agent_version text not null default '',
  features      text[] not null default '{}',
  zone          text not null default '',
  clock_off_ms  bigint,
  quota_day     int not null default 0,
  quota_names   int not null default 0,
  quota_events  int not null default 0
) with (fillfactor = 80);
create index agent_line_standing on agent_line (subscription_id, standing);
create index agent_line_public on agent_line (subscription_id, public_id);

create table agent_notice (
  asset_id      bigint not null,
  id            bigint not null generated always as identity,
  subscription_id int not null,
  at            timestamptz not null,
  kind          text not null,
  detail        jsonb not null default '{}',
  primary key (asset_id, id)
);

-- Inventory ---------------------------------------------------------------------------------------------------------

-- What the server last confirmed of each section. Small sections keep their rows here; rows of the large ones are
-- interned below and listed by id in asset_package, asset_update and asset_advisory.
create table asset_section (
  asset_id      bigint not null,
  name          text not null,
  subscription_id int not null,
  digest        bytea not null,
  row_count     int not null,
  rows          jsonb,
  primary key (asset_id, name)
);

create sequence package_version_id_seq as int;

-- One row a distinct package row of a subscription: names reported by one tenant's agents stay inside its wall.
create table package_version (
  id            int primary key default nextval('package_version_id_seq'),
  subscription_id int not null,
  row_hash      bytea not null,
  scheme        text not null,
  name          text not null,
  architecture  text not null,
  version       text not null,
  version_key   bytea not null,
  source_name   text not null,
  source_version text not null,
  row           jsonb not null,
  unique (subscription_id, row_hash)
);
create index package_version_name on package_version (subscription_id, name, version_key);

create table asset_package (
  asset_id      bigint primary key,
  subscription_id int not null,
  ids           int[] not null
) with (autovacuum_vacuum_scale_factor = 0.1);
-- New entries wait in a list that every search reads and whose pages stay in the index: 4 MB by default.
create index asset_package_ids on asset_package using gin (ids) with (gin_pending_list_limit = 512);

create sequence patch_id_seq as int;

-- subscription_id 0 is the installation's own catalog, which everybody reads; all else was reported inside a
-- subscription and stays there until a feed has the same key.
create table patch (
  id            int primary key default nextval('patch_id_seq'),
  subscription_id int not null,
  public_id     uuid not null,
  key           text not null,
  title         text not null,
  title_folded  text not null,
  platform      text not null,
  distro        text not null default '',
  track         text not null,
  version       text not null default '',
  version_key   bytea not null default ''::bytea,
  category      text not null default '',
  severity      text not null default '',
  vendor_severity text not null default '',
  is_security   boolean not null default false,
  reboot_suggested boolean not null default false,
  size_bytes    bigint,
  issued_at     timestamptz,
  first_reported_at timestamptz not null,
  source        text not null default 'reported',
  superseded_by int,
  deprecated_at timestamptz,
  unique (subscription_id, key)
);
create index patch_public on patch (subscription_id, public_id);
create index patch_title on patch (subscription_id, title_folded, id);
create index patch_track on patch (subscription_id, track);

create sequence package_update_id_seq as int;

-- One row a distinct row of the updates section: this package, from this version, to that one, by this patch.
create table package_update (
  id            int primary key default nextval('package_update_id_seq'),
  subscription_id int not null,
  row_hash      bytea not null,
  patch_id      int not null,
  name          text not null,
  architecture  text not null,
  installed     text,
  candidate     text not null,
  is_security   boolean not null,
  origin        text not null,
  authenticated boolean not null,
  held_back     text,
  row           jsonb not null,
  unique (subscription_id, row_hash)
);
create index package_update_patch on package_update (patch_id);

create table asset_update (
  asset_id      bigint primary key,
  subscription_id int not null,
  ids           int[] not null
);

create sequence advisory_id_seq as int;

create table advisory (
  id            int primary key default nextval('advisory_id_seq'),
  subscription_id int not null,
  row_hash      bytea not null,
  name          text not null,
  kind          text not null default '',
  severity      text not null default '',
  title         text not null default '',
  issued_at     timestamptz,
  cves          text[] not null default '{}',
  row           jsonb not null,
  unique (subscription_id, row_hash)
);
create index advisory_name on advisory (subscription_id, name);

create table asset_advisory (
  asset_id      bigint primary key,
  subscription_id int not null,
  ids           int[] not null
);

create table patch_advisory (
  patch_id      int not null,
  advisory_id   int not null,
  subscription_id int not null,
  primary key (patch_id, advisory_id)
);

create table patch_cve (
  patch_id      int not null,
  cve           text not null,
  subscription_id int not null,
  primary key (patch_id, cve)
);
create index patch_cve_cve on patch_cve (subscription_id, cve);

create table asset_interface (
  asset_id      bigint not null,
  name          text not null,
  address       inet not null,
  subscription_id int not null,
  mac           text not null default '',
  primary key (asset_id, name, address)
);

create table asset_restart (
  asset_id      bigint not null,
  kind          text not null,
  name          text not null,
  subscription_id int not null,
  reason        text not null default '',
  primary key (asset_id, kind, name)
);

-- Findings ----------------------------------------------------------------------------------------------------------

-- status: 1 missing, 2 installed (domain/findings). exposed_since is carried along the product's track, so that a
-- product never patched is not "missing for three days" because a newer version came out: what is missing of one track
-- says the same, and the next version takes it over. A ledger of (asset, track) beside it held nothing else, in 3.5 kB of
-- an asset with 20 missing.
create table finding (
  asset_id      bigint not null,
  patch_id      int not null,
  subscription_id int not null,
  status        smallint not null,
  latest        boolean not null default true,
  first_seen    timestamptz not null,
  since         timestamptz not null,
  exposed_since timestamptz not null,
  primary key (asset_id, patch_id)
) with (fillfactor = 90);
create index finding_missing on finding (subscription_id, patch_id) include (asset_id) where status = 1;

-- Append-only: one row for every state that ended. The present state stands in finding.
create table finding_history (
  asset_id      bigint not null,
  patch_id      int not null,
  from_at       timestamptz not null,
  to_at         timestamptz not null,
  subscription_id int not null,
  status        smallint not null,
  cause         text not null,
  primary key (asset_id, patch_id, from_at, to_at)
);

create table patch_count (
  subscription_id int not null,
  patch_id      int not null,
  missing       int not null default 0,
  installed     int not null default 0,
  primary key (subscription_id, patch_id)
);

-- Folded into patch_count each second: many reports touch the same patch, and one hot row would serialise them. One row
-- a report, its arrays in step: a row lives for a second, and its index entry is not given back as quickly.
create table patch_count_delta (
  id            bigint primary key generated always as identity,
  subscription_id int not null,
  patch_ids     int[] not null,
  missing       int[] not null,
  installed     int[] not null
);

-- Jobs --------------------------------------------------------------------------------------------------------------

create table job (
  id            bigint primary key generated always as identity,
  subscription_id int not null,
  public_id     uuid not null,
  name          text not null,
  name_folded   text not null,
  kind          text not null check (kind in ('deployment', 'rollback')),
  platform      text not null,
  state         text not null,
  schedule_type text not null,
  spec_version  int not null,
  owner_id      bigint not null,
  asset_count   int not null default 0,
  patch_count   int not null default 0,
  last_run_at   timestamptz,
  created_at    timestamptz not null,
  modified_at   timestamptz not null
);
create index job_public on job (subscription_id, public_id);
create index job_modified on job (subscription_id, modified_at desc, id desc);

-- The immutable text of a job version: what people approve.
create table job_spec (
  job_id        bigint not null references job (id),
  version       int not null,
  subscription_id int not null,
  document      text not null,
  digest        bytea not null,
  author_id     bigint not null,
  created_at    timestamptz not null,
  primary key (job_id, version)
);

create table run (
  id            bigint primary key generated always as identity,
  subscription_id int not null,
  public_id     uuid not null,
  job_id        bigint not null references job (id),
  spec_version  int not null,
  nominal_at    timestamptz not null,
  state         text not null,
  plan          text,
  plan_digest   bytea,
  retry_of      bigint,
  created_at    timestamptz not null,
  started_at    timestamptz,
  ended_at      timestamptz,
  unique (job_id, spec_version, nominal_at)
);
create index run_public on run (subscription_id, public_id);
create index run_open on run (subscription_id, state) where state in ('due', 'planned', 'active');

-- Assets and patches that the plan left out as a whole, each with its reason.
create table run_left_out (
  run_id        bigint not null references run (id),
  n             int not null,
  subscription_id int not null,
  kind          text not null check (kind in ('asset', 'patch')),
  object        uuid not null,
  name          text not null,
  reason        text not null,
  primary key (run_id, n)
);

create sequence task_id_seq as bigint;

create table task (
  asset_id      bigint not null,
  id            bigint not null default nextval('task_id_seq'),
  subscription_id int not null,
  public_id     uuid not null,
  run_id        bigint not null,
  job_id        bigint not null,
  state         text not null,
  reason        text,
  document      text,
  sha256        bytea,
  not_before    timestamptz not null,
  start_before  timestamptz not null,
  finish_before timestamptz not null,
  created_at    timestamptz not null,
  changed_at    timestamptz not null,
  sent_at       timestamptz,
  received_at   timestamptz,
  began_at      timestamptz,
  ended_at      timestamptz,
  rebooted      boolean not null default false,
  cancel_asked_at timestamptz,
  verify_after  timestamptz,
  progress      text,
  item_count    int not null default 0,
  items_done    int not null default 0,
  items_failed  int not null default 0,
  primary key (asset_id, id)
);
create index task_run on task (run_id, asset_id);
create index task_open on task (asset_id) where state not in ('succeeded', 'partial', 'failed', 'expired', 'cancelled', 'skipped', 'unknown');
create index task_public on task (subscription_id, public_id);

create table item (
  asset_id      bigint not null,
  task_id       bigint not null,
  n             int not null,
  subscription_id int not null,
  patch_id      int not null,
  state         text not null,
  reason        text,
  packages      jsonb not null default '[]',
  exit_code     int,
  output        text,
  began_at      timestamptz,
  ended_at      timestamptz,
  verified_at   timestamptz,
  primary key (asset_id, task_id, n)
);

-- Exactly as the agent journalled it; named by its digest. Unique by (asset, task, n): the first is kept.
create table task_event (
  asset_id      bigint not null,
  task          uuid not null,
  n             int not null,
  subscription_id int not null,
  sha256        bytea not null,
  kind          text not null,
  at            timestamptz,
  text          text not null,
  received_at   timestamptz not null,
  orphan        boolean not null default false,
  conflict      text,
  primary key (asset_id, task, n)
);

-- The wall ----------------------------------------------------------------------------------------------------------

do $$
declare t text;
begin
  foreach t in array array[
    'membership', 'api_key', 'audit', 'activation_key', 'asset', 'agent_line', 'agent_notice', 'asset_section',
    'package_version', 'asset_package', 'package_update', 'asset_update', 'advisory', 'asset_advisory',
    'patch_advisory', 'patch_cve', 'asset_interface', 'asset_restart', 'finding', 'finding_history',
    'patch_count', 'patch_count_delta', 'job', 'job_spec', 'run', 'run_left_out', 'task', 'item',
    'task_event'
  ] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy wall on %I using (subscription_id = (select app_subscription())) '
      'with check (subscription_id = (select app_subscription()))', t);
  end loop;
end $$;

alter table patch enable row level security;
alter table patch force row level security;
create policy wall on patch
  using (subscription_id = (select app_subscription()))
  with check (subscription_id = (select app_subscription()));
create policy catalog on patch for select using (subscription_id = 0);
