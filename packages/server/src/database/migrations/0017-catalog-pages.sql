-- Pages of one CVE ask what source packages were fixed of it: those facts are kept by package.
create index catalog_fact_fix on catalog_fact (name) where kind = 'track' and name like 'fix CVE-%';
