-- patch: missingCount>0
-- page
select p.id as id, p.issued_at as sort_key
from patch p
join (select cf.patch_id, count(*) filter (where cf.status = 1) as missing, count(*) filter (where cf.status = 2) as installed
from finding cf
where cf.subscription_id = $1
and cf.asset_id in (select st.asset_id
from asset_tag st
where st.subscription_id = $2
and st.tag_id = any($3::int[]))
and not exists (select 1
from agent_line u
where u.asset_id = cf.asset_id
and u.subscription_id = $4
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
group by cf.patch_id) c on c.patch_id = p.id
where p.subscription_id in ($5, 0)
and not exists (select 1
from patch_twin tw
where tw.subscription_id = $6
and tw.catalog_id = p.id)
and ((p.issued_at, p.id) < ($7::timestamptz, $8::bigint) or p.issued_at is null)
and c.missing > $9::bigint
order by p.issued_at desc nulls last, p.id desc
limit $10::bigint;
-- count
select count(*) as n
from patch p
join (select cf.patch_id, count(*) filter (where cf.status = 1) as missing, count(*) filter (where cf.status = 2) as installed
from finding cf
where cf.subscription_id = $1
and cf.asset_id in (select st.asset_id
from asset_tag st
where st.subscription_id = $2
and st.tag_id = any($3::int[]))
and not exists (select 1
from agent_line u
where u.asset_id = cf.asset_id
and u.subscription_id = $4
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
group by cf.patch_id) c on c.patch_id = p.id
where p.subscription_id in ($5, 0)
and not exists (select 1
from patch_twin tw
where tw.subscription_id = $6
and tw.catalog_id = p.id)
and c.missing > $7::bigint;
