-- CVEs as things of their own, for the query language and for what later matches and ranks them.

create sequence cve_id_seq as int;

-- As with patches: subscription_id 0 holds the facts of the feeds, all else was reported inside a subscription and is
-- hidden where a feed has the same CVE.
create table cve (
  id            int primary key default nextval('cve_id_seq'),
  subscription_id int not null,
  cve           text not null check (cve ~ '^CVE-[0-9]{4}-[0-9]{4,19}$'),
  title         text not null default '',
  title_folded  text not null default '',
  title_words   text not null default '',
  severity      text not null default '',
  cvss          double precision,
  cvss_vector   text not null default '',
  cvss_vector_folded text not null default '',
  cvss_vector_words  text not null default '',
  epss          double precision,
  epss_percentile double precision,
  kev           boolean not null default false,
  kev_due_at    timestamptz,
  ransomware    boolean not null default false,
  published_at  timestamptz,
  modified_at   timestamptz,
  ssvc_exploitation text not null default '',
  ssvc_automatable  text not null default '',
  ssvc_technical_impact text not null default '',
  unique (subscription_id, cve)
);
create index cve_kev on cve (cve) where kev;

create table cve_cwe (
  cve_id        int not null references cve (id),
  cwe           text not null,
  subscription_id int not null,
  cwe_folded    text not null,
  cwe_words     text not null,
  primary key (cve_id, cwe)
);

-- What an agent reported before was not checked; what is not a CVE's name is no CVE.
delete from patch_cve where cve !~ '^CVE-[0-9]{4}-[0-9]{4,19}$';
alter table patch_cve add constraint patch_cve_name check (cve ~ '^CVE-[0-9]{4}-[0-9]{4,19}$');

do $$
declare t text;
begin
  foreach t in array array['cve', 'cve_cwe'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy wall on %I using (subscription_id = (select app_subscription())) '
      'with check (subscription_id = (select app_subscription()))', t);
    execute format('create policy catalog on %I for select using (subscription_id = 0)', t);
  end loop;
end $$;
