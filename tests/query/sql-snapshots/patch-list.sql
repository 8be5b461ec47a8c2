-- patch: isSecurity:true and (patchStatus:[Missing,Installed] and isSuperseded:false)
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
and (p.is_security
and (coalesce(c.missing, 0) > 0 or coalesce(c.installed, 0) > 0)
and not (p.superseded_by is not null))
order by p.issued_at desc nulls last, p.id desc
limit $6::bigint;
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
and (p.is_security
and (coalesce(c.missing, 0) > 0 or coalesce(c.installed, 0) > 0)
and not (p.superseded_by is not null));
