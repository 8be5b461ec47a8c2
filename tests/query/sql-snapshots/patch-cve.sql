-- patch: cve:CVE-2024-3094
-- page
select p.id as id, p.issued_at as sort_key
from patch p
left join patch_count c on c.patch_id = p.id
and c.subscription_id = $1
where p.subscription_id in ($2, 0)
and ((p.issued_at, p.id) < ($3::timestamptz, $4::bigint) or p.issued_at is null)
and exists (select 1
from patch_cve pc
where pc.patch_id = p.id
and pc.subscription_id in ($5, 0)
and pc.cve = $6)
order by p.issued_at desc nulls last, p.id desc
limit $7::bigint;
-- count
select count(*) as n
from patch p
left join patch_count c on c.patch_id = p.id
and c.subscription_id = $1
where p.subscription_id in ($2, 0)
and exists (select 1
from patch_cve pc
where pc.patch_id = p.id
and pc.subscription_id in ($3, 0)
and pc.cve = $4);
