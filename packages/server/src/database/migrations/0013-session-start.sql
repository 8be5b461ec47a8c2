-- Where the next session starts is apart from whose administrators may change how the person signs in: `home_subscription_id` stays
-- what it was when the person was made. null: at home.
alter table person add column start_subscription_id int references subscription (id);
