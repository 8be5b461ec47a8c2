-- The query language: a home for every word of it (packages/query/src/sql/homes). Later parts of the product fill what is
-- empty here.
--
-- `x_folded` and `x_words` hold foldText(x) and wordLine(x) of packages/query, `x_key` the sortable key of a version: they
-- are computed in TypeScript by the store that writes x, so that every PostgreSQL, whatever its collation, and the
-- evaluator in memory agree.

-- Tags --------------------------------------------------------------------------------------------------------------

create table tag (
  id            int primary key generated always as identity,
  subscription_id int not null,
  public_id     uuid not null,
  parent_id     int references tag (id),
  name          text not null,
  name_folded   text not null,
  name_words    text not null,
  colour        text not null default '',
  criticality   smallint check (criticality between 1 and 5),
  created_at    timestamptz not null,
  unique (subscription_id, name_folded)
);
create index tag_public on tag (subscription_id, public_id);
create index tag_parent on tag (parent_id);

create table asset_tag (
  asset_id      bigint not null,
  tag_id        int not null,
  subscription_id int not null,
  primary key (asset_id, tag_id)
);
create index asset_tag_tag on asset_tag (subscription_id, tag_id) include (asset_id);

-- Every tag with itself and all tags above it: who asks for a tag means those below it too. Written with tag.parent_id.
create table tag_above (
  above_id      int not null references tag (id),
  tag_id        int not null references tag (id),
  subscription_id int not null,
  primary key (above_id, tag_id)
);
create index tag_above_tag on tag_above (tag_id);

create table job_tag (
  job_id        bigint not null references job (id),
  tag_id        int not null references tag (id),
  subscription_id int not null,
  primary key (job_id, tag_id)
);

create table job_co_author (
  job_id        bigint not null references job (id),
  person_id     bigint not null references person (id),
  subscription_id int not null,
  primary key (job_id, person_id)
);
create index job_co_author_person on job_co_author (subscription_id, person_id);

-- Assets ------------------------------------------------------------------------------------------------------------

-- exposed_since: the longest exposure among what is missing, counted with the counters.
alter table asset
  add column name_words          text not null default '',
  add column os_name_folded      text not null default '',
  add column os_name_words       text not null default '',
  add column os_family_folded    text not null default '',
  add column os_family_words     text not null default '',
  add column os_version_folded   text not null default '',
  add column os_version_words    text not null default '',
  add column os_version_key      bytea not null default ''::bytea,
  add column architecture_folded text not null default '',
  add column architecture_words  text not null default '',
  add column kernel_folded       text not null default '',
  add column kernel_words        text not null default '',
  add column manufacturer_folded text not null default '',
  add column manufacturer_words  text not null default '',
  add column model_folded        text not null default '',
  add column model_words         text not null default '',
  add column last_user_folded    text not null default '',
  add column last_user_words     text not null default '',
  add column time_zone_folded    text not null default '',
  add column time_zone_words     text not null default '',
  add column exposed_since       timestamptz,
  add column criticality         smallint check (criticality between 1 and 5),
  add column risk_score          int,
  add column licensed            boolean not null default true,
  add column is_evaluation       boolean not null default false;

-- What lists count, group and sort by, in a copy of 80 bytes an asset: the row itself is 1.5 kB, and reading 100,000 of them
-- takes 60 ms where this takes 15 (docs/performance.md).
create index asset_face on asset (subscription_id, asset_id) include (
  activation_key_id, missing_count, latest_missing_count, missing_critical_count, installed_count, exposed_since,
  criticality, reboot_needed, licensed, platform, scan_status, os_family, os_family_words, os_name_words
);

-- Whom the list of assets leaves out.
create index agent_line_unlisted on agent_line (subscription_id, asset_id)
  where standing not in ('active', 'quarantined');

alter table agent_line add column agent_version_key bytea not null default ''::bytea;

alter table activation_key
  add column title_folded text not null default '',
  add column title_words  text not null default '';

alter table asset_interface
  add column name_folded text not null default '',
  add column name_words  text not null default '',
  add column mac_folded  text not null default '',
  add column mac_words   text not null default '';
create index asset_interface_address on asset_interface (subscription_id, address) include (asset_id);

alter table package_version
  add column name_folded   text not null default '',
  add column name_words    text not null default '',
  add column vendor        text not null default '',
  add column vendor_folded text not null default '',
  add column vendor_words  text not null default '';

-- Patches -----------------------------------------------------------------------------------------------------------

-- cvss, epss, kev and the like are the worst of the patch's CVEs, written with them.
alter table patch
  add column title_words         text not null default '',
  add column category_folded     text not null default '',
  add column category_words      text not null default '',
  add column vendor              text not null default '',
  add column vendor_folded       text not null default '',
  add column vendor_words        text not null default '',
  add column type                text not null default '',
  add column type_folded         text not null default '',
  add column type_words          text not null default '',
  add column source_folded       text not null default '',
  add column source_words        text not null default '',
  add column download_method     text not null default 'automatic',
  add column is_customized_download_url boolean not null default false,
  add column is_esu              boolean not null default false,
  add column is_rollback         boolean not null default false,
  add column exploited           boolean not null default false,
  add column ransomware          boolean not null default false,
  add column kev                 boolean not null default false,
  add column kev_due_at          timestamptz,
  add column cvss                double precision,
  add column epss                double precision,
  add column modified_at         timestamptz;
create index patch_face on patch (subscription_id, id) include (
  superseded_by, issued_at, is_security, kev, reboot_suggested, severity, vendor_severity, platform, category, vendor
);
create index patch_superseded on patch (superseded_by) where superseded_by is not null;

-- Of what a patch has several: its products, bulletins, systems.
create table patch_label (
  patch_id      int not null,
  kind          text not null check (kind in ('appFamily', 'product', 'architecture', 'kb', 'bulletin', 'supportedOs')),
  value         text not null,
  subscription_id int not null,
  value_folded  text not null,
  value_words   text not null,
  primary key (patch_id, kind, value)
);
create index patch_label_value on patch_label (subscription_id, kind, value_folded) include (patch_id);

alter table package_update
  add column name_folded text not null default '',
  add column name_words  text not null default '';

alter table advisory
  add column name_folded text not null default '',
  add column name_words  text not null default '';
create index patch_advisory_advisory on patch_advisory (advisory_id);

-- Findings ----------------------------------------------------------------------------------------------------------

-- From both sides, and without the rows: who misses this patch, what does this asset miss.
drop index finding_missing;
create index finding_missing on finding (subscription_id, patch_id) include (asset_id, latest) where status = 1;
create index finding_missing_asset on finding (subscription_id, asset_id, patch_id) include (latest) where status = 1;

-- Jobs and results --------------------------------------------------------------------------------------------------

alter table person
  add column name_folded  text not null default '',
  add column name_words   text not null default '',
  add column email_words  text not null default '';

alter table job
  add column name_words     text not null default '',
  add column is_recurring   boolean not null default false,
  add column is_query_based boolean not null default false,
  add column is_complete    boolean not null default true,
  add column next_run_at    timestamptz;
create index job_name on job (subscription_id, name_folded, id);
create index job_owner on job (subscription_id, owner_id);
create index run_job on run (job_id, id desc);

alter table task add column deferrals int not null default 0;
create index task_created on task (subscription_id, created_at desc, id desc);
create index item_patch on item (subscription_id, patch_id);

-- The wall ----------------------------------------------------------------------------------------------------------

do $$
declare t text;
begin
  foreach t in array array['tag', 'tag_above', 'asset_tag', 'job_tag', 'job_co_author', 'patch_label'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy wall on %I using (subscription_id = (select app_subscription())) '
      'with check (subscription_id = (select app_subscription()))', t);
  end loop;
  -- What hangs on the installation's own catalog is read by everybody, like that catalog.
  foreach t in array array['patch_label', 'patch_cve', 'patch_advisory', 'advisory', 'package_update'] loop
    execute format('create policy catalog on %I for select using (subscription_id = 0)', t);
  end loop;
end $$;
