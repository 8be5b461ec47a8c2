-- patch: missingCount>0
-- page
select p.id as id, p.issued_at as sort_key
from patch p
join (select cf.patch_id, count(*) filter (where cf.status = 1) as missing, count(*) filter (where cf.status = 2) as installed
from finding cf
where cf.subscription_id = $1
and exists (select 1
from asset_tag st
join tag_above sa on sa.tag_id = st.tag_id
where st.asset_id = cf.asset_id
and st.subscription_id = $2
and sa.subscription_id = $3
and sa.above_id = any($4::int[]))
group by cf.patch_id) c on c.patch_id = p.id
where p.subscription_id in ($5, 0)
and ((p.issued_at, p.id) < ($6::timestamptz, $7::bigint) or p.issued_at is null)
and c.missing > $8::bigint
order by p.issued_at desc nulls last, p.id desc
limit $9::bigint;
-- count
select count(*) as n
from patch p
join (select cf.patch_id, count(*) filter (where cf.status = 1) as missing, count(*) filter (where cf.status = 2) as installed
from finding cf
where cf.subscription_id = $1
and exists (select 1
from asset_tag st
join tag_above sa on sa.tag_id = st.tag_id
where st.asset_id = cf.asset_id
and st.subscription_id = $2
and sa.subscription_id = $3
and sa.above_id = any($4::int[]))
group by cf.patch_id) c on c.patch_id = p.id
where p.subscription_id in ($5, 0)
and c.missing > $6::bigint;
