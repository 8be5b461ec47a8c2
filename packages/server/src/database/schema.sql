-- The schema after all migrations, made by write-generated.ts; not edited by hand.

CREATE OR REPLACE FUNCTION public.app_subscription()
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.subscription'::text, true), ''::text))::integer
;

create sequence advisory_id_seq as integer;

create sequence asset_id_seq as bigint;

create sequence catalog_change_seq as bigint;

create sequence cve_id_seq as integer;

create sequence package_update_id_seq as integer;

create sequence package_version_id_seq as integer;

create sequence patch_id_seq as integer;

create sequence task_id_seq as bigint;

create table activation_key (
  id bigint not null generated always as identity,
  public_id uuid not null,
  subscription_id integer not null,
  title text not null,
  key_id bytea not null,
  public_key bytea not null,
  root_version integer not null,
  auto_accept boolean not null,
  max_uses integer,
  uses integer not null default 0,
  allowed_cidr cidr[] not null default '{}'::cidr[],
  valid_from timestamp with time zone not null,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by text not null,
  title_folded text not null default ''::text,
  title_words text not null default ''::text,
  constraint activation_key_key_id_key UNIQUE (key_id),
  constraint activation_key_max_uses_check CHECK ((max_uses >= 1)),
  constraint activation_key_pkey PRIMARY KEY (id),
  constraint activation_key_public_id_key UNIQUE (public_id),
  constraint activation_key_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES subscription(id)
);
alter table activation_key enable row level security;
alter table activation_key force row level security;
create policy wall on activation_key as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table activation_key_tag (
  activation_key_id bigint not null,
  tag_id integer not null,
  subscription_id integer not null,
  constraint activation_key_tag_activation_key_id_fkey FOREIGN KEY (activation_key_id) REFERENCES activation_key(id),
  constraint activation_key_tag_pkey PRIMARY KEY (activation_key_id, tag_id),
  constraint activation_key_tag_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES subscription(id),
  constraint activation_key_tag_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tag(id)
);
CREATE INDEX activation_key_tag_tag ON public.activation_key_tag USING btree (tag_id);
alter table activation_key_tag enable row level security;
alter table activation_key_tag force row level security;
create policy wall on activation_key_tag as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table advisory (
  id integer not null default nextval('advisory_id_seq'::regclass),
  subscription_id integer not null,
  row_hash bytea not null,
  name text not null,
  kind text not null default ''::text,
  severity text not null default ''::text,
  title text not null default ''::text,
  issued_at timestamp with time zone,
  cves text[] not null default '{}'::text[],
  "row" jsonb not null,
  name_folded text not null default ''::text,
  name_words text not null default ''::text,
  constraint advisory_pkey PRIMARY KEY (id),
  constraint advisory_subscription_id_row_hash_key UNIQUE (subscription_id, row_hash)
);
CREATE INDEX advisory_name ON public.advisory USING btree (subscription_id, name);
alter table advisory enable row level security;
alter table advisory force row level security;
create policy catalog on advisory as permissive for select to public using ((subscription_id = 0));
create policy wall on advisory as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table agent_line (
  asset_id bigint not null,
  subscription_id integer not null,
  public_id uuid not null,
  key_id bytea not null,
  standing text not null,
  standing_why text,
  standing_at timestamp with time zone not null,
  seq bigint not null,
  link bytea not null,
  ring bytea not null default '\x'::bytea,
  machine bytea not null,
  machine_at timestamp with time zone,
  adopt_machine bytea,
  adopt_at timestamp with time zone,
  boot bytea not null,
  seen_at timestamp with time zone not null,
  address inet,
  manifest_version bigint not null default 0,
  work_version bigint not null default 0,
  manifest_work bigint not null default '-1'::integer,
  manifest_expires timestamp with time zone,
  inventory bytea,
  scan_after timestamp with time zone,
  full_asked_at timestamp with time zone,
  noticed_at timestamp with time zone,
  have_root integer not null default 0,
  speakers jsonb not null default '[]'::jsonb,
  progress jsonb not null default '[]'::jsonb,
  problems jsonb not null default '[]'::jsonb,
  agent_version text not null default ''::text,
  features text[] not null default '{}'::text[],
  zone text not null default ''::text,
  clock_off_ms bigint,
  quota_day integer not null default 0,
  quota_names integer not null default 0,
  quota_events integer not null default 0,
  agent_version_key bytea not null default '\x'::bytea,
  deactivated_at timestamp with time zone,
  settings_digest bytea,
  settings_until timestamp with time zone,
  have_manifest bigint not null default 0,
  constraint agent_line_pkey PRIMARY KEY (asset_id),
  constraint agent_line_standing_check CHECK ((standing = ANY (ARRAY['pending'::text, 'active'::text, 'quarantined'::text, 'rejected'::text, 'revoked'::text])))
) with (fillfactor=80);
CREATE INDEX agent_line_public ON public.agent_line USING btree (subscription_id, public_id);
CREATE INDEX agent_line_standing ON public.agent_line USING btree (subscription_id, standing);
CREATE INDEX agent_line_unlisted ON public.agent_line USING btree (subscription_id, asset_id) WHERE ((standing <> ALL (ARRAY['active'::text, 'quarantined'::text])) OR (deactivated_at IS NOT NULL));
alter table agent_line enable row level security;
alter table agent_line force row level security;
create policy wall on agent_line as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table agent_notice (
  asset_id bigint not null,
  id bigint not null generated always as identity,
  subscription_id integer not null,
  at timestamp with time zone not null,
  kind text not null,
  detail jsonb not null default '{}'::jsonb,
  constraint agent_notice_pkey PRIMARY KEY (asset_id, id)
);
alter table agent_notice enable row level security;
alter table agent_notice force row level security;
create policy wall on agent_notice as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table api_key (
  id bigint not null generated always as identity,
  public_id uuid not null,
  subscription_id integer not null,
  person_id bigint not null,
  title text not null,
  role text,
  created_at timestamp with time zone not null,
  used_at timestamp with time zone,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  leaked_at timestamp with time zone,
  permissions text[],
  prefix text not null default ''::text,
  constraint api_key_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint api_key_pkey PRIMARY KEY (id),
  constraint api_key_public_id_key UNIQUE (public_id),
  constraint api_key_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES subscription(id)
);
CREATE INDEX api_key_subscription ON public.api_key USING btree (subscription_id, person_id);
alter table api_key enable row level security;
alter table api_key force row level security;
create policy wall on api_key as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table api_key_token (
  token_hash bytea not null,
  subscription_id integer not null,
  api_key_id bigint not null,
  constraint api_key_token_pkey PRIMARY KEY (token_hash)
);

create table assessment_profile (
  id integer not null generated always as identity,
  subscription_id integer not null,
  public_id uuid not null,
  name text not null,
  name_folded text not null,
  is_default boolean not null default false,
  enabled boolean not null default true,
  scan_every_s integer not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  constraint assessment_profile_check CHECK ((enabled OR (NOT is_default))),
  constraint assessment_profile_pkey PRIMARY KEY (id),
  constraint assessment_profile_scan_every_s_check CHECK (((scan_every_s >= 14400) AND (scan_every_s <= 604800))),
  constraint assessment_profile_subscription_id_name_folded_key UNIQUE (subscription_id, name_folded)
);
CREATE UNIQUE INDEX assessment_profile_default ON public.assessment_profile USING btree (subscription_id) WHERE is_default;
CREATE INDEX assessment_profile_public ON public.assessment_profile USING btree (subscription_id, public_id);
alter table assessment_profile enable row level security;
alter table assessment_profile force row level security;
create policy wall on assessment_profile as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table assessment_profile_tag (
  tag_id integer not null,
  profile_id integer not null,
  subscription_id integer not null,
  constraint assessment_profile_tag_pkey PRIMARY KEY (tag_id),
  constraint assessment_profile_tag_profile_id_fkey FOREIGN KEY (profile_id) REFERENCES assessment_profile(id) ON DELETE CASCADE,
  constraint assessment_profile_tag_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tag(id) ON DELETE CASCADE
);
CREATE INDEX assessment_profile_tag_profile ON public.assessment_profile_tag USING btree (profile_id);
alter table assessment_profile_tag enable row level security;
alter table assessment_profile_tag force row level security;
create policy wall on assessment_profile_tag as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table asset (
  asset_id bigint not null default nextval('asset_id_seq'::regclass),
  subscription_id integer not null,
  public_id uuid not null,
  name text not null,
  name_folded text not null,
  platform text not null,
  os_name text not null default ''::text,
  os_id text not null default ''::text,
  os_family text not null default ''::text,
  os_version text not null default ''::text,
  architecture text not null default ''::text,
  kernel text not null default ''::text,
  virtualization text not null default ''::text,
  manufacturer text not null default ''::text,
  model text not null default ''::text,
  last_user text not null default ''::text,
  time_zone text not null default ''::text,
  agent_version text not null default ''::text,
  provider text not null default ''::text,
  smbios bytea,
  machine_id bytea,
  rootfs bytea,
  activation_key_id bigint,
  looks_like bigint,
  created_at timestamp with time zone not null,
  activated_at timestamp with time zone,
  scan_status text not null default 'never'::text,
  scan_started_at timestamp with time zone,
  scan_finished_at timestamp with time zone,
  scan_problems jsonb not null default '[]'::jsonb,
  reboot_needed boolean not null default false,
  restart_count integer not null default 0,
  missing_count integer not null default 0,
  latest_missing_count integer not null default 0,
  missing_security_count integer not null default 0,
  missing_critical_count integer not null default 0,
  installed_count integer not null default 0,
  package_count integer not null default 0,
  system jsonb not null default '{}'::jsonb,
  name_words text not null default ''::text,
  os_name_folded text not null default ''::text,
  os_name_words text not null default ''::text,
  os_family_folded text not null default ''::text,
  os_family_words text not null default ''::text,
  os_version_folded text not null default ''::text,
  os_version_words text not null default ''::text,
  os_version_key bytea not null default '\x'::bytea,
  architecture_folded text not null default ''::text,
  architecture_words text not null default ''::text,
  kernel_folded text not null default ''::text,
  kernel_words text not null default ''::text,
  manufacturer_folded text not null default ''::text,
  manufacturer_words text not null default ''::text,
  model_folded text not null default ''::text,
  model_words text not null default ''::text,
  last_user_folded text not null default ''::text,
  last_user_words text not null default ''::text,
  time_zone_folded text not null default ''::text,
  time_zone_words text not null default ''::text,
  exposed_since timestamp with time zone,
  criticality smallint default 2,
  risk_score integer,
  licensed boolean not null default false,
  is_evaluation boolean not null default false,
  paused_until timestamp with time zone,
  paused_reason text not null default ''::text,
  removed_at timestamp with time zone,
  constraint asset_criticality_check CHECK (((criticality >= 1) AND (criticality <= 5))),
  constraint asset_pkey PRIMARY KEY (asset_id)
) with (fillfactor=85);
CREATE INDEX asset_face ON public.asset USING btree (subscription_id, asset_id) INCLUDE (activation_key_id, missing_count, latest_missing_count, missing_critical_count, installed_count, exposed_since, criticality, reboot_needed, licensed, platform, scan_status, os_family, os_family_words, os_name_words, created_at);
CREATE INDEX asset_hardware ON public.asset USING btree (subscription_id, smbios, asset_id) WHERE (smbios IS NOT NULL);
CREATE INDEX asset_installation ON public.asset USING btree (subscription_id, machine_id, rootfs, asset_id) WHERE ((machine_id IS NOT NULL) AND (rootfs IS NOT NULL));
CREATE INDEX asset_missing ON public.asset USING btree (subscription_id, missing_count DESC, asset_id);
CREATE INDEX asset_name ON public.asset USING btree (subscription_id, name_folded, asset_id);
CREATE INDEX asset_own_os ON public.asset USING btree (subscription_id, os_id, asset_id) WHERE (os_id = ANY (ARRAY['windows'::text, 'macos'::text]));
CREATE INDEX asset_public ON public.asset USING btree (subscription_id, public_id);
CREATE INDEX asset_search ON public.asset USING gin (name_folded extensions.gin_trgm_ops, name_words extensions.gin_trgm_ops);
alter table asset enable row level security;
alter table asset force row level security;
create policy wall on asset as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table asset_advisory (
  asset_id bigint not null,
  subscription_id integer not null,
  ids integer[] not null,
  constraint asset_advisory_pkey PRIMARY KEY (asset_id)
);
alter table asset_advisory enable row level security;
alter table asset_advisory force row level security;
create policy wall on asset_advisory as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table asset_interface (
  asset_id bigint not null,
  name text not null,
  address inet not null,
  subscription_id integer not null,
  mac text not null default ''::text,
  name_folded text not null default ''::text,
  name_words text not null default ''::text,
  mac_folded text not null default ''::text,
  mac_words text not null default ''::text,
  constraint asset_interface_pkey PRIMARY KEY (asset_id, name, address)
);
CREATE INDEX asset_interface_address ON public.asset_interface USING btree (subscription_id, address) INCLUDE (asset_id);
alter table asset_interface enable row level security;
alter table asset_interface force row level security;
create policy wall on asset_interface as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table asset_package (
  asset_id bigint not null,
  subscription_id integer not null,
  ids integer[] not null,
  program_ids integer[] not null default '{}'::integer[],
  constraint asset_package_pkey PRIMARY KEY (asset_id)
) with (autovacuum_vacuum_scale_factor=0.1);
CREATE INDEX asset_package_ids ON public.asset_package USING gin (ids) WITH (gin_pending_list_limit='512');
alter table asset_package enable row level security;
alter table asset_package force row level security;
create policy wall on asset_package as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table asset_profile (
  asset_id bigint not null,
  subscription_id integer not null,
  configuration_id integer,
  configuration_tag integer,
  assessment_id integer,
  assessment_tag integer,
  constraint asset_profile_pkey PRIMARY KEY (asset_id)
);
CREATE INDEX asset_profile_assessment ON public.asset_profile USING btree (subscription_id, assessment_id) WHERE (assessment_id IS NOT NULL);
CREATE INDEX asset_profile_configuration ON public.asset_profile USING btree (subscription_id, configuration_id) WHERE (configuration_id IS NOT NULL);
alter table asset_profile enable row level security;
alter table asset_profile force row level security;
create policy wall on asset_profile as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table asset_restart (
  asset_id bigint not null,
  kind text not null,
  name text not null,
  subscription_id integer not null,
  reason text not null default ''::text,
  constraint asset_restart_pkey PRIMARY KEY (asset_id, kind, name)
);
alter table asset_restart enable row level security;
alter table asset_restart force row level security;
create policy wall on asset_restart as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table asset_section (
  asset_id bigint not null,
  name text not null,
  subscription_id integer not null,
  digest bytea not null,
  row_count integer not null,
  rows jsonb,
  constraint asset_section_pkey PRIMARY KEY (asset_id, name)
);
alter table asset_section enable row level security;
alter table asset_section force row level security;
create policy wall on asset_section as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table asset_tag (
  asset_id bigint not null,
  tag_id integer not null,
  subscription_id integer not null,
  constraint asset_tag_pkey PRIMARY KEY (asset_id, tag_id)
);
CREATE INDEX asset_tag_tag ON public.asset_tag USING btree (subscription_id, tag_id) INCLUDE (asset_id);
alter table asset_tag enable row level security;
alter table asset_tag force row level security;
create policy wall on asset_tag as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table asset_tag_change (
  id bigint not null generated always as identity,
  subscription_id integer not null,
  constraint asset_tag_change_pkey PRIMARY KEY (id)
);
CREATE INDEX asset_tag_change_subscription ON public.asset_tag_change USING btree (subscription_id, id);
alter table asset_tag_change enable row level security;
alter table asset_tag_change force row level security;
create policy wall on asset_tag_change as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table asset_update (
  asset_id bigint not null,
  subscription_id integer not null,
  ids integer[] not null,
  constraint asset_update_pkey PRIMARY KEY (asset_id)
);
alter table asset_update enable row level security;
alter table asset_update force row level security;
create policy wall on asset_update as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table asset_weigh (
  asset_id bigint not null,
  subscription_id integer not null,
  constraint asset_weigh_pkey PRIMARY KEY (asset_id)
);
alter table asset_weigh enable row level security;
alter table asset_weigh force row level security;
create policy wall on asset_weigh as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table audit (
  subscription_id integer not null,
  at timestamp with time zone not null,
  actor text not null,
  action text not null,
  object text not null,
  detail json not null,
  n bigint not null,
  prev bytea not null,
  hash bytea not null,
  actor_kind text not null default ''::text,
  actor_name text not null default ''::text,
  actor_name_words text not null default ''::text,
  actor_person uuid,
  actor_address inet,
  action_words text not null default ''::text,
  object_kind text not null default ''::text,
  object_id uuid,
  object_words text not null default ''::text,
  detail_folded text not null default ''::text,
  detail_words text not null default ''::text,
  constraint audit_pkey PRIMARY KEY (subscription_id, n)
);
CREATE INDEX audit_action ON public.audit USING btree (subscription_id, action, n);
CREATE INDEX audit_address ON public.audit USING btree (subscription_id, n) WHERE (actor_address IS NOT NULL);
CREATE INDEX audit_at ON public.audit USING btree (subscription_id, at DESC, n DESC);
CREATE INDEX audit_object ON public.audit USING btree (subscription_id, object, n);
CREATE INDEX audit_object_id ON public.audit USING btree (subscription_id, object_id, n) WHERE (object_id IS NOT NULL);
CREATE INDEX audit_person ON public.audit USING btree (subscription_id, actor_person, n) WHERE (actor_person IS NOT NULL);
CREATE INDEX audit_unfilled ON public.audit USING btree (subscription_id, n) WHERE (actor_kind = ''::text);
alter table audit enable row level security;
alter table audit force row level security;
create policy installation on audit as permissive for all to public using (((subscription_id = 0) AND (( SELECT app_subscription() AS app_subscription) IS NULL))) with check (((subscription_id = 0) AND (( SELECT app_subscription() AS app_subscription) IS NULL)));
create policy wall on audit as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table audit_head (
  subscription_id integer not null,
  n bigint not null,
  hash bytea not null,
  constraint audit_head_pkey PRIMARY KEY (subscription_id)
);
alter table audit_head enable row level security;
alter table audit_head force row level security;
create policy installation on audit_head as permissive for all to public using (((subscription_id = 0) AND (( SELECT app_subscription() AS app_subscription) IS NULL))) with check (((subscription_id = 0) AND (( SELECT app_subscription() AS app_subscription) IS NULL)));
create policy wall on audit_head as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table audit_seal (
  subscription_id integer not null,
  n bigint not null,
  hash bytea not null,
  at timestamp with time zone not null,
  key_id text not null,
  signature bytea not null,
  constraint audit_seal_pkey PRIMARY KEY (subscription_id, n)
);
alter table audit_seal enable row level security;
alter table audit_seal force row level security;
create policy installation on audit_seal as permissive for all to public using (((subscription_id = 0) AND (( SELECT app_subscription() AS app_subscription) IS NULL))) with check (((subscription_id = 0) AND (( SELECT app_subscription() AS app_subscription) IS NULL)));
create policy wall on audit_seal as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table bundle (
  id integer not null generated always as identity,
  public_id uuid not null,
  key_id integer not null,
  state text not null,
  manifest jsonb not null,
  documents integer not null,
  made_at timestamp with time zone not null,
  begun_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint bundle_key_id_fkey FOREIGN KEY (key_id) REFERENCES bundle_key(id) ON DELETE CASCADE,
  constraint bundle_pkey PRIMARY KEY (id),
  constraint bundle_public_id_key UNIQUE (public_id),
  constraint bundle_state_check CHECK ((state = ANY (ARRAY['open'::text, 'taken'::text, 'abandoned'::text])))
);

create table bundle_key (
  id integer not null generated always as identity,
  public_id uuid not null,
  name text not null,
  key text not null,
  created_at timestamp with time zone not null,
  last_made_at timestamp with time zone,
  constraint bundle_key_key_key UNIQUE (key),
  constraint bundle_key_pkey PRIMARY KEY (id),
  constraint bundle_key_public_id_key UNIQUE (public_id)
);

create table catalog_change (
  seq bigint not null default nextval('catalog_change_seq'::regclass),
  patch_id integer not null,
  constraint catalog_change_pkey PRIMARY KEY (seq)
);

create table catalog_due (
  kind text not null,
  subject text not null,
  constraint catalog_due_pkey PRIMARY KEY (kind, subject)
);

create table catalog_fact (
  part_id integer not null,
  kind text not null,
  subject text not null,
  name text not null,
  hash bytea not null,
  body jsonb not null,
  since timestamp with time zone not null,
  constraint catalog_fact_part_id_fkey FOREIGN KEY (part_id) REFERENCES catalog_part(id) ON DELETE CASCADE,
  constraint catalog_fact_pkey PRIMARY KEY (part_id, kind, subject, name)
);
CREATE INDEX catalog_fact_fix ON public.catalog_fact USING btree (name) WHERE ((kind = 'track'::text) AND (name ~~ 'fix CVE-%'::text));
CREATE INDEX catalog_fact_subject ON public.catalog_fact USING btree (kind, subject);

create table catalog_followed (
  subscription_id integer not null,
  seq bigint not null default 0,
  constraint catalog_followed_pkey PRIMARY KEY (subscription_id)
);
alter table catalog_followed enable row level security;
alter table catalog_followed force row level security;
create policy wall on catalog_followed as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table catalog_part (
  id integer not null generated always as identity,
  source_id integer not null,
  feed text not null,
  part text not null,
  fact_count integer not null default 0,
  applied_at timestamp with time zone not null,
  constraint catalog_part_pkey PRIMARY KEY (id),
  constraint catalog_part_source_id_part_key UNIQUE (source_id, part)
);

create table catalog_staged (
  reading_id uuid not null,
  kind text not null,
  subject text not null,
  name text not null,
  hash bytea not null,
  body jsonb not null,
  staged_at timestamp with time zone not null,
  constraint catalog_staged_pkey PRIMARY KEY (reading_id, kind, subject, name)
);

create table configuration_profile (
  id integer not null generated always as identity,
  subscription_id integer not null,
  public_id uuid not null,
  name text not null,
  name_folded text not null,
  description text not null default ''::text,
  is_default boolean not null default false,
  priority integer not null,
  document jsonb not null,
  digest bytea not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  constraint configuration_profile_check CHECK (((priority = 0) = is_default)),
  constraint configuration_profile_pkey PRIMARY KEY (id),
  constraint configuration_profile_subscription_id_name_folded_key UNIQUE (subscription_id, name_folded),
  constraint configuration_profile_subscription_id_priority_key UNIQUE (subscription_id, priority) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX configuration_profile_public ON public.configuration_profile USING btree (subscription_id, public_id);
alter table configuration_profile enable row level security;
alter table configuration_profile force row level security;
create policy wall on configuration_profile as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table configuration_profile_tag (
  profile_id integer not null,
  tag_id integer not null,
  subscription_id integer not null,
  constraint configuration_profile_tag_pkey PRIMARY KEY (profile_id, tag_id),
  constraint configuration_profile_tag_profile_id_fkey FOREIGN KEY (profile_id) REFERENCES configuration_profile(id) ON DELETE CASCADE,
  constraint configuration_profile_tag_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tag(id) ON DELETE CASCADE
);
CREATE INDEX configuration_profile_tag_tag ON public.configuration_profile_tag USING btree (tag_id);
alter table configuration_profile_tag enable row level security;
alter table configuration_profile_tag force row level security;
create policy wall on configuration_profile_tag as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table cve (
  id integer not null default nextval('cve_id_seq'::regclass),
  subscription_id integer not null,
  cve text not null,
  title text not null default ''::text,
  title_folded text not null default ''::text,
  title_words text not null default ''::text,
  severity text not null default ''::text,
  cvss double precision,
  cvss_vector text not null default ''::text,
  cvss_vector_folded text not null default ''::text,
  cvss_vector_words text not null default ''::text,
  epss double precision,
  epss_percentile double precision,
  kev boolean not null default false,
  kev_due_at timestamp with time zone,
  ransomware boolean not null default false,
  published_at timestamp with time zone,
  modified_at timestamp with time zone,
  ssvc_exploitation text not null default ''::text,
  ssvc_automatable text not null default ''::text,
  ssvc_technical_impact text not null default ''::text,
  description text not null default ''::text,
  is_rejected boolean not null default false,
  cvss_version text not null default ''::text,
  epss_model text not null default ''::text,
  epss_scored_at timestamp with time zone,
  kev_added_at timestamp with time zone,
  kev_action text not null default ''::text,
  detail jsonb not null default '{}'::jsonb,
  constraint cve_cve_check CHECK ((cve ~ '^CVE-[0-9]{4}-[0-9]{4,19}$'::text)),
  constraint cve_pkey PRIMARY KEY (id),
  constraint cve_subscription_id_cve_key UNIQUE (subscription_id, cve)
);
CREATE INDEX cve_kev ON public.cve USING btree (cve) WHERE kev;
alter table cve enable row level security;
alter table cve force row level security;
create policy catalog on cve as permissive for select to public using ((subscription_id = 0));
create policy wall on cve as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table cve_cwe (
  cve_id integer not null,
  cwe text not null,
  subscription_id integer not null,
  cwe_folded text not null,
  cwe_words text not null,
  constraint cve_cwe_cve_id_fkey FOREIGN KEY (cve_id) REFERENCES cve(id),
  constraint cve_cwe_pkey PRIMARY KEY (cve_id, cwe)
);
alter table cve_cwe enable row level security;
alter table cve_cwe force row level security;
create policy catalog on cve_cwe as permissive for select to public using ((subscription_id = 0));
create policy wall on cve_cwe as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table device_login (
  device_hash bytea not null,
  user_hash bytea not null,
  public_id uuid not null,
  machine text not null,
  address text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  polled_at timestamp with time zone,
  decided_at timestamp with time zone,
  allowed boolean,
  person_id bigint,
  subscription_id integer,
  key_wish jsonb,
  taken_at timestamp with time zone,
  constraint device_login_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint device_login_pkey PRIMARY KEY (device_hash),
  constraint device_login_public_id_key UNIQUE (public_id),
  constraint device_login_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES subscription(id),
  constraint device_login_user_hash_key UNIQUE (user_hash)
);

create table door_key (
  key_id bytea not null,
  subscription_id integer not null,
  kind text not null,
  activation_key_id bigint,
  asset_id bigint,
  public_key bytea not null,
  state text not null,
  replaced_by bytea,
  enrolled_with bytea,
  constraint door_key_check CHECK (((kind = 'agent'::text) = (asset_id IS NOT NULL))),
  constraint door_key_kind_check CHECK ((kind = ANY (ARRAY['activation'::text, 'agent'::text]))),
  constraint door_key_pkey PRIMARY KEY (key_id),
  constraint door_key_state_check CHECK ((state = ANY (ARRAY['current'::text, 'replaced'::text, 'revoked'::text])))
);
CREATE INDEX door_key_asset ON public.door_key USING btree (asset_id) WHERE (asset_id IS NOT NULL);

create table feed_document (
  id integer not null generated always as identity,
  source_id integer not null,
  part text not null,
  document text not null,
  published_url text not null,
  url text not null,
  is_root boolean not null,
  options jsonb not null default '{}'::jsonb,
  expected_sha256 text not null default ''::text,
  expected_bytes bigint,
  changed_at timestamp with time zone,
  state text not null,
  failures integer not null default 0,
  error_code text not null default ''::text,
  error_text text not null default ''::text,
  sha256 text not null default ''::text,
  bytes bigint not null default 0,
  etag text not null default ''::text,
  last_modified text not null default ''::text,
  edition text not null default ''::text,
  edition_at timestamp with time zone,
  fetched_at timestamp with time zone,
  taken_at timestamp with time zone,
  records integer not null default 0,
  rejected integer not null default 0,
  rejections jsonb not null default '[]'::jsonb,
  added integer not null default 0,
  changed integer not null default 0,
  removed integer not null default 0,
  pending_sha256 text not null default ''::text,
  pending_bytes bigint not null default 0,
  pending_since timestamp with time zone,
  pending_accepted boolean not null default false,
  held_before integer,
  held_now integer,
  bundle_id integer,
  reader integer not null default 0,
  constraint feed_document_bundle_id_fkey FOREIGN KEY (bundle_id) REFERENCES bundle(id) ON DELETE SET NULL,
  constraint feed_document_part_check CHECK (((length(part) >= 1) AND (length(part) <= 500))),
  constraint feed_document_pkey PRIMARY KEY (id),
  constraint feed_document_source_id_fkey FOREIGN KEY (source_id) REFERENCES feed_source(id) ON DELETE CASCADE,
  constraint feed_document_source_id_part_key UNIQUE (source_id, part),
  constraint feed_document_state_check CHECK ((state = ANY (ARRAY['wanted'::text, 'ok'::text, 'failed'::text, 'held'::text, 'gone'::text])))
);
CREATE INDEX feed_document_wanted ON public.feed_document USING btree (source_id) WHERE (state = ANY (ARRAY['wanted'::text, 'gone'::text]));

create table feed_lease (
  one boolean not null default true,
  holder uuid not null,
  until timestamp with time zone not null,
  constraint feed_lease_one_check CHECK (one),
  constraint feed_lease_pkey PRIMARY KEY (one)
);

create table feed_source (
  id integer not null generated always as identity,
  public_id uuid not null,
  feed text not null,
  title text not null,
  is_default boolean not null default false,
  enabled boolean not null,
  options jsonb not null default '{}'::jsonb,
  addresses jsonb not null default '{}'::jsonb,
  interval_s integer not null,
  created_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  state text not null default 'never'::text,
  attempted_at timestamp with time zone,
  succeeded_at timestamp with time zone,
  next_at timestamp with time zone not null,
  failures integer not null default 0,
  error_code text not null default ''::text,
  error_text text not null default ''::text,
  done integer,
  wanted integer,
  constraint feed_source_interval_s_check CHECK (((interval_s >= 900) AND (interval_s <= 2592000))),
  constraint feed_source_pkey PRIMARY KEY (id),
  constraint feed_source_public_id_key UNIQUE (public_id),
  constraint feed_source_state_check CHECK ((state = ANY (ARRAY['never'::text, 'ok'::text, 'failed'::text, 'held'::text])))
);
CREATE UNIQUE INDEX feed_source_default ON public.feed_source USING btree (feed) WHERE is_default;
CREATE INDEX feed_source_next ON public.feed_source USING btree (next_at);

create table finding (
  asset_id bigint not null,
  patch_id integer not null,
  subscription_id integer not null,
  status smallint not null,
  latest boolean not null default true,
  first_seen timestamp with time zone not null,
  since timestamp with time zone not null,
  exposed_since timestamp with time zone not null,
  offered boolean not null default true,
  matched boolean not null default false,
  constraint finding_pkey PRIMARY KEY (asset_id, patch_id)
) with (fillfactor=90);
CREATE INDEX finding_missing ON public.finding USING btree (subscription_id, patch_id, since) INCLUDE (asset_id, latest) WHERE (status = 1);
CREATE INDEX finding_missing_asset ON public.finding USING btree (subscription_id, asset_id, patch_id) INCLUDE (latest, since) WHERE (status = 1);
CREATE INDEX finding_since ON public.finding USING btree (subscription_id, since);
alter table finding enable row level security;
alter table finding force row level security;
create policy wall on finding as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table finding_history (
  asset_id bigint not null,
  patch_id integer not null,
  from_at timestamp with time zone not null,
  to_at timestamp with time zone not null,
  subscription_id integer not null,
  status smallint not null,
  cause text not null,
  constraint finding_history_pkey PRIMARY KEY (asset_id, to_at, patch_id, from_at) INCLUDE (subscription_id, status)
);
CREATE INDEX finding_history_begin ON public.finding_history USING btree (subscription_id, from_at);
CREATE INDEX finding_history_end ON public.finding_history USING btree (subscription_id, to_at);
CREATE INDEX finding_history_patch ON public.finding_history USING btree (subscription_id, patch_id, to_at);
alter table finding_history enable row level security;
alter table finding_history force row level security;
create policy wall on finding_history as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table finding_moved (
  id bigint not null generated always as identity,
  subscription_id integer not null,
  asset_id bigint not null,
  batch integer,
  sign smallint not null,
  removed boolean not null default false,
  patch_ids integer[] not null default '{}'::integer[],
  status smallint[] not null default '{}'::smallint[],
  from_at timestamp with time zone[] not null default '{}'::timestamp with time zone[],
  to_at timestamp with time zone[] not null default '{}'::timestamp with time zone[],
  constraint finding_moved_pkey PRIMARY KEY (id),
  constraint finding_moved_sign_check CHECK ((sign = ANY (ARRAY['-1'::integer, 1])))
);
CREATE INDEX finding_moved_subscription ON public.finding_moved USING btree (subscription_id, batch);
alter table finding_moved enable row level security;
alter table finding_moved force row level security;
create policy wall on finding_moved as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table finding_sum (
  subscription_id integer not null,
  kind text not null,
  at timestamp with time zone not null,
  waits_for bigint,
  ids bigint[],
  missing integer[],
  installed integer[],
  moved_to integer not null default 0,
  constraint finding_sum_kind_check CHECK ((kind = ANY (ARRAY['patch'::text, 'asset'::text]))),
  constraint finding_sum_pkey PRIMARY KEY (subscription_id, kind, at)
);
alter table finding_sum enable row level security;
alter table finding_sum force row level security;
create policy wall on finding_sum as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table idempotency_key (
  subscription_id integer not null,
  person_id bigint not null,
  key_hash bytea not null,
  digest bytea not null,
  begun_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  answer bytea,
  constraint idempotency_key_pkey PRIMARY KEY (subscription_id, person_id, key_hash)
);
CREATE INDEX idempotency_key_expires ON public.idempotency_key USING btree (subscription_id, expires_at);
alter table idempotency_key enable row level security;
alter table idempotency_key force row level security;
create policy wall on idempotency_key as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table identity_link (
  id bigint not null generated always as identity,
  public_id uuid not null,
  subscription_id integer not null,
  issuer text not null,
  subject text not null,
  person_id bigint not null,
  created_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint identity_link_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint identity_link_pkey PRIMARY KEY (id),
  constraint identity_link_public_id_key UNIQUE (public_id),
  constraint identity_link_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES subscription(id),
  constraint identity_link_subscription_id_issuer_subject_key UNIQUE (subscription_id, issuer, subject)
);
CREATE INDEX identity_link_person ON public.identity_link USING btree (subscription_id, person_id);
alter table identity_link enable row level security;
alter table identity_link force row level security;
create policy wall on identity_link as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table identity_provider (
  id bigint not null generated always as identity,
  public_id uuid not null,
  subscription_id integer not null,
  title text not null,
  issuer text not null,
  client_id text not null,
  client_secret bytea,
  scopes text not null,
  group_claim text,
  mapping jsonb not null default '[]'::jsonb,
  enabled boolean not null,
  shown boolean not null,
  created_at timestamp with time zone not null,
  constraint identity_provider_pkey PRIMARY KEY (id),
  constraint identity_provider_public_id_key UNIQUE (public_id),
  constraint identity_provider_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES subscription(id)
);
CREATE INDEX identity_provider_subscription ON public.identity_provider USING btree (subscription_id);
alter table identity_provider enable row level security;
alter table identity_provider force row level security;
create policy wall on identity_provider as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table identity_provider_door (
  public_id uuid not null,
  subscription_id integer not null,
  title text not null,
  shown boolean not null,
  constraint identity_provider_door_pkey PRIMARY KEY (public_id),
  constraint identity_provider_door_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES subscription(id)
);

create table identity_request (
  state_hash bytea not null,
  browser_hash bytea not null,
  provider_id uuid not null,
  subscription_id integer not null,
  session_id uuid,
  expires_at timestamp with time zone not null,
  constraint identity_request_pkey PRIMARY KEY (state_hash),
  constraint identity_request_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES subscription(id)
);

create table installation (
  only_row boolean not null default true,
  deployment uuid not null,
  epoch integer not null default 1,
  created_at timestamp with time zone not null,
  constraint installation_only_row_check CHECK (only_row),
  constraint installation_pkey PRIMARY KEY (only_row)
);

create table item (
  asset_id bigint not null,
  task_id bigint not null,
  n integer not null,
  subscription_id integer not null,
  patch_id integer not null,
  state text not null,
  reason text,
  packages jsonb not null default '[]'::jsonb,
  exit_code integer,
  output text,
  began_at timestamp with time zone,
  ended_at timestamp with time zone,
  verified_at timestamp with time zone,
  constraint item_pkey PRIMARY KEY (asset_id, task_id, n)
);
CREATE INDEX item_patch ON public.item USING btree (subscription_id, patch_id);
alter table item enable row level security;
alter table item force row level security;
create policy wall on item as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table job (
  id bigint not null generated always as identity,
  subscription_id integer not null,
  public_id uuid not null,
  name text not null,
  name_folded text not null,
  kind text not null,
  platform text not null,
  state text not null,
  schedule_type text not null,
  spec_version integer not null,
  owner_id bigint,
  asset_count integer not null default 0,
  patch_count integer not null default 0,
  last_run_at timestamp with time zone,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  name_words text not null default ''::text,
  is_recurring boolean not null default false,
  is_query_based boolean not null default false,
  is_complete boolean not null default true,
  next_run_at timestamp with time zone,
  state_reason text,
  state_before text,
  description text not null default ''::text,
  missing text[] not null default '{}'::text[],
  schedule text,
  runs_to timestamp with time zone,
  runs_version integer,
  look_at timestamp with time zone,
  constraint job_kind_check CHECK ((kind = ANY (ARRAY['deployment'::text, 'rollback'::text]))),
  constraint job_pkey PRIMARY KEY (id),
  constraint job_state_reason_check CHECK ((state_reason = ANY (ARRAY['licence_ended'::text, 'emergency_stop'::text])))
);
CREATE INDEX job_look ON public.job USING btree (subscription_id, look_at) WHERE ((state = 'enabled'::text) AND (schedule_type <> ALL (ARRAY['onDemand'::text, 'none'::text])));
CREATE INDEX job_modified ON public.job USING btree (subscription_id, modified_at DESC, id DESC);
CREATE INDEX job_name ON public.job USING btree (subscription_id, name_folded, id);
CREATE INDEX job_owner ON public.job USING btree (subscription_id, owner_id);
CREATE INDEX job_public ON public.job USING btree (subscription_id, public_id);
alter table job enable row level security;
alter table job force row level security;
create policy wall on job as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table job_co_author (
  job_id bigint not null,
  person_id bigint not null,
  subscription_id integer not null,
  constraint job_co_author_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id),
  constraint job_co_author_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint job_co_author_pkey PRIMARY KEY (job_id, person_id)
);
CREATE INDEX job_co_author_person ON public.job_co_author USING btree (subscription_id, person_id);
alter table job_co_author enable row level security;
alter table job_co_author force row level security;
create policy wall on job_co_author as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table job_spec (
  job_id bigint not null,
  version integer not null,
  subscription_id integer not null,
  document text not null,
  digest bytea not null,
  author_id bigint not null,
  created_at timestamp with time zone not null,
  constraint job_spec_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id),
  constraint job_spec_pkey PRIMARY KEY (job_id, version)
);
alter table job_spec enable row level security;
alter table job_spec force row level security;
create policy wall on job_spec as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table job_tag (
  job_id bigint not null,
  tag_id integer not null,
  subscription_id integer not null,
  kind text not null default 'include'::text,
  constraint job_tag_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id),
  constraint job_tag_kind_check CHECK ((kind = ANY (ARRAY['include'::text, 'exclude'::text]))),
  constraint job_tag_pkey PRIMARY KEY (job_id, tag_id),
  constraint job_tag_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tag(id)
);
CREATE INDEX job_tag_tag ON public.job_tag USING btree (tag_id);
alter table job_tag enable row level security;
alter table job_tag force row level security;
create policy wall on job_tag as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table known_browser (
  token_hash bytea not null,
  person_id bigint not null,
  seen_at timestamp with time zone not null,
  constraint known_browser_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint known_browser_pkey PRIMARY KEY (token_hash)
);
CREATE INDEX known_browser_person ON public.known_browser USING btree (person_id);

create table licence_change (
  id bigint not null generated always as identity,
  subscription_id integer not null,
  constraint licence_change_pkey PRIMARY KEY (id)
);
CREATE INDEX licence_change_subscription ON public.licence_change USING btree (subscription_id);

create table licence_tag (
  tag_id integer not null,
  subscription_id integer not null,
  side text not null,
  constraint licence_tag_pkey PRIMARY KEY (tag_id),
  constraint licence_tag_side_check CHECK ((side = ANY (ARRAY['include'::text, 'exclude'::text]))),
  constraint licence_tag_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tag(id)
);
CREATE INDEX licence_tag_subscription ON public.licence_tag USING btree (subscription_id);
alter table licence_tag enable row level security;
alter table licence_tag force row level security;
create policy wall on licence_tag as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table lifecycle (
  product text not null,
  release text not null,
  label text not null,
  released_at timestamp with time zone,
  is_lts boolean not null,
  active_support_ends_at timestamp with time zone,
  end_of_life_at timestamp with time zone,
  is_end_of_life boolean not null,
  latest_version text not null,
  constraint lifecycle_pkey PRIMARY KEY (product, release)
);

create table membership (
  subscription_id integer not null,
  person_id bigint not null,
  created_at timestamp with time zone not null,
  roles text[] not null,
  grants text[] not null default '{}'::text[],
  all_assets boolean not null default false,
  disabled_at timestamp with time zone,
  modified_at timestamp with time zone,
  constraint membership_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint membership_pkey PRIMARY KEY (subscription_id, person_id),
  constraint membership_roles_check CHECK ((cardinality(roles) > 0)),
  constraint membership_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES subscription(id)
);
CREATE INDEX membership_person ON public.membership USING btree (person_id);
alter table membership enable row level security;
alter table membership force row level security;
create policy wall on membership as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table membership_tag (
  subscription_id integer not null,
  person_id bigint not null,
  tag_id integer not null,
  constraint membership_tag_pkey PRIMARY KEY (subscription_id, person_id, tag_id),
  constraint membership_tag_subscription_id_person_id_fkey FOREIGN KEY (subscription_id, person_id) REFERENCES membership(subscription_id, person_id) ON DELETE CASCADE,
  constraint membership_tag_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tag(id) ON DELETE CASCADE
);
CREATE INDEX membership_tag_tag ON public.membership_tag USING btree (tag_id);
alter table membership_tag enable row level security;
alter table membership_tag force row level security;
create policy wall on membership_tag as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table one_time_token (
  token_hash bytea not null,
  kind text not null,
  person_id bigint,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint one_time_token_check CHECK (((kind = 'firstAdmin'::text) = (person_id IS NULL))),
  constraint one_time_token_kind_check CHECK ((kind = ANY (ARRAY['firstAdmin'::text, 'setPassword'::text, 'adminReset'::text]))),
  constraint one_time_token_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint one_time_token_pkey PRIMARY KEY (token_hash)
);
CREATE INDEX one_time_token_person ON public.one_time_token USING btree (person_id);

create table package_update (
  id integer not null default nextval('package_update_id_seq'::regclass),
  subscription_id integer not null,
  row_hash bytea not null,
  patch_id integer not null,
  name text not null,
  architecture text not null,
  installed text,
  candidate text not null,
  is_security boolean not null,
  origin text not null,
  authenticated boolean not null,
  held_back text,
  "row" jsonb not null,
  name_folded text not null default ''::text,
  name_words text not null default ''::text,
  constraint package_update_pkey PRIMARY KEY (id),
  constraint package_update_subscription_id_row_hash_key UNIQUE (subscription_id, row_hash)
);
CREATE INDEX package_update_patch ON public.package_update USING btree (patch_id);
alter table package_update enable row level security;
alter table package_update force row level security;
create policy catalog on package_update as permissive for select to public using ((subscription_id = 0));
create policy wall on package_update as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table package_version (
  id integer not null default nextval('package_version_id_seq'::regclass),
  subscription_id integer not null,
  row_hash bytea not null,
  scheme text not null,
  name text not null,
  architecture text not null,
  version text not null,
  version_key bytea not null,
  source_name text not null,
  source_version text not null,
  "row" jsonb not null,
  name_folded text not null default ''::text,
  name_words text not null default ''::text,
  vendor text not null default ''::text,
  vendor_folded text not null default ''::text,
  vendor_words text not null default ''::text,
  constraint package_version_pkey PRIMARY KEY (id),
  constraint package_version_subscription_id_row_hash_key UNIQUE (subscription_id, row_hash)
);
CREATE INDEX package_version_name ON public.package_version USING btree (subscription_id, name, version_key);
CREATE INDEX package_version_source ON public.package_version USING btree (subscription_id, source_name);
alter table package_version enable row level security;
alter table package_version force row level security;
create policy wall on package_version as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table passkey (
  id bigint not null generated always as identity,
  public_id uuid not null,
  person_id bigint not null,
  title text not null,
  credential_id bytea not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}'::text[],
  synced boolean not null,
  created_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint passkey_credential_id_key UNIQUE (credential_id),
  constraint passkey_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint passkey_pkey PRIMARY KEY (id),
  constraint passkey_public_id_key UNIQUE (public_id)
);
CREATE INDEX passkey_person ON public.passkey USING btree (person_id);

create table passkey_challenge (
  challenge_hash bytea not null,
  purpose text not null,
  bound_to bytea not null,
  expires_at timestamp with time zone not null,
  constraint passkey_challenge_pkey PRIMARY KEY (challenge_hash)
);

create table patch (
  id integer not null default nextval('patch_id_seq'::regclass),
  subscription_id integer not null,
  public_id uuid not null,
  key text not null,
  title text not null,
  title_folded text not null,
  platform text not null,
  distro text not null default ''::text,
  track text not null,
  version text not null default ''::text,
  version_key bytea not null default '\x'::bytea,
  category text not null default ''::text,
  severity text not null default ''::text,
  vendor_severity text not null default ''::text,
  is_security boolean not null default false,
  reboot_suggested boolean not null default false,
  size_bytes bigint,
  issued_at timestamp with time zone,
  first_reported_at timestamp with time zone not null,
  source text not null default 'reported'::text,
  superseded_by integer,
  deprecated_at timestamp with time zone,
  title_words text not null default ''::text,
  category_folded text not null default ''::text,
  category_words text not null default ''::text,
  vendor text not null default ''::text,
  vendor_folded text not null default ''::text,
  vendor_words text not null default ''::text,
  type text not null default ''::text,
  type_folded text not null default ''::text,
  type_words text not null default ''::text,
  source_folded text not null default ''::text,
  source_words text not null default ''::text,
  download_method text not null default 'automatic'::text,
  is_customized_download_url boolean not null default false,
  is_esu boolean not null default false,
  is_rollback boolean not null default false,
  exploited boolean not null default false,
  ransomware boolean not null default false,
  kev boolean not null default false,
  kev_due_at timestamp with time zone,
  cvss double precision,
  epss double precision,
  modified_at timestamp with time zone,
  deprecated_because text not null default ''::text,
  composed_hash bytea,
  constraint patch_pkey PRIMARY KEY (id),
  constraint patch_subscription_id_key_key UNIQUE (subscription_id, key)
);
CREATE INDEX patch_face ON public.patch USING btree (subscription_id, id) INCLUDE (superseded_by, issued_at, is_security, kev, reboot_suggested, severity, vendor_severity, platform, category, vendor);
CREATE INDEX patch_public ON public.patch USING btree (subscription_id, public_id);
CREATE INDEX patch_search ON public.patch USING gin (title_folded extensions.gin_trgm_ops, title_words extensions.gin_trgm_ops);
CREATE INDEX patch_superseded ON public.patch USING btree (superseded_by) WHERE (superseded_by IS NOT NULL);
CREATE INDEX patch_title ON public.patch USING btree (subscription_id, title_folded, id);
CREATE INDEX patch_track ON public.patch USING btree (subscription_id, track);
alter table patch enable row level security;
alter table patch force row level security;
create policy catalog on patch as permissive for select to public using ((subscription_id = 0));
create policy wall on patch as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table patch_advisory (
  patch_id integer not null,
  advisory_id integer not null,
  subscription_id integer not null,
  constraint patch_advisory_pkey PRIMARY KEY (patch_id, advisory_id)
);
CREATE INDEX patch_advisory_advisory ON public.patch_advisory USING btree (advisory_id);
alter table patch_advisory enable row level security;
alter table patch_advisory force row level security;
create policy catalog on patch_advisory as permissive for select to public using ((subscription_id = 0));
create policy wall on patch_advisory as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table patch_count (
  subscription_id integer not null,
  patch_id integer not null,
  missing integer not null default 0,
  installed integer not null default 0,
  constraint patch_count_pkey PRIMARY KEY (subscription_id, patch_id)
);
alter table patch_count enable row level security;
alter table patch_count force row level security;
create policy wall on patch_count as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table patch_count_delta (
  id bigint not null generated always as identity,
  subscription_id integer not null,
  patch_ids integer[] not null,
  missing integer[] not null,
  installed integer[] not null,
  constraint patch_count_delta_pkey PRIMARY KEY (id)
);
alter table patch_count_delta enable row level security;
alter table patch_count_delta force row level security;
create policy wall on patch_count_delta as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table patch_cve (
  patch_id integer not null,
  cve text not null,
  subscription_id integer not null,
  constraint patch_cve_name CHECK ((cve ~ '^CVE-[0-9]{4}-[0-9]{4,19}$'::text)),
  constraint patch_cve_pkey PRIMARY KEY (patch_id, cve)
);
CREATE INDEX patch_cve_cve ON public.patch_cve USING btree (subscription_id, cve);
alter table patch_cve enable row level security;
alter table patch_cve force row level security;
create policy catalog on patch_cve as permissive for select to public using ((subscription_id = 0));
create policy wall on patch_cve as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table patch_detail (
  patch_id integer not null,
  subscription_id integer not null,
  detail jsonb not null,
  constraint patch_detail_pkey PRIMARY KEY (patch_id)
);
alter table patch_detail enable row level security;
alter table patch_detail force row level security;
create policy catalog on patch_detail as permissive for select to public using ((subscription_id = 0));
create policy wall on patch_detail as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table patch_edge (
  older text not null,
  newer text not null,
  derived text,
  constraint patch_edge_pkey PRIMARY KEY (older, newer)
);
CREATE INDEX patch_edge_newer ON public.patch_edge USING btree (newer);

create table patch_label (
  patch_id integer not null,
  kind text not null,
  value text not null,
  subscription_id integer not null,
  value_folded text not null,
  value_words text not null,
  constraint patch_label_kind_check CHECK ((kind = ANY (ARRAY['appFamily'::text, 'product'::text, 'architecture'::text, 'kb'::text, 'bulletin'::text, 'supportedOs'::text]))),
  constraint patch_label_pkey PRIMARY KEY (patch_id, kind, value)
);
CREATE INDEX patch_label_value ON public.patch_label USING btree (subscription_id, kind, value_folded) INCLUDE (patch_id);
alter table patch_label enable row level security;
alter table patch_label force row level security;
create policy catalog on patch_label as permissive for select to public using ((subscription_id = 0));
create policy wall on patch_label as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table patch_rule (
  patch_id integer not null,
  n integer not null,
  distro text not null,
  release text not null,
  of_source boolean not null,
  name text not null,
  arch text not null,
  scheme text not null,
  version text not null,
  version_key bytea not null,
  module text not null,
  constraint patch_rule_pkey PRIMARY KEY (patch_id, n)
);
CREATE INDEX patch_rule_name ON public.patch_rule USING btree (distro, name, of_source);

create table patch_twin (
  subscription_id integer not null,
  catalog_id integer not null,
  patch_id integer not null,
  constraint patch_twin_pkey PRIMARY KEY (subscription_id, catalog_id)
);
CREATE UNIQUE INDEX patch_twin_patch ON public.patch_twin USING btree (subscription_id, patch_id);
alter table patch_twin enable row level security;
alter table patch_twin force row level security;
create policy wall on patch_twin as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table person (
  id bigint not null generated always as identity,
  public_id uuid not null,
  email text not null,
  email_folded text not null,
  name text not null,
  password_hash text,
  home_subscription_id integer,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null,
  name_folded text not null default ''::text,
  name_words text not null default ''::text,
  email_words text not null default ''::text,
  is_operator boolean not null default false,
  start_subscription_id integer,
  constraint person_email_folded_key UNIQUE (email_folded),
  constraint person_home_subscription_id_fkey FOREIGN KEY (home_subscription_id) REFERENCES subscription(id),
  constraint person_pkey PRIMARY KEY (id),
  constraint person_public_id_key UNIQUE (public_id),
  constraint person_start_subscription_id_fkey FOREIGN KEY (start_subscription_id) REFERENCES subscription(id)
);

create table planning_rule (
  id integer not null generated always as identity,
  subscription_id integer not null,
  public_id uuid not null,
  name text not null,
  name_folded text not null,
  kind text not null,
  target text not null,
  value text not null,
  value_folded text not null,
  min_age_days integer not null default 0,
  reason text not null,
  tags uuid[] not null default '{}'::uuid[],
  created_by bigint not null,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  ends_at timestamp with time zone,
  ended_by_name text,
  constraint planning_rule_kind_check CHECK ((kind = ANY (ARRAY['block'::text, 'pin'::text, 'minAge'::text]))),
  constraint planning_rule_pkey PRIMARY KEY (id),
  constraint planning_rule_public_id_key UNIQUE (public_id),
  constraint planning_rule_target_check CHECK ((target = ANY (ARRAY['patch'::text, 'product'::text, 'query'::text, 'all'::text])))
);
CREATE INDEX planning_rule_name ON public.planning_rule USING btree (subscription_id, name_folded, id);
alter table planning_rule enable row level security;
alter table planning_rule force row level security;
create policy wall on planning_rule as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table program (
  id integer not null,
  subscription_id integer not null,
  spoken text not null,
  spoken_publisher text not null,
  track text not null default ''::text,
  how text not null default ''::text,
  confidence text not null default ''::text,
  why text not null default ''::text,
  state text not null default ''::text,
  missing_id integer,
  seq bigint not null default '-1'::integer,
  due boolean not null default false,
  constraint program_pkey PRIMARY KEY (id)
);
CREATE INDEX program_due ON public.program USING btree (subscription_id, id) WHERE due;
CREATE INDEX program_seq ON public.program USING btree (subscription_id, seq);
CREATE INDEX program_spoken ON public.program USING btree (subscription_id, spoken, spoken_publisher);
alter table program enable row level security;
alter table program force row level security;
create policy wall on program as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table program_mapping (
  id integer not null generated always as identity,
  public_id uuid not null,
  subscription_id integer not null,
  name text not null,
  publisher text not null,
  spoken text not null,
  spoken_publisher text not null,
  track text,
  created_by text not null,
  created_at timestamp with time zone not null,
  constraint program_mapping_pkey PRIMARY KEY (id),
  constraint program_mapping_public_id_key UNIQUE (public_id),
  constraint program_mapping_subscription_id_spoken_spoken_publisher_key UNIQUE (subscription_id, spoken, spoken_publisher)
);
alter table program_mapping enable row level security;
alter table program_mapping force row level security;
create policy wall on program_mapping as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table recent_search (
  subscription_id integer not null,
  person_id bigint not null,
  entity text not null,
  digest bytea not null,
  query text not null,
  having_text text,
  status text,
  used_at timestamp with time zone not null,
  constraint recent_search_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint recent_search_pkey PRIMARY KEY (subscription_id, person_id, entity, digest)
);
alter table recent_search enable row level security;
alter table recent_search force row level security;
create policy wall on recent_search as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table recovery_code (
  person_id bigint not null,
  code_hash bytea not null,
  used_at timestamp with time zone,
  constraint recovery_code_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint recovery_code_pkey PRIMARY KEY (person_id, code_hash)
);

create table root_metadata (
  version integer not null,
  envelope bytea not null,
  payload_sha256 bytea not null,
  created_at timestamp with time zone not null,
  constraint root_metadata_pkey PRIMARY KEY (version),
  constraint root_metadata_version_check CHECK ((version >= 1))
);

create table run (
  id bigint not null generated always as identity,
  subscription_id integer not null,
  public_id uuid not null,
  job_id bigint not null,
  spec_version integer not null,
  nominal_at timestamp with time zone not null,
  state text not null,
  plan text,
  plan_digest bytea,
  retry_of bigint,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  nominal text,
  first_at timestamp with time zone,
  last_at timestamp with time zone,
  plan_at timestamp with time zone,
  stage text,
  cursor bigint not null default 0,
  patches_found integer[] not null default '{}'::integer[],
  reason text,
  detail text,
  constraint run_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id),
  constraint run_pkey PRIMARY KEY (id),
  constraint run_stage_check CHECK ((stage = ANY (ARRAY['members'::text, 'patches'::text, 'tasks'::text, 'tell'::text])))
);
CREATE INDEX run_job ON public.run USING btree (job_id, id DESC);
CREATE UNIQUE INDEX run_named ON public.run USING btree (job_id, nominal) WHERE ((nominal IS NOT NULL) AND (state <> 'cancelled'::text));
CREATE INDEX run_open ON public.run USING btree (subscription_id, state, plan_at) WHERE (state = ANY (ARRAY['due'::text, 'planned'::text, 'active'::text]));
CREATE INDEX run_public ON public.run USING btree (subscription_id, public_id);
CREATE UNIQUE INDEX run_unnamed ON public.run USING btree (job_id, spec_version, nominal_at) WHERE (nominal IS NULL);
alter table run enable row level security;
alter table run force row level security;
create policy wall on run as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table run_left_out (
  run_id bigint not null,
  n integer not null,
  subscription_id integer not null,
  kind text not null,
  object uuid not null,
  name text not null,
  reason text not null,
  detail text not null default ''::text,
  constraint run_left_out_kind_check CHECK ((kind = ANY (ARRAY['asset'::text, 'patch'::text]))),
  constraint run_left_out_pkey PRIMARY KEY (run_id, n),
  constraint run_left_out_run_id_fkey FOREIGN KEY (run_id) REFERENCES run(id)
);
alter table run_left_out enable row level security;
alter table run_left_out force row level security;
create policy wall on run_left_out as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table run_member (
  run_id bigint not null,
  asset_id bigint not null,
  subscription_id integer not null,
  chosen_by text not null,
  reason text,
  constraint run_member_chosen_by_check CHECK ((chosen_by = ANY (ARRAY['tag'::text, 'hand'::text]))),
  constraint run_member_pkey PRIMARY KEY (run_id, asset_id),
  constraint run_member_run_id_fkey FOREIGN KEY (run_id) REFERENCES run(id)
);
alter table run_member enable row level security;
alter table run_member force row level security;
create policy wall on run_member as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table saved_search (
  id bigint not null generated always as identity,
  subscription_id integer not null,
  public_id uuid not null,
  person_id bigint not null,
  entity text not null,
  name text not null,
  name_folded text not null,
  query text not null,
  query_canonical text not null,
  having_text text,
  having_canonical text,
  status text,
  language_version integer not null,
  shared boolean not null default false,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  constraint saved_search_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint saved_search_pkey PRIMARY KEY (id),
  constraint saved_search_status_check CHECK ((status = ANY (ARRAY['missing'::text, 'installed'::text, 'latestMissing'::text]))),
  constraint saved_search_subscription_id_person_id_entity_name_folded_key UNIQUE (subscription_id, person_id, entity, name_folded)
);
CREATE INDEX saved_search_public ON public.saved_search USING btree (subscription_id, public_id);
alter table saved_search enable row level security;
alter table saved_search force row level security;
create policy wall on saved_search as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table session (
  token_hash bytea not null,
  person_id bigint not null,
  subscription_id integer not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  public_id uuid not null default gen_random_uuid(),
  proven_at timestamp with time zone not null,
  way text not null default 'password'::text,
  address text not null default ''::text,
  agent text not null default ''::text,
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint session_pkey PRIMARY KEY (token_hash),
  constraint session_public_id_key UNIQUE (public_id),
  constraint session_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES subscription(id)
);
CREATE INDEX session_person ON public.session USING btree (person_id);

create table sign_in_rules (
  subscription_id integer not null,
  second_factor boolean not null,
  constraint sign_in_rules_pkey PRIMARY KEY (subscription_id),
  constraint sign_in_rules_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES subscription(id)
);
alter table sign_in_rules enable row level security;
alter table sign_in_rules force row level security;
create policy wall on sign_in_rules as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table sign_in_step (
  token_hash bytea not null,
  person_id bigint not null,
  subscription_id integer not null,
  way text not null,
  tries integer not null default 0,
  expires_at timestamp with time zone not null,
  constraint sign_in_step_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint sign_in_step_pkey PRIMARY KEY (token_hash),
  constraint sign_in_step_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES subscription(id)
);

create table sign_in_try (
  key bytea not null,
  tries integer not null,
  last_at timestamp with time zone not null,
  next_at timestamp with time zone not null,
  constraint sign_in_try_pkey PRIMARY KEY (key)
);

create table subscription (
  id integer not null generated always as identity,
  public_id uuid not null,
  name text not null,
  licence_kind text not null,
  licence_limit integer,
  licence_end timestamp with time zone,
  check_in_s integer not null default 60,
  scan_every_s integer not null default 14400,
  suspended_at timestamp with time zone,
  created_at timestamp with time zone not null,
  licence_applied text,
  licence_calculated_at timestamp with time zone,
  licence_wanted integer not null default 0,
  stale_after_days integer not null default 7,
  remove_after_days integer,
  constraint subscription_check_in_s_check CHECK (((check_in_s >= 15) AND (check_in_s <= 3600))),
  constraint subscription_licence_applied_check CHECK ((licence_applied = ANY (ARRAY['free'::text, 'trial'::text, 'full'::text]))),
  constraint subscription_licence_kind_check CHECK ((licence_kind = ANY (ARRAY['free'::text, 'trial'::text, 'full'::text]))),
  constraint subscription_licence_limit_check CHECK ((licence_limit >= 1)),
  constraint subscription_pkey PRIMARY KEY (id),
  constraint subscription_public_id_key UNIQUE (public_id),
  constraint subscription_remove_after_check CHECK ((remove_after_days > stale_after_days)),
  constraint subscription_remove_after_days_check CHECK (((remove_after_days >= 1) AND (remove_after_days <= 3650))),
  constraint subscription_scan_every_s_check CHECK (((scan_every_s >= 900) AND (scan_every_s <= 604800))),
  constraint subscription_stale_after_days_check CHECK (((stale_after_days >= 1) AND (stale_after_days <= 3650)))
);

create table tag (
  id integer not null generated always as identity,
  subscription_id integer not null,
  public_id uuid not null,
  parent_id integer,
  name text not null,
  name_folded text not null,
  name_words text not null,
  colour text not null default ''::text,
  criticality smallint,
  created_at timestamp with time zone not null,
  name_key bytea,
  description text not null default ''::text,
  rule jsonb,
  rule_query text,
  rule_language integer,
  rule_follows text[] not null default '{}'::text[],
  rule_level integer not null default 0,
  rule_problems jsonb,
  evaluated_at timestamp with time zone,
  modified_at timestamp with time zone,
  constraint tag_check CHECK (((rule IS NULL) = (rule_query IS NULL))),
  constraint tag_check1 CHECK (((rule IS NULL) = (rule_language IS NULL))),
  constraint tag_criticality_check CHECK (((criticality >= 1) AND (criticality <= 5))),
  constraint tag_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES tag(id),
  constraint tag_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX tag_name ON public.tag USING btree (subscription_id, name_key);
CREATE INDEX tag_parent ON public.tag USING btree (parent_id);
CREATE INDEX tag_public ON public.tag USING btree (subscription_id, public_id);
CREATE INDEX tag_rules ON public.tag USING btree (subscription_id, rule_level, id) WHERE (rule IS NOT NULL);
alter table tag enable row level security;
alter table tag force row level security;
create policy wall on tag as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table tag_above (
  above_id integer not null,
  tag_id integer not null,
  subscription_id integer not null,
  constraint tag_above_above_id_fkey FOREIGN KEY (above_id) REFERENCES tag(id),
  constraint tag_above_pkey PRIMARY KEY (above_id, tag_id),
  constraint tag_above_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tag(id)
);
CREATE INDEX tag_above_tag ON public.tag_above USING btree (tag_id);
alter table tag_above enable row level security;
alter table tag_above force row level security;
create policy wall on tag_above as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table tag_favourite (
  subscription_id integer not null,
  person_id bigint not null,
  tag_id integer not null,
  constraint tag_favourite_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint tag_favourite_pkey PRIMARY KEY (subscription_id, person_id, tag_id),
  constraint tag_favourite_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES subscription(id),
  constraint tag_favourite_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tag(id)
);
CREATE INDEX tag_favourite_tag ON public.tag_favourite USING btree (tag_id);
alter table tag_favourite enable row level security;
alter table tag_favourite force row level security;
create policy wall on tag_favourite as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table task (
  asset_id bigint not null,
  id bigint not null default nextval('task_id_seq'::regclass),
  subscription_id integer not null,
  public_id uuid not null,
  run_id bigint not null,
  job_id bigint not null,
  state text not null,
  reason text,
  document text,
  sha256 bytea,
  not_before timestamp with time zone not null,
  start_before timestamp with time zone not null,
  finish_before timestamp with time zone not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  received_at timestamp with time zone,
  began_at timestamp with time zone,
  ended_at timestamp with time zone,
  rebooted boolean not null default false,
  cancel_asked_at timestamp with time zone,
  verify_after timestamp with time zone,
  progress text,
  item_count integer not null default 0,
  items_done integer not null default 0,
  items_failed integer not null default 0,
  deferrals integer not null default 0,
  waits boolean not null default false,
  constraint task_pkey PRIMARY KEY (asset_id, id)
);
CREATE INDEX task_created ON public.task USING btree (subscription_id, created_at DESC, id DESC);
CREATE INDEX task_open ON public.task USING btree (asset_id) WHERE (state <> ALL (ARRAY['succeeded'::text, 'partial'::text, 'failed'::text, 'expired'::text, 'cancelled'::text, 'skipped'::text, 'unknown'::text]));
CREATE INDEX task_public ON public.task USING btree (subscription_id, public_id);
CREATE INDEX task_run ON public.task USING btree (run_id, asset_id);
alter table task enable row level security;
alter table task force row level security;
create policy wall on task as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table task_event (
  asset_id bigint not null,
  task uuid not null,
  n integer not null,
  subscription_id integer not null,
  sha256 bytea not null,
  kind text not null,
  at timestamp with time zone,
  text text not null,
  received_at timestamp with time zone not null,
  orphan boolean not null default false,
  conflict text,
  constraint task_event_pkey PRIMARY KEY (asset_id, task, n)
);
alter table task_event enable row level security;
alter table task_event force row level security;
create policy wall on task_event as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table totp (
  person_id bigint not null,
  secret bytea not null,
  created_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  last_step bigint not null default 0,
  constraint totp_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint totp_pkey PRIMARY KEY (person_id)
);

create table used_nonce (
  nonce bytea not null,
  used_at timestamp with time zone not null,
  constraint used_nonce_pkey PRIMARY KEY (nonce)
);

create table value_kept (
  set_id bigint not null,
  best smallint not null,
  folded text not null,
  value text not null,
  n integer not null,
  subscription_id integer not null,
  constraint value_kept_pkey PRIMARY KEY (set_id, best, folded, value),
  constraint value_kept_set_id_fkey FOREIGN KEY (set_id) REFERENCES value_set(id) ON DELETE CASCADE
);
alter table value_kept enable row level security;
alter table value_kept force row level security;
create policy wall on value_kept as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));

create table value_set (
  id bigint not null generated always as identity,
  subscription_id integer not null,
  scope text not null,
  entity text not null,
  token text not null,
  scope_print text,
  is_kept boolean not null default false,
  due_at timestamp with time zone not null,
  asked_at timestamp with time zone not null,
  constraint value_set_pkey PRIMARY KEY (id),
  constraint value_set_subscription_id_scope_entity_token_key UNIQUE (subscription_id, scope, entity, token)
);
CREATE INDEX value_set_due ON public.value_set USING btree (subscription_id, due_at);
alter table value_set enable row level security;
alter table value_set force row level security;
create policy wall on value_set as permissive for all to public using ((subscription_id = ( SELECT app_subscription() AS app_subscription))) with check ((subscription_id = ( SELECT app_subscription() AS app_subscription)));
