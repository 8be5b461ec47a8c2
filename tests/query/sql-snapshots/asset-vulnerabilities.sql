-- asset: vulnerabilities:(kev:true and epss>0.5)
-- page
with ks(id) as materialized (select vf.asset_id
from finding vf
where vf.status = 1
and vf.subscription_id = $1
and vf.patch_id = any(array(select vp.patch_id
from cve vc
join patch_cve vp on vp.cve = vc.cve
where vp.subscription_id in ($2, 0)
and vc.subscription_id in ($3, 0)
and (vc.kev
and vc.epss > $4::double precision))))
select w.id, w.sort_key
from ((select a.asset_id as id, a.name_folded as sort_key
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $5
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $6
where a.subscription_id = $7
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $8
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
and (a.name_folded, a.asset_id) > ($9::text, $10::bigint)
and (select count(*)
from (select 1
from ks
limit $11::bigint) k) <= $12::bigint
and a.asset_id = any(array(select ks.id
from ks))
order by a.name_folded asc, a.asset_id asc
limit $13::bigint)
union all (select a.asset_id as id, a.name_folded as sort_key
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $14
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $15
where a.subscription_id = $16
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $17
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
and (a.name_folded, a.asset_id) > ($18::text, $19::bigint)
and not ((select count(*)
from (select 1
from ks
limit $20::bigint) k) <= $21::bigint)
and (a.asset_id in (select ks.id
from ks)) is true
order by a.name_folded asc, a.asset_id asc
limit $22::bigint)) w
order by w.sort_key asc, w.id asc
limit $23::bigint;
-- count
select count(*) as n
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $1
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $2
where a.subscription_id = $3
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $4
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
and exists (select 1
from finding vf
where vf.asset_id = a.asset_id
and vf.status = 1
and vf.subscription_id = $5
and vf.patch_id = any(array(select vp.patch_id
from cve vc
join patch_cve vp on vp.cve = vc.cve
where vp.subscription_id in ($6, 0)
and vc.subscription_id in ($7, 0)
and (vc.kev
and vc.epss > $8::double precision))));
