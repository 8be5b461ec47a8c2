-- patch: cve:CVE-2024-3094
-- page
select p.id as id, p.issued_at as sort_key
from patch p
left join patch_count c on c.patch_id = p.id
and c.subscription_id = $1
where p.subscription_id in ($2, 0)
and not exists (select 1
from patch_twin tw
where tw.subscription_id = $3
and tw.catalog_id = p.id)
and ((p.issued_at, p.id) < ($4::timestamptz, $5::bigint) or p.issued_at is null)
and exists (select 1
from patch_cve pc
where pc.patch_id = p.id
and pc.subscription_id in ($6, 0)
and pc.cve = $7)
order by p.issued_at desc nulls last, p.id desc
limit $8::bigint;
-- count
select count(*) as n
from patch p
left join patch_count c on c.patch_id = p.id
and c.subscription_id = $1
where p.subscription_id in ($2, 0)
and not exists (select 1
from patch_twin tw
where tw.subscription_id = $3
and tw.catalog_id = p.id)
and exists (select 1
from patch_cve pc
where pc.patch_id = p.id
and pc.subscription_id in ($4, 0)
and pc.cve = $5);
